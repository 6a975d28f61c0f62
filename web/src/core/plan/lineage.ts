/**
 * A plan that carries on where another stood still: founded by one group with the other's
 * content, openly a copy. What the other groups wrote stays theirs, under the names they had there;
 * so it does where a plan was brought in from a file.
 */
import type * as Y from 'yjs';
import {
  createDocument,
  deviceOfClient,
  isCount,
  timeIn,
  valueOf,
  type FieldValue,
} from './document';
import { changesBetween, type Changes, type ItemChange, type TextChange } from './changes';
import { MAX_SHORT, readItems, readNames } from './items';
import { roundsOf } from './meetings';

export interface Predecessor {
  readonly space: string;
  readonly title: string;
  readonly at: number;
  /** What its log was when it was copied: whoever has it can compare. */
  readonly size: number;
  readonly root: string;
}

export interface FormerParty {
  readonly index: number;
  readonly name: string;
  readonly sector: number;
}

export interface Successor {
  readonly title: string;
  readonly at: number;
  readonly device: number;
}

/** Above every party that a charter can number. */
export const FORMER = 5_000;
/** Names under which a group's number stands. */
const OF_PARTY = /^(part|party|takes|group|contact|anchoring)\/(\d+)$/;

/** What a new plan of `own` alone begins with, where `own` is its party 1. */
export function contentFor(
  doc: Y.Doc,
  own: number,
  parties: readonly FormerParty[],
  from: Predecessor,
): Changes {
  const known = readFormer(doc);
  const last = Math.max(FORMER, ...known.map(({ index }) => index));
  const others = parties.filter(({ index }) => index !== own);
  const numbers = new Map(others.map(({ index }, i) => [index, last + 1 + i]));
  const numberOf = (party: number): number => {
    if (party === own) return 1;
    return numbers.get(party) ?? party;
  };
  const { plan, items, names } = changesBetween(createDocument(), doc);
  const isTold = toldIn(doc, own);
  const former = [...known, ...others.map((party) => ({ ...party, index: numberOf(party.index) }))];
  const { space, at, size, root } = from;
  const title = from.title.slice(0, MAX_SHORT);
  return {
    plan: plan.filter(({ field }) => field !== 'title'),
    items: items.flatMap(isTold).map((item) => renumbered(item, numberOf)),
    names: [
      ...names.filter(([key]) => key.startsWith('value/') || key === 'language'),
      ...former.map(({ index, name, sector }) => [`former/${index}`, [name, sector]] as const),
      ['predecessor', [space, title, at, size, root]],
    ],
  };
}

/** Nobody's answers become another's to read: those of the wheel, and of rounds yet closed. */
function toldIn(doc: Y.Doc, own: number): (item: ItemChange) => ItemChange[] {
  const rounds = roundsOf(doc, readItems(doc));
  const opened = rounds.filter(({ openings }) => openings.length > 0);
  const isOpen = new Set(opened.flatMap(({ id, answers }) => [id, ...answers.map((a) => a.id)]));
  const isOwn = ({ field }: TextChange): boolean =>
    !field.startsWith('group/') || field === `group/${own}`;
  return (item) => {
    const { kind, id, texts } = item;
    if (kind === 'score' || (kind === 'answer' && !isOpen.has(id))) return [];
    const isHidden = kind === 'round' && !isOpen.has(id);
    return [isHidden ? { ...item, texts: texts.filter(isOwn) } : item];
  };
}

/** `part/3` as it is called where that group has another number. */
export function renamed(name: string, numberOf: (party: number) => number): string {
  const [, family, party] = OF_PARTY.exec(name) ?? [];
  return party === undefined ? name : `${family}/${numberOf(Number(party))}`;
}

function renumbered(item: ItemChange, numberOf: (party: number) => number): ItemChange {
  const named = (name: string): string => renamed(name, numberOf);
  const fields = item.fields.map(([key, value]): readonly [string, FieldValue] =>
    key === 'party' && typeof value === 'number' ? [key, numberOf(value)] : [named(key), value],
  );
  const texts = item.texts.map((change): TextChange => ({ ...change, field: named(change.field) }));
  return { ...item, fields, texts };
}

export function readPredecessor(doc: Y.Doc): Predecessor | undefined {
  const value = readNames(doc).get('predecessor');
  if (!Array.isArray(value)) return undefined;
  const [space, title, at, size, root] = value as unknown[];
  const areTexts = isShort(space) && isShort(title) && isShort(root);
  return areTexts && isCount(at) && isCount(size)
    ? { space, title, at: timeIn(at), size, root }
    : undefined;
}

export function readFormer(doc: Y.Doc): FormerParty[] {
  const all = [...readNames(doc)].sort(([a], [b]) => (a < b ? -1 : 1));
  return all.flatMap(([key, value]) => {
    const index = Number(/^former\/([5-9]\d{3})$/.exec(key)?.[1] ?? 0);
    const [name, sector] = Array.isArray(value) ? (value as unknown[]) : [];
    return index > FORMER && isShort(name) && isCount(sector) ? [{ index, name, sector }] : [];
  });
}

/** Told by whoever founded it, for as long as they could write here. */
export function readSuccessors(doc: Y.Doc): Successor[] {
  return [...doc.getMap<FieldValue>('n')._map].flatMap(([key, item]) => {
    const value = valueOf(item);
    if (!key.startsWith('successor/') || !Array.isArray(value)) return [];
    const [title, at] = value as unknown[];
    const device = deviceOfClient(item.id.client);
    return isShort(title) && isCount(at) ? [{ title, at: timeIn(at), device }] : [];
  });
}

function isShort(value: unknown): value is string {
  return typeof value === 'string' && value.length <= MAX_SHORT;
}
