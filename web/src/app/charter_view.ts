/** The agreement as a user interface sees it: proposals, rules, invitations. */
import { isTarget, liveStances, mayVote } from '../core/charter/ballot';
import {
  checkCertificate,
  isReachable,
  neededFor,
  noticeEnds,
  partiesInFavour,
} from '../core/charter/certificate';
import { checkEffect } from '../core/charter/enact';
import {
  activeParties,
  isOpen,
  signersOf,
  whyOver,
  type CharterState,
  type Invitation,
  type Proposal,
  type Stance,
} from '../core/charter/state';
import {
  ACT_ADMIT_PARTY,
  ACT_REMOVE_PARTY,
  ACT_SET_RULES,
  ACT_SET_SECTORS,
  type Subject,
} from '../core/charter/statement';
import { openReason } from '../crypto/reason';
import type {
  ActName,
  InvitationView,
  ObjectionView,
  ProposalView,
  RuleChange,
  RuleView,
} from './charter_port';
import { partyName, partyOfDevice, type Reading } from './reading';

const ACTS: Readonly<Record<ActName, number>> = {
  admit: ACT_ADMIT_PARTY,
  remove: ACT_REMOVE_PARTY,
  rules: ACT_SET_RULES,
  sectors: ACT_SET_SECTORS,
};
const NAMES: Readonly<Partial<Record<Subject['act'], ActName>>> = {
  [ACT_ADMIT_PARTY]: 'admit',
  [ACT_REMOVE_PARTY]: 'remove',
  [ACT_SET_RULES]: 'rules',
  [ACT_SET_SECTORS]: 'sectors',
};

export function actNumber(name: ActName): number {
  return ACTS[name];
}

/** Undefined where there are no words for it yet. */
export function actName(act: Subject['act']): ActName | undefined {
  return NAMES[act];
}

export function proposalView(
  reading: Reading,
  charter: CharterState,
  proposal: Proposal,
): ProposalView | undefined {
  const subject = subjectView(reading, proposal.subject);
  if (!subject) return undefined;
  const { space, now } = reading;
  const { person } = space.me;
  const own = partyOfDevice(reading, space.me.device);
  const needed = neededFor(charter, proposal);
  const stances = liveStances(charter, proposal, now);
  const mine = stances.find((stance) => stance.person === person);
  const state = stateOf(proposal, now);
  const isSigner = state === 'open' && !space.me.ended && signersOf(charter, own).has(person);
  const maySayYes = mayVote(charter, own, proposal) && !isTarget(proposal, own);
  const verdict = state === 'open' ? checkCertificate(charter, proposal, now) : 'ok';
  return {
    id: proposal.id,
    ...subject,
    by: { name: reading.names.get(`person/${proposal.person}`) ?? '', party: byParty(proposal) },
    at: Number(proposal.time),
    state,
    yes: state === 'open' ? partiesInFavour(charter, proposal, now) : [],
    needed: { parties: needed.parties, sectors: needed.sectors },
    isImpossible: state === 'open' && !isPossible(charter, proposal, now),
    isAgreed: state === 'open' && verdict !== 'no-consent',
    effectiveAt: Number(noticeEnds(proposal, needed)),
    objections: stances
      .filter((stance) => stance.kind === 'objection')
      .map((stance) => objectionView(reading, proposal, stance)),
    iHaveSaidYes: mine?.kind === 'consent',
    iHaveObjected: mine?.kind === 'objection',
    iMaySayYes: isSigner && maySayYes && !mine,
    iMayObject: isSigner && mine?.kind !== 'objection',
    isMine: proposal.person === person,
    expires: Number(proposal.expires),
  };
}

function isPossible(charter: CharterState, proposal: Proposal, now: bigint): boolean {
  return isReachable(charter, proposal) && checkEffect(charter, proposal, now) === 'ok';
}

function byParty({ person, party }: Proposal): number {
  return person === '' ? 0 : party;
}

