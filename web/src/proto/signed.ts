/** WIRE7, WIRE8: the envelope of everything that is signed. */
import { SignedSchema } from '../../../build/gen/ts/envelope_pb';
import type { Result } from '../core/errors';
import { create, toBinary } from './codec';
import { SIGNATURE } from './form';
import { accept, decodeStrict, refuse } from './strict';

export interface SignedObject {
  readonly device: number;
  readonly seq: bigint;
  /** Exactly the bytes that were signed (WIRE5). */
  readonly body: Uint8Array;
  readonly signatures: readonly Uint8Array[];
  readonly payload: readonly Uint8Array[];
}

const VERSION = 1;
const COUNTS = { single: { 5: 8, 6: 256 } };

export function decodeSigned(bytes: Uint8Array): Result<SignedObject> {
  const decoded = decodeStrict(SignedSchema, bytes, COUNTS);
  if (!decoded.ok) return decoded;
  const { version, device, seq, body, signatures, payload } = decoded.value;
  if (version !== VERSION) return refuse('unsupported');
  if (signatures.some((signature) => signature.length !== SIGNATURE)) return refuse('signature');
  return accept({ device, seq, body, signatures, payload });
}

export function encodeSigned(object: SignedObject): Uint8Array {
  const { device, seq, body } = object;
  const message = { version: VERSION, device, seq, body };
  const lists = { signatures: [...object.signatures], payload: [...object.payload] };
  return toBinary(SignedSchema, create(SignedSchema, { ...message, ...lists }));
}
