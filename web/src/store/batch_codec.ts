/**
 * How the file store writes one batch:
 * `u32 length · checksum(8) of the body · checksum(8) of these twelve bytes · body`.
 *
 * The header vouches for itself, so that a damaged length is never taken for a batch that the
 * end of the file cut short: what follows may have been acknowledged.
 */
import { concat, equalBytes, readU32, textOf, u32, u8, utf8 } from '../core/bytes';
import type { Change } from './store';

export type Checksum = (bytes: Uint8Array) => Uint8Array;
export type ByteChange = Exclude<Change, { handle: unknown }>;

export type Taken =
  | { readonly kind: 'whole'; readonly changes: readonly ByteChange[]; readonly end: number }
  | { readonly kind: 'torn' } // its write was cut short, hence never answered
  | { readonly kind: 'damaged' }; // it may have been acknowledged, and so may what follows

const CHECKSUM_BYTES = 8;
const HEADER_SUM_AT = 4 + CHECKSUM_BYTES;
const HEADER_BYTES = HEADER_SUM_AT + CHECKSUM_BYTES;
/** What a disk writes whole or not at all. */
const SECTOR_BYTES = 512;
/** A shorter run of zeros may be what was written: lengths begin with three. */
const MIN_HOLE_BYTES = 8;

export function encodeBatch(changes: readonly ByteChange[], checksum: Checksum): Uint8Array {
  const body = concat(...changes.map(encodeChange));
  const head = concat(u32(body.length), checksum(body));
  return concat(head, checksum(head), body);
}

/** The batch that begins at this byte of the file. */
export function takeBatch(file: Uint8Array, at: number, checksum: Checksum): Taken {
  const bodyAt = at + HEADER_BYTES;
  if (file.length < bodyAt) return { kind: 'torn' };
  const head = file.subarray(at, at + HEADER_SUM_AT);
  if (!equalBytes(file.subarray(at + HEADER_SUM_AT, bodyAt), checksum(head))) {
    return { kind: isZeroFromSector(file, at) ? 'torn' : 'damaged' };
  }
  const end = bodyAt + readU32(head, 0);
  if (file.length < end) return { kind: 'torn' };
  const body = file.subarray(bodyAt, end);
  if (equalBytes(head.subarray(4), checksum(body))) {
    return { kind: 'whole', changes: decodeChanges(body), end };
  }
  const isTorn = isZero(file.subarray(end)) && hasHole(file, bodyAt, end);
  return { kind: isTorn ? 'torn' : 'damaged' };
}

/** Nothing but zeros, at once or from where the disk's next sector begins within the header. */
function isZeroFromSector(file: Uint8Array, at: number): boolean {
  const next = sectorAfter(at);
  return isZero(file.subarray(at)) || (next < at + HEADER_BYTES && isZero(file.subarray(next)));
}

/** After a power cut a file may have its full length while a sector of it was never written. */
function hasHole(file: Uint8Array, from: number, end: number): boolean {
  for (let at = from; at < end; at = sectorAfter(at)) {
    const piece = file.subarray(at, Math.min(sectorAfter(at), end));
    if (piece.length >= MIN_HOLE_BYTES && isZero(piece)) return true;
  }
  return false;
}

function sectorAfter(at: number): number {
  return (Math.floor(at / SECTOR_BYTES) + 1) * SECTOR_BYTES;
}

function isZero(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte === 0);
}

function encodeChange({ key, value }: ByteChange): Uint8Array {
  const name = utf8(key);
  const head = concat(u32(name.length), name, u8(value ? 1 : 0));
  return value ? concat(head, u32(value.length), value) : head;
}

function decodeChanges(body: Uint8Array): ByteChange[] {
  const changes: ByteChange[] = [];
  let at = 0;
  while (at < body.length) {
    const nameEnd = at + 4 + readU32(body, at);
    const key = textOf(body.subarray(at + 4, nameEnd)) ?? '';
    if (body[nameEnd] === 0) {
      changes.push({ key, value: null });
      at = nameEnd + 1;
      continue;
    }
    const end = nameEnd + 5 + readU32(body, nameEnd + 1);
    changes.push({ key, value: body.slice(nameEnd + 5, end) });
    at = end;
  }
  return changes;
}
