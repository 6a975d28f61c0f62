/** COMMIT5: sealed sizes tell little about what is inside. */
import { concat, readU32, u32 } from './bytes';
import type { Result } from './errors';

const FLOOR_BYTES = 128;

/** PADMÉ: at most 12 % more, and only O(log log L) bits of the size remain. */
export function paddedSize(size: number): number {
  if (size <= FLOOR_BYTES) return FLOOR_BYTES;
  const e = Math.floor(Math.log2(size));
  const s = Math.floor(Math.log2(e)) + 1;
  const unit = 2 ** (e - s);
  return Math.ceil(size / unit) * unit;
}

export function pad(content: Uint8Array): Uint8Array {
  const used = 4 + content.length;
  return concat(u32(content.length), content, new Uint8Array(paddedSize(used) - used));
}

export function unpad(padded: Uint8Array): Result<Uint8Array> {
  const end = 4 + readU32(padded, 0);
  const isWhole = end <= padded.length && paddedSize(end) === padded.length;
  if (!isWhole || padded.subarray(end).some((byte) => byte !== 0)) {
    return { ok: false, error: 'malformed' };
  }
  return { ok: true, value: padded.slice(4, end) };
}
