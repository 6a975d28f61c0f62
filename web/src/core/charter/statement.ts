/** Statements and entries as plain data: what wire bytes decode to, ids and keys as hex. */
import type { Hex } from '../bytes';
import type { KeyPair, Rule, Subject } from './subject';

export * from './subject';

export const ROOM_ALL = 0;

export interface SealedKey {
  readonly room: number;
  readonly epoch: Hex;
  readonly boxKey: Hex;
  readonly sealed: Uint8Array;
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
  /** The author's own, for a further device of it; '' otherwise. */
  readonly person: Hex;
  /** The party whose place a new one would take, or 0. */
  readonly replaces: number;
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
  readonly device: number; // or 0 and
  readonly holder: Hex; // the sign key of an invitation or a recovery
  readonly sealed: Uint8Array;
}

/** A reported epoch's key under the new one. */
export interface Wrap {
  readonly epoch: Hex;
  readonly wrapped: Uint8Array;
}

export interface Rekey {
  readonly type: 'rekey';
  readonly room: number;
  readonly previousEpoch: Hex;
  readonly commitment: Hex;
  readonly grantsHash: Hex;
  readonly wrapped: Uint8Array;
  readonly extra: readonly Wrap[];
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

/** Keys that whoever has the person's twelve words can derive. */
export interface SetRecovery extends KeyPair {
  readonly type: 'set-recovery';
  readonly tag: Hex;
  /** The sign key of the recovery before, or ''. */
  readonly replaces: Hex;
  readonly keys: readonly SealedKey[];
}

export interface Recover {
  readonly type: 'recover';
  readonly recovery: Hex; // its sign key
  readonly device: KeyPair;
}

export interface Wake {
  readonly type: 'wake';
  readonly accepts: readonly number[];
}

/** The author's grant, or the wrap, does not fit its commitment. */
export interface BadRekey {
  readonly type: 'bad-rekey';
  readonly room: number;
  readonly epoch: Hex;
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
  | Revoke
  | SetRecovery
  | Recover
  | Wake
  | BadRekey;

export interface Statement<B extends Body = Body> {
  readonly hash: Hex;
  readonly space: Hex;
  readonly device: number;
  readonly counter: bigint;
  readonly charterHead: Hex;
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
   * CHARTER21, CHARTER27: each cut is the last commit that the log holds of its device.
   */
  readonly doCutsFit: boolean;
  /**
   * CHARTER21: since the entry of the proposal that is enacted, nothing that a device or a
   * recovery of the party it would replace or rest has signed came into the log.
   */
  readonly isSilent: boolean;
}
