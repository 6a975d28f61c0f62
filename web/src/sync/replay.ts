/** Leaves become state: verified or read back, keys learned, records opened and applied. */
import * as Y from 'yjs';
import { hexOf, unhex, u32, type Hex } from '../core/bytes';
import type { Result } from '../core/errors';
import { takeArrival, type Arrival } from '../core/plan/arrivals';
import { rootOf } from '../core/merkle';
import { hash, treeHash } from '../crypto/hash';
import { openRecord } from '../crypto/record';
import type { Commit } from '../proto/commit';
import { decodeEdit } from '../proto/content';
import type { Frame } from '../proto/frames';
import { takeLeaf, type Leaf, type LogState, type Trust } from './log';
import { epochMark, type Piece } from './records';
import { learnKeys } from './room_keys';
import type { Space } from './space';

export interface Folded {
  readonly log: LogState;
  readonly leaves: readonly Leaf[];
}

type Unpack = (typeof import('./unpack'))['unpack'];

const LANE_BYTES = 16;
const NOTHING = { update: undefined, isPacked: false };

/** Fetched with the first plan; undefined where it cannot be now. */
export async function learnUnpack(): Promise<Unpack | undefined> {
  return (await import('./unpack').catch(() => undefined))?.unpack;
}

/** All or nothing: one bad leaf and none of them is taken. */
export function foldLeaves(
  log: LogState,
  frames: readonly Frame[],
  space: Hex,
  trust: Trust,
): Result<Folded> {
  const leaves: Leaf[] = [];
  for (const frame of frames) {
    const step = takeLeaf(log, frame, space, trust);
    if (!step.ok) return step;
    log = step.value.log;
    leaves.push(step.value.leaf);
  }
  return { ok: true, value: { log, leaves } };
}

/** Piece by piece, as they came: what they say of each other is seen anew. */
export async function replay(space: Space, log: readonly Piece[]): Promise<void> {
  for (const { serverEpoch, leaves } of log) {
    const folded = foldLeaves(space.log, leaves, space.id, 'trusted');
    if (!folded.ok) throw new Error(`the stored log does not verify: ${folded.error}`);
    await absorb(space, folded.value);
    noteForks(space, serverEpoch, folded.value);
  }
}

/** A verified commit that names another root for a size of this epoch that we hold: two histories. */
export function noteForks(space: Space, serverEpoch: Hex, { log, leaves }: Folded): void {
  const key = (epoch: Hex, size: bigint): string => `${epochMark(epoch)}/${size}`;
  const root = hexOf(rootOf(treeHash, log.frontier));
  if (serverEpoch !== '') space.roots.set(key(serverEpoch, BigInt(log.frontier.size)), root);
  for (const leaf of leaves) {
    if (leaf.kind !== 'commit' || leaf.commit.core.head.root === '') continue;
    const { head } = leaf.commit.core;
    const known = space.roots.get(key(head.serverEpoch, head.size));
    if (known !== undefined && known !== head.root) space.isForked = true;
  }
}

/** Takes over what was folded. Answers the commits of others that carried something. */
export async function absorb(space: Space, { log, leaves }: Folded): Promise<Commit[]> {
  const unpack = await learnUnpack();
  if (!unpack) throw new Error('what opens records could not be fetched');
  space.log = log;
  findOwnDevice(space);
  for (const leaf of leaves) {
    if (leaf.kind === 'entry') await learnKeys(space, leaf.entry);
  }
  const commits = leaves.flatMap((leaf) => (leaf.kind === 'commit' ? [leaf.commit] : []));
  openAll(space, commits, unpack);
  return commits.filter(({ core }) => core.device !== space.me.device && core.records.length > 0);
}

/** EDIT5: the plan's document has one lane in the room. */
export function planLane(space: Space): Hex | undefined {
  const first = space.log.charter?.epochs[0];
  const key = first && space.epochKeys.get(first.id);
  return key && hexOf(hash('lane', unhex(space.id), u32(0), key).subarray(0, LANE_BYTES));
}

function findOwnDevice(space: Space): void {
  const own = space.log.charter?.devices.find((device) => device.signKey === space.keys.signKey);
  if (own && space.me.device === 0) space.me = { ...space.me, device: own.index };
}

function openAll(space: Space, fresh: readonly Commit[], unpack: Unpack): void {
  const commits = [...space.locked, ...fresh];
  const isOpenable = (commit: Commit): boolean => space.epochKeys.has(commit.core.epoch);
  const firstLocked = commits.findIndex((commit) => !commit.isVoid && !isOpenable(commit));
  const end = firstLocked < 0 ? commits.length : firstLocked;
  space.locked = commits.slice(end);
  for (const commit of commits.slice(0, end)) applyCommit(space, commit, unpack);
}

function applyCommit(space: Space, commit: Commit, unpack: Unpack): void {
  if (commit.isVoid) return;
  for (const index of commit.core.records.keys()) takeRecord(space, commit, index, unpack);
}

/** EDIT4: a record that cannot be opened or applied is counted; nothing else is stopped by it. */
function takeRecord(space: Space, commit: Commit, index: number, unpack: Unpack): void {
  const content = openAt(space, commit, index);
  const edit = content?.ok ? decodeEdit(content.value) : undefined;
  const { update: written, isPacked } = edit?.ok ? edit.value : NOTHING;
  const update = written && isPacked ? unpack(written) : written;
  if (!update) {
    space.unreadable++;
    return;
  }
  const arrival = { device: commit.core.device, update };
  const { next, ready, refused } = takeArrival(space.arrivals, arrival);
  space.arrivals = next;
  space.unreadable += refused;
  for (const one of ready) {
    space.order.take(one.device, next.clocks);
    if (!applyEdit(space, one)) space.unreadable++;
  }
}

function applyEdit(space: Space, { device, update }: Arrival): boolean {
  try {
    const texts = changedTexts(space.doc, () => Y.applyUpdate(space.doc, update, 'remote'));
    if (device !== space.me.device) noteEncounters(space, device, texts);
    return true;
  } catch {
    return false; // Yjs throws on what no honest document contains
  }
}

/** Names of the root texts that some work on the document changes. */
export function changedTexts(doc: Y.Doc, work: () => void): string[] {
  const names: string[] = [];
  const look = ({ changed }: Y.Transaction): void => {
    for (const type of changed.keys()) {
      if (type instanceof Y.Text) names.push(Y.findRootTypeKey(type));
    }
  };
  doc.on('afterTransaction', look);
  try {
    work();
  } finally {
    doc.off('afterTransaction', look);
  }
  return names;
}

function noteEncounters(space: Space, device: number, texts: readonly string[]): void {
  for (const text of texts) {
    const item = text.split('/')[1];
    if (item === undefined || !space.ownTexts.has(text)) continue;
    const isTold = space.encounters.some((one) => one.device === device && one.item === item);
    if (!isTold) space.encounters.push({ device, item });
  }
}

function openAt(
  space: Space,
  { core, signed }: Commit,
  index: number,
): Result<Uint8Array> | undefined {
  const key = space.epochKeys.get(core.epoch);
  const place = core.records[index]!;
  if (!key || place.lane !== planLane(space)) return undefined;
  const context = { ...core, index, lane: place.lane, kind: place.kind };
  return openRecord(key, context, signed.payload[index]!);
}
