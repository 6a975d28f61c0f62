/** The document read back as items: who made each, who wrote last, and what is gone. */
import * as Y from 'yjs';
import {
  itemMap,
  KINDS,
  marksIn,
  MAX_TEXT,
  timeIn,
  valueOf,
  wordingsIn,
  type FieldValue,
  type ItemRef,
  type Kind,
  type Mark,
} from './document';
import { placesOf } from './log_order';
import { confirmedIn } from './unconfirmed';

export interface Author {
  readonly device: number;
  readonly at: number;
  /** Whose words they are, where another handed them over or wrote them down. */
  readonly behalf?: Behalf;
}

export interface Behalf {
  readonly name: string;
  /** 0: of nobody's group that is known. */
  readonly party: number;
  /** The invitation that a person without a phone may claim the words by; '' without one. */
  readonly slip: string;
}

export interface Item {
  readonly kind: Kind;
  readonly id: string;
  readonly fields: ReadonlyMap<string, unknown>;
  readonly texts: ReadonlyMap<string, string>;
  readonly created: Author;
  readonly edited: Author;
  /** What the device that made it wrote in a field last, and has come (FILE6): nobody else says it for them. */
  readonly own: (key: string) => unknown;
  readonly isGone: boolean;
  /** Deleted by somebody, kept by somebody else's edit, and nobody has looked since. */
  readonly returned: boolean;
}

const ITEM_NAME = /^i\/([a-z]+)\/([0-9a-z-]{1,64})$/;
const MAX_ITEMS = 20_000;
/** Whoever fills a plan leaves room for the others' in it. */
export const MAX_OF_DEVICE = MAX_ITEMS / 2;
export const MAX_SHORT = 400;

export function readItems(doc: Y.Doc): Item[] {
  const texts = textsByItem(doc);
  const items: Item[] = [];
  const made = new Map<number, number>();
  const names = [...doc.share.keys()].filter((key) => key.startsWith('i/')).sort();
  const twice = namedTwice(names);
  for (const name of names) {
    const [, kind, id] = ITEM_NAME.exec(name) ?? [];
    if (!isKind(kind) || id === undefined) continue;
    if (twice.has(id) && kindOf(doc, id) !== kind) continue;
    const item = readItem(doc, kind, id, texts.get(id) ?? new Map<string, string>());
    const count = item ? (made.get(item.created.device) ?? 0) : MAX_OF_DEVICE;
    if (!item || count >= MAX_OF_DEVICE) continue;
    made.set(item.created.device, count + 1);
    if (items.push(item) >= MAX_ITEMS) break;
  }
  return items;
}

function namedTwice(names: readonly string[]): ReadonlySet<string> {
  const once = new Set<string>();
  const twice = new Set<string>();
  for (const name of names) {
    const id = ITEM_NAME.exec(name)?.[2] ?? '';
    if (once.has(id)) twice.add(id);
    once.add(id);
  }
  return twice;
}

export function readText(doc: Y.Doc, name: string): string {
  return doc.share.has(name) ? doc.getText(name).toJSON().slice(0, MAX_TEXT) : '';
}

/** Names and other short facts, by key. */
export function readNames(doc: Y.Doc): Map<string, unknown> {
  return fieldsOf(doc.getMap<FieldValue>('n'));
}

/** In which language people write here (`nb`), as whoever founded the plan says; '' nobody has. */
export function readLanguage(doc: Y.Doc): string {
  const value = readNames(doc).get('language');
  return isLanguage(value) ? value : '';
}

export function isLanguage(value: unknown): value is string {
  return typeof value === 'string' && /^[a-z]{2}$/.test(value);
}

export function findItem(doc: Y.Doc, id: string): { kind: Kind; id: string } | undefined {
  const kind = kindOf(doc, id);
  return kind && { kind, id };
}

/** EDIT8: an id is of the kind under which it came into the log first. */
function kindOf(doc: Y.Doc, id: string): Kind | undefined {
  const made = KINDS.flatMap((kind) => {
    const first = doc.share.has(`i/${kind}/${id}`)
      ? wordingsIn(itemMap(doc, { kind, id }), 'made').at(-1)
      : undefined;
    return first ? [{ kind, first }] : [];
  });
  if (made.length < 2) return made[0]?.kind;
  const placeOf = placesOf(doc);
  const places = made.map(({ first }) => placeOf(first.client, first.clock));
  return made[places.indexOf(Math.min(...places))]?.kind;
}

