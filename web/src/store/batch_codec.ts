/** How the file store writes one batch: `u32 length · checksum(8) · changes`. */
import { concat, equalBytes, readU32, textOf, u32, u8, utf8 } from '../core/bytes';
import type { Change } from './store';

export type Checksum = (bytes: Uint8Array) => Uint8Array;
export type ByteChange = Exclude<Change, { handle: unknown }>;

const CHECKSUM_BYTES = 8;
const HEADER_BYTES = 4 + CHECKSUM_BYTES;

export function encodeBatch(changes: readonly ByteChange[], checksum: Checksum): Uint8Array {
  const body = concat(...changes.map(encodeChange));
  return concat(u32(body.length), checksum(body), body);
}

/** Undefined where the bytes end before the batch does, or are not what was written. */
export function takeBatch(
  bytes: Uint8Array,
  checksum: Checksum,
): { readonly changes: readonly ByteChange[]; readonly size: number } | undefined {
  if (bytes.length < HEADER_BYTES) return undefined;
  const size = HEADER_BYTES + readU32(bytes, 0);
  const body = bytes.subarray(HEADER_BYTES, size);
  const isWhole =
    bytes.length >= size && equalBytes(bytes.subarray(4, HEADER_BYTES), checksum(body));
  return isWhole ? { changes: decodeChanges(body), size } : undefined;
}

/** Does anything follow the batch that starts here? Then it is damaged, not merely torn off. */
export function isFollowed(bytes: Uint8Array): boolean {
  return bytes.length >= HEADER_BYTES && bytes.length > HEADER_BYTES + readU32(bytes, 0);
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
