/** Statements and entries as plain data: what wire bytes decode to, ids and keys as hex. */
import type { Hex } from '../bytes';

export const ACT_ADMIT_PARTY = 1;
export const ACT_REMOVE_PARTY = 2;
export const ACT_SET_RULES = 3;
export const ACT_SET_SECTORS = 4;
export const ROOM_ALL = 0;

export interface KeyPair {
  readonly signKey: Hex;
  readonly boxKey: Hex;
}

export interface SealedKey {
  readonly room: number;
  readonly epoch: Hex;
  readonly boxKey: Hex;
  readonly sealed: Uint8Array;
}

export interface Rule {
  readonly act: number;
  readonly parties: number;
  readonly sectors: number;
  readonly noticeDays: number;
}

export interface FoundingParty {
  readonly sector: number;
  readonly signerRule: number;
  readonly person: Hex;
  readonly device: KeyPair;
}

export interface Genesis {
  readonly type: 'genesis';
  /** H(space, …) of the statement: the space's id. */
  readonly space: Hex;
  readonly nonce: Hex;
  readonly serverKey: Hex;
  readonly sectors: readonly number[];
  readonly rules: readonly Rule[];
  readonly parties: readonly FoundingParty[];
}

export interface Invite extends KeyPair {
  readonly type: 'invite';
  readonly party: number;
  readonly sector: number;
  readonly expires: bigint;
  readonly keys: readonly SealedKey[];
  readonly card: Uint8Array;
}

export interface Join {
  readonly type: 'join';
  readonly invitation: Hex;
  readonly person: Hex;
  readonly device: KeyPair;
}

export interface Confirm {
  readonly type: 'confirm';
  readonly person: Hex;
}

export interface AdmitParty {
  readonly act: typeof ACT_ADMIT_PARTY;
  readonly invitation: Hex;
  readonly sector: number;
  readonly signerRule: number;
  readonly person: Hex;
  readonly device: KeyPair;
}

export interface RemoveParty {
  readonly act: typeof ACT_REMOVE_PARTY;
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

export type Subject = AdmitParty | RemoveParty | SetRules | SetSectors;

export interface Propose<S extends Subject = Subject> {
  readonly type: 'propose';
  readonly subject: S;
  readonly subjectHash: Hex;
  readonly expires: bigint;
}

export interface Consent {
  readonly type: 'consent';
  readonly proposal: Hex;
  readonly subject: Hex;
  readonly constitution: Hex;
  readonly expires: bigint;
}

export interface Enact {
  readonly type: 'enact';
  readonly proposal: Hex;
  readonly keys: readonly SealedKey[];
  readonly cuts: readonly Cut[];
}

export interface Objection {
  readonly type: 'object';
  readonly proposal: Hex;
  readonly epoch: Hex; // '' without a reason
  readonly reason: Uint8Array; // sealed (KEYS7)
}

export interface Withdraw {
  readonly type: 'withdraw';
  readonly statement: Hex;
}

export interface Revoke {
  readonly type: 'revoke';
  readonly invitation: Hex;
}

export interface Grant {
  readonly device: number;
  readonly invitation: Hex;
  readonly sealed: Uint8Array;
}

export interface Rekey {
  readonly type: 'rekey';
  readonly room: number;
  readonly previousEpoch: Hex;
  readonly commitment: Hex;
  readonly grantsHash: Hex;
  readonly wrapped: Uint8Array;
  /** Beside the signature; `heldHash` is the hash of what came. */
  readonly grants: readonly Grant[];
  readonly heldHash: Hex;
}

export interface Cut {
  readonly device: number;
  readonly seq: bigint;
  readonly coreHash: Hex;
}

export interface Retire {
  readonly type: 'retire';
  readonly cut: Cut;
}

export type Body =
  | Genesis
  | Invite
  | Join
  | Confirm
  | Propose
  | Consent
  | Enact
  | Rekey
  | Retire
  | Objection
  | Withdraw
  | Revoke;

export interface Statement<B extends Body = Body> {
  readonly hash: Hex;
  readonly space: Hex;
  readonly device: number;
  readonly counter: bigint;
  readonly charterHead: Hex;
  readonly cosigners: readonly number[];
  readonly body: B;
}

export interface Position {
  readonly hash: Hex;
  readonly height: bigint;
  readonly previous: Hex;
  readonly time: bigint;
  readonly statement: Hex;
}

export interface Entry<B extends Body = Body> {
  readonly position: Position;
  readonly statement: Statement<B>;
}

/** What the function is told and cannot see for itself. */
export interface EntryFacts {
  /** The signatures of CHARTER3 are as many as needed and all good. */
  readonly isVerified: boolean;
  /**
   * CHARTER17: the log holds that commit, as the device's last or before.
   * CHARTER21: each cut is the last commit that the log holds of its device.
   */
  readonly doCutsFit: boolean;
}
