/**
 * FILE6: words that came by hand. They are shown with what the log holds, decide nothing, and go
 * from the store as soon as the log has them; only their author's device brings them there.
 */
import * as Y from 'yjs';
import { hexOf, type Hex } from '../core/bytes';
import { deviceOf } from '../core/charter/state';
import type { Result } from '../core/errors';
import { NO_ARRIVALS, takeArrival, type Arrival, type Arrivals } from '../core/plan/arrivals';
import { changesBetween } from '../core/plan/changes';
import { createDocument, deviceOfClient } from '../core/plan/document';
import {
  differenceFrom,
  foreignNeeds,
  reachOf,
  type Clocks,
  type Reach,
} from '../core/plan/inspect';
import { hash } from '../crypto/hash';
import { openRecord } from '../crypto/record';
import { decodeCommit } from '../proto/commit';
import { decodeEdit } from '../proto/content';
import { dropEdit, dropHanded, type Handed, type PendingEdit } from './records';
import { planLane, type Folded } from './replay';
import {
  inWriting,
  loadLog,
  showUnsent,
  takeShown,
  unsentEdits,
  writeMe,
  type Brought,
  type Space,
} from './space';
import { joinedWithLeft } from './unsent';

/** One step of its author. */
export interface HandedEdit {
  readonly device: number;
  readonly key: Hex; // of what it writes
  readonly update: Uint8Array;
  readonly reach: Reach;
}

export type Fate = 'here' | Brought['state'];

const opened = new WeakMap<Handed, readonly HandedEdit[]>();

/** `not-found`: no key for it here; `malformed`: anything else than what an honest device seals. */
export function openHanded(space: Space, handed: Handed): Result<readonly HandedEdit[]> {
  const known = opened.get(handed);
  if (known) return { ok: true, value: known };
  const decoded = decodeCommit(handed.signed, (record) => hash('record', record));
  if (!decoded.ok) return decoded;
  const { core, signed } = decoded.value;
  const key = space.epochKeys.get(core.epoch);
  const lane = planLane(space);
  if (!key || lane === undefined) return { ok: false, error: 'not-found' };
  const edits: HandedEdit[] = [];
  for (const [index, place] of core.records.entries()) {
    const context = { ...core, index, lane, kind: place.kind };
    const content = openRecord(key, context, signed.payload[index] ?? new Uint8Array());
    const edit = content.ok ? decodeEdit(content.value) : content;
    const update = edit.ok && !edit.value.isPacked ? edit.value.update : undefined;
    const reach = update && reachOf(update);
    if (!update || !reach) return { ok: false, error: 'malformed' };
    edits.push({ device: core.device, key: hexOf(hash('record', update)), update, reach });
  }
  opened.set(handed, edits);
  return { ok: true, value: edits };
}

/** In each author's order, each once. What no key here opens stays where it is. */
export function editsOf(space: Space, all = space.handed): HandedEdit[] {
  const sorted = [...all].sort((a, b) => a.device - b.device || a.seq - b.seq);
  const edits = sorted.flatMap((handed) => {
    const read = openHanded(space, handed);
    return read.ok ? read.value : [];
  });
  return [...new Map(edits.map((edit) => [`${edit.device}/${edit.key}`, edit])).values()];
}

/** What has become of each; `log` is the document of the log alone. */
export function fatesOf(
  space: Space,
  log: Y.Doc,
  edits: readonly HandedEdit[],
  aside = space.aside,
): Fate[] {
  const { clocks } = space.arrivals;
  const forks = forksOf(log, edits);
  const gone = Y.createDeleteSetFromStructStore(log.store);
  const lastOf = new Map<number, number>(); // client, by device
  return edits.map(({ device, reach }) => {
    const { written, deleted } = reach;
    const client = written.at(-1)?.client ?? lastOf.get(device);
    if (client !== undefined) lastOf.set(device, client);
    if (written.some((one) => isAfter(forks, one))) return 'lost';
    const isWritten = written.every((one) => (clocks.get(one.client) ?? 0) >= one.end);
    if (isWritten && deleted.every((range) => isDeleted(gone, range))) return 'here';
    const found = space.log.charter && deviceOf(space.log.charter, device);
    const isOver = found === undefined || found.cut !== undefined;
    if (isOver || isPast(clocks, device, client)) return 'lost';
    return aside.includes(device) ? 'aside' : 'waits';
  });
}

