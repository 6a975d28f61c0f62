/** What a proposal would do, as plain data. */
import type { Hex } from '../bytes';

export const ACT_ADMIT_PARTY = 1;
export const ACT_REMOVE_PARTY = 2;
export const ACT_SET_RULES = 3;
export const ACT_SET_SECTORS = 4;
export const ACT_REST_PARTY = 5;
export const ACT_REPLACE_PARTY = 6;
export const ACT_MOVE_SERVER = 7;
export const ACT_CLOSE = 8;
/** CHARTER27: from here on a party decides alone. */
export const ACT_END_DEVICES = 9;
export const ACT_SET_SIGNERS = 10;
export const ACT_LEAVE = 11;
export const ACT_CLEAR_RECOVERY = 12;

export interface KeyPair {
  readonly signKey: Hex;
  readonly boxKey: Hex;
}

export interface Rule {
  readonly act: number;
  readonly parties: number;
  readonly sectors: number;
  readonly noticeDays: number;
}

/** Proposed by the newcomer itself. */
interface Newcomer {
  readonly invitation: Hex;
  readonly sector: number;
  readonly signerRule: number;
  readonly person: Hex;
  readonly device: KeyPair;
  readonly replaces: number; // 0 in an admission
}

export interface AdmitParty extends Newcomer {
  readonly act: typeof ACT_ADMIT_PARTY;
}

export interface ReplaceParty extends Newcomer {
  readonly act: typeof ACT_REPLACE_PARTY;
}

export interface RemoveParty {
  readonly act: typeof ACT_REMOVE_PARTY;
  readonly party: number;
}

export interface RestParty {
  readonly act: typeof ACT_REST_PARTY;
  readonly party: number;
}

export interface SetRules {
  readonly act: typeof ACT_SET_RULES;
  readonly rules: readonly Rule[];
}

export interface SetSectors {
  readonly act: typeof ACT_SET_SECTORS;
  readonly sectors: readonly number[];
}

export interface MoveServer {
  readonly act: typeof ACT_MOVE_SERVER;
  readonly serverKey: Hex;
  /** A character per byte: what is no origin is refused by CHARTER20, not before. */
  readonly address: string;
}

export interface Close {
  readonly act: typeof ACT_CLOSE;
}

export interface EndDevices {
  readonly act: typeof ACT_END_DEVICES;
  readonly person: Hex;
  readonly device: number; // 0: all of them
}

export interface SetSigners {
  readonly act: typeof ACT_SET_SIGNERS;
  readonly signerRule: number;
}

export interface Leave {
  readonly act: typeof ACT_LEAVE;
}

export interface ClearRecovery {
  readonly act: typeof ACT_CLEAR_RECOVERY;
  readonly person: Hex;
}

export type OwnAct = EndDevices | SetSigners | Leave | ClearRecovery;

export type Subject =
  | AdmitParty
  | ReplaceParty
  | RemoveParty
  | RestParty
  | SetRules
  | SetSectors
  | MoveServer
  | Close
  | OwnAct;

export function isOwnAct(subject: Subject): subject is OwnAct {
  return subject.act >= ACT_END_DEVICES;
}

/** An admission or a replacement: what a newcomer asks for. */
export function isEntrance(subject: Subject): subject is AdmitParty | ReplaceParty {
  return subject.act === ACT_ADMIT_PARTY || subject.act === ACT_REPLACE_PARTY;
}

/** CHARTER21: of which party it is asked that it has been silent; 0 where of none. */
export function silentPartyOf(subject: Subject): number {
  if (subject.act === ACT_REST_PARTY) return subject.party;
  return subject.act === ACT_REPLACE_PARTY ? subject.replaces : 0;
}

/** Whom a removal or a replacement would take out; 0 where nobody. */
export function targetOf(subject: Subject): number {
  if (subject.act === ACT_REMOVE_PARTY) return subject.party;
  return subject.act === ACT_REPLACE_PARTY ? subject.replaces : 0;
}
