/** CHARTER30, CHARTER31: who slept, and counts on whom of those that came meanwhile. */
import type { Rule } from './apply';
import { rises } from './genesis';
import {
  activeParties,
  deviceOf,
  isActive,
  isConfirmed,
  isResting,
  partyOf,
  type CharterState,
} from './state';
import {
  ACT_CLOSE,
  ACT_SET_RULES,
  ACT_SET_SECTORS,
  silentPartyOf,
  targetOf,
  type Subject,
  type Wake,
} from './statement';

export const wake: Rule<Wake> = (draft, { position, statement }) => {
  const { accepts } = statement.body;
  const { person, party } = deviceOf(draft, statement.device)!;
  if (!isConfirmed(draft, person)) return 'forbidden';
  if (!rises(accepts)) return 'malformed';
  const known = unacceptedBy(draft, party);
  if (!accepts.every((index) => known.includes(index))) return 'not-found';
  if (!isResting(draft, party) && accepts.length === 0) return 'conflict';
  draft.parties = draft.parties.map((other) => {
    if (other.index === party) return { ...other, restsSince: undefined };
    if (!accepts.includes(other.index)) return other;
    const notYetAcceptedBy = other.notYetAcceptedBy.filter((index) => index !== party);
    return { ...other, notYetAcceptedBy };
  });
  draft.constitution = position.hash;
  return 'ok';
};

/** Whom a party would accept by a wake: who came while it slept, and is still there. */
export function unacceptedBy(state: CharterState, party: number): number[] {
  const came = activeParties(state).filter((p) => p.notYetAcceptedBy.includes(party));
  return came.map(({ index }) => index);
}

/** CHARTER31: what a party says counts, but for those who had no say in its coming. */
export function isAccepted(state: CharterState, party: number, subject: Subject): boolean {
  const sleepers = partyOf(state, party)?.notYetAcceptedBy ?? [];
  const unasked = sleepers.filter((index) => isActive(state, index));
  if (unasked.length === 0) return true;
  const { act } = subject;
  if (act === ACT_SET_RULES || act === ACT_SET_SECTORS || act === ACT_CLOSE) return false;
  return !unasked.includes(silentPartyOf(subject)) && !unasked.includes(targetOf(subject));
}
