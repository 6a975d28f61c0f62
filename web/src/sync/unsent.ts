/**
 * Words that a device can no longer send as its own: because it was ended, or because what it
 * stored went back in time. They are kept as changes, and written anew by whoever may write.
 */
import * as Y from 'yjs';
import { hexOf, textOf, utf8, type Hex } from '../core/bytes';
import type { Result } from '../core/errors';
import {
  changesBetween,
  itemSteps,
  NO_CHANGES,
  planSteps,
  readChanges,
  type Changes,
  type ItemChange,
} from '../core/plan/changes';
import { SESSIONS } from '../core/plan/document';
import { hash } from '../crypto/hash';
import { decodeCommit } from '../proto/commit';
import { FrameType, type Frame } from '../proto/frames';
import type { Change } from '../store/store';
import { isOwnCore } from './outbox';
import {
  dropEdit,
  dropOutgoing,
  leftKey,
  type KeptSpace,
  type Outgoing,
  type PendingEdit,
  type Piece,
} from './records';
import { chance } from './seams';
import {
  inWriting,
  loadLog,
  loadSpace,
  makeEdit,
  takeOwnId,
  unsentEdits,
  writeMe,
  type Space,
} from './space';

const FRESH_SESSIONS = SESSIONS / 2;
const DONE: Result<null> = { ok: true, value: null };
const AGAIN: Result<null> = { ok: false, error: 'busy' };

/** What was set aside here before, and what was typed since and no server has acknowledged. */
export async function unsentChanges(space: Space): Promise<Changes> {
  return joined(leftOf(space) ?? NO_CHANGES, await typedChanges(space));
}

async function typedChanges({ store, seams, id }: Space): Promise<Changes> {
  const isSent = ({ state }: Outgoing): boolean => state === 'acknowledged';
  const sent = await load((space) => space.outgoing.filter(isSent).flatMap((out) => out.edits));
  const typed = await load(unsentEdits);
  return sent && typed ? changesBetween(sent.doc, typed.doc) : NO_CHANGES;

  /** With what came by hand: what was typed here may rest on it, and it on that. */
  async function load(own: (space: Space) => readonly PendingEdit[]): Promise<Space | undefined> {
    const space = await loadLog(store, seams, id, beforeStrangers);
    if (!space) return undefined;
    if (space.handed.length > 0) (await import('./handed')).applyHanded(space, own(space));
    else for (const { update } of own(space)) Y.applyUpdate(space.doc, update);
    return space;
  }
}

/** Up to what came under this device's name and is not in its store: the same ids are taken there. */
function beforeStrangers(kept: KeptSpace): Piece[] {
  const before: Piece[] = [];
  for (const piece of kept.log) {
    const end = piece.leaves.findIndex((leaf) => isStranger(kept, leaf));
    if (end < 0) before.push(piece);
    else return [...before, { serverEpoch: '', leaves: piece.leaves.slice(0, end) }];
  }
  return before;
}

function isStranger(kept: KeptSpace, { type, payload }: Frame): boolean {
  if (type !== FrameType.FRAME_COMMIT) return false;
  const commit = decodeCommit(payload, (record) => hash('record', record));
  if (!commit.ok || commit.value.core.device !== kept.me.device) return false;
  const { core, signed } = commit.value;
  return !isOwnCore(kept, Number(core.seq), hexOf(hash('core', signed.body)));
}

/**
 * What this device stored is an old state of it (put back, or one of two copies). It never goes
 * on with that chain: what was typed is set aside, and what is typed from now on has ids that
 * nobody else uses, until it has come in anew.
 */
export function setAside(space: Space): Promise<Result<null>> {
  return inWriting(space, () => setAsideInTurn(space));
}

