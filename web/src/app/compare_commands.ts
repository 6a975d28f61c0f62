/** Two people hold their phones together: has the server told both the same? */
import {
  base64urlOf,
  bytesOfBase64url,
  concat,
  hexOf,
  u64,
  u8,
  unhex,
  type Hex,
} from '../core/bytes';
import { rootOf } from '../core/merkle';
import { treeHash } from '../crypto/hash';
import { EMPTY_LOG } from '../sync/log';
import { readSpace } from '../sync/records';
import { foldLeaves } from '../sync/replay';
import type { Space } from '../sync/space';
import type { Commands, Outcome } from './port';
import { done, refuse, type Running } from './running';

const VERSION = 1;
const ID_BYTES = 32;
const SIZE_BYTES = 8;

interface Standing {
  readonly space: Hex;
  readonly size: number;
  readonly root: Hex;
}

/** `ORIGIN/sjekk#…`: nothing in it is secret, and nothing of it reaches a server. */
export function comparisonCode(origin: string, { id, log }: Space): string {
  const root = rootOf(treeHash, log.frontier);
  const bytes = concat(u8(VERSION), unhex(id), u64(BigInt(log.frontier.size)), root);
  return `${origin}/sjekk#${base64urlOf(bytes)}`;
}

export async function compare(
  running: Running,
  ask: Commands['compare']['ask'],
): Promise<Outcome<Commands['compare']['answer']>> {
  const found = running.spaces.get(ask.space);
  const theirs = readCode(ask.code);
  if (!found) return refuse('not-found');
  if (!theirs) return refuse('bad-input', 'code');
  if (theirs.space !== ask.space) return done({ result: 'foreign' });
  if (theirs.size > found.space.log.frontier.size) return done({ result: 'behind' });
  const isAll = theirs.size === found.space.log.frontier.size;
  const ours = isAll
    ? hexOf(rootOf(treeHash, found.space.log.frontier))
    : await rootAt(found.space, theirs.size);
  if (ours === undefined) return refuse('storage');
  // Nobody has signed what a square says: it is told to those two, and remembered nowhere.
  if (ours !== theirs.root) return done({ result: 'different' });
  return done({ result: isAll ? 'same' : 'ahead' });
}

async function rootAt({ id, store }: Space, size: number): Promise<Hex | undefined> {
  const kept = await readSpace(store, id);
  const folded =
    kept &&
    foldLeaves(EMPTY_LOG, kept.log.flatMap(({ leaves }) => leaves).slice(0, size), id, 'trusted');
  return folded?.ok ? hexOf(rootOf(treeHash, folded.value.log.frontier)) : undefined;
}

function readCode(text: string): Standing | undefined {
  const code = /^https?:\/\/[^/?#\s]+\/sjekk#([\w-]+)$/.exec(text.trim())?.[1];
  const bytes = code === undefined ? undefined : bytesOfBase64url(code);
  if (bytes?.length !== 1 + ID_BYTES + SIZE_BYTES + ID_BYTES || bytes[0] !== VERSION) {
    return undefined;
  }
  const at = 1 + ID_BYTES;
  const size = Number(BigInt(`0x${hexOf(bytes.subarray(at, at + SIZE_BYTES))}`));
  return {
    space: hexOf(bytes.subarray(1, at)),
    size,
    root: hexOf(bytes.subarray(at + SIZE_BYTES)),
  };
}
