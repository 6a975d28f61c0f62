/** CHARTER10, CHARTER20: what may be put to the parties. */
import type { Hex } from '../bytes';
import type { Rule, Verdict } from './apply';
import { areRulesSound, areSectorsSound, isSignerRule } from './genesis';
import { checkOwnSubject } from './own';
import { checkEntrance, useInvitation } from './people';
import { takeKeys } from './pool';
import {
  activeParties,
  deviceOf,
  isConfirmed,
  isOpen,
  MAX_OPEN_OWN_ACTS_PER_PERSON,
  MAX_OPEN_PROPOSALS,
  MAX_OPEN_PROPOSALS_PER_PARTY,
  MAX_PROPOSAL_S,
  partyOf,
  type CharterState,
  type Proposal,
} from './state';
import {
  ACT_ADMIT_PARTY,
  ACT_CLOSE,
  ACT_MOVE_SERVER,
  ACT_END_DEVICES,
  ACT_REMOVE_PARTY,
  ACT_REST_PARTY,
  ACT_SET_RULES,
  ACT_SET_SECTORS,
  isEntrance,
  isOwnAct,
  type AdmitParty,
  type Entry,
  type OwnAct,
  type Propose,
  type ReplaceParty,
  type Subject,
} from './statement';

export const propose: Rule<Propose> = (draft, entry) => {
  const { subject } = entry.statement.body;
  if (isEntrance(subject)) return proposeEntrance(draft, entry, subject);
  return proposeChange(draft, entry, subject);
};

function proposeEntrance(
  draft: CharterState,
  entry: Entry<Propose>,
  subject: AdmitParty | ReplaceParty,
): Verdict {
  const { time } = entry.position;
  if ((subject.replaces === 0) !== (subject.act === ACT_ADMIT_PARTY)) return 'malformed';
  const invitation = draft.invitations.get(subject.invitation);
  if (!invitation) return 'not-found';
  if (invitation.party !== 0 || invitation.sector !== subject.sector) return 'forbidden';
  if (!draft.sectors.includes(subject.sector)) return 'forbidden';
  if (invitation.replaces !== subject.replaces) return 'forbidden';
  const entrance = checkEntrance(draft, invitation, subject, time);
  if (entrance !== 'ok') return entrance;
  if (!isSignerRule(subject.signerRule)) return 'malformed';
  const life = checkLife(entry.statement.body.expires, time);
  if (life !== 'ok') return life;
  if (arePoolsFull(draft, invitation.inviterParty, time)) return 'limit';
  useInvitation(draft, invitation);
  takeKeys(draft, subject.device);
  keep(draft, entry, invitation.inviterParty, '');
  return 'ok';
}

function proposeChange(draft: CharterState, entry: Entry<Propose>, subject: Subject): Verdict {
  const { time } = entry.position;
  const { expires, subjectHash } = entry.statement.body;
  const author = deviceOf(draft, entry.statement.device)!;
  // Whoever wants to be gone needs nobody's word for it.
  const isGoing = subject.act === ACT_END_DEVICES && subject.device === 0;
  const mayAsk = isConfirmed(draft, author.person) || (isGoing && subject.person === author.person);
  if (!mayAsk) return 'forbidden';
  const fit = isOwnAct(subject)
    ? checkOwnSubject(draft, subject, author)
    : checkSubject(draft, subject, author.party);
  if (fit !== 'ok') return fit;
  const life = checkLife(expires, time);
  if (life !== 'ok') return life;
  const isOwn = isOwnAct(subject);
  const isAsked = openProposals(draft, time).some(
    (other) =>
      (isOwn ? other.person === author.person : other.party === author.party) &&
      other.subject.act === subject.act &&
      other.subjectHash === subjectHash,
  );
  if (isAsked) return 'conflict';
  const isFull = isOwn
    ? hasAskedEnough(draft, author.person, time)
    : arePoolsFull(draft, author.party, time);
  if (isFull) return 'limit';
  keep(draft, entry, author.party, author.person);
  return 'ok';
}

