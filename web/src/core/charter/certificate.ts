/** CHARTER12 to CHARTER14: the counting that decides what becomes of a plan. */
import type { Verdict } from './apply';
import { checkOpen } from './propose';
import {
  activeParties,
  DAY_S,
  partyOf,
  signersNeeded,
  signersOf,
  type CharterState,
  type Proposal,
  type Stance,
} from './state';
import { ACT_ADMIT_PARTY, ACT_REMOVE_PARTY, ACT_SET_RULES, ACT_SET_SECTORS } from './statement';

const DEFAULT_NOTICE_DAYS = 14;

export interface Needed {
  readonly parties: number; // k
  readonly sectors: number; // m
  readonly noticeDays: number;
}

/** May this proposal be enacted by an entry of this time? */
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
  if (yes.length < needed.parties || sectors.size < needed.sectors) return 'no-consent';
  if (lacksOwnSector(state, proposal, sectors)) return 'no-consent';
  const isUnanimous = yes.length === counted(state, proposal).length;
  return isUnanimous || time >= noticeEnds(proposal, needed) ? 'ok' : 'notice';
}

export function noticeEnds(proposal: Proposal, { noticeDays }: Needed): bigint {
  return proposal.time + BigInt(noticeDays) * DAY_S;
}

/** k and m, with the floors that no rule may go below. */
export function neededFor(state: CharterState, proposal: Proposal): Needed {
  const { act } = proposal.subject;
  const rule = state.rules.find((r) => r.act === act);
  const all = counted(state, proposal);
  const n = all.length;
  const s = sectorsOf(state, all).size;
  const isAboutRules = act === ACT_SET_RULES || act === ACT_SET_SECTORS;
  const leastParties = isAboutRules ? Math.ceil((2 * n) / 3) : Math.floor(n / 2) + 1;
  const leastSectors = isAboutRules ? s : Math.min(2, s);
  const mostParties = act === ACT_REMOVE_PARTY ? n - 1 : n;
  const k = Math.min(mostParties, Math.max(rule?.parties ?? 1, leastParties));
  const m = Math.min(s, Math.max(rule?.sectors ?? 1, leastSectors));
  const areAllNeeded = n < 3 || s < 2;
  const noticeDays = rule?.noticeDays ?? DEFAULT_NOTICE_DAYS;
  return { parties: areAllNeeded ? Math.max(1, n) : k, sectors: m, noticeDays };
}

/** Whether any number of consents would do, as things stand. */
export function isReachable(state: CharterState, proposal: Proposal): boolean {
  const needed = neededFor(state, proposal);
  const able = voters(state, proposal).filter((party) => !isTarget(proposal, party));
  return able.length >= needed.parties && sectorsOf(state, able).size >= needed.sectors;
}

/** The parties whose signers have said yes in sufficient number, and none of them no. */
export function partiesInFavour(state: CharterState, proposal: Proposal, time: bigint): number[] {
  const said = liveStances(state, proposal, time);
  return voters(state, proposal).filter((party) => {
    const able = signersOf(state, party);
    const own = said.filter((stance) => able.has(stance.person));
    if (isTarget(proposal, party) || own.some((s) => s.kind === 'objection')) return false;
    return own.length >= signersNeeded(state, party);
  });
}

/** CHARTER14: a party that came later has no say in it, nor one that is gone. */
export function mayVote(state: CharterState, party: number, proposal: Proposal): boolean {
  const voter = partyOf(state, party);
  return voter !== undefined && voter.removedAt === undefined && proposal.height > voter.admittedAt;
}

/** Whom a removal would remove is counted, and does not consent. */
export function isTarget({ subject }: Proposal, party: number): boolean {
  return subject.act === ACT_REMOVE_PARTY && subject.party === party;
}

export function liveStances(state: CharterState, proposal: Proposal, time: bigint): Stance[] {
  return proposal.stances.filter(
    ({ kind, expires, constitution }) =>
      kind === 'objection' || (expires > time && constitution === state.constitution),
  );
}

export function voters(state: CharterState, proposal: Proposal): number[] {
  return partyNumbers(state).filter((party) => mayVote(state, party, proposal));
}

/**
 * n of CHARTER12. What was asked of few does not bind many: whoever came since is counted,
 * though it has no say. An admission is different: several newcomers ask at one time.
 */
function counted(state: CharterState, proposal: Proposal): number[] {
  if (proposal.subject.act === ACT_ADMIT_PARTY) return voters(state, proposal);
  return activeParties(state).map((party) => party.index);
}

function partyNumbers(state: CharterState): number[] {
  return state.parties.map((party) => party.index);
}

/** Nobody is admitted into a sector against those who are in it. */
function lacksOwnSector(
  state: CharterState,
  { subject, ...proposal }: Proposal,
  consenting: ReadonlySet<number>,
): boolean {
  if (subject.act !== ACT_ADMIT_PARTY || consenting.has(subject.sector)) return false;
  return sectorsOf(state, voters(state, { subject, ...proposal })).has(subject.sector);
}

function sectorsOf(state: CharterState, parties: readonly number[]): Set<number> {
  return new Set(parties.flatMap((index) => partyOf(state, index)?.sector ?? []));
}
