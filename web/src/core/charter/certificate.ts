/** CHARTER12 to CHARTER14: the counting that decides what becomes of a plan. */
import type { Verdict } from './apply';
import { isTarget, liveStances, mayVote } from './ballot';
import { checkOwnCertificate } from './own';
import { checkOpen } from './propose';
import { isAccepted } from './rest';
import {
  activeParties,
  DAY_S,
  isResting,
  partyOf,
  signersNeeded,
  signersOf,
  type CharterState,
  type Proposal,
} from './state';
import {
  ACT_ADMIT_PARTY,
  ACT_CLOSE,
  ACT_MOVE_SERVER,
  ACT_REPLACE_PARTY,
  ACT_REST_PARTY,
  ACT_SET_RULES,
  ACT_SET_SECTORS,
  isEntrance,
  isOwnAct,
  silentPartyOf,
  targetOf,
  type Subject,
} from './statement';

export const DEFAULT_NOTICE_DAYS = 14;
const REPLACEMENT_NOTICE_DAYS = 30;
const REST_NOTICE_DAYS = 120;

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
  if (isOwnAct(proposal.subject)) return checkOwnCertificate(state, proposal, time);
  const yes = partiesInFavour(state, proposal, time);
  const needed = neededFor(state, proposal);
  const sectors = sectorsOf(state, yes);
  if (yes.length < needed.parties || sectors.size < needed.sectors) return 'no-consent';
  if (lacksOwnSector(state, proposal, sectors)) return 'no-consent';
  const isUnanimous = yes.length === counted(state, proposal).length;
  // Nobody shortens the silence that a rest is about, nor what cannot be undone.
  const { act } = proposal.subject;
  const isAtOnce = isUnanimous && act !== ACT_REST_PARTY && act !== ACT_CLOSE;
  return isAtOnce || time >= noticeEnds(proposal, needed) ? 'ok' : 'notice';
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
  const least = floorOf(act, n, s);
  const mostParties = targetOf(proposal.subject) === 0 ? n : n - 1;
  const k = Math.min(mostParties, Math.max(rule?.parties ?? 1, least.parties));
  const m = Math.min(s, Math.max(rule?.sectors ?? 1, least.sectors));
  const areAllNeeded = n < 3 || s < 2;
  const noticeDays = noticeOf(act, rule?.noticeDays ?? DEFAULT_NOTICE_DAYS);
  return { parties: areAllNeeded ? Math.max(1, n) : k, sectors: m, noticeDays };
}

const ABOUT_ALL: ReadonlySet<number> = new Set([
  ACT_SET_RULES,
  ACT_SET_SECTORS,
  ACT_MOVE_SERVER,
  ACT_CLOSE,
]);

function floorOf(act: Subject['act'], n: number, s: number): Pick<Needed, 'parties' | 'sectors'> {
  if (act === ACT_REST_PARTY) return { parties: n, sectors: s };
  if (ABOUT_ALL.has(act)) return { parties: Math.ceil((2 * n) / 3), sectors: s };
  return { parties: Math.floor(n / 2) + 1, sectors: Math.min(2, s) };
}

function noticeOf(act: Subject['act'], days: number): number {
  if (act === ACT_REST_PARTY) return REST_NOTICE_DAYS;
  return act === ACT_REPLACE_PARTY ? Math.max(REPLACEMENT_NOTICE_DAYS, days) : days;
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

/** Who is one of the n, and has a say. */
export function voters(state: CharterState, proposal: Proposal): number[] {
  return counted(state, proposal).filter((party) => mayVote(state, party, proposal));
}

/**
 * n of CHARTER12. What was asked of few does not bind many: whoever came since is counted,
 * though it has no say. An admission is different, where several newcomers ask at one time,
 * and so is a rest, which asks all that are awake. A move does not wait for who sleeps.
 */
export function counted(state: CharterState, proposal: Proposal): number[] {
  const { subject } = proposal;
  const all = activeParties(state).map((party) => party.index);
  const awake = all.filter((p) => !isResting(state, p) && p !== silentPartyOf(subject));
  if (subject.act === ACT_ADMIT_PARTY || subject.act === ACT_REST_PARTY) {
    return awake.filter((party) => mayVote(state, party, proposal));
  }
  const asked = subject.act === ACT_MOVE_SERVER ? awake : all;
  return asked.filter((party) => isAccepted(state, party, subject));
}

/** Nobody is let into a sector against those who are in it and stay. */
export function lacksOwnSector(
  state: CharterState,
  proposal: Proposal,
  consenting: ReadonlySet<number>,
): boolean {
  const { subject } = proposal;
  if (!isEntrance(subject) || consenting.has(subject.sector)) return false;
  const staying = counted(state, proposal).filter((party) => party !== subject.replaces);
  return sectorsOf(state, staying).has(subject.sector);
}

export function sectorsOf(state: CharterState, parties: readonly number[]): Set<number> {
  return new Set(parties.flatMap((index) => partyOf(state, index)?.sector ?? []));
}