function checkSubject(
  state: CharterState,
  subject: Exclude<Subject, OwnAct>,
  own: number,
): Verdict {
  switch (subject.act) {
    case ACT_REMOVE_PARTY:
    case ACT_REST_PARTY:
      if (subject.party === own) return 'forbidden';
      return checkPartyThere(state, subject.party);
    case ACT_CLOSE:
      return 'ok';
    case ACT_MOVE_SERVER:
      if (!isAddress(subject.address)) return 'malformed';
      return subject.serverKey === state.server.key ? 'conflict' : 'ok';
    case ACT_SET_RULES:
      return areRulesSound(subject.rules) ? 'ok' : 'malformed';
    case ACT_SET_SECTORS:
      if (!areSectorsSound(subject.sectors)) return 'malformed';
      return doSectorsHoldAll(state, subject.sectors) ? 'ok' : 'conflict';
    default:
      return 'malformed'; // the newcomer's (CHARTER4)
  }
}

export const MAX_ADDRESS = 256;

/** CHARTER20: an origin. */
export function isAddress(address: string): boolean {
  return address.length <= MAX_ADDRESS && /^https?:\/\/[a-z0-9.:[\]-]+$/.test(address);
}

/** CHARTER20, CHARTER21: whom a party is to be taken out, or rest, it is there and awake. */
export function checkPartyThere(state: CharterState, index: number): Verdict {
  const party = partyOf(state, index);
  if (!party) return 'not-found';
  if (party.removedAt !== undefined) return 'ended';
  return party.restsSince === undefined ? 'ok' : 'forbidden';
}

/** CHARTER20: no active party is left without a sector. */
export function doSectorsHoldAll(state: CharterState, sectors: readonly number[]): boolean {
  return activeParties(state).every((party) => sectors.includes(party.sector));
}

/** CHARTER10, CHARTER11: when something that is said ends. */
export function checkLife(expires: bigint, time: bigint): Verdict {
  if (expires <= time) return 'expired';
  return expires > time + MAX_PROPOSAL_S ? 'malformed' : 'ok';
}

/** Known and neither enacted nor withdrawn, then alive. */
export function checkOpen(proposal: Proposal | undefined, time: bigint): Verdict {
  if (!proposal || proposal.outcome !== 'none') return 'not-found';
  return isOpen(proposal, time) ? 'ok' : 'expired';
}

export function replaceProposal(draft: CharterState, proposal: Proposal): void {
  draft.proposals = new Map(draft.proposals).set(proposal.id, proposal);
}

function keep(draft: CharterState, entry: Entry<Propose>, party: number, person: Hex): void {
  const { position, statement } = entry;
  const { subject, subjectHash, expires } = statement.body;
  const { height, time } = position;
  replaceProposal(draft, {
    ...{ id: statement.hash, subject, subjectHash, party, person, height, time, expires },
    outcome: 'none',
    stances: [],
  });
}

function openProposals(state: CharterState, time: bigint): Proposal[] {
  return [...state.proposals.values()].filter((proposal) => isOpen(proposal, time));
}

function arePoolsFull(state: CharterState, party: number, time: bigint): boolean {
  const open = openProposals(state, time).filter(({ subject }) => !isOwnAct(subject));
  const own = open.filter((proposal) => proposal.party === party);
  return open.length >= MAX_OPEN_PROPOSALS || own.length >= MAX_OPEN_PROPOSALS_PER_PARTY;
}

/** Own acts have a pool of their own: nobody locks another of its party in. */
function hasAskedEnough(state: CharterState, person: Hex, time: bigint): boolean {
  const own = openProposals(state, time).filter(
    (proposal) => isOwnAct(proposal.subject) && proposal.person === person,
  );
  return own.length >= MAX_OPEN_OWN_ACTS_PER_PERSON;
}
