/** KEYS1 to KEYS4: a room's key, sealed to box keys and wrapping the one before it. */
import { xchacha20poly1305 } from '@noble/ciphers/chacha.js';
import { x25519 } from '@noble/curves/ed25519.js';
import { concat, hexOf, u32, unhex, type Hex } from '../core/bytes';
import { sharedSecret, type Random } from './device_keys';
import { hash } from './hash';
import { label } from './labels';

declare const brand: unique symbol;
/** 32 bytes that open a room's records. */
export type EpochKey = Uint8Array & { readonly [brand]: 'epoch key' };

export interface RoomId {
  readonly space: Hex;
  readonly room: number;
}

export type Agree = (publicKey: Uint8Array) => Promise<Uint8Array | undefined>;

const NO_NONCE = new Uint8Array(24); // the key of each seal is used once
const KEY_BYTES = 32;
const NONCE_BYTES = 24;
export const SEALED_KEY_BYTES = 80; // KEYS2

export function newEpochKey(random: Random): EpochKey {
  return epochKeyOf(random(KEY_BYTES));
}

/** For bytes that come from the store or a vector. */
export function epochKeyOf(bytes: Uint8Array): EpochKey {
  if (bytes.length !== KEY_BYTES) throw new Error('an epoch key has 32 bytes');
  return bytes as EpochKey; // the brand is given here and nowhere else
}

export function commitmentOf({ space, room }: RoomId, key: EpochKey): Hex {
  return hexOf(hash('commitment', unhex(space), u32(room), key));
}

/** Undefined where the box key is one that no honest device has. */
export function sealKeyTo(
  boxKey: Hex,
  room: RoomId,
  key: EpochKey,
  random: Random,
): Uint8Array | undefined {
  const secret = random(KEY_BYTES);
  const ephemeral = x25519.getPublicKey(secret);
  const shared = sharedSecret(secret, unhex(boxKey));
  if (!shared) return undefined;
  const sealing = hash('grant-key', shared, ephemeral, unhex(boxKey));
  const ad = grantAd(room, commitmentOf(room, key), boxKey);
  return concat(ephemeral, xchacha20poly1305(sealing, NO_NONCE, ad).encrypt(key));
}

/** KEYS4: a key that does not fit its commitment is no key. */
export async function openSealedKey(
  agree: Agree,
  boxKey: Hex,
  room: RoomId,
  commitment: Hex,
  sealed: Uint8Array,
): Promise<EpochKey | undefined> {
  const ephemeral = sealed.subarray(0, KEY_BYTES);
  const shared = await agree(ephemeral);
  if (!shared) return undefined;
  const sealing = hash('grant-key', shared, ephemeral, unhex(boxKey));
  const ad = grantAd(room, commitment, boxKey);
  const key = open(sealing, NO_NONCE, ad, sealed.subarray(KEY_BYTES));
  return fitting(room, commitment, key);
}

export function wrapPrevious(
  newKey: EpochKey,
  room: RoomId,
  previousEpoch: Hex,
  previousKey: EpochKey,
  random: Random,
): Uint8Array {
  const nonce = random(NONCE_BYTES);
  const ad = wrapAd(room, previousEpoch, commitmentOf(room, newKey));
  const cipher = xchacha20poly1305(hash('wrap-key', newKey), nonce, ad);
  return concat(nonce, cipher.encrypt(previousKey));
}

export function unwrapPrevious(
  newKey: EpochKey,
  room: RoomId,
  previous: { readonly epoch: Hex; readonly commitment: Hex },
  wrapped: Uint8Array,
): EpochKey | undefined {
  const nonce = wrapped.subarray(0, NONCE_BYTES);
  const ad = wrapAd(room, previous.epoch, commitmentOf(room, newKey));
  const key = open(hash('wrap-key', newKey), nonce, ad, wrapped.subarray(NONCE_BYTES));
  return fitting(room, previous.commitment, key);
}

function fitting(room: RoomId, commitment: Hex, bytes?: Uint8Array): EpochKey | undefined {
  if (bytes?.length !== KEY_BYTES) return undefined;
  const key = epochKeyOf(bytes);
  return commitmentOf(room, key) === commitment ? key : undefined;
}

function grantAd({ space, room }: RoomId, commitment: Hex, boxKey: Hex): Uint8Array {
  return concat(label('grant-ad'), unhex(space), u32(room), unhex(commitment), unhex(boxKey));
}

function wrapAd({ space, room }: RoomId, previous: Hex, commitment: Hex): Uint8Array {
  return concat(label('wrap-ad'), unhex(space), u32(room), unhex(previous), unhex(commitment));
}

function open(
  key: Uint8Array,
  nonce: Uint8Array,
  ad: Uint8Array,
  sealed: Uint8Array,
): Uint8Array | undefined {
  try {
    return xchacha20poly1305(key, nonce, ad).decrypt(sealed);
  } catch {
    return undefined; // noble throws where the tag does not fit
  }
}
