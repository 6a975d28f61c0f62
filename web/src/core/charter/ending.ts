/** CHARTER21, CHARTER27: devices that an enactment ends, and what goes with them. */
import type { Verdict } from './apply';
import { awaitRekey } from './keys';
import { dropRecoveries } from './recovery';
import {
  activeDevices,
  isAlive,
  type CharterState,
  type Device,
  type Invitation,
  type Party,
  type Proposal,
} from './state';
import {
  ACT_END_DEVICES,
  ACT_LEAVE,
  targetOf,
  type Cut,
  type EntryFacts,
  type Subject,
} from './statement';

/** In the order in which the enactment names their cuts. */
export function devicesThatEnd(
  state: CharterState,
  proposal: Pick<Proposal, 'subject' | 'party'>,
): Device[] {
  return activeDevices(state).filter((device) => doesEnd(device, proposal));
}

function doesEnd(
  device: Device,
  { subject, party }: { readonly subject: Subject; readonly party: number },
): boolean {
  if (subject.act === ACT_LEAVE) return device.party === party;
  if (subject.act !== ACT_END_DEVICES) return device.party === targetOf(subject);
  const isNamed = subject.device === 0 || subject.device === device.index;
  return isNamed && device.person === subject.person;
}

export function checkCuts(
  state: CharterState,
  proposal: Proposal,
  cuts: readonly Cut[],
  facts: EntryFacts,
): Verdict {
  const ending = devicesThatEnd(state, proposal);
  const areAllNamed =
    cuts.length === ending.length && ending.every(({ index }, i) => cuts[i]!.device === index);
  if (!areAllNamed) return 'malformed';
  return cuts.length === 0 || facts.doCutsFit ? 'ok' : 'conflict';
}

export function cutDevices(draft: CharterState, cuts: readonly Cut[]): void {
  const cutOf = new Map(cuts.map((cut) => [cut.device, cut]));
  draft.devices = draft.devices.map((device) => {
    const cut = cutOf.get(device.index);
    return cut ? { ...device, cut } : device;
  });
}

export function revokeLive(
  draft: CharterState,
  time: bigint,
  isTheirs: (invitation: Invitation) => boolean,
): void {
  draft.invitations = new Map(
    [...draft.invitations].map(([key, invitation]) => {
      const isOver = isTheirs(invitation) && isAlive(invitation, time);
      return [key, isOver ? { ...invitation, isRevoked: true } : invitation];
    }),
  );
}

/** A party goes with all that is its. */
export function takeOut(
  draft: CharterState,
  target: number,
  departure: Required<Party>['departure'],
  cuts: readonly Cut[],
  time: bigint,
): void {
  dropRecoveries(draft, (person) => person.party === target);
  cutDevices(draft, cuts);
  revokeLive(draft, time, (invitation) => invitation.inviterParty === target);
  draft.parties = draft.parties.map((party) =>
    party.index === target ? { ...party, removedAt: time, departure } : party,
  );
  awaitRekey(draft);
}
