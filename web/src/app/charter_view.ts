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
import type { Hex } from '../core/bytes';
import { concernedPerson, neededForOwnAct } from '../core/charter/own';
import {
  deviceOf,
  isOnTrial,
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
  ACT_CLEAR_RECOVERY,
  ACT_CLOSE,
  ACT_MOVE_SERVER,
  ACT_END_DEVICES,
  ACT_LEAVE,
  ACT_REMOVE_PARTY,
  ACT_REPLACE_PARTY,
  ACT_REST_PARTY,
  ACT_SET_RULES,
  ACT_SET_SECTORS,
  ACT_SET_SIGNERS,
  isOwnAct,
  silentPartyOf,
  type Subject,
} from '../core/charter/statement';
import { openReason } from '../crypto/reason';
import type {
  ActName,
  InvitationView,
  ObjectionView,
  ProposalView,
  RuleChange,
} from './charter_port';
import { partyName, partyOfDevice, type Reading } from './reading';
import { actNumber, missingView, NONE, SHARED_ACTS } from './rules_view';

const NAMES: Readonly<Record<Subject['act'], ActName>> = {
  [ACT_ADMIT_PARTY]: 'admit',
  [ACT_REMOVE_PARTY]: 'remove',
  [ACT_SET_RULES]: 'rules',
  [ACT_SET_SECTORS]: 'sectors',
  [ACT_REST_PARTY]: 'rest',
  [ACT_REPLACE_PARTY]: 'replace',
  [ACT_MOVE_SERVER]: 'move',
  [ACT_CLOSE]: 'close',
  [ACT_END_DEVICES]: 'end-devices',
  [ACT_SET_SIGNERS]: 'signers',
  [ACT_LEAVE]: 'leave',
  [ACT_CLEAR_RECOVERY]: 'clear-recovery',
};

export function actName(act: Subject['act']): ActName {
  return NAMES[act];
}

/** `charter` as it is expected to be; what is said here and not delivered is marked. */
export function proposalView(
  reading: Reading,
  charter: CharterState,
  proposal: Proposal,
): ProposalView {
  const { space, now } = reading;
  const { person } = space.me;
  const stances = liveStances(charter, proposal, now);
  const mine = stances.find((stance) => stance.person === person);
  const state = stateOf(proposal, now);
  const isOpenNow = state === 'open';
  const verdict = isOpenNow ? checkCertificate(charter, proposal, now) : 'ok';
  const isEnough = isOwnAct(proposal.subject) || isReachable(charter, proposal);
  const isPossible = isEnough && checkEffect(charter, proposal, now) === 'ok';
  const isHere = (statement: Hex): boolean => space.log.statements.has(statement);
  return {
    id: proposal.id,
    ...subjectView(reading, proposal),
    ...needsView(charter, proposal, now, isOpenNow),
    by: { name: reading.names.get(`person/${proposal.person}`) ?? '', party: byParty(proposal) },
    at: Number(proposal.time),
    state,
    isPending: !isHere(proposal.id),
    isMyAnswerPending: mine !== undefined && !isHere(mine.statement),
    isImpossible: isOpenNow && !isPossible,
    isAgreed: isOpenNow && verdict !== 'no-consent',
    objections: stances
      .filter((stance) => stance.kind === 'objection')
      .map((stance) => objectionView(reading, proposal, stance)),
    iHaveSaidYes: mine?.kind === 'consent',
    iHaveObjected: mine?.kind === 'objection',
    ...mayView(reading, charter, proposal, isOpenNow ? (mine?.kind ?? 'nothing') : 'over'),
    isMine: proposal.person === person,
    expires: Number(proposal.expires),
  };
}

/** What I may say to it now. */
function mayView(
  reading: Reading,
  charter: CharterState,
  proposal: Proposal,
  said: Stance['kind'] | 'nothing' | 'over',
): Pick<ProposalView, 'iMaySayYes' | 'iMayObject' | 'iMayTakeBack'> {
  const { space, now } = reading;
  const { me } = space;
  const device = deviceOf(charter, me.device);
  const own = device?.party ?? 0;
  const isOver = said === 'over' || me.ended !== undefined || charter.isClosed;
  const isSigner = !isOver && signersOf(charter, own).has(me.person);
  const isConcerned = concernedPerson(proposal) === me.person;
  const isWhole = device !== undefined && !isOnTrial(device, now);
  // A word of the group that is to rest, a yes too, ends what says that it is silent (CHARTER21).
  const isAboutOurs = isTarget(proposal, own) || silentPartyOf(proposal.subject) === own;
  const maySayYes = isWhole && mayVote(charter, own, proposal) && !isAboutOurs && !isConcerned;
  const isOurs = proposal.party === own && proposal.person !== '';
  const isOwn = isOwnAct(proposal.subject);
  const isAnyones = isOwn ? isOurs : isWhole; // CHARTER4: on trial it speaks of own acts alone
  return {
    iMaySayYes: isSigner && maySayYes && said === 'nothing',
    iMayObject: isSigner && isAnyones && said !== 'objection',
    iMayTakeBack:
      isSigner && isOurs && isAnyones && (!isConcerned || proposal.person === me.person),
  };
}

