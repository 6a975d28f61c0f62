/** KEYS11: what a slip of paper holds, and the invitation that follows from it. */
import { unhex, type Hex } from '../core/bytes';
import { bytesOfLetters, CODE_LETTERS, lettersOf, PREFIX_LETTERS } from '../core/slip';
import type { Random } from './device_keys';
import { hash } from './hash';
import { SECRET_BYTES, type InvitationSecret } from './invitation';

const CODE_BYTES = 10;
const PREFIX_BYTES = 5;

export interface Slip extends InvitationSecret {
  readonly code: string;
}

export function newSlip(space: Hex, random: Random): Slip {
  const code = random(CODE_BYTES);
  return { space, secret: secretOf(code), code: lettersOf(code) };
}

/** What somebody typed; undefined where it is no code. */
export function secretOfCode(typed: string): Uint8Array | undefined {
  const code = bytesOfLetters(typed, CODE_LETTERS);
  return code && secretOf(code);
}

export function prefixOf(space: Hex): string {
  return lettersOf(unhex(space).subarray(0, PREFIX_BYTES));
}

export function prefixBytesOf(typed: string): Uint8Array | undefined {
  return bytesOfLetters(typed, PREFIX_LETTERS);
}

function secretOf(code: Uint8Array): Uint8Array {
  return hash('slip', code).slice(0, SECRET_BYTES);
}