async function setAsideInTurn(space: Space): Promise<Result<null>> {
  const { id, edits, outgoing, log } = space;
  const { seq, cores } = log.chains.get(space.me.device)!;
  if (!leftOf(space)) return { ok: false, error: 'unsupported' };
  const left = await putLeft(space);
  const drops = [
    ...edits.map((edit) => dropEdit(id, edit)),
    ...outgoing.map((out) => dropOutgoing(id, out.seq)),
  ];
  const session = FRESH_SESSIONS + Math.floor(chance(space.seams) * FRESH_SESSIONS);
  const next = { seq: Number(seq), core: cores.at(-1)!, session, isBehind: true };
  const written = await writeMe(space, next, left, ...drops);
  if (!written.ok) return written;
  const fresh = await loadSpace(space.store, space.seams, id);
  if (!fresh) return { ok: false, error: 'io' };
  const { doc, arrivals } = fresh;
  Object.assign(space, { doc, arrivals, left: fresh.left, edits: fresh.edits, outgoing: [] });
  takeOwnId(space);
  return DONE;
}

/** Kept beside the space until this device may write again. */
export async function putLeft(space: Space): Promise<Change> {
  if (!leftOf(space)) throw new Error('a newer version has set words aside here');
  return spellLeft(space.id, await unsentChanges(space));
}

/** What was set aside here cannot be read: of a newer version, or damaged. */
export function isLeftUnread(space: Pick<Space, 'left'>): boolean {
  return leftOf(space) === undefined;
}

/** Words that came with it from another address wait beside its own; false where they cannot. */
export function addLeft(space: Space, words: Uint8Array): boolean {
  const [own, more] = [leftOf(space), leftOf({ left: words.length > 0 ? words : undefined })];
  if (!own || !more) return false;
  if (words.length === 0) return true;
  space.left = spellWords(joined(own, more));
  return true;
}

/** Beside what was set aside here before; undefined where that cannot be read. */
export function joinedWithLeft(
  space: Space,
  changes: Changes,
): { readonly key: string; readonly value: Uint8Array } | undefined {
  const own = leftOf(space);
  return own && { key: leftKey(space.id), value: spellWords(joined(own, changes)) };
}

function joined(one: Changes, other: Changes): Changes {
  return {
    plan: [...one.plan, ...other.plan],
    items: [...one.items, ...other.items],
    names: [...one.names, ...other.names],
  };
}

export function spellLeft(id: Hex, changes: Changes): Change {
  return { key: leftKey(id), value: spellWords(changes) };
}

export function spellWords(changes: Changes): Uint8Array {
  return utf8(JSON.stringify(changes));
}

/** Undefined where a newer version has spelled it, or it is damaged: it stays until one reads it. */
function leftOf({ left }: Pick<Space, 'left'>): Changes | undefined {
  if (!left) return NO_CHANGES;
  try {
    return readChanges(JSON.parse(textOf(left) ?? 'null'));
  } catch {
    return undefined;
  }
}

/** Written anew, one after the other; a crash between makes some of it come again, which changes nothing. */
export async function takeLeft(space: Space): Promise<Result<null>> {
  const left = leftOf(space);
  if (!left) return { ok: false, error: 'unsupported' };
  const written = await writeAnew(space, left);
  if (!written.ok) return written;
  const dropped = await space.store.write([{ key: leftKey(space.id), value: null }]);
  if (dropped.ok) space.left = undefined;
  return dropped;
}

export async function writeAnew(
  space: Space,
  changes: Changes,
  behalf?: string,
): Promise<Result<null>> {
  const { doc, seams } = space;
  let isOld = false;
  // Read anew meanwhile: what is written in the old document would be nowhere.
  const write = (step: () => void): Promise<Result<null>> =>
    makeEdit(space, () => (space.doc === doc ? step() : (isOld = true)));
  const steps = (of: ItemChange): (() => void)[] =>
    itemSteps(doc, of, Math.floor(seams.now()), behalf);
  for (const step of planSteps(doc, changes)) {
    const written = await write(step);
    if (!written.ok || isOld) return written.ok ? AGAIN : written;
  }
  for (const item of changes.items) {
    for (const step of steps(item)) {
      const written = await write(step);
      if (!written.ok || isOld) return written.ok ? AGAIN : written;
    }
  }
  return DONE;
}
