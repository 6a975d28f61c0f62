/** KEYS5, KEYS6: what follows from an invitation's secret, and the link that carries it. */
import { xchacha20poly1305 } from '@noble/ciphers/chacha.js';
import { base64urlOf, bytesOfBase64url, concat, hexOf, u8, unhex, type Hex } from '../core/bytes';
import { pad, unpad } from '../core/padding';
import { keysFromSeeds, type DeviceKeys, type Random } from './device_keys';
import { hash } from './hash';
import { label } from './labels';

export const SECRET_BYTES = 16;
const SPACE_BYTES = 32;
const NONCE_BYTES = 24;
const PATH = '/bli-med';
const LINK_VERSION = 1;

export interface InvitationSecret {
  readonly space: Hex;
  readonly secret: Uint8Array;
}

export interface Link extends InvitationSecret {
  readonly origin: string;
}

export function newSecret(space: Hex, random: Random): InvitationSecret {
  return { space, secret: random(SECRET_BYTES) };
}

export function invitationKeys({ space, secret }: InvitationSecret): DeviceKeys {
  const x = concat(unhex(space), secret);
  return keysFromSeeds(hash('invite-sign', x), hash('invite-box', x));
}

export function cardKey({ space, secret }: InvitationSecret): Uint8Array {
  return hash('invite-card', concat(unhex(space), secret));
}

export function sealCard(
  invitation: InvitationSecret,
  signKey: Hex,
  card: Uint8Array,
  random: Random,
): Uint8Array {
  const nonce = random(NONCE_BYTES);
  const cipher = xchacha20poly1305(cardKey(invitation), nonce, cardAd(invitation.space, signKey));
  return concat(nonce, cipher.encrypt(pad(card)));
}

export function openCard(
  invitation: InvitationSecret,
  signKey: Hex,
  sealed: Uint8Array,
): Uint8Array | undefined {
  try {
    const ad = cardAd(invitation.space, signKey);
    const cipher = xchacha20poly1305(cardKey(invitation), sealed.subarray(0, NONCE_BYTES), ad);
    const plain = unpad(cipher.decrypt(sealed.subarray(NONCE_BYTES)));
    return plain.ok ? plain.value : undefined;
  } catch {
    return undefined; // noble throws where the tag does not fit
  }
}

/** The part after `#` never reaches a server. */
export function linkOf({ origin, space, secret }: Link): string {
  const code = base64urlOf(concat(u8(LINK_VERSION), unhex(space), secret));
  return `${origin}${PATH}#${code}`;
}

export function readLink(text: string): Link | undefined {
  const [, origin, code] = /^(https?:\/\/[^/?#\s]+)\/bli-med#([\w-]+)$/.exec(text.trim()) ?? [];
  const bytes = code === undefined ? undefined : bytesOfBase64url(code);
  if (origin === undefined || bytes?.length !== 1 + SPACE_BYTES + SECRET_BYTES) return undefined;
  if (bytes[0] !== LINK_VERSION) return undefined;
  const space = hexOf(bytes.subarray(1, 1 + SPACE_BYTES));
  return { origin, space, secret: bytes.slice(1 + SPACE_BYTES) };
}

function cardAd(space: Hex, signKey: Hex): Uint8Array {
  return concat(label('card-ad'), unhex(space), unhex(signKey));
}
