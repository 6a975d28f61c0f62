/** CHARTER27: what a party decides alone, against a member or a thief if it must. */
import type { Hex } from '../bytes';
import type { Verdict } from './apply';
import { liveStances } from './ballot';
import { checkCuts, cutDevices, devicesThatEnd, revokeLive, takeOut } from './ending';
import { isSignerRule } from './genesis';
import { awaitRekey } from './keys';
import { checkPartyThere } from './propose';
import { dropRecoveries } from './recovery';
import {
  activeDevices,
  activeParties,
  DAY_S,
  deviceOf,
  isConfirmed,
  signersNeeded,
  signersOf,
  type CharterState,
  type Device,
  type Person,
  type Proposal,
} from './state';
import {
  ACT_CLEAR_RECOVERY,
  ACT_END_DEVICES,
  ACT_LEAVE,
  ACT_SET_SIGNERS,
  type EndDevices,
  type Enact,
  type Entry,
  type EntryFacts,
  type OwnAct,
  type Subject,
} from './statement';

const NOTICE_DAYS = 3n;
const CLEARING_NOTICE_DAYS = 7n;
const OWN_CLEARING_NOTICE_DAYS = 30n;
const LEAST_TO_CLEAR = 2;

/** Whom it concerns, or '': that person's yes is not asked, nor always its no. */
export function concernedPerson({ subject }: Pick<Proposal, 'subject'>): Hex {
  const isOnes = subject.act === ACT_END_DEVICES || subject.act === ACT_CLEAR_RECOVERY;
  return isOnes ? subject.person : '';
}

/** CHARTER20, for what a party decides alone. */
export function checkOwnSubject(state: CharterState, subject: OwnAct, author: Device): Verdict {
  switch (subject.act) {
    case ACT_END_DEVICES:
      return checkDevicesThere(state, subject, author.party);
    case ACT_SET_SIGNERS:
      return isSignerRule(subject.signerRule) ? 'ok' : 'malformed';
    case ACT_LEAVE:
      return isAlone(state, author.party) ? 'forbidden' : 'ok';
    case ACT_CLEAR_RECOVERY: {
      const person = state.persons.get(subject.person);
      if (person?.party !== author.party || !person.recovery) return 'not-found';
      return isClearable(state, person, author) ? 'ok' : 'forbidden';
    }
  }
}

/** One's own alone where there are not two others to ask. */
function isClearable(state: CharterState, person: Person, author: Device): boolean {
  return person.id !== author.person || signersOf(state, author.party).size <= LEAST_TO_CLEAR;
}

function checkDevicesThere(
  state: CharterState,
  { person, device }: EndDevices,
  party: number,
): Verdict {
  if (state.persons.get(person)?.party !== party) return 'not-found';
  if (device !== 0 && deviceOf(state, device)?.person !== person) return 'not-found';
  return isThereToEnd(state, { person, device }) ? 'ok' : 'ended';
}

function isThereToEnd(
  state: CharterState,
  { person, device }: Pick<EndDevices, 'person' | 'device'>,
): boolean {
  if (device !== 0) return !deviceOf(state, device)?.cut;
  const hasDevice = activeDevices(state).some((active) => active.person === person);
  return hasDevice || state.persons.get(person)?.recovery !== undefined;
}

function isAlone(state: CharterState, party: number): boolean {
  return activeParties(state).every(({ index }) => index === party);
}

export interface OwnNeeds {
  /** Signers that have said yes, but for whom it concerns. */
  readonly yes: readonly Hex[];
  readonly needed: number;
  readonly noticeEnds: bigint;
  /** Somebody's no stops it, whatever the others say. */
  readonly isStopped: boolean;
}

export function neededForOwnAct(state: CharterState, proposal: Proposal, time: bigint): OwnNeeds {
  const { subject, party, person } = proposal;
  const concerned = concernedPerson(proposal);
  const isAboutSelf = concerned !== '' && concerned === person;
  const signers = signersOf(state, party);
  const said = liveStances(state, proposal, time).filter((stance) => signers.has(stance.person));
  const consents = said.filter(({ kind }) => kind === 'consent');
  const yes = consents.map((stance) => stance.person).filter((id) => id !== concerned);
  const isMostOf = 2 * yes.length > signers.size;
  const objections = said.filter(
    (stance) => stance.kind === 'objection' && !(stance.person === concerned && isMostOf),
  );
  const least = subject.act === ACT_CLEAR_RECOVERY ? LEAST_TO_CLEAR : 1;
  return {
    yes,
    needed: isAboutSelf ? 0 : Math.max(least, signersNeeded(state, party)),
    noticeEnds: proposal.time + noticeOf(state, subject, concerned, isAboutSelf) * DAY_S,
    isStopped: !isAboutSelf && objections.length > 0,
  };
}

