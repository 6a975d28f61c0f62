/** The charter's state: who co-owns the plan now. Never changed in place by readers. */
import type { Hex } from '../bytes';
import type { Cut, KeyPair, Rule, SealedKey, Subject, Wrap } from './statement';

export const DAY_S = 86_400n;
export const MAX_PARTIES = 64;
export const MAX_DEVICES = 1024;
export const MAX_DEVICES_PER_PARTY_EVER = 1000;
export const MAX_DEVICES_PER_PERSON_EVER = 64;
export const MAX_OPEN_PROPOSALS = 32;
export const MAX_OPEN_PROPOSALS_PER_PARTY = 4;
export const MAX_OPEN_OWN_ACTS_PER_PERSON = 4;
export const MAX_INVITATION_S = 90n * DAY_S;
/** One to a further device of a person. */
export const MAX_DEVICE_INVITATION_S = DAY_S;
export const MAX_PROPOSAL_S = 180n * DAY_S;
export const REKEY_PAUSE_S = 3600n;
export const TRIAL_S = 2n * DAY_S;

export interface Party {
  readonly index: number;
  readonly sector: number;
  readonly signerRule: number;
  readonly admittedAt: bigint; // height
  readonly invitation: Hex; // '' for a founding party
  /** The time of the entry since which it is no longer active, and how that came. */
  readonly removedAt?: bigint;
  readonly departure?: 'removed' | 'replaced' | 'left';
  /** The time of the entry since which it rests; gone when it wakes. */
  readonly restsSince?: bigint | undefined;
  /** CHARTER31: who slept when this one came, and has not accepted it. Some may be gone. */
  readonly notYetAcceptedBy: readonly number[];
}

/** The keys of a person's twelve words. */
export interface Recovery extends KeyPair {
  readonly tag: Hex;
}

export interface Person {
  readonly id: Hex;
  readonly party: number;
  readonly isConfirmed: boolean;
  /** Who has confirmed it, until enough have (CHARTER9). */
  readonly confirmedBy: readonly Hex[];
  readonly invitation: Hex;
  readonly recovery?: Recovery | undefined;
}

export interface Device {
  readonly index: number;
  readonly signKey: Hex;
  readonly boxKey: Hex;
  readonly person: Hex;
  readonly party: number;
  readonly counter: bigint;
  readonly lastRekey?: bigint; // time; of a report too
  readonly cut?: Cut; // ended
  /** Admitted by an enactment that brought no key, and no key has been changed since. */
  readonly lacksKey?: boolean;
  /** CHARTER29: it came by a recovery while the person had another, and hardly speaks until then. */
  readonly trialUntil?: bigint;
}

export interface Invitation {
  readonly signKey: Hex;
  readonly boxKey: Hex;
  readonly party: number; // 0: a new one
  readonly sector: number;
  readonly inviterParty: number;
  readonly inviterDevice: number;
  readonly expires: bigint;
  readonly isUsed: boolean;
  readonly isRevoked: boolean;
  readonly keys: readonly SealedKey[];
  readonly card: Uint8Array;
  readonly person: Hex; // whose further device; '' otherwise
  readonly replaces: number; // the party whose place a new one would take, or 0
}

/** What a person says to a proposal: one live one at most. */
export interface Stance {
  readonly kind: 'consent' | 'objection';
  readonly statement: Hex;
  readonly person: Hex;
  readonly device: number;
  readonly time: bigint;
  /** A consent's; an objection stands until it is withdrawn. */
  readonly expires: bigint;
  /** A consent's: it dies with it. */
  readonly constitution: Hex;
  /** An objection's, sealed (KEYS7). */
  readonly epoch: Hex;
  readonly reason: Uint8Array;
}

export interface Proposal<S extends Subject = Subject> {
  readonly id: Hex;
  readonly subject: S;
  readonly subjectHash: Hex;
  /** The proposer's, or the one that invited the newcomer. */
  readonly party: number;
  readonly person: Hex; // '' for a newcomer
  readonly height: bigint;
  readonly time: bigint;
  readonly expires: bigint;
  readonly outcome: 'none' | 'enacted' | 'withdrawn';
  readonly stances: readonly Stance[];
}

export interface Epoch {
  readonly id: Hex;
  readonly previous: Hex;
  readonly commitment: Hex;
  readonly wrapped: Uint8Array;
  readonly extra: readonly Wrap[];
  readonly time: bigint;
  /** CHARTER32: somebody could not open it. */
  readonly isReported?: boolean;
}