function needsView(
  charter: CharterState,
  proposal: Proposal,
  now: bigint,
  isOpenNow: boolean,
): Pick<ProposalView, 'yes' | 'needed' | 'missing' | 'persons' | 'effectiveAt'> {
  if (isOwnAct(proposal.subject)) {
    const { yes, needed, noticeEnds: ends } = neededForOwnAct(charter, proposal, now);
    const persons = { yes: yes.length, needed };
    return {
      yes: [],
      needed: { parties: 0, sectors: 0 },
      missing: NONE,
      persons,
      effectiveAt: Number(ends),
    };
  }
  const needed = neededFor(charter, proposal);
  return {
    yes: isOpenNow ? partiesInFavour(charter, proposal, now) : [],
    needed: { parties: needed.parties, sectors: needed.sectors },
    missing: isOpenNow ? missingView(charter, proposal, now) : NONE,
    persons: { yes: 0, needed: 0 },
    effectiveAt: Number(noticeEnds(proposal, needed)),
  };
}

function byParty({ person, party }: Proposal): number {
  return person === '' ? 0 : party;
}

function stateOf(proposal: Proposal, now: bigint): ProposalView['state'] {
  if (proposal.outcome !== 'none') return proposal.outcome;
  return isOpen(proposal, now) ? 'open' : 'expired';
}

type SubjectView = Pick<
  ProposalView,
  | 'kind'
  | 'party'
  | 'address'
  | 'serverKey'
  | 'target'
  | 'sector'
  | 'rules'
  | 'sectors'
  | 'decidedBy'
  | 'person'
  | 'device'
  | 'signerRule'
>;

const NOBODY = { id: '', name: '' };
const NOTHING = {
  ...{ party: '', address: '', serverKey: '', target: 0, sector: 0, rules: [], sectors: [] },
  ...{ decidedBy: 0, person: NOBODY, device: 0, signerRule: 0 },
};

function subjectView(reading: Reading, proposal: Proposal): SubjectView {
  const { subject, party: ownParty } = proposal;
  const kind = NAMES[subject.act];
  const named = (id: Hex): SubjectView['person'] => ({
    id,
    name: reading.names.get(`person/${id}`) ?? '',
  });
  const own = { party: partyName(reading, ownParty), decidedBy: ownParty };
  switch (subject.act) {
    case ACT_ADMIT_PARTY:
    case ACT_REPLACE_PARTY: {
      const party = reading.names.get(`invitation/${subject.invitation}`) ?? '';
      return { ...NOTHING, kind, party, target: subject.replaces, sector: subject.sector };
    }
    case ACT_REMOVE_PARTY:
    case ACT_REST_PARTY:
      return { ...NOTHING, kind, party: partyName(reading, subject.party), target: subject.party };
    case ACT_SET_RULES:
      return { ...NOTHING, kind, rules: subject.rules.flatMap(ruleChange) };
    case ACT_SET_SECTORS:
      return { ...NOTHING, kind, sectors: subject.sectors };
    case ACT_MOVE_SERVER:
      return { ...NOTHING, kind, address: subject.address, serverKey: subject.serverKey };
    case ACT_CLOSE:
      return { ...NOTHING, kind };
    case ACT_END_DEVICES:
      return { ...NOTHING, ...own, kind, person: named(subject.person), device: subject.device };
    case ACT_CLEAR_RECOVERY:
      return { ...NOTHING, ...own, kind, person: named(subject.person) };
    case ACT_SET_SIGNERS:
      return { ...NOTHING, ...own, kind, signerRule: subject.signerRule };
    case ACT_LEAVE:
      return { ...NOTHING, ...own, kind };
  }
}

function ruleChange(rule: CharterState['rules'][number]): RuleChange[] {
  const { act, parties, sectors, noticeDays } = rule;
  const name = SHARED_ACTS.find((known) => actNumber(known) === act);
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

export function invitationView(reading: Reading, invitation: Invitation): InvitationView {
  const { charter, names, now, space } = reading;
  const { signKey: id, expires, party, inviterParty, person } = invitation;
  const isNew = party === 0;
  const isOwnParty = inviterParty === partyOfDevice(reading, space.me.device);
  return {
    id,
    party: isNew ? (names.get(`invitation/${id}`) ?? '') : partyName(reading, party),
    sector: isNew ? invitation.sector : (charter?.parties[party - 1]?.sector ?? 0),
    expires: Number(expires),
    state: invitationState(invitation, now),
    kind: isNew ? 'party' : person === '' ? 'person' : 'device',
    slip: slipNumber(names.get(`slip/${id}`) ?? ''),
    isOurs: isOwnParty && (person === '' || person === space.me.person),
  };
}

/** Names are content: whatever somebody wrote. */
function slipNumber(name: string): number {
  return /^[1-9]\d{0,5}$/.test(name) ? Number(name) : 0;
}

function invitationState(invitation: Invitation, now: bigint): InvitationView['state'] {
  const over = whyOver(invitation, now);
  return over === 'ended' ? 'revoked' : (over ?? 'open');
}
