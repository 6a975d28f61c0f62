/** CHARTER10 to CHARTER15: how a new party comes in, by consent of the others. */
import type { Rule, Verdict } from './apply';
import { isSignerRule } from './genesis';
import {
  addDevice,
  checkEntrance,
  checkSealedKeys,
  devicesEver,
  poolSize,
  takeKeys,
  useInvitation,
} from './people';
import {
  DAY_S,
  deviceOf,
  isOpen,
  MAX_DEVICES,
  MAX_DEVICES_PER_PARTY_EVER,
  MAX_OPEN_PROPOSALS,
  MAX_OPEN_PROPOSALS_PER_PARTY,
  MAX_PARTIES,
  MAX_PROPOSAL_S,
  partyOf,
  signersNeeded,
  signersOf,
  type CharterState,
  type GivenConsent,
  type Proposal,
} from './state';
import { ACT_ADMIT_PARTY, type Consent, type Enact, type Propose } from './statement';

const DEFAULT_NOTICE_DAYS = 14;

export const propose: Rule<Propose> = (draft, { position, statement }) => {
  const { subject, subjectHash, expires } = statement.body;
  const invitation = draft.invitations.get(subject.invitation);
  if (!invitation) return 'not-found';
  if (invitation.party !== 0 || invitation.sector !== subject.sector) return 'forbidden';
  const entrance = checkEntrance(draft, invitation, subject, position.time);
  if (entrance !== 'ok') return entrance;
  if (!isSignerRule(subject.signerRule)) return 'malformed';
  const life = checkLife(expires, position.time);
  if (life !== 'ok') return life;
  if (arePoolsFull(draft, invitation.inviterParty, position.time)) return 'limit';
  useInvitation(draft, invitation);
  takeKeys(draft, subject.device);
  draft.proposals = new Map(draft.proposals).set(statement.hash, {
    id: statement.hash,
    subjectHash,
    invitation: invitation.signKey,
    inviterParty: invitation.inviterParty,
    sector: subject.sector,
    signerRule: subject.signerRule,
    person: subject.person,
    signKey: subject.device.signKey,
    boxKey: subject.device.boxKey,
    height: position.height,
    time: position.time,
    expires,
    isEnacted: false,
    consents: [],
  });
  return 'ok';
};

export const consent: Rule<Consent> = (draft, { position, statement }) => {
  const { body } = statement;
  const author = deviceOf(draft, statement.device)!;
  const proposal = draft.proposals.get(body.proposal);
  const openness = checkOpen(proposal, position.time);
  if (openness !== 'ok' || !proposal) return openness;
  const isSigner = draft.persons.get(author.person)?.isConfirmed ?? false;
  if (!isSigner || !mayVote(draft, author.party, proposal)) return 'forbidden';
  if (body.subject !== proposal.subjectHash) return 'malformed';
  if (body.constitution !== draft.constitution) return 'stale-charter';
  const life = checkLife(body.expires, position.time);
  if (life !== 'ok') return life;
  const given = liveConsents(draft, proposal, position.time);
  if (given.some((c) => c.person === author.person)) return 'conflict';
  const { constitution, expires } = body;
  const mine = { person: author.person, party: author.party, expires, constitution };
  replaceProposal(draft, { ...proposal, consents: [...given, mine] });
  return 'ok';
};

export const enact: Rule<Enact> = (draft, { position, statement }) => {
  const { body } = statement;
  const proposal = draft.proposals.get(body.proposal);
  const certificate = checkCertificate(draft, proposal, position.time);
  if (certificate !== 'ok' || !proposal) return certificate;
  if (draft.parties.length >= MAX_PARTIES) return 'limit';
  if (poolSize(draft, position.time) >= MAX_DEVICES) return 'limit';
  const index = draft.parties.length + 1;
  if (devicesEver(draft, index) >= MAX_DEVICES_PER_PARTY_EVER) return 'limit';
  const sealed = checkSealedKeys(draft, body.keys, proposal.boxKey);
  if (sealed !== 'ok') return sealed;
  admit(draft, proposal, index, position.height, body.keys.length === 0);
  draft.constitution = position.hash;
  return 'ok';
};

