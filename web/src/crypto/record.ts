/** COMMIT3 to COMMIT5: a record is sealed for one place in one device's chain, and no other. */
import { xchacha20poly1305 } from '@noble/ciphers/chacha.js';
import { concat, u32, u64, u8, unhex, type Hex } from '../core/bytes';
import { MAX_RECORD_BYTES, MIN_RECORD_BYTES } from '../core/commit';
import type { Result } from '../core/errors';
import { pad, unpad } from '../core/padding';
import type { Random } from './device_keys';
import type { EpochKey } from './epoch_key';
import { label } from './labels';

const NONCE_BYTES = 24;
/** What fits into a record before it is padded and sealed. */
export const MAX_CONTENT_BYTES = 63_484;

/** Where a record stands: everything its seal is bound to. */
export interface RecordContext {
  readonly space: Hex;
  readonly room: number;
  readonly epoch: Hex;
  readonly device: number;
  readonly seq: bigint;
  readonly index: number;
  readonly lane: Hex;
  readonly kind: number;
  readonly previous: Hex;
  readonly charterHead: Hex;
}

export function sealRecord(
  key: EpochKey,
  context: RecordContext,
  content: Uint8Array,
  random: Random,
): Uint8Array {
  const nonce = random(NONCE_BYTES);
  return concat(nonce, xchacha20poly1305(key, nonce, recordAd(context)).encrypt(pad(content)));
}

export function openRecord(
  key: EpochKey,
  context: RecordContext,
  sealed: Uint8Array,
): Result<Uint8Array> {
  return openWithAd(key, recordAd(context), sealed);
}

/** COMMIT4: the one place that builds it. */
export function recordAd(context: RecordContext): Uint8Array {
  return concat(
    label('record-ad'),
    unhex(context.space),
    u32(context.room),
    unhex(context.epoch),
    u32(context.device),
    u64(context.seq),
    u32(context.index),
    unhex(context.lane),
    u8(context.kind),
    unhex(context.previous),
    unhex(context.charterHead),
  );
}

export function openWithAd(
  key: Uint8Array,
  ad: Uint8Array,
  sealed: Uint8Array,
): Result<Uint8Array> {
  const isSized = sealed.length >= MIN_RECORD_BYTES && sealed.length <= MAX_RECORD_BYTES;
  if (!isSized) return { ok: false, error: 'malformed' };
  try {
    const nonce = sealed.subarray(0, NONCE_BYTES);
    return unpad(xchacha20poly1305(key, nonce, ad).decrypt(sealed.subarray(NONCE_BYTES)));
  } catch {
    return { ok: false, error: 'malformed' }; // noble throws where the tag does not fit
  }
}
