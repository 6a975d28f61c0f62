/**
 * What one document says that another does not, as plain data: words that never reached a
 * server can be handed to somebody who writes them anew, and nobody relays what another signed.
 */
import * as Y from 'yjs';
import { carryOver } from '../text_merge';
import {
  createDocument,
  createItem,
  edit,
  itemMap,
  KINDS,
  MAX_TEXT,
  PLAN,
  removeItem,
  setName,
  setText,
  textName,
  type FieldValue,
  type ItemRef,
  type Kind,
} from './document';
import { amendItem, noteBehalf } from './amend';
import { noteBefore } from './history';
import { isSaidAnew, saidSince, saySteps, type SaidAnew } from './said_anew';
import { SHEET } from './choices';
import { findItem, readItems, readNames, readText, type Behalf, type Item } from './items';

export interface TextChange {
  readonly field: string;
  /** What it was written on: whoever changed it meanwhile keeps their words, too. */
  readonly base: string;
  readonly text: string;
}

export interface ItemChange {
  readonly kind: Kind;
  readonly id: string;
  /** What the item is called, where it was written. */
  readonly title: string;
  readonly is: 'new' | 'changed' | 'gone';
  readonly fields: readonly (readonly [key: string, value: FieldValue])[];
  readonly texts: readonly TextChange[];
  /** Whose words a new one is, where it was written down for somebody without a phone. */
  readonly behalf?: Behalf;
  /** What whoever wrote it said of it. */
  readonly said?: readonly SaidAnew[];
}

export interface Changes {
  /** The plan's own title, reason and place. */
  readonly plan: readonly TextChange[];
  readonly items: readonly ItemChange[];
  /** Names of groups and people, and other short facts. */
  readonly names: readonly (readonly [key: string, value: FieldValue])[];
}

export const NO_CHANGES: Changes = { plan: [], items: [], names: [] };
/** As many as a plan has items at most. */
export const MAX_CHANGES = 20_000;
const MAX_FIELDS = 256;
const MAX_VALUE = 400;
const PLAN_FIELDS = [
  ...['title', 'why', 'place'],
  ...Array.from({ length: SHEET }, (_, i) => `sheet/${i + 1}`),
];
/** Who made and touched an item is written anew by whoever takes it over. */
const OWN_KEYS = /^(made|behalf)$/;
/** Of no name: but not one's own, either. */
const NOBODY = '';
/** The field that an item is called by, whichever it has. */
export const TITLES = ['title', 'what', 'question', 'text', 'agenda', 'words'];

export function changesBetween(before: Y.Doc, after: Y.Doc): Changes {
  const known = new Map(readItems(before).map((item) => [item.id, item]));
  const items = readItems(after).flatMap(
    (item) => itemChange(known.get(item.id), item, saidSince(before, after, item)) ?? [],
  );
  const plan = PLAN_FIELDS.flatMap((field) => {
    const name = textName('plan', field);
    return textChange(field, readText(before, name), readText(after, name));
  });
  const said = readNames(before);
  const names = [...readNames(after)].flatMap(([key, value]) => {
    const isNews = JSON.stringify(said.get(key)) !== JSON.stringify(value);
    return isNews && isName([key, value]) ? [[key, value as FieldValue] as const] : [];
  });
  return { plan, items, names };
}

export function countOf({ plan, items }: Changes): number {
  return items.length + (plan.length > 0 ? 1 : 0);
}

function itemChange(
  before: Item | undefined,
  after: Item,
  said: readonly SaidAnew[],
): ItemChange | undefined {
  if (after.isGone && (before?.isGone ?? true)) return undefined;
  const texts = [...after.texts]
    .flatMap(([field, text]) => textChange(field, before?.texts.get(field) ?? '', text))
    .filter(isTextChange)
    .slice(0, MAX_FIELDS);
  // What no reader takes in is not written out, either.
  const fields = [...after.fields]
    .filter(([key, value]) => {
      const isNews = JSON.stringify(before?.fields.get(key)) !== JSON.stringify(value);
      return isNews && isField([key, value]);
    })
    .slice(0, MAX_FIELDS) as [string, FieldValue][];
  const is = after.isGone ? 'gone' : before ? 'changed' : 'new';
  if (is === 'changed' && texts.length + fields.length + said.length === 0) return undefined;
  const title = titleIn((field) => after.texts.get(field));
  const { behalf } = after.created;
  const whose = is === 'new' && behalf ? { behalf } : {};
  const words = said.length > 0 ? { said } : {};
  return { kind: after.kind, id: after.id, title, is, fields, texts, ...whose, ...words };
}

/** What an item is called in a document; '' where it is not there. */
export function titleOf(doc: Y.Doc, id: string): string {
  return titleIn((field) => readText(doc, textName(id, field)));
}

function titleIn(textOf: (field: string) => string | undefined): string {
  return (TITLES.map(textOf).find((text) => text) ?? '').slice(0, MAX_VALUE);
}

function textChange(field: string, base: string, text: string): TextChange[] {
  return base === text ? [] : [{ field, base, text }];
}

/** Each step is one edit of whoever takes them over; doing it twice changes nothing more. */
export function planSteps(doc: Y.Doc, changes: Changes): (() => void)[] {
  const texts = changes.plan.filter((one) => isNewText(doc, 'plan', one));
  const names = changes.names.map(
    ([key, value]) =>
      () =>
        setName(doc, key, value),
  );
  return [...texts.map((text) => () => applyText(doc, PLAN, text)), ...names];
}

/**
 * As above, in as many steps as must each fit into a record. `behalf`: whose words they are,
 * where they are not one's own: what somebody else said, yes or stop, nobody says for them.
 */
