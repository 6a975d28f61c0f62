/**
 * "Hvordan har vi det sammen?": what single people answer becomes the spread within a sector,
 * and never a person. Answers count as they were when it was opened; of a small sector nothing
 * is told that would tell of one of its people.
 *
 * [Note: writers] Whoever wrote down answers for others knows them, and could tell the one that is
 * missing from what is told of all. So every writer sees a sector told by the answers that they
 * did not write: as many as there would be beside one person's own.
 */
import type * as Y from 'yjs';
import { byMade, dayIn, written, type Written } from './fields';
import { itemMap, wordingsIn } from './document';
import { MAX_SHORT, type Author, type Item } from './items';
import { holdsOf, openingsOf, type Hold, type Opening } from './meetings';
import { NO_LOG, type LogFacts } from './log_order';
import { isMadeUnconfirmed, isUnconfirmed } from './unconfirmed';
import { FIELDS, NAMED_VALUES, OPENNESS, SCORES } from './choices';

/** From so many answers in a sector on, its spread is shown. */
export const MIN_SPREAD = 5;
/** From so many on, whether it agrees. */
export const MIN_WORD = 3;
/** How far apart answers may be where people agree. */
const AGREEING = 1;

export interface EvaluationContent extends Written {
  readonly date: string;
  /** Fields and values that were asked about. */
  readonly asked: readonly string[];
  /** Field and the action that it led to. */
  readonly ties: readonly (readonly [field: string, action: string])[];
  /** What the group called its own values when it asked; later names change nothing that was answered. */
  readonly called: readonly (readonly [field: string, name: string])[];
  readonly openings: readonly Opening[];
  readonly holds: readonly Hold[];
  /** Hashes of the answers that were frozen. */
  readonly frozen: readonly string[];
}

export type Scores = readonly (readonly [field: string, score: number])[];

export interface ScoreState {
  /** Which device wrote it: nobody answers for another. */
  readonly device: number;
  readonly scores: Scores;
}

/** One person's answers, for this device's counting alone: they are in no list, file or print. */
export interface ScoreContent {
  readonly id: string;
  readonly evaluation: string;
  readonly created: Author;
  readonly salt: string;
  /** As they are now, and every earlier state: an opening names one of them. */
  readonly states: readonly ScoreState[];
}

export function evaluationsOf(
  doc: Y.Doc,
  items: readonly Item[],
  log: LogFacts = NO_LOG,
): EvaluationContent[] {
  return items
    .filter((item) => item.kind === 'evaluation' && !item.isGone)
    .sort(byMade)
    .map((item) => {
      const openings = openingsOf(doc, item, log);
      const frozen = [...new Set(openings[0]?.had ?? [])].sort();
      const date = dayIn(item, 'date');
      return {
        ...written(item),
        ...{ date, openings, frozen },
        asked: askedIn(item),
        ties: familyOf(item, 'tie'),
        called: familyOf(item, 'called'),
        holds: holdsOf(doc, item),
      };
    });
}

/** Whatever others write over an answer, or delete, it is what its author answered. */
export function scoresOf(doc: Y.Doc, items: readonly Item[]): ScoreContent[] {
  return items
    .filter((item) => item.kind === 'score' && !isMadeUnconfirmed(itemMap(doc, item)))
    .sort(byMade)
    .map((item) => ({
      id: item.id,
      evaluation: shortOf(item.own('evaluation')),
      created: item.created,
      salt: shortOf(item.own('salt')),
      states: statesOf(doc, item),
    }));
}

function shortOf(value: unknown): string {
  return typeof value === 'string' ? value.slice(0, MAX_SHORT) : '';
}

function statesOf(doc: Y.Doc, item: Item): ScoreState[] {
  const map = itemMap(doc, item);
  const known = wordingsIn(map, 'values').filter((wording) => !isUnconfirmed(map, wording));
  return known.flatMap(({ device, value }) =>
    Array.isArray(value)
      ? [{ device, scores: onePerField((value as unknown[]).filter(isScore)) }]
      : [],
  );
}

/** Nobody answers a field twice, and counts as two. */
function onePerField(scores: readonly [string, number][]): [string, number][] {
  return [...new Map(scores)];
}

function isScore(pair: unknown): pair is [string, number] {
  if (!Array.isArray(pair)) return false;
  const [field, score] = pair as unknown[];
  return typeof field === 'string' && SCORES.some((known) => known === score);
}

