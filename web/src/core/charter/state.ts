/** The charter's state: who co-owns the plan now. Never changed in place by readers. */
import type { Hex } from '../bytes';
import type { Cut, Rule, SealedKey } from './statement';

export const DAY_S = 86_400n;
export const MAX_PARTIES = 64;
export const MAX_DEVICES = 1024;
export const MAX_DEVICES_PER_PARTY_EVER = 1000;
export const MAX_OPEN_PROPOSALS = 32;
export const MAX_OPEN_PROPOSALS_PER_PARTY = 4;
export const MAX_INVITATION_S = 90n * DAY_S;
export const MAX_PROPOSAL_S = 180n * DAY_S;
export const REKEY_PAUSE_S = 3600n;

export interface Party {
  readonly index: number;
  readonly sector: number;
  readonly signerRule: number;
  readonly admittedAt: bigint; // height
  readonly invitation: Hex; // '' for a founding party
}

export interface Person {
  readonly id: Hex;
  readonly party: number;
  readonly isConfirmed: boolean;
  readonly invitation: Hex;
}

export interface Device {
  readonly index: number;
  readonly signKey: Hex;
  readonly boxKey: Hex;
  readonly person: Hex;
  readonly party: number;
  readonly counter: bigint;
  readonly lastRekey?: bigint; // time
  readonly cut?: Cut; // ended
  /** Admitted by an enactment that brought no key, and no key has been changed since. */
  readonly lacksKey?: boolean;
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
  readonly keys: readonly SealedKey[];
  readonly card: Uint8Array;
}

export interface GivenConsent {
  readonly person: Hex;
  readonly party: number;
  readonly expires: bigint;
  readonly constitution: Hex;
}

export interface Proposal {
  readonly id: Hex;
  readonly subjectHash: Hex;
  readonly invitation: Hex;
  readonly inviterParty: number;
  readonly sector: number;
  readonly signerRule: number;
  readonly person: Hex;
  readonly signKey: Hex;
  readonly boxKey: Hex;
  readonly height: bigint;
  readonly time: bigint;
  readonly expires: bigint;
  readonly isEnacted: boolean;
  readonly consents: readonly GivenConsent[];
}

export interface Epoch {
  readonly id: Hex;
  readonly previous: Hex;
  readonly commitment: Hex;
  readonly wrapped: Uint8Array;
  readonly time: bigint;
}

export interface CharterState {
  space: Hex;
  serverKey: Hex;
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
  keys: ReadonlySet<Hex>;
}

export function deviceOf(state: CharterState, index: number): Device | undefined {
  return state.devices[index - 1];
}

export function partyOf(state: CharterState, index: number): Party | undefined {
  return state.parties[index - 1];
}

export function currentEpoch(state: CharterState): Epoch | undefined {
  return state.epochs.at(-1);
}

export function activeDevices(state: CharterState): Device[] {
  return state.devices.filter((device) => !device.cut);
}

export function isAlive(invitation: Invitation, time: bigint): boolean {
  return !invitation.isUsed && invitation.expires > time;
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

/** CHARTER6: how many distinct signers make the party act. */
export function signersNeeded(state: CharterState, party: number): number {
  const rule = partyOf(state, party)?.signerRule ?? 1;
  return Math.max(1, Math.min(rule, signersOf(state, party).size));
}

export function isOpen(proposal: Proposal, time: bigint): boolean {
  return !proposal.isEnacted && proposal.expires > time;
}
