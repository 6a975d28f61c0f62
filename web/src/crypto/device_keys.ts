/**
 * A device's two key pairs, made where they are used and never leaving it.
 *
 * [Note: key hierarchy] A device signs with Ed25519 and receives with X25519. A room's
 * epoch key (epoch_key.ts) is sealed to box keys and seals records (record.ts). An
 * invitation's pairs follow from the secret in its link (invitation.ts). Where the
 * platform has both curves its keys cannot be read out, not even by us; elsewhere they
 * are seeds, which the store must protect.
 */
import { ed25519, x25519 } from '@noble/curves/ed25519.js';
import { concat, hexOf, type Hex } from '../core/bytes';
import { label, type SignatureKind } from './labels';

export type Random = (size: number) => Uint8Array;

/** What the store keeps; only this file looks inside. */
export type StoredKeys =
  | {
      readonly kind: 'platform';
      readonly sign: CryptoKey;
      readonly box: CryptoKey;
      readonly publicKeys: PublicKeys;
    }
  | { readonly kind: 'seed'; readonly sign: Uint8Array; readonly box: Uint8Array };

export interface PublicKeys {
  readonly signKey: Hex;
  readonly boxKey: Hex;
}

export interface DeviceKeys extends PublicKeys {
  readonly stored: StoredKeys;
  sign(kind: SignatureKind, message: Uint8Array): Promise<Uint8Array>;
  /** X25519; undefined where the result would be zeros. */
  readonly agree: (publicKey: Uint8Array) => Promise<Uint8Array | undefined>;
}

export function keysFromSeeds(sign: Uint8Array, box: Uint8Array): DeviceKeys {
  return {
    stored: { kind: 'seed', sign, box },
    signKey: hexOf(ed25519.getPublicKey(sign)),
    boxKey: hexOf(x25519.getPublicKey(box)),
    sign: (kind, message) => Promise.resolve(ed25519.sign(concat(label(kind), message), sign)),
    agree: (publicKey) => Promise.resolve(sharedSecret(box, publicKey)),
  };
}

export function newSeedKeys(random: Random): DeviceKeys {
  return keysFromSeeds(random(32), random(32));
}

/** Keys that cannot be read out; undefined where this platform lacks a curve. */
export async function newPlatformKeys(): Promise<DeviceKeys | undefined> {
  try {
    const sign = await crypto.subtle.generateKey('Ed25519', false, ['sign']);
    const box = await crypto.subtle.generateKey('X25519', false, ['deriveBits']);
    const publicKeys = { signKey: await publicHex(sign), boxKey: await publicHex(box) };
    return platformKeys({
      kind: 'platform',
      sign: sign.privateKey,
      box: box.privateKey,
      publicKeys,
    });
  } catch {
    return undefined; // what an older browser answers for an unknown curve
  }
}

export function keysFromStore(stored: StoredKeys): DeviceKeys {
  return stored.kind === 'seed' ? keysFromSeeds(stored.sign, stored.box) : platformKeys(stored);
}

export function sharedSecret(secret: Uint8Array, publicKey: Uint8Array): Uint8Array | undefined {
  try {
    return x25519.getSharedSecret(secret, publicKey);
  } catch {
    return undefined; // noble throws on a shared secret of zeros
  }
}

function platformKeys(stored: Extract<StoredKeys, { kind: 'platform' }>): DeviceKeys {
  return {
    stored,
    ...stored.publicKeys,
    sign: async (kind, message) => {
      const data = concat(label(kind), message) as BufferSource; // never shared memory
      return new Uint8Array(await crypto.subtle.sign('Ed25519', stored.sign, data));
    },
    agree: (publicKey) => platformAgree(stored.box, publicKey),
  };
}

async function platformAgree(
  secret: CryptoKey,
  publicKey: Uint8Array,
): Promise<Uint8Array | undefined> {
  try {
    const raw = publicKey as BufferSource; // never shared memory
    const other = await crypto.subtle.importKey('raw', raw, 'X25519', false, []);
    const bits = await crypto.subtle.deriveBits({ name: 'X25519', public: other }, secret, 256);
    const shared = new Uint8Array(bits);
    return shared.every((byte) => byte === 0) ? undefined : shared;
  } catch {
    return undefined; // what WebCrypto answers for a key of small order
  }
}

async function publicHex(pair: CryptoKeyPair): Promise<Hex> {
  return hexOf(new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey)));
}
