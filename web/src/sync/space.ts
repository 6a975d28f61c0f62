/**
 * One space as this device has it: what the store keeps, and what follows from it. Plain
 * state; the files beside this one are what may happen to it. Only one runs it at a time.
 */
import * as Y from 'yjs';
import { NO_ARRIVALS, type Arrivals } from '../core/plan/arrivals';
import {
  createDocument,
  deviceOfClient,
  edit as transact,
  LOCAL,
  SESSIONS,
  setAuthor,
} from '../core/plan/document';
import { LogOrder, placeIn } from '../core/plan/log_order';
import { markUnconfirmed } from '../core/plan/unconfirmed';
import type { Hex } from '../core/bytes';
import { signersOf } from '../core/charter/state';
import type { Result } from '../core/errors';
import { keysFromStore, type DeviceKeys } from '../crypto/device_keys';
import type { EpochKey } from '../crypto/epoch_key';
import { MAX_CONTENT_BYTES } from '../crypto/record';
import type { Change, Store } from '../store/store';
import type { Commit } from '../proto/commit';
import { EMPTY_LOG, type LogState } from './log';
import {
  putEdit,
  putMe,
  readSpace,
  type Carried,
  type Handed,
  type KeptSpace,
  type Me,
  type Outgoing,
  type PendingEdit,
  type Piece,
  type Saying,
} from './records';
import { changedTexts, replay } from './replay';
import type { Seams } from './seams';

/** What one record has room for, beside the few bytes that say what it is. */
export const MAX_EDIT_BYTES = MAX_CONTENT_BYTES - 32;

const NOT_KEPT: Result<null> = { ok: false, error: 'io' };

export interface Encounter {
  readonly device: number;
  readonly item: string; // id
}

/** `lost`: its device has ended, or gone on without them. */
export interface Brought {
  readonly device: number;
  readonly count: number;
  readonly state: 'waits' | 'lost' | 'aside';
}

export interface Space {
  readonly id: Hex;
  readonly store: Store;
  readonly seams: Seams;
  readonly keys: DeviceKeys;
  readonly epochKeys: Map<Hex, EpochKey>;
  me: Me;
  log: LogState;
  /** The charter as it was read by invitation; not kept. */
  seen: LogState;
  doc: Y.Doc;
  /** EDIT6: records of the plan's lane, as far as they could be applied. */
  arrivals: Arrivals;
  readonly order: LogOrder;
  edits: readonly PendingEdit[];
  outgoing: readonly Outgoing[];
  sayings: readonly Saying[];
  carried: readonly Carried[];
  /** FILE6: in the document, too, but for those of devices put aside, and what will never come. */
  handed: readonly Handed[];
  aside: readonly number[];
  /** Whose words came by hand and are not in the log, as they were last looked through. */
  brought: readonly Brought[];
  /** Commits whose room key has not come yet; they are opened in their order when it does. */
  locked: readonly Commit[];
  /** Records that could not be opened or applied (EDIT4). */
  unreadable: number;
  /** Another root than ours for a size we hold, in a verified commit's hint. */
  isForked: boolean;
  /** Texts written in since everything was last sent, by name; lost at a restart, for notices only. */
  readonly ownTexts: Set<string>;
  /** Somebody else wrote in one of them meanwhile. */
  readonly encounters: Encounter[];
  /** Replies are taken over one after the other. */
  turn: Promise<unknown>;
  /** Writes of what `me` counts, one after the other: none starts from what another is changing. */
  writing: Promise<unknown>;
  /** Roots of the heads this device has held, by size and server epoch. */
  readonly roots: Map<string, Hex>;
  /** From then on nothing of it is kept: not what a meeting under way still brings, either. */
  isForgotten: boolean;
  /** Words of an earlier membership on this device, to be written anew; spelled as kept. */
  left: Uint8Array | undefined;
}

export function newSpace(
  id: Hex,
  store: Store,
  seams: Seams,
  kept: Pick<
    KeptSpace,
    | ('me' | 'epochKeys' | 'edits' | 'outgoing' | 'sayings' | 'carried' | 'left')
    | ('handed' | 'aside')
  >,
  keys: DeviceKeys,
): Space {
  const space: Space = {
    id,
    store: { ...store, write },
    seams,
    keys,
    epochKeys: new Map(kept.epochKeys),
    me: kept.me,
    log: EMPTY_LOG,
    seen: EMPTY_LOG,
    doc: createDocument(),
    arrivals: NO_ARRIVALS,
    order: new LogOrder(),
    edits: kept.edits,
    outgoing: kept.outgoing,
    sayings: kept.sayings,
    carried: kept.carried,
    handed: kept.handed,
    aside: kept.aside,
    brought: [],
    locked: [],
    unreadable: 0,
    isForked: false,
    ownTexts: new Set(),
    encounters: [],
    turn: Promise.resolve(),
    writing: Promise.resolve(),
    roots: new Map(),
    isForgotten: false,
    left: kept.left,
  };
  placeIn(space.doc, space.order.placeOf);
  return space;

  function write(changes: readonly Change[]): Promise<Result<null>> {
    return space.isForgotten ? Promise.resolve(NOT_KEPT) : store.write(changes);
  }
}

export async function loadSpace(store: Store, seams: Seams, id: Hex): Promise<Space | undefined> {
  const space = await loadLog(store, seams, id);
  if (!space) return undefined;
  await showUnsent(space);
  return space;
}

