/** CHARTER11, CHARTER14, CHARTER31: who has a say in what, and what has been said. */
import { isAccepted } from './rest';
import { isActive, partyOf, type CharterState, type Proposal, type Stance } from './state';
import { isOwnAct, targetOf } from './statement';

/**
 * A party has no say in what was asked before it came, nor one that is gone; in another's own
 * affairs nobody has.
 */
export function mayVote(state: CharterState, party: number, proposal: Proposal): boolean {
  const voter = partyOf(state, party);
  if (!voter || !isActive(state, party)) return false;
  if (isOwnAct(proposal.subject)) return party === proposal.party;
  return proposal.height > voter.admittedAt && isAccepted(state, party, proposal.subject);
}

/** Whom a removal or a replacement would take out is counted, and does not consent. */
export function isTarget({ subject }: Proposal, party: number): boolean {
  return targetOf(subject) === party;
}

/** A consent to an own act outlives the constitution: it is nobody else's. */
export function liveStances(state: CharterState, proposal: Proposal, time: bigint): Stance[] {
  const isOwn = isOwnAct(proposal.subject);
  return proposal.stances.filter(
    ({ kind, expires, constitution }) =>
      kind === 'objection' || (expires > time && (isOwn || constitution === state.constitution)),
  );
}
