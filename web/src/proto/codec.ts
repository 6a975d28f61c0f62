/**
 * The proto3 subset that the wire uses, from tables that scripts/gen-proto writes: unsigned
 * integers, bools, enums, bytes, strings, messages, and lists of them (numbers packed). The
 * general library costs a phone on a bad line three seconds more.
 */
import { concat, textOf, utf8 } from '../core/bytes';

export type Kind = 'uint32' | 'uint64' | 'bool' | 'enum' | 'bytes' | 'string';

export interface Field {
  readonly number: number;
  readonly name: string;
  readonly kind: Kind | Schema<unknown>;
  readonly isRepeated: boolean;
}

/** Fields in the order of their numbers. The type stands for what the table describes. */
export interface Schema<T> {
  readonly fields: readonly Field[];
  readonly describes?: T;
}

/** The bytes are no message of this schema. */
export class NotReadable extends Error {}

type Loose = Record<string, unknown>;

const VARINT = 0;
const DELIMITED = 2;
const MAX_VARINT_BYTES = 10;

export function table<T>(
  ...rows: readonly (readonly [number, string, Field['kind'], 'list'?])[]
): Schema<T> {
  const fields = rows.map(([number, name, kind, list]) => ({
    number,
    name,
    kind,
    isRepeated: list !== undefined,
  }));
  return { fields };
}

/** Fields that are not given have proto3's defaults. */
export function create<T>(schema: Schema<T>, given: Partial<T>): T {
  const message: Loose = {};
  for (const field of schema.fields) message[field.name] = emptyOf(field);
  // Every field of the schema has its default; `given` has only such fields, by its type.
  return Object.assign(message, given) as T;
}

export function toBinary<T>(schema: Schema<T>, message: T): Uint8Array {
  const loose = message as Loose; // read by the names that the schema lists
  const parts: Uint8Array[] = [];
  for (const field of schema.fields) encodeField(field, loose[field.name], parts);
  return concat(...parts);
}

/** Throws NotReadable. What is written in another than the one canonical way may pass: see strict.ts. */
export function fromBinary<T>(schema: Schema<T>, bytes: Uint8Array): T {
  const message = create<unknown>(schema, {}) as Loose;
  const reader = { bytes, at: 0 };
  while (reader.at < bytes.length) {
    const tag = Number(readVarint(reader));
    const field = schema.fields.find(({ number }) => number === Math.floor(tag / 8));
    if (!field || tag % 8 !== wireTypeOf(field)) throw new NotReadable();
    if (!field.isRepeated) message[field.name] = readValue(field, reader);
    else if (isPacked(field)) message[field.name] = readPacked(reader);
    else (message[field.name] as unknown[]).push(readValue(field, reader));
  }
  return message as T; // has exactly the schema's fields
}

function emptyOf({ kind, isRepeated }: Field): unknown {
  if (isRepeated) return [];
  switch (kind) {
    case 'uint64':
      return 0n;
    case 'bool':
      return false;
    case 'bytes':
      return new Uint8Array();
    case 'string':
      return '';
    case 'uint32':
    case 'enum':
      return 0;
    default:
      return undefined; // a message that is not there
  }
}

function isPacked({ kind, isRepeated }: Field): boolean {
  return isRepeated && (kind === 'uint32' || kind === 'enum');
}

function wireTypeOf(field: Field): number {
  const isDelimited =
    field.kind === 'bytes' || field.kind === 'string' || typeof field.kind === 'object';
  return isDelimited || isPacked(field) ? DELIMITED : VARINT;
}

function encodeField(field: Field, value: unknown, parts: Uint8Array[]): void {
  if (!field.isRepeated && isEmpty(field, value)) return;
  const values = field.isRepeated ? (value as readonly unknown[]) : [value];
  if (values.length === 0) return;
  const tag = varint(field.number * 8 + wireTypeOf(field));
  if (isPacked(field)) {
    const numbers = values as readonly number[];
    parts.push(tag, ...delimited(concat(...numbers.map(varint))));
  } else {
    for (const one of values) parts.push(tag, ...encodeValue(field, one));
  }
}

/** Defaults are not written; a message that is there is. */
function isEmpty({ kind }: Field, value: unknown): boolean {
  if (kind === 'bytes') return (value as Uint8Array).length === 0;
  if (kind === 'uint64') return value === 0n;
  return value === undefined || value === 0 || value === false || value === '';
}

function encodeValue({ kind }: Field, value: unknown): readonly Uint8Array[] {
  if (typeof kind === 'object') return delimited(toBinary(kind, value));
  if (kind === 'bytes') return delimited(value as Uint8Array);
  if (kind === 'string') return delimited(utf8(value as string));
  return [varint(kind === 'bool' ? Number(value) : (value as number | bigint))];
}

function readValue({ kind }: Field, reader: Reader): unknown {
  if (typeof kind === 'object') return fromBinary(kind, readDelimited(reader));
  if (kind === 'bytes') return readDelimited(reader).slice();
  if (kind === 'string') {
    const text = textOf(readDelimited(reader));
    if (text === undefined) throw new NotReadable();
    return text;
  }
  const value = readVarint(reader);
  if (kind === 'uint64') return value;
  return kind === 'bool' ? value !== 0n : Number(value & 0xffffffffn);
}

function readPacked(reader: Reader): number[] {
  const run = { bytes: readDelimited(reader), at: 0 };
  const numbers: number[] = [];
  while (run.at < run.bytes.length) numbers.push(Number(readVarint(run) & 0xffffffffn));
  return numbers;
}

function delimited(bytes: Uint8Array): readonly Uint8Array[] {
  return [varint(bytes.length), bytes];
}

function varint(value: number | bigint): Uint8Array {
  if (value < 128) return Uint8Array.of(Number(value)); // nearly all: tags and lengths
  const bytes: number[] = [];
  let rest = BigInt(value);
  for (; rest > 127n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128);
  return Uint8Array.from([...bytes, Number(rest)]);
}

interface Reader {
  readonly bytes: Uint8Array;
  at: number;
}

function readVarint(reader: Reader): bigint {
  const first = reader.bytes[reader.at];
  if (first !== undefined && first < 128) {
    reader.at++;
    return BigInt(first);
  }
  let value = 0n;
  for (let i = 0; i < MAX_VARINT_BYTES; i++) {
    const byte = reader.bytes[reader.at++];
    if (byte === undefined) throw new NotReadable();
    value |= BigInt(byte & 127) << BigInt(7 * i);
    if (byte < 128) return value & 0xffffffffffffffffn;
  }
  throw new NotReadable();
}

function readDelimited(reader: Reader): Uint8Array {
  const length = Number(readVarint(reader));
  if (length > reader.bytes.length - reader.at) throw new NotReadable();
  const bytes = reader.bytes.subarray(reader.at, reader.at + length);
  reader.at += length;
  return bytes;
}
