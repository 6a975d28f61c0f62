/**
 * The agreement as it will be when what was said here has been delivered: for the eyes
 * alone. Nothing is sealed, counted or enacted by it.
 */
import { charterApply } from '../core/charter/apply';
import type { CharterState } from '../core/charter/state';
import { hash } from '../crypto/hash';
import { decodeStatement } from '../proto/charter';
import type { Saying } from './records';
import type { Space } from './space';

/** What nobody waits to see, or what needs the log to be judged. */
const UNSEEN: readonly string[] = ['genesis', 'join', 'recover', 'enact', 'rekey', 'retire'];

export function expectedCharter(
  { sayings }: Pick<Space, 'sayings'>,
  charter: CharterState,
  now: bigint,
): CharterState {
  const time = now > charter.time ? now : charter.time; // CHARTER2
  return sayings.reduce((state, saying) => expect(state, saying, time), charter);
}

function expect(state: CharterState, { type, signed }: Saying, time: bigint): CharterState {
  const decoded = UNSEEN.includes(type) ? undefined : decodeStatement(signed, hash);
  if (!decoded?.ok) return state;
  const { statement } = decoded.value;
  const place = { height: state.height + 1n, previous: state.head, time };
  // The place's own hash is not known before the server gives one: the statement's stands for it.
  const position = { ...place, hash: statement.hash, statement: statement.hash };
  const facts = { isVerified: true, doCutsFit: true, isSilent: true };
  const next = charterApply(state, { position, statement }, facts);
  return next.ok ? next.value : state; // its refusal is told when the server refuses it
}
