/**
 * Where a device keeps what it must not lose.
 *
 * Guarantee: when `write` has answered ok, all its changes survive a crash and a power
 * cut, and every later read sees them; when it has not, either all or none are there.
 * Keys are text and sort by code unit; values are bytes. Handles are things that only
 * the platform can keep (keys that cannot be read out); they follow the same guarantee.
 *
 * Three versions pass one suite: memory (for tests: nothing survives its end), IndexedDB,
 * and a file. None of them knows what the bytes mean.
 */
import type { Result } from '../core/errors';

export interface Store {
  readonly canKeepHandles: boolean;
  read(key: string): Promise<Uint8Array | undefined>;
  /** Everything whose key starts with the prefix, in the order of keys. */
  list(prefix: string): Promise<readonly Kept[]>;
  /** `full`: no room, nothing was changed. `io`: the device could not; nothing was changed. */
  write(changes: readonly Change[]): Promise<Result<null>>;
  readHandle(key: string): Promise<unknown>;
  close(): Promise<void>;
}

export interface Kept {
  readonly key: string;
  readonly value: Uint8Array;
}

export type Change =
  | { readonly key: string; readonly value: Uint8Array }
  | { readonly key: string; readonly value: null } // forget
  | { readonly key: string; readonly handle: unknown };

export const WRITTEN: Result<null> = { ok: true, value: null };

export function byKey(a: { readonly key: string }, b: { readonly key: string }): number {
  return a.key < b.key ? -1 : a.key > b.key ? 1 : 0;
}
