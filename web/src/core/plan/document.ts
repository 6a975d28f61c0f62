/**
 * The plan as a CRDT: one Yjs document per room, and what a person's edits do to it.
 *
 * Every item is a root map `i/KIND/ID`, every text a root text `x/ID/FIELD`. Root types
 * are made by naming them, so two devices that make the same one at once have one, not
 * two of which one is lost. `gc: false`: the history of an item can be read from the
 * document itself, without the log; deleted text costs memory instead.
 *
 * [Note: deletion] Nothing is ever taken out. Whoever edits an item writes a counter
 * under `tDEVICE` in it; whoever deletes it writes under `dDEVICE` which counters it had
 * seen. An item is gone only where one deletion saw every counter, so an edit made at
 * the same time brings it back, on every device alike.
 */
import * as Y from 'yjs';
import { diffText } from '../text_diff';

export const KINDS = [
  'plan',
  'goal',
  'action',
  'need',
  'resource',
  'comment',
  'move',
  'decision',
  'meeting',
  'round',
  'answer',
  'evaluation',
  'score',
  'reflection',
  'account',
  'stepping',
  'report',
] as const;
export type Kind = (typeof KINDS)[number];
export type FieldValue = string | number | null | readonly FieldValue[];
/** The plan's own title, reason and place are texts of this one. */
export const PLAN: ItemRef = { kind: 'plan', id: 'plan' };
/** Which counter of which device somebody had seen. */
export type Seen = readonly (readonly [device: number, count: number])[];

export interface ItemRef {
  readonly kind: Kind;
  readonly id: string;
}

export const LOCAL = 'local';
export const SESSIONS = 2 ** 20;
export const MAX_TEXT = 20_000;

export function createDocument(): Y.Doc {
  return new Y.Doc({ gc: false });
}

/** Only after the local log is loaded: Yjs picks another id when it meets its own. */
export function setAuthor(doc: Y.Doc, device: number, session: number): void {
  doc.clientID = device * SESSIONS + session;
}

export function deviceOfClient(client: number): number {
  return Math.floor(client / SESSIONS);
}

/** One step of one person; everything in it travels together. */
export function edit(doc: Y.Doc, change: () => void): void {
  doc.transact(change, LOCAL);
}

export function itemMap(doc: Y.Doc, { kind, id }: ItemRef): Y.Map<FieldValue> {
  return doc.getMap<FieldValue>(`i/${kind}/${id}`);
}

export function textName(id: string, field: string): string {
  return `x/${id}/${field}`;
}

export function createItem(
  doc: Y.Doc,
  item: ItemRef,
  fields: Readonly<Record<string, FieldValue>>,
  at: number,
): void {
  const map = itemMap(doc, item);
  map.set('made', at);
  setFields(doc, item, fields);
  touch(doc, item, at);
}

export function setFields(
  doc: Y.Doc,
  item: ItemRef,
  fields: Readonly<Record<string, FieldValue>>,
): void {
  const map = itemMap(doc, item);
  for (const [key, value] of Object.entries(fields)) {
    if (map.get(key) !== value) map.set(key, value);
  }
}

/** Written as the smallest change, so that what others write in it stays. */
export function setText(doc: Y.Doc, name: string, text: string): void {
  const shared = doc.getText(name);
  for (const { at, remove, insert } of diffText(shared.toJSON(), text)) {
    if (remove > 0) shared.delete(at, remove);
    if (insert !== '') shared.insert(at, insert);
  }
}

export function setName(doc: Y.Doc, key: string, value: FieldValue): void {
  const names = doc.getMap<FieldValue>('n');
  if (names.get(key) !== value) names.set(key, value);
}

/** Says that somebody did something with the item: see [Note: deletion]. */
export function touch(doc: Y.Doc, item: ItemRef, at: number): void {
  const key = `t${deviceOfClient(doc.clientID)}`;
  const count = seenIn(doc, item, 't').find(([device]) => `t${device}` === key)?.[1] ?? 0;
  itemMap(doc, item).set(key, [count + 1, at, seenIn(doc, item, 'd')]);
}

export function removeItem(doc: Y.Doc, item: ItemRef, at: number): void {
  const key = `d${deviceOfClient(doc.clientID)}`;
  const count = seenIn(doc, item, 'd').find(([device]) => `d${device}` === key)?.[1] ?? 0;
  itemMap(doc, item).set(key, [count + 1, at, seenIn(doc, item, 't')]);
}

/** The counters under `t…` or `d…` as this document has them now. */
export function seenIn(doc: Y.Doc, item: ItemRef, prefix: 't' | 'd'): Seen {
  return marksIn(itemMap(doc, item), prefix).map(({ device, count }) => [device, count]);
}

export interface Mark {
  readonly device: number;
  readonly count: number;
  readonly at: number;
  readonly seen: Seen;
}

/** Only what the device named in the key wrote itself; anything else is not there. */
export function marksIn(map: Y.Map<FieldValue>, prefix: 't' | 'd', read = lastBy): Mark[] {
  const marks: Mark[] = [];
  for (const key of map._map.keys()) {
    if (!key.startsWith(prefix) || !/^.[1-9]\d{0,8}$/.test(key)) continue;
    const device = Number(key.slice(1));
    const mark = readMark(device, read(map, key, device));
    if (mark) marks.push(mark);
  }
  return marks.sort((a, b) => a.device - b.device);
}

export interface Wording {
  readonly device: number;
  readonly value: unknown;
  /** Which of all that was written in the document it is. */
  readonly client: number;
  readonly clock: number;
}

/**
 * All that was ever written under a key, the last first. Yjs puts what one device wrote in a
 * row into one, sooner on one device than on another.
 */
export function wordingsIn(map: Y.Map<FieldValue>, key: string): Wording[] {
  const wordings: Wording[] = [];
  for (let item = map._map.get(key) ?? null; item; item = item.left) {
    const { client, clock: first } = item.id;
    const device = deviceOfClient(client);
    const values = item.content instanceof Y.ContentAny ? (item.content.arr as unknown[]) : [];
    for (let i = values.length - 1; i >= 0; i--) {
      wordings.push({ device, value: values[i], client, clock: first + i });
    }
  }
  return wordings;
}

/** What a device wrote under a key last, whoever wrote over it. */
export function lastBy(map: Y.Map<FieldValue>, key: string, device: number): unknown {
  for (let item = map._map.get(key) ?? null; item; item = item.left) {
    if (deviceOfClient(item.id.client) === device) return valueOf(item);
  }
  return undefined;
}

/** A map's value stands even where a delete set names it: honest devices delete no keys. */
export function valueOf(item: Y.Item): unknown {
  return item.content instanceof Y.ContentAny ? item.content.arr.at(-1) : undefined;
}

function readMark(device: number, value: unknown): Mark | undefined {
  if (!Array.isArray(value)) return undefined;
  const [count, at, seen] = value as unknown[];
  if (!isCount(count) || !isCount(at) || !Array.isArray(seen)) return undefined;
  const pairs = seen.filter(
    (pair): pair is [number, number] =>
      Array.isArray(pair) && pair.length === 2 && pair.every(isCount),
  );
  return { device, count, at: timeIn(at), seen: pairs };
}

export function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

/** The last second of the year 9999. No calendar has room for what is written of a later one. */
export const MAX_TIME_S = 253_402_300_799;

/** Seconds since 1970, whatever somebody wrote there: what is later is the last, and what is none is 0. */
export function timeIn(value: unknown): number {
  return isCount(value) ? Math.min(value, MAX_TIME_S) : 0;
}
