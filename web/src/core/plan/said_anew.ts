/**
 * What a person said of an item and never sent: yes, stances, minutes, openings. Nobody says it
 * for them, so it is said anew by that person alone, on the device that goes on.
 */
import type * as Y from 'yjs';
import {
  deviceOfClient,
  isCount,
  itemMap,
  MAX_TEXT,
  type FieldValue,
  type ItemRef,
} from './document';
import { saidIn, say, type Prefix } from './register';

/** "Vent litt" is over before anybody goes on, and what was noted before a change is no word of anybody. */
const CARRIED = ['yes', 'stance', 'minutes', 'open'] as const satisfies readonly Prefix[];
/** The words that a yes covers name every part. */
export const MAX_WORD = 4 * MAX_TEXT;
export const MAX_LIST = 20_000;

export interface SaidAnew {
  readonly prefix: (typeof CARRIED)[number];
  readonly about: string;
  /** When it was said: what its author says later stands. */
  readonly at: number;
  readonly words: readonly FieldValue[];
}

export function saidSince(before: Y.Doc, after: Y.Doc, item: ItemRef): SaidAnew[] {
  const isThere = before.share.has(`i/${item.kind}/${item.id}`);
  return CARRIED.flatMap((prefix) => {
    const known = isThere ? saidIn(itemMap(before, item), prefix) : [];
    return saidIn(itemMap(after, item), prefix)
      .filter(({ device, about, count }) => {
        const same = known.find((one) => one.device === device && one.about === about);
        return count > (same?.count ?? 0);
      })
      .map(({ about, at, words }) => ({ prefix, about, at, words }));
  });
}

/** What this device has said since, or in the same words, is not said over again. */
export function saySteps(
  doc: Y.Doc,
  item: ItemRef,
  said: readonly SaidAnew[],
  at: number,
): (() => void)[] {
  const me = deviceOfClient(doc.clientID);
  return said.flatMap(({ prefix, about, at: saidAt, words }) => {
    const own = saidIn(itemMap(doc, item), prefix).find(
      (one) => one.device === me && one.about === about,
    );
    const isSame = own && JSON.stringify(own.words) === JSON.stringify(words);
    const isSaid = isSame === true || (own && own.at >= saidAt);
    return isSaid ? [] : [() => say(doc, item, prefix, at, words, about)];
  });
}

export function isSaidAnew(value: unknown): value is SaidAnew {
  if (typeof value !== 'object' || value === null) return false;
  const { prefix, about, at, words } = value as Record<string, unknown>;
  return (
    CARRIED.some((known) => known === prefix) &&
    typeof about === 'string' &&
    /^[0-9a-z-]{0,64}$/.test(about) &&
    isCount(at) &&
    Array.isArray(words) &&
    words.every((word) => isWord(word))
  );
}

function isWord(value: unknown, depth = 0): boolean {
  if (value === null || typeof value === 'number') return true;
  if (typeof value === 'string') return value.length <= MAX_WORD;
  const isList = Array.isArray(value) && value.length <= MAX_LIST && depth < 3;
  return isList && value.every((one) => isWord(one, depth + 1));
}
