/** SYNC17: the question and the answer about a slip's address. */
import { FindSlipSchema, FoundSlipSchema } from '../../../build/gen/ts/sync_pb';
import { unhex, type Hex } from '../core/bytes';
import type { Result } from '../core/errors';
import { create, toBinary } from './codec';
import { HASH } from './form';
import { read, refuse } from './strict';

const PREFIX = 5;
/** In every answer. */
const SPACES = 4;
const NONE = '00'.repeat(HASH);

export function encodeFindSlip(prefix: Uint8Array): Uint8Array {
  return toBinary(FindSlipSchema, create(FindSlipSchema, { prefix }));
}

export function decodeFindSlip(bytes: Uint8Array): Result<Hex> {
  return read(FindSlipSchema, bytes, {}, ({ prefix }, form) => form.hex(prefix, PREFIX));
}

export function encodeFoundSlip(spaces: readonly Hex[]): Uint8Array {
  const four = [...spaces, ...Array<Hex>(SPACES).fill(NONE)].slice(0, SPACES);
  return toBinary(FoundSlipSchema, create(FoundSlipSchema, { spaces: four.map(unhex) }));
}

/** Without those that stand for none. */
export function decodeFoundSlip(bytes: Uint8Array): Result<Hex[]> {
  const found = read(FoundSlipSchema, bytes, { single: { 1: SPACES } }, ({ spaces }, form) =>
    spaces.map((space) => form.hex(space, HASH)),
  );
  if (!found.ok) return found;
  if (found.value.length !== SPACES) return refuse('malformed');
  return { ok: true, value: found.value.filter((space) => space !== NONE) };
}
