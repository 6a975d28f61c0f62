/** The key that keeps a browser's store unreadable at rest. It does not protect an unlocked phone. */
import { concat } from '../core/bytes';
import type { Random } from './device_keys';

export interface LocalSealer {
  seal(bytes: Uint8Array): Promise<Uint8Array>;
  /** Undefined where the bytes were changed or are another key's. */
  open(sealed: Uint8Array): Promise<Uint8Array | undefined>;
}

const NONCE_BYTES = 12;

export function newLocalKey(): Promise<CryptoKey> {
  return crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
}

export function localSealer(key: CryptoKey, random: Random): LocalSealer {
  return {
    seal: async (bytes) => {
      const iv = random(NONCE_BYTES) as BufferSource; // never shared memory
      const data = bytes as BufferSource;
      const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, data);
      return concat(iv as Uint8Array, new Uint8Array(sealed));
    },
    open: async (sealed) => {
      const iv = sealed.slice(0, NONCE_BYTES);
      const data = sealed.slice(NONCE_BYTES);
      try {
        return new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, key, data));
      } catch {
        return undefined; // WebCrypto throws where the tag does not fit
      }
    },
  };
}
