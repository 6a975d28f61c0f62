/** A commit's core as plain data (COMMIT rules), hashes and ids as hex. */
import type { Hex } from './bytes';

export const RECORD_EDIT = 1;
export const MAX_RECORDS = 256;
export const MAX_RECORD_BYTES = 65_536;
export const MIN_RECORD_BYTES = 168;
export const MAX_COMMIT_BYTES = 256 * 1024;
export const NO_HASH: Hex = '0'.repeat(64);

/** The head up to which an author holds every leaf; the hint that crosses between devices. */
export interface HeldHead {
  readonly serverEpoch: Hex; // '' before the first
  readonly size: bigint;
  readonly root: Hex;
}

export interface RecordPlace {
  readonly lane: Hex;
  readonly kind: number;
  readonly size: number;
  readonly hash: Hex;
}

export interface CommitCore {
  readonly space: Hex;
  readonly room: number;
  readonly epoch: Hex;
  readonly charterHead: Hex;
  readonly device: number;
  readonly seq: bigint;
  readonly previous: Hex;
  readonly head: HeldHead;
  readonly records: readonly RecordPlace[];
}
