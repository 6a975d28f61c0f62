/** WIRE2, WIRE6: one way to write every message, and nothing is allocated before it is counted. */
import { equalBytes } from '../core/bytes';
import type { ErrorName, Result } from '../core/errors';
import { fromBinary, NotReadable, toBinary, type Schema } from './codec';
import { Form } from './form';

/** The most values a repeated field may have, by field number. */
export interface Counts {
  readonly single?: Readonly<Record<number, number>>;
  /** Numbers that travel in one length-delimited run. */
  readonly packed?: Readonly<Record<number, number>>;
}

export function refuse(error: ErrorName): { readonly ok: false; readonly error: ErrorName } {
  return { ok: false, error };
}

export function accept<T>(value: T): Result<T> {
  return { ok: true, value };
}

export function decodeStrict<T>(
  schema: Schema<T>,
  bytes: Uint8Array,
  counts: Counts = {},
): Result<T> {
  const counted = checkCounts(bytes, counts);
  if (counted !== 'ok') return refuse(counted);
  try {
    const message = fromBinary(schema, bytes);
    return equalBytes(toBinary(schema, message), bytes) ? accept(message) : refuse('malformed');
  } catch (problem) {
    if (problem instanceof NotReadable) return refuse('malformed');
    throw problem;
  }
}

/** Decodes a message and converts it; what the conversion finds unsound is malformed. */
export function read<T, B>(
  schema: Schema<T>,
  bytes: Uint8Array,
  counts: Counts,
  convert: (message: T, form: Form) => B,
): Result<B> {
  const decoded = decodeStrict(schema, bytes, counts);
  if (!decoded.ok) return decoded;
  const form = new Form();
  const value = convert(decoded.value, form);
  return form.isSound ? accept(value) : refuse('malformed');
}

/** Walks the top level only: no message has a repeated field further down without its own decode. */
function checkCounts(bytes: Uint8Array, counts: Counts): 'ok' | 'malformed' | 'too-large' {
  const seen = new Map<number, number>();
  const reader = { bytes, at: 0 };
  while (reader.at < bytes.length) {
    const tag = readVarint(reader);
    if (tag === undefined || tag > 0xffffffff) return 'malformed';
    const field = Math.floor(tag / 8);
    const count = skipValue(reader, tag % 8, counts.packed?.[field] !== undefined);
    if (count === undefined) return 'malformed';
    const total = (seen.get(field) ?? 0) + count;
    seen.set(field, total);
    const limit = counts.packed?.[field] ?? counts.single?.[field] ?? Infinity;
    if (total > limit) return 'too-large';
  }
  return 'ok';
}

const FIXED_SIZES: Readonly<Record<number, number>> = { 1: 8, 5: 4 };

interface Reader {
  readonly bytes: Uint8Array;
  at: number;
}

function readVarint(reader: Reader): number | undefined {
  let value = 0;
  for (let i = 0; i < 10; i++) {
    const byte = reader.bytes[reader.at++];
    if (byte === undefined) return undefined;
    value += (byte & 127) * 2 ** (7 * i);
    if (byte < 128) return value;
  }
  return undefined;
}

/** Steps over one value; how many numbers a packed run holds, otherwise 1. */
function skipValue(reader: Reader, wireType: number, isPacked: boolean): number | undefined {
  if (wireType === 0) return readVarint(reader) === undefined ? undefined : 1;
  const size = wireType === 2 ? readVarint(reader) : FIXED_SIZES[wireType];
  if (size === undefined || size > reader.bytes.length - reader.at) return undefined;
  const run = reader.bytes.subarray(reader.at, reader.at + size);
  reader.at += size;
  if (wireType !== 2 || !isPacked) return 1;
  return run.reduce((count, byte) => count + (byte < 128 ? 1 : 0), 0);
}