export function itemSteps(
  doc: Y.Doc,
  change: ItemChange,
  at: number,
  behalf?: string,
): (() => void)[] {
  const { kind, id, is } = change;
  const item = { kind, id };
  const known = findItem(doc, id);
  if (known && known.kind !== kind) return [];
  const isThere = known !== undefined;
  if (is === 'gone') return isThere ? [() => removeItem(doc, item, at)] : [];
  const texts = change.texts.filter((one) => isNewText(doc, id, one));
  const map = itemMap(doc, item);
  const fields = change.fields.filter(
    ([key, value]) => JSON.stringify(map.get(key)) !== JSON.stringify(value),
  );
  const said = behalf === undefined ? saySteps(doc, item, change.said ?? [], at) : [];
  if (isThere && texts.length + fields.length === 0) return said;
  const begin = (): void => {
    if (!isThere) createItem(doc, item, Object.fromEntries(fields), at);
    else amendItem(doc, item, { fields: Object.fromEntries(fields) }, at);
    const whose = change.behalf ?? (behalf && { name: behalf, party: 0, slip: '' });
    if (whose) noteBehalf(doc, item, whose);
  };
  return [
    begin,
    ...texts.map((text) => () => applyText(doc, item, text, isThere ? at : undefined)),
    ...said,
  ];
}

/** What this document would say anew if somebody else took them over: they are, in a copy of it. */
export function effectOf(doc: Y.Doc, changes: Changes): Changes {
  const copy = createDocument();
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc));
  for (const step of planSteps(copy, changes)) edit(copy, step);
  for (const item of changes.items) {
    for (const step of itemSteps(copy, item, 0, NOBODY)) edit(copy, step);
  }
  return changesBetween(doc, copy);
}

function isNewText(doc: Y.Doc, id: string, { field, base, text }: TextChange): boolean {
  const now = readText(doc, textName(id, field));
  return carryOver(base, text, now) !== now;
}

/** `at`: of an item that was there before, whose wording is noted. */
function applyText(
  doc: Y.Doc,
  item: ItemRef,
  { field, base, text }: TextChange,
  at?: number,
): void {
  const name = textName(item.id, field);
  const now = readText(doc, name);
  if (at !== undefined) noteBefore(doc, item, field, now, at);
  setText(doc, name, carryOver(base, text, now).slice(0, MAX_TEXT));
}

/** From a file: whatever is not exactly of this shape is none. */
export function readChanges(value: unknown): Changes | undefined {
  if (!isRecord(value)) return undefined;
  const { plan, items, names } = value;
  if (!Array.isArray(plan) || !Array.isArray(items) || !Array.isArray(names)) return undefined;
  const isGood =
    plan.length <= MAX_FIELDS &&
    items.length <= MAX_CHANGES &&
    plan.every((one: unknown) => isTextChange(one) && PLAN_FIELDS.includes(one.field)) &&
    items.every(isItemChange) &&
    names.length <= MAX_CHANGES &&
    names.every(isName);
  return isGood ? { plan: plan as TextChange[], items, names } : undefined;
}

function isItemChange(value: unknown): value is ItemChange {
  if (!isRecord(value)) return false;
  const { kind, id, title, is, fields, texts } = value;
  return (
    kind !== 'plan' &&
    KINDS.some((known) => known === kind) &&
    typeof id === 'string' &&
    /^[0-9a-z-]{1,64}$/.test(id) &&
    isShort(title) &&
    (is === 'new' || is === 'changed' || is === 'gone') &&
    Array.isArray(fields) &&
    fields.length <= MAX_FIELDS &&
    fields.every(isField) &&
    Array.isArray(texts) &&
    texts.length <= MAX_FIELDS &&
    texts.every(isTextChange) &&
    (value['behalf'] === undefined || isBehalf(value['behalf'])) &&
    (value['said'] === undefined || areSaid(value['said']))
  );
}

function areSaid(value: unknown): boolean {
  return Array.isArray(value) && value.length <= MAX_FIELDS && value.every(isSaidAnew);
}

function isBehalf(value: unknown): value is Behalf {
  if (!isRecord(value)) return false;
  const { name, party, slip } = value;
  const isParty = Number.isSafeInteger(party) && Number(party) >= 0;
  return isShort(name) && name !== '' && isParty && isShort(slip);
}

function isTextChange(value: unknown): value is TextChange {
  if (!isRecord(value)) return false;
  const { field, base, text } = value;
  const isText = (one: unknown): boolean => typeof one === 'string' && one.length <= MAX_TEXT;
  return (
    typeof field === 'string' && /^[0-9a-z/]{1,40}$/.test(field) && isText(base) && isText(text)
  );
}

function isName(value: unknown): value is readonly [string, FieldValue] {
  const [key, name] = Array.isArray(value) ? (value as unknown[]) : [];
  return typeof key === 'string' && /^[a-z]+(\/[0-9a-z]{1,64})?$/.test(key) && isValue(name);
}

function isField(value: unknown): value is readonly [string, FieldValue] {
  if (!Array.isArray(value) || value.length !== 2) return false;
  const [key, field] = value as unknown[];
  const isKey =
    typeof key === 'string' &&
    /^[A-Za-z]{1,40}(\/[0-9a-z]{1,20})?$/.test(key) &&
    !OWN_KEYS.test(key);
  return isKey && isValue(field);
}

function isValue(value: unknown, depth = 0): value is FieldValue {
  if (value === null || typeof value === 'number' || isShort(value)) return true;
  const isList = Array.isArray(value) && value.length <= MAX_FIELDS && depth < 3;
  return isList && value.every((one) => isValue(one, depth + 1));
}

function isShort(value: unknown): value is string {
  return typeof value === 'string' && value.length <= MAX_VALUE;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
