/**
 * What an item said before: every change notes the wording that it found, under `wasDEVICE`,
 * so that anybody can read it again and fetch it back.
 *
 * A person who writes on in the same text for a while is one change: the pauses of typing are not.
 */
import type * as Y from 'yjs';
import {
  deviceOfClient,
  itemMap,
  MAX_TEXT,
  seenIn,
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
const MAX_FIELD = 64;

/** Before a field that is no text is written: of two people who choose at once, one stands, both are told. */
export function noteChoice(
  doc: Y.Doc,
  item: ItemRef,
  { field, now, next }: { field: string; now: FieldValue; next: FieldValue },
  at: number,
): void {
  const { own, others } = touchesOf(doc, item);
  say(doc, item, 'was', at, [field, now, others, own, next]);
}

/** Before a text is written. `now`: what stands in it. */
export function noteBefore(
  doc: Y.Doc,
  item: ItemRef,
  field: string,
  now: string,
  at: number,
): void {
  const { own, others } = touchesOf(doc, item);
  if (isSameSitting(doc, item, { field, others }, at)) return;
  say(doc, item, 'was', at, [field, now.slice(0, MAX_TEXT), others, own]);
}

function isSameSitting(
  doc: Y.Doc,
  item: ItemRef,
  { field, others }: { field: string; others: number },
  at: number,
): boolean {
  const own = deviceOfClient(doc.clientID);
  const last = saidIn(itemMap(doc, item), 'was').find(({ device }) => device === own);
  if (!last || at - last.at >= SITTING_S || at < last.at) return false;
  return last.words[0] === field && last.words[2] === others;
}

/** How often it has been touched, as far as is known here: nobody's clock is asked. */
function touchesOf(doc: Y.Doc, item: ItemRef): { own: number; others: number } {
  const me = deviceOfClient(doc.clientID);
  const counts = { own: 0, others: 0 };
  for (const [device, count] of seenIn(doc, item, 't')) {
    counts[device === me ? 'own' : 'others'] += count;
  }
  return counts;
}

/** Oldest first: whoever had seen a change comes after it, by whatever clock. `read`: what stands in a field now. */
export function changesOf(
  map: Y.Map<FieldValue>,
  read: (field: string) => FieldValue,
): readonly Change[] {
  const noted = allSaid(map, 'was')
    .flatMap(({ device, at, count, words }) => {
      const [field, before = '', others = 0, own = 0, chosen] = words;
      const seen = Number(others) + Number(own) || 0;
      const isField = typeof field === 'string' && field.length <= MAX_FIELD;
      return isField ? [{ device, at, count, field, before, seen, chosen }] : [];
    })
    .sort((a, b) => a.seen - b.seen || a.at - b.at || a.device - b.device || a.count - b.count);
  const next = new Map<string, FieldValue>();
  const changes: Change[] = [];
  for (const { device, at, field, before, chosen } of noted.reverse()) {
    const found = next.has(field) ? next.get(field)! : read(field);
    const after = chosen === undefined ? found : chosen;
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