/**
 * From which clock on a client wrote one thing by hand and another in the log. Nobody honest does:
 * what was typed here on the first would stand among the words of the second.
 */
function forksOf(log: Y.Doc, edits: readonly HandedEdit[]): Clocks {
  const forks = new Map<number, number>();
  for (const { update } of edits) {
    const fork = differenceFrom(log, update);
    if (!fork) continue;
    forks.set(fork.client, Math.min(fork.clock, forks.get(fork.client) ?? Infinity));
  }
  return forks;
}

function isAfter(forks: Clocks, { client, end }: { client: number; end: number }): boolean {
  return end > (forks.get(client) ?? Infinity);
}

/** What rests on words that the log has otherwise, and all of its author that follows. */
function restingOn(forks: Clocks, own: readonly Arrival[]): readonly Arrival[] {
  const first = own.findIndex(({ device, update }) =>
    foreignNeeds(update, device).some(({ client, clock }) =>
      isAfter(forks, { client, end: clock }),
    ),
  );
  return first < 0 ? [] : own.slice(first);
}

/** A device's sessions rise: what it had under an earlier one it has said anew, or lost. */
function isPast(clocks: Clocks, device: number, client = Infinity): boolean {
  return [...clocks.keys()].some((one) => one > client && deviceOfClient(one) === device);
}

function isDeleted(
  { clients }: ReturnType<typeof Y.createDeleteSetFromStructStore>,
  { client, clock, len }: Reach['deleted'][number],
): boolean {
  const ranges = clients.get(client) ?? [];
  return ranges.some((one) => one.clock <= clock && one.clock + one.len >= clock + len);
}

/** Only sheets with something that is not here, and not on a newer sheet. */
export function neededOf(
  space: Space,
  all: readonly Handed[],
  isHere: (edit: HandedEdit) => boolean,
): Handed[] {
  const kept = new Set<string>();
  const newestFirst = [...all].sort((a, b) => b.seq - a.seq || b.signed.length - a.signed.length);
  return newestFirst.filter((handed) => {
    const read = openHanded(space, handed);
    if (!read.ok) return true;
    const news = read.value.filter((edit) => !isHere(edit) && !kept.has(keyOf(edit)));
    for (const edit of news) kept.add(keyOf(edit));
    return news.length > 0;
  });
}

export function keyOf({ device, key }: HandedEdit): string {
  return `${device}/${key}`;
}

/** The document of the log, with what came by hand and what is typed here. */
export async function show(space: Space): Promise<void> {
  const edits = editsOf(space);
  const fates = fatesOf(space, space.doc, edits);
  const here = new Set(edits.filter((_, i) => fates[i] === 'here').map(keyOf));
  await dropArrived(space, here);
  const living = edits.filter((_, i) => fates[i] === 'waits');
  const own = ownOf(space);
  const { waiting } = takeAll(space.arrivals, [...own, ...living]);
  const forks = forksOf(space.doc, edits);
  const late = [...waiting.filter(isOwn), ...restingOn(forks, own)];
  const stuck = new Set(late.map(({ update }) => update));
  if (stuck.size > 0) await sayAnew(space, edits, stuck, forks);
  applyAll(space, living, unsentEdits(space));
  space.brought = broughtOf(edits, fates);

  function isOwn({ device }: Arrival): boolean {
    return device === space.me.device;
  }
}

/** All of them, whatever became of them, and what was typed here beside; on the log's document. */
export function applyHanded(
  space: Space,
  own: readonly Pick<PendingEdit, 'update'>[] = [],
  isOf?: (device: number) => boolean,
): void {
  const edits = editsOf(space).filter(({ device }) => isOf?.(device) ?? true);
  applyAll(space, edits, own);
}

export function ownOf(space: Space): Arrival[] {
  return unsentEdits(space).map(({ update }) => ({ device: space.me.device, update }));
}

/** Each may rest on the other's: what rests on nothing that is there waits. */
export function takeAll({ clocks }: Arrivals, all: readonly Arrival[]): Taken {
  let next: Arrivals = { clocks, waiting: [] };
  const ready: Arrival[] = [];
  for (const one of all) {
    const taken = takeArrival(next, one);
    next = taken.next;
    ready.push(...taken.ready);
  }
  return { ...next, ready };
}