function askedIn(item: Item): string[] {
  const value = item.fields.get('asked');
  const list: unknown[] = Array.isArray(value) ? value : [];
  const known: readonly string[] = [...FIELDS, OPENNESS, ...NAMED_VALUES];
  return known.filter((one) => list.includes(one));
}

/** A text for each of some fields, under `NAME/FIELD`. */
function familyOf(item: Item, name: string): [string, string][] {
  const found = [...item.fields].flatMap(([key, value]): [string, string][] => {
    const [, family, field] = /^([a-z]+)\/([a-z0-9]{1,20})$/.exec(key) ?? [];
    if (family !== name || field === undefined) return [];
    return typeof value !== 'string' || value === '' ? [] : [[field, value.slice(0, MAX_SHORT)]];
  });
  // In the order of their names: the order in which they came differs from device to device.
  return found.sort(([a], [b]) => (a < b ? -1 : 1));
}

/** What one sector answered of one field. */
export type SectorSpread =
  | { readonly sector: number; readonly kind: 'nothing' }
  | { readonly sector: number; readonly kind: 'agrees' | 'differs' }
  | {
      readonly sector: number;
      readonly kind: 'spread';
      readonly low: number; // the middle half of the answers
      readonly middle: number;
      readonly high: number;
    };

export interface FieldSpread {
  readonly field: string;
  readonly sectors: readonly SectorSpread[];
}

export interface Answers {
  readonly sector: number;
  readonly scores: Scores;
  /** Who wrote them down: the person themselves, or a helper. */
  readonly writer: string;
}

/** `answers`: of each person. "Vet ikke" is no number. */
export function spreadOf(
  asked: readonly string[],
  sectors: readonly number[],
  answers: readonly Answers[],
): FieldSpread[] {
  return asked.map((field) => ({
    field,
    sectors: sectors.map((sector) => {
      const own = answers
        .filter((answer) => answer.sector === sector)
        .flatMap(({ scores, writer }) =>
          scores
            .filter(([name, score]) => name === field && score > 0)
            .map(([, score]) => ({ score, writer })),
        );
      return sectorSpread(sector, own);
    }),
  }));
}

function sectorSpread(
  sector: number,
  answers: readonly { readonly score: number; readonly writer: string }[],
): SectorSpread {
  const sorted = answers.map(({ score }) => score).sort((a, b) => a - b);
  const many = manyIn(answers.map(({ writer }) => writer));
  if (many < MIN_WORD) return { sector, kind: 'nothing' };
  if (many < MIN_SPREAD) {
    const isNear = sorted.at(-1)! - sorted[0]! <= AGREEING;
    return { sector, kind: isNear ? 'agrees' : 'differs' };
  }
  const [low, middle, high] = [
    quantile(sorted, 0.25),
    quantile(sorted, 0.5),
    quantile(sorted, 0.75),
  ];
  return { sector, kind: 'spread', low, middle, high };
}

/** [Note: writers] Of so many people it is told, at most. One who wrote them all learns nothing. */
function manyIn(writers: readonly string[]): number {
  const others = [...new Set(writers)].map(
    (writer) => writers.filter((other) => other !== writer).length,
  );
  return Math.min(writers.length, ...others.filter((count) => count > 0).map((count) => count + 1));
}

/** Between the two nearest, in tenths. */
function quantile(sorted: readonly number[], part: number): number {
  const place = (sorted.length - 1) * part;
  const below = sorted[Math.floor(place)]!;
  const above = sorted[Math.ceil(place)]!;
  return Math.round((below + (above - below) * (place % 1)) * 10) / 10;
}

/** The field, and the two sectors, that are furthest from each other; undefined where no two can be told. */
export function widestGap(
  spreads: readonly FieldSpread[],
): { readonly field: string; readonly low: number; readonly high: number } | undefined {
  let widest: { field: string; low: number; high: number; gap: number } | undefined;
  for (const { field, sectors } of spreads) {
    const told = sectors.flatMap((one) => (one.kind === 'spread' ? [one] : []));
    const sorted = told.sort((a, b) => a.middle - b.middle);
    const [low, high] = [sorted[0], sorted.at(-1)];
    if (!low || !high || low === high) continue;
    const gap = high.middle - low.middle;
    if (gap > (widest?.gap ?? 0)) widest = { field, low: low.sector, high: high.sector, gap };
  }
  return widest && { field: widest.field, low: widest.low, high: widest.high };
}
