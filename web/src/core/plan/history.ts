/**
 * What an item said before: every change notes the wording that it found, under `wasDEVICE`,
 * so that anybody can read it again and fetch it back.
 *
 * A person who writes on in the same field for a while is one change: the pauses of typing are not.
 */
import type * as Y from 'yjs';
import {
  deviceOfClient,
  itemMap,
  marksIn,
  MAX_TEXT,
  valueOf,
  type FieldValue,
  type ItemRef,
} from './document';
import { allSaid, saidIn, say } from './register';

export interface Change {
  readonly device: number;
  readonly at: number;
  readonly field: string;
  readonly before: FieldValue;
  readonly after: FieldValue;
}

/** How long writing on in one field is one change. */
export const SITTING_S = 600;

/** Before the field is written. `now`: what stands in it. */
export function noteBefore(
  doc: Y.Doc,
  item: ItemRef,
  field: string,
  now: FieldValue,
  at: number,
): void {
  if (isSameSitting(doc, item, field, at)) return;
  say(doc, item, 'was', at, [field, typeof now === 'string' ? now.slice(0, MAX_TEXT) : now]);
}

function isSameSitting(doc: Y.Doc, item: ItemRef, field: string, at: number): boolean {
  const own = deviceOfClient(doc.clientID);
  const map = itemMap(doc, item);
  const last = saidIn(map, 'was').find(({ device }) => device === own);
  if (!last || last.words[0] !== field || at - last.at >= SITTING_S || at < last.at) return false;
  return !marksIn(map, 't').some((mark) => mark.device !== own && mark.at >= last.at);
}

/** Oldest first. `read`: what stands in a field now. */
export function changesOf(
  map: Y.Map<FieldValue>,
  read: (field: string) => FieldValue,
): readonly Change[] {
  const noted = allSaid(map, 'was')
    .flatMap(({ device, at, count, words }) => {
      const [field, before = ''] = words;
      return typeof field === 'string' ? [{ device, at, count, field, before }] : [];
    })
    .sort((a, b) => a.at - b.at || a.device - b.device || a.count - b.count);
  const next = new Map<string, FieldValue>();
  const changes: Change[] = [];
  for (const { device, at, field, before } of noted.reverse()) {
    const after = next.has(field) ? next.get(field)! : read(field);
    next.set(field, before);
    changes.push({ device, at, field, before, after });
  }
  return changes.reverse();
}

/** What stands in a field that is no text. */
export function fieldNow(map: Y.Map<FieldValue>, key: string): FieldValue {
  const last = map._map.get(key);
  return last ? ((valueOf(last) as FieldValue | undefined) ?? null) : null;
}