/** CHARTER12, CHARTER13: may this proposal be enacted by an entry of this time? */
export function checkCertificate(
  state: CharterState,
  proposal: Proposal | undefined,
  time: bigint,
): Verdict {
  const openness = checkOpen(proposal, time);
  if (openness !== 'ok' || !proposal) return openness;
  const yes = partiesInFavour(state, proposal, time);
  const needed = neededFor(state, proposal);
  const sectors = sectorsOf(state, yes);
  const isOwnSectorAwake = sectorsOf(state, voters(state, proposal)).has(proposal.sector);
  if (yes.length < needed.parties || sectors.size < needed.sectors) return 'no-consent';
  if (isOwnSectorAwake && !sectors.has(proposal.sector)) return 'no-consent';
  const isUnanimous = yes.length === voters(state, proposal).length;
  const isNoticeOver = time >= proposal.time + BigInt(needed.noticeDays) * DAY_S;
  return isUnanimous || isNoticeOver ? 'ok' : 'notice';
}

/** CHARTER12: k and m, with the floors that no rule may go below. */
export function neededFor(
  state: CharterState,
  proposal: Proposal,
): {
  readonly parties: number;
  readonly sectors: number;
  readonly noticeDays: number;
} {
  const rule = state.rules.find((r) => r.act === ACT_ADMIT_PARTY);
  const n = voters(state, proposal).length;
  const s = sectorsOf(state, voters(state, proposal)).size;
  const k = Math.min(n, Math.max(rule?.parties ?? 1, Math.floor(n / 2) + 1));
  const m = Math.min(s, Math.max(rule?.sectors ?? 1, Math.min(2, s)));
  const areAllNeeded = n < 3 || s < 2;
  const noticeDays = rule?.noticeDays ?? DEFAULT_NOTICE_DAYS;
  return { parties: areAllNeeded ? n : k, sectors: m, noticeDays };
}

/** The parties whose signers have said yes in sufficient number. */
export function partiesInFavour(state: CharterState, proposal: Proposal, time: bigint): number[] {
  const given = liveConsents(state, proposal, time);
  return voters(state, proposal).filter((party) => {
    const able = signersOf(state, party);
    const persons = given.filter((c) => c.party === party && able.has(c.person));
    return persons.length >= signersNeeded(state, party);
  });
}

/** CHARTER14: a party that came later has no say in it. */
export function mayVote(state: CharterState, party: number, proposal: Proposal): boolean {
  const admittedAt = partyOf(state, party)?.admittedAt;
  return admittedAt !== undefined && proposal.height > admittedAt;
}

export function liveConsents(
  state: CharterState,
  proposal: Proposal,
  time: bigint,
): GivenConsent[] {
  return proposal.consents.filter(
    (given) => given.expires > time && given.constitution === state.constitution,
  );
}

function checkOpen(proposal: Proposal | undefined, time: bigint): Verdict {
  if (!proposal || proposal.isEnacted) return 'not-found';
  return isOpen(proposal, time) ? 'ok' : 'expired';
}

function checkLife(expires: bigint, time: bigint): Verdict {
  if (expires <= time) return 'expired';
  return expires > time + MAX_PROPOSAL_S ? 'malformed' : 'ok';
}

function arePoolsFull(state: CharterState, inviterParty: number, time: bigint): boolean {
  const open = [...state.proposals.values()].filter((proposal) => isOpen(proposal, time));
  const own = open.filter((proposal) => proposal.inviterParty === inviterParty);
  return open.length >= MAX_OPEN_PROPOSALS || own.length >= MAX_OPEN_PROPOSALS_PER_PARTY;
}

function admit(
  draft: CharterState,
  proposal: Proposal,
  index: number,
  height: bigint,
  lacksKey: boolean,
): void {
  const { sector, signerRule, person, invitation, signKey, boxKey } = proposal;
  const party = { index, sector, signerRule, admittedAt: height, invitation };
  draft.parties = [...draft.parties, party];
  draft.persons = new Map(draft.persons).set(person, {
    id: person,
    party: index,
    isConfirmed: true,
    invitation,
  });
  addDevice(draft, { signKey, boxKey }, person, index, lacksKey);
  replaceProposal(draft, { ...proposal, isEnacted: true });
}

function replaceProposal(draft: CharterState, proposal: Proposal): void {
  draft.proposals = new Map(draft.proposals).set(proposal.id, proposal);
}

/** CHARTER14: who was there when it was asked; n of CHARTER12. */
function voters(state: CharterState, proposal: Proposal): number[] {
  const indices = state.parties.map((party) => party.index);
  return indices.filter((party) => mayVote(state, party, proposal));
}

function sectorsOf(state: CharterState, parties: readonly number[]): Set<number> {
  return new Set(parties.flatMap((index) => partyOf(state, index)?.sector ?? []));
}
