/** One change of an item by one person: what it finds is noted, then it is written and said to be touched. */
import type * as Y from 'yjs';
import { carryOver } from '../text_merge';
import {
  deviceOfClient,
  itemMap,
  marksIn,
  MAX_TEXT,
  PLAN,
  setFields,
  setName,
  setText,
  textName,
  touch,
  type FieldValue,
  type ItemRef,
} from './document';
import { fieldNow, noteBefore, noteChoice } from './history';
import { MAX_SHORT, readText, type Behalf } from './items';

export interface Amendment {
  readonly texts?: Readonly<Record<string, string | undefined>>;
  readonly fields?: Readonly<Record<string, FieldValue | undefined>>;
  /** The text on which a new one was written, where somebody may have changed it since: of one. */
  readonly base?: string | undefined;
}

export function amendItem(
  doc: Y.Doc,
  item: ItemRef,
  { texts = {}, fields = {}, base }: Amendment,
  at: number,
): void {
  const map = itemMap(doc, item);
  const isOne = Object.values(texts).filter((text) => text !== undefined).length === 1;
  for (const [field, value] of Object.entries(fields)) {
    if (value === undefined) continue;
    const now = fieldNow(map, field);
    if (JSON.stringify(now) === JSON.stringify(value)) continue;
    // Its place in a list is nothing that anybody reads back.
    if (field !== 'order') noteChoice(doc, item, { field, now, next: value }, at);
    setFields(doc, item, { [field]: value });
  }
  for (const [field, text] of Object.entries(texts)) {
    if (text === undefined) continue;
    amendText(doc, item, { field, text, base: isOne ? base : undefined }, at);
  }
  touch(doc, item, at);
}

/** A name is a change of the plan itself: what it was before stays there to be read. */
export function amendName(doc: Y.Doc, key: string, value: FieldValue, at: number): void {
  const now = nameNow(doc, key);
  if (JSON.stringify(now) === JSON.stringify(value)) return;
  noteChoice(doc, PLAN, { field: key, now, next: value }, at);
  setName(doc, key, value);
  touch(doc, PLAN, at);
}

export function nameNow(doc: Y.Doc, key: string): FieldValue {
  return fieldNow(doc.getMap<FieldValue>('n'), key);
}

/** Of one counter of one device: whoever writes in it later writes for themselves. */
export function noteBehalf(doc: Y.Doc, item: ItemRef, { name, party, slip }: Behalf): void {
  const device = deviceOfClient(doc.clientID);
  const map = itemMap(doc, item);
  const count = marksIn(map, 't').find((mark) => mark.device === device)?.count ?? 0;
  map.set('behalf', [device, count, name.slice(0, MAX_SHORT), party, slip]);
}

function amendText(
  doc: Y.Doc,
  item: ItemRef,
  { field, text, base }: { field: string; text: string; base: string | undefined },
  at: number,
): void {
  const name = textName(item.id, field);
  const now = readText(doc, name);
  const merged = (base === undefined ? text : carryOver(base, text, now)).slice(0, MAX_TEXT);
  if (merged === now) return;
  noteBefore(doc, item, field, now, at);
  setText(doc, name, merged);
}