/** Whoever finds a phone open cannot take its party out before the others see it. */
function noticeOf(
  state: CharterState,
  { act }: Subject,
  concerned: Hex,
  isAboutSelf: boolean,
): bigint {
  if (concerned !== '' && !isConfirmed(state, concerned)) return 0n;
  if (act !== ACT_CLEAR_RECOVERY) return NOTICE_DAYS;
  return isAboutSelf ? OWN_CLEARING_NOTICE_DAYS : CLEARING_NOTICE_DAYS;
}

export function checkOwnCertificate(
  state: CharterState,
  proposal: Proposal,
  time: bigint,
): Verdict {
  const { yes, needed, noticeEnds, isStopped } = neededForOwnAct(state, proposal, time);
  if (isStopped || yes.length < needed) return 'no-consent';
  return time >= noticeEnds ? 'ok' : 'notice';
}

/** What no consent makes possible. */
export function checkOwnEffect(state: CharterState, proposal: Proposal): Verdict {
  const { subject, party } = proposal;
  if (subject.act === ACT_LEAVE) {
    const there = checkPartyThere(state, party);
    return there === 'ok' && isAlone(state, party) ? 'forbidden' : there;
  }
  if (subject.act === ACT_CLEAR_RECOVERY) {
    return state.persons.get(subject.person)?.recovery ? 'ok' : 'not-found';
  }
  if (subject.act !== ACT_END_DEVICES) return 'ok';
  if (isLastSigner(state, proposal)) return 'forbidden';
  return isThereToEnd(state, subject) ? 'ok' : 'ended';
}

/** A party whose last signer has gone could never act again. */
function isLastSigner(state: CharterState, proposal: Proposal): boolean {
  if (signersOf(state, proposal.party).size === 0) return false;
  const ending = new Set(devicesThatEnd(state, proposal));
  const rest = activeDevices(state).filter((device) => !ending.has(device));
  return signersOf({ ...state, devices: rest }, proposal.party).size === 0;
}

/** Nobody comes back by a link of its own making. */
function revokeTheirs(draft: CharterState, { person, device }: EndDevices, time: bigint): void {
  const theirs = draft.devices.filter((d) =>
    device === 0 ? d.person === person : d.index === device,
  );
  const makers = new Set(theirs.map(({ index }) => index));
  revokeLive(
    draft,
    time,
    (invitation) => invitation.person === person || makers.has(invitation.inviterDevice),
  );
}

export function enactOwn(
  draft: CharterState,
  { position, statement }: Entry<Enact>,
  proposal: Proposal,
  facts: EntryFacts,
): Verdict {
  const { keys, cuts } = statement.body;
  const { subject, party } = proposal;
  if (keys.length > 0) return 'malformed';
  const fit = checkCuts(draft, proposal, cuts, facts);
  if (fit !== 'ok') return fit;
  const possible = checkOwnEffect(draft, proposal);
  if (possible !== 'ok') return possible;
  if (subject.act === ACT_LEAVE) takeOut(draft, party, 'left', cuts, position.time);
  if (subject.act === ACT_SET_SIGNERS) {
    const { signerRule } = subject;
    draft.parties = draft.parties.map((p) => (p.index === party ? { ...p, signerRule } : p));
  }
  const isWhole = subject.act === ACT_END_DEVICES && subject.device === 0;
  if (isWhole || subject.act === ACT_CLEAR_RECOVERY) {
    if (dropRecoveries(draft, (person) => person.id === subject.person)) awaitRekey(draft);
  }
  if (subject.act === ACT_END_DEVICES && cuts.length > 0) {
    cutDevices(draft, cuts);
    awaitRekey(draft);
  }
  if (subject.act === ACT_END_DEVICES) revokeTheirs(draft, subject, position.time);
  return 'ok';
}