function stateOf(proposal: Proposal, now: bigint): ProposalView['state'] {
  if (proposal.outcome !== 'none') return proposal.outcome;
  return isOpen(proposal, now) ? 'open' : 'expired';
}

function subjectView(
  reading: Reading,
  subject: Subject,
): Pick<ProposalView, 'kind' | 'party' | 'target' | 'sector' | 'rules' | 'sectors'> | undefined {
  const nothing = { party: '', target: 0, sector: 0, rules: [], sectors: [] };
  const kind = NAMES[subject.act];
  if (!kind) return undefined;
  switch (subject.act) {
    case ACT_ADMIT_PARTY: {
      const party = reading.names.get(`invitation/${subject.invitation}`) ?? '';
      return { ...nothing, kind, party, sector: subject.sector };
    }
    case ACT_REMOVE_PARTY:
      return { ...nothing, kind, party: partyName(reading, subject.party), target: subject.party };
    case ACT_SET_RULES:
      return { ...nothing, kind, rules: subject.rules.flatMap(ruleChange) };
    case ACT_SET_SECTORS:
      return { ...nothing, kind, sectors: subject.sectors };
    default:
      return undefined;
  }
}

function ruleChange(rule: CharterState['rules'][number]): RuleChange[] {
  const { act, parties, sectors, noticeDays } = rule;
  const name = (Object.keys(ACTS) as ActName[]).find((known) => ACTS[known] === act);
  return name ? [{ act: name, parties, sectors, noticeDays }] : [];
}

function objectionView(reading: Reading, proposal: Proposal, stance: Stance): ObjectionView {
  const { space, names, charter } = reading;
  const { person, device, epoch, reason: sealed } = stance;
  const key = space.epochKeys.get(epoch);
  const context = { space: space.id, room: 0, epoch, proposal: proposal.id, device };
  return {
    person,
    name: names.get(`person/${person}`) ?? '',
    party: charter?.persons.get(person)?.party ?? 0,
    reason: (key && openReason(key, context, sealed)) ?? '',
    isMine: person === space.me.person,
  };
}

/** What each kind of thing would ask for if it were proposed now. */
export function rulesView(charter: CharterState): RuleView[] {
  const parties = activeParties(charter);
  return (Object.keys(ACTS) as ActName[]).map((act) => {
    const proposal = supposed(charter, act, parties.at(-1)?.index ?? 0);
    const needed = neededFor(charter, proposal);
    const isImpossible =
      act === 'remove' &&
      parties.every(({ index }) => !isReachable(charter, supposed(charter, act, index)));
    return { act, ...needed, of: parties.length, isImpossible };
  });
}

function supposed(charter: CharterState, act: ActName, target: number): Proposal {
  // Only the act and the target are looked at.
  const subject = { act: ACTS[act], party: target, sectors: [], rules: [] } as unknown as Subject;
  return {
    ...{ id: '', subject, subjectHash: '', party: 0, person: '', time: charter.time },
    ...{ height: charter.height + 1n, expires: charter.time, outcome: 'none', stances: [] },
  };
}

export function invitationView(reading: Reading, invitation: Invitation): InvitationView {
  const { charter, names, now, space } = reading;
  const { signKey: id, expires, party, inviterParty } = invitation;
  const isNew = party === 0;
  return {
    id,
    party: isNew ? (names.get(`invitation/${id}`) ?? '') : partyName(reading, party),
    sector: isNew ? invitation.sector : (charter?.parties[party - 1]?.sector ?? 0),
    expires: Number(expires),
    state: invitationState(invitation, now),
    isOurs: inviterParty === partyOfDevice(reading, space.me.device),
  };
}

function invitationState(invitation: Invitation, now: bigint): InvitationView['state'] {
  const over = whyOver(invitation, now);
  return over === 'ended' ? 'revoked' : (over ?? 'open');
}
