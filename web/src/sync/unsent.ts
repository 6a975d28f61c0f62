/**
 * Words that a device can no longer send as its own: because it was ended, or because what it
 * stored went back in time. They are kept as changes, and written anew by whoever may write.
 */
import * as Y from 'yjs';
import { hexOf, textOf, utf8, type Hex } from '../core/bytes';
import type { Result } from '../core/errors';
import {
  applyItemChange,
  applyPlanChange,
  changesBetween,
  NO_CHANGES,
  readChanges,
  type Changes,
} from '../core/plan/changes';
import { SESSIONS } from '../core/plan/document';
import { hash } from '../crypto/hash';
import { decodeCommit } from '../proto/commit';
import { FrameType, type Frame } from '../proto/frames';
import type { Change } from '../store/store';
import { isOwnCore } from './outbox';
import { dropEdit, dropOutgoing, leftKey, type KeptSpace, type Piece } from './records';
import { chance } from './seams';
import { change, loadLog, loadSpace, makeEdit, type Space } from './space';

const FRESH_SESSIONS = SESSIONS / 2;
const DONE: Result<null> = { ok: true, value: null };

/** What was typed here and no server has acknowledged. */
export async function unsentChanges({ store, seams, id }: Space): Promise<Changes> {
  const [sent, typed] = [await load(), await load()];
  if (!sent || !typed) return NO_CHANGES;
  for (const { state, edits } of typed.outgoing) {
    for (const { update } of edits) {
      Y.applyUpdate(typed.doc, update);
      if (state === 'acknowledged') Y.applyUpdate(sent.doc, update);
    }
  }
  for (const { update } of typed.edits) Y.applyUpdate(typed.doc, update);
  return changesBetween(sent.doc, typed.doc);

  function load(): Promise<Space | undefined> {
    return loadLog(store, seams, id, beforeStrangers);
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
export async function setAside(space: Space): Promise<Result<null>> {
  const { id, edits, outgoing, log } = space;
  const { seq, cores } = log.chains.get(space.me.device)!;
  const left = await putLeft(space);
  const drops = [
    ...edits.map((edit) => dropEdit(id, edit)),
    ...outgoing.map((out) => dropOutgoing(id, out.seq)),
  ];
  const session = FRESH_SESSIONS + Math.floor(chance(space.seams) * FRESH_SESSIONS);
  const next = { seq: Number(seq), core: cores.at(-1)!, session, isBehind: true };
  const written = await change(space, next, left, ...drops);
  if (!written.ok) return written;
  const fresh = await loadSpace(space.store, space.seams, id);
  if (!fresh) return { ok: false, error: 'io' };
  const { doc, arrivals } = fresh;
  Object.assign(space, { doc, arrivals, left: fresh.left, edits: fresh.edits, outgoing: [] });
  return DONE;
}

/** Kept beside the space until this device may write again. */
export async function putLeft(space: Space): Promise<Change> {
  const { plan, items, names } = await unsentChanges(space);
  const before = leftOf(space);
  return spellLeft(space.id, {
    plan: [...before.plan, ...plan],
    items: [...before.items, ...items],
    names: [...before.names, ...names],
  });
}

export function spellLeft(id: Hex, changes: Changes): Change {
  return { key: leftKey(id), value: utf8(JSON.stringify(changes)) };
}

function leftOf({ left }: Space): Changes {
  const changes = left && readChanges(JSON.parse(textOf(left) ?? 'null'));
  return changes ?? NO_CHANGES;
}

/** Written anew, one after the other; a crash between writes some of it twice, which changes nothing. */
export async function takeLeft(space: Space): Promise<Result<null>> {
  const written = await writeAnew(space, leftOf(space));
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
  const plan = await makeEdit(space, () => applyPlanChange(doc, changes));
  if (!plan.ok) return plan;
  for (const change of changes.items) {
    const at = Math.floor(seams.now());
    const written = await makeEdit(space, () => applyItemChange(doc, change, at, behalf));
    if (!written.ok) return written;
  }
  return DONE;
}