/**
 * FILE6: what is deleted by hand is out of sight at once, as words are read at once. What others
 * are counted by, a meeting that was held or a pause, counts until the log has the deletion.
 */
export function doesCount(doc: Y.Doc, item: ItemRef): boolean {
  if (!doc.share.has(`i/${item.kind}/${item.id}`)) return false;
  const map = itemMap(doc, item);
  if (!madeBy(map)) return false;
  return !fateOf(marksIn(map, 't', confirmedIn), marksIn(map, 'd', confirmedIn)).isGone;
}

function readItem(
  doc: Y.Doc,
  kind: Kind,
  id: string,
  texts: ReadonlyMap<string, string>,
): Item | undefined {
  const map = itemMap(doc, { kind, id });
  const made = madeBy(map);
  if (!made) return undefined;
  const touches = marksIn(map, 't');
  const fields = fieldsOf(map);
  const first = { ...made, count: 1 };
  const last = touches.reduce<typeof first>((a, b) => (b.at >= a.at ? b : a), first);
  const [created, edited] = [authorOf(first, map), authorOf(last, map)];
  const own = (key: string): unknown => confirmedIn(map, key, made.device);
  const fate = fateOf(touches, marksIn(map, 'd'));
  return { kind, id, fields, texts, created, edited, own, ...fate };
}

/** Whose words they are is said by whoever wrote them, and by nobody else. */
function authorOf(
  { device, at, count }: { device: number; at: number; count: number },
  map: Y.Map<FieldValue>,
): Author {
  for (const { device: writer, value } of wordingsIn(map, 'behalf')) {
    const note = writer === device ? value : undefined;
    const [by, nth, ...whose] = Array.isArray(note) ? (note as unknown[]) : [];
    const behalf = by === device && nth === count ? readBehalf(whose) : undefined;
    if (behalf) return { device, at, behalf };
  }
  return { device, at };
}

export function readBehalf([name, party, slip]: readonly unknown[]): Behalf | undefined {
  if (typeof name !== 'string' || name === '') return undefined;
  return {
    name: name.slice(0, MAX_SHORT),
    party: Number.isSafeInteger(party) ? Number(party) : 0,
    slip: typeof slip === 'string' ? slip.slice(0, MAX_SHORT) : '',
  };
}

/** The first who wrote `made`, whoever wrote it again later. */
function madeBy(map: Y.Map<FieldValue>): Author | undefined {
  const first = wordingsIn(map, 'made').at(-1);
  if (!first) return undefined;
  return { device: first.device, at: timeIn(first.value) };
}

/** [Note: deletion] */
function fateOf(
  touches: readonly Mark[],
  deletions: readonly Mark[],
): { readonly isGone: boolean; readonly returned: boolean } {
  const isCovered = (by: Mark): boolean =>
    touches.every((touch) => by.seen.some(([d, n]) => d === touch.device && n >= touch.count));
  const isKnown = (deletion: Mark): boolean =>
    touches.some((touch) =>
      touch.seen.some(([d, n]) => d === deletion.device && n >= deletion.count),
    );
  const isGone = deletions.some(isCovered);
  return { isGone, returned: !isGone && deletions.some((deletion) => !isKnown(deletion)) };
}

function fieldsOf(map: Y.Map<FieldValue>): Map<string, unknown> {
  const fields = new Map<string, unknown>();
  for (const [key, item] of map._map) fields.set(key, valueOf(item));
  return fields;
}

function textsByItem(doc: Y.Doc): Map<string, Map<string, string>> {
  const byItem = new Map<string, Map<string, string>>();
  for (const name of doc.share.keys()) {
    if (!name.startsWith('x/')) continue;
    const [, id, field] = /^x\/([0-9a-z-]{1,64})\/([0-9a-z/]{1,40})$/.exec(name) ?? [];
    if (id === undefined || field === undefined) continue;
    const texts = byItem.get(id) ?? new Map<string, string>();
    byItem.set(id, texts.set(field, readText(doc, name)));
  }
  return byItem;
}

function isKind(kind: string | undefined): kind is Kind {
  return KINDS.some((known) => known === kind);
}