/** CHARTER34: where the log goes on. */
export interface Server {
  readonly key: Hex;
  readonly address: string; // '' until the first move
  /** Whose it was until then, and the entry that ended that; '' and 0 before the first move. */
  readonly before: Hex;
  readonly since: bigint;
}

export interface CharterState {
  space: Hex;
  server: Server;
  sectors: readonly number[];
  rules: readonly Rule[];
  height: bigint;
  head: Hex;
  time: bigint;
  /** The last constitutional entry (CHARTER19). */
  constitution: Hex;
  parties: readonly Party[];
  persons: ReadonlyMap<Hex, Person>;
  devices: readonly Device[]; // [i] has index i + 1
  invitations: ReadonlyMap<Hex, Invitation>;
  proposals: ReadonlyMap<Hex, Proposal>;
  /** Room 0's, oldest first; a further room would have its own. */
  epochs: readonly Epoch[];
  /** CHARTER26: content waits for room 0's next key. */
  awaitsRekey: boolean;
  /** CHARTER33: nothing is said any more. */
  isClosed: boolean;
  /** Every key that anybody has or had. */
  keys: ReadonlySet<Hex>;
}

export function deviceOf(state: CharterState, index: number): Device | undefined {
  return state.devices[index - 1];
}

export function partyOf(state: CharterState, index: number): Party | undefined {
  return state.parties[index - 1];
}

/** Something was ended, or somebody came without the key: whoever has it makes the next. */
export function isKeyAwaited({ awaitsRekey, devices }: CharterState): boolean {
  return awaitsRekey || devices.some((device) => device.lacksKey && !device.cut);
}

export function currentEpoch(state: CharterState): Epoch | undefined {
  return state.epochs.at(-1);
}

/** CHARTER16: what the next key wraps, and names as the one before. */
export function lastSoundEpoch(state: CharterState): Epoch | undefined {
  return state.epochs.filter((epoch) => !epoch.isReported).at(-1);
}

export function activeDevices(state: CharterState): Device[] {
  return state.devices.filter((device) => !device.cut);
}

export function activeParties(state: CharterState): Party[] {
  return state.parties.filter((party) => party.removedAt === undefined);
}

export function isActive(state: CharterState, party: number): boolean {
  const known = partyOf(state, party);
  return known !== undefined && known.removedAt === undefined;
}

export function isResting(state: CharterState, party: number): boolean {
  return partyOf(state, party)?.restsSince !== undefined;
}

export function isConfirmed(state: CharterState, person: Hex): boolean {
  return state.persons.get(person)?.isConfirmed ?? false;
}

/** CHARTER29. */
export function isOnTrial({ trialUntil }: Device, time: bigint): boolean {
  return trialUntil !== undefined && trialUntil > time;
}

/** The persons that have one; CHARTER16 and CHARTER18 count them. */
export function recoveriesOf(
  state: CharterState,
): { readonly person: Person; readonly recovery: Recovery }[] {
  return [...state.persons.values()].flatMap((person) => {
    const { recovery } = person;
    return recovery ? [{ person, recovery }] : [];
  });
}

export function isAlive(invitation: Invitation, time: bigint): boolean {
  return whyOver(invitation, time) === undefined;
}

/** Why an invitation no longer works, in the order of CHARTER8; undefined where it does. */
export function whyOver(
  { isUsed, isRevoked, expires }: Invitation,
  time: bigint,
): 'used' | 'ended' | 'expired' | undefined {
  if (isUsed) return 'used';
  if (isRevoked) return 'ended';
  return expires > time ? undefined : 'expired';
}

export function liveInvitations(state: CharterState, time: bigint): Invitation[] {
  return [...state.invitations.values()].filter((invitation) => isAlive(invitation, time));
}

/** CHARTER6: confirmed persons of a party that have an active device. */
export function signersOf(state: CharterState, party: number): Set<Hex> {
  const here = activeDevices(state).filter((device) => device.party === party);
  const persons = new Set(here.map((device) => device.person));
  return new Set([...persons].filter((id) => state.persons.get(id)?.isConfirmed));
}

/** CHARTER6: how many distinct signers are enough. */
export function signersNeeded(state: CharterState, party: number): number {
  const rule = partyOf(state, party)?.signerRule ?? 1;
  return Math.max(1, Math.min(rule, signersOf(state, party).size));
}

export function isOpen(proposal: Proposal, time: bigint): boolean {
  return proposal.outcome === 'none' && proposal.expires > time;
}