/** On a document of the log alone: what came by hand, and what is typed here. */
export async function showUnsent(space: Space): Promise<void> {
  if (space.handed.length > 0) await (await import('./handed')).show(space);
  else for (const { update } of unsentEdits(space)) Y.applyUpdate(space.doc, update);
  takeOwnId(space);
}

/** After other work on what the log brings, and before the next: nothing of it is half there. */
export function inTurn<T>(space: Space, work: () => Promise<T>): Promise<T> {
  const done = space.turn.then(work);
  space.turn = done.catch(() => undefined);
  return done;
}

/** Without what is typed here and not in the log; as far as `upTo` takes its leaves. */
export async function loadLog(
  store: Store,
  seams: Seams,
  id: Hex,
  upTo = (kept: KeptSpace): readonly Piece[] => kept.log,
): Promise<Space | undefined> {
  const kept = await readSpace(store, id);
  if (!kept) return undefined;
  const space = newSpace(id, store, seams, kept, keysFromStore(kept.keys));
  await replay(space, upTo(kept));
  return space;
}

/** Typed here and not yet in the log, in the order it was typed. */
export function unsentEdits(space: Space): PendingEdit[] {
  return [...space.outgoing.flatMap((out) => out.edits), ...space.edits];
}

/** What the device says by itself, or what something else that waits stands for. */
const UNCOUNTED: readonly string[] = ['genesis', 'join', 'enact', 'rekey', 'bad-rekey'];

/** What somebody wrote or said and no server has acknowledged as durable. */
export function unsentCount(space: Space): number {
  const open = space.outgoing.filter((out) => out.state !== 'acknowledged');
  const said = space.sayings.filter(
    ({ type, counter }) => counter > 0 && !UNCOUNTED.includes(type),
  );
  const here = space.edits.length + said.length + (space.left ? 1 : 0);
  return open.reduce((sum, out) => sum + out.edits.length, here);
}

export function isMember(space: Space): boolean {
  return space.me.device > 0;
}

export function isConfirmed(space: Space): boolean {
  const { charter } = space.log;
  const device = charter?.devices[space.me.device - 1];
  return !!charter && !!device && signersOf(charter, device.party).has(device.person);
}

/** EDIT1: set only when the whole local log is in the document. */
export function takeOwnId(space: Space): void {
  const { doc, me, order, handed } = space;
  if (isMember(space)) setAuthor(doc, me.device, me.session);
  if (handed.length === 0) return;
  const isOwn = (client: number): boolean => deviceOfClient(client) === space.me.device;
  markUnconfirmed(
    doc,
    (client, clock) => !isOwn(client) && order.placeOf(client, clock) === Infinity,
  );
}

export function isOwnId(space: Space): boolean {
  const { clientID } = space.doc;
  return deviceOfClient(clientID) === space.me.device && clientID % SESSIONS === space.me.session;
}

/** Changes the plan; ok means that the edit is durable on this device. */
export function makeEdit(space: Space, change: () => void): Promise<Result<null>> {
  return inWriting(space, () => editInTurn(space, change));
}

async function editInTurn(space: Space, change: () => void): Promise<Result<null>> {
  if (!isOwnId(space)) throw new Error('the document has lost its author');
  const updates: Uint8Array[] = [];
  const collect = (update: Uint8Array, origin: unknown): void => {
    if (origin === LOCAL) updates.push(update);
  };
  space.doc.on('update', collect);
  const texts = changedTexts(space.doc, () => transact(space.doc, change));
  space.doc.off('update', collect);
  for (const text of texts) space.ownTexts.add(text);
  const [update] = updates;
  if (!update) return { ok: true, value: null };
  if (update.length > MAX_EDIT_BYTES) {
    await forget(space);
    return { ok: false, error: 'too-large' };
  }
  const edit = { number: space.me.nextEdit, at: space.seams.now(), update };
  const written = await writeMe(space, { nextEdit: edit.number + 1 }, putEdit(space.id, edit));
  if (written.ok) space.edits = [...space.edits, edit];
  else await forget(space);
  return written;
}

/** Writes what this device is, then remembers it: what could not be written has not happened. */
export function change(
  space: Space,
  next: Partial<Me>,
  ...others: readonly Change[]
): Promise<Result<null>> {
  return inWriting(space, () => writeMe(space, next, ...others));
}

/** Only inside `inWriting`. */
export async function writeMe(
  space: Space,
  next: Partial<Me>,
  ...others: readonly Change[]
): Promise<Result<null>> {
  const me = { ...space.me, ...next };
  const written = await space.store.write([...others, putMe(space.id, me)]);
  if (written.ok) space.me = { ...space.me, ...next };
  return written;
}

export function inWriting<T>(space: Space, work: () => Promise<T>): Promise<T> {
  const done = space.writing.then(work);
  space.writing = done.catch(() => undefined);
  return done;
}

/** An edit that could not be kept is undone; its ids may have been seen, so the session rises. */
async function forget(space: Space): Promise<void> {
  const fresh = await loadSpace(space.store, space.seams, space.id);
  if (!fresh) return;
  const session = Math.max(space.me.session, fresh.me.session) + 1;
  space.arrivals = fresh.arrivals;
  takeShown(space, fresh, session);
}

/** The document as it was read anew, and what was settled in the store while it was. */
export function takeShown(space: Space, fresh: Space, session: number): void {
  const { doc, edits, left, handed, aside, brought } = fresh;
  Object.assign(space, { doc, edits, left, handed, aside, brought });
  space.me = { ...space.me, session };
  takeOwnId(space);
}