interface Taken extends Arrivals {
  /** To be applied, in this order. */
  readonly ready: readonly Arrival[];
}

function applyAll(
  { doc, arrivals, me }: Pick<Space, 'doc' | 'arrivals' | 'me'>,
  edits: readonly HandedEdit[],
  own: readonly Pick<PendingEdit, 'update'>[],
): void {
  const typed = own.map(({ update }) => ({ device: me.device, update }));
  const { ready, waiting } = takeAll(arrivals, [...typed, ...edits]);
  for (const { update } of ready) Y.applyUpdate(doc, update, 'remote');
  // Nobody looks through a person's own words on their own device.
  const late = new Set([...ready, ...waiting].map(({ update }) => update));
  for (const { update } of own) if (!late.has(update)) Y.applyUpdate(doc, update);
}

async function dropArrived(space: Space, here: ReadonlySet<string>): Promise<void> {
  const needed = new Set(neededOf(space, space.handed, (edit) => here.has(keyOf(edit))));
  const gone = space.handed.filter((handed) => !needed.has(handed));
  if (gone.length === 0) return;
  // What could not be dropped is looked at again the next time.
  const written = await space.store.write(gone.map((handed) => dropHanded(space.id, handed)));
  if (written.ok) space.handed = space.handed.filter((handed) => needed.has(handed));
}

/**
 * What was typed here on words that are no longer shown could never go out: it is said anew without
 * them, under a session of its own. Until that is kept it stays as it is.
 */
async function sayAnew(
  space: Space,
  edits: readonly HandedEdit[],
  stuck: ReadonlySet<Uint8Array>,
  forks: Clocks,
): Promise<void> {
  const isStuck = ({ update }: PendingEdit): boolean => stuck.has(update);
  const [gone, rest] = [space.edits.filter(isStuck), space.edits.filter((one) => !isStuck(one))];
  // As it was read: the words by hand, and not what the log has in their stead.
  const [before, after] = [copyOf(space.doc, forks), copyOf(space.doc, forks)];
  const own = unsentEdits(space);
  const { me } = space;
  const arrivals = { ...NO_ARRIVALS, clocks: new Map([...space.arrivals.clocks, ...forks]) };
  applyAll({ doc: after, arrivals, me }, edits, own);
  applyAll(
    { doc: before, arrivals, me },
    edits,
    own.filter((one) => !isStuck(one)),
  );
  const left = joinedWithLeft(space, changesBetween(before, after));
  if (!left) return; // a newer version has set words aside: they wait
  const drops = gone.map((edit) => dropEdit(space.id, edit));
  const written = await writeMe(space, { session: space.me.session + 1 }, left, ...drops);
  if (!written.ok) return;
  space.left = left.value;
  space.edits = rest;
}

/** Of each client only what comes before `forks`. */
function copyOf(doc: Y.Doc, forks: Clocks): Y.Doc {
  const { ds, sv } = Y.snapshot(doc);
  const asOf = Y.createSnapshot(ds, new Map([...sv, ...forks]));
  return Y.createDocFromSnapshot(doc, asOf, createDocument());
}

/** The document again, where the log has more, or somebody puts words aside. Inside a turn. */
export function renew(space: Space): Promise<void> {
  return inWriting(space, async () => {
    const fresh = await loadLog(space.store, space.seams, space.id);
    if (!fresh) return;
    // One that rose after a failed write is in no store.
    const session = Math.max(space.me.session, fresh.me.session);
    fresh.me = { ...fresh.me, session };
    await showUnsent(fresh);
    takeShown(space, fresh, fresh.me.session);
  });
}

/** After leaves were taken over: only where they are of whom something is waited for. */
export async function settleHanded(space: Space, { leaves }: Folded): Promise<void> {
  const of = new Set(space.handed.map(({ device }) => device));
  const isNews = leaves.some((leaf) => leaf.kind === 'entry' || of.has(leaf.commit.core.device));
  if (isNews) await renew(space);
}

function broughtOf(edits: readonly HandedEdit[], fates: readonly Fate[]): Brought[] {
  const found = new Map<string, Brought>();
  edits.forEach(({ device }, i) => {
    const state = fates[i]!;
    if (state === 'here') return;
    const key = `${device}/${state}`;
    found.set(key, { device, state, count: (found.get(key)?.count ?? 0) + 1 });
  });
  return [...found.values()];
}
