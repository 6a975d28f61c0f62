/**
 * What an item of each kind may hold: its texts, merged letter by letter, with their lengths,
 * and its fields, of which the last written stands. Commands and imports ask here, and nowhere else.
 *
 * A name that ends in `/` is followed by a number, a year or a word: `part/3`, `kr/2027`.
 * Dates may always stay open, and nothing but what an item is called is ever needed.
 */
import { isOrderKey } from '../order_key';
import {
  ARENAS,
  FIELDS,
  MODES,
  NAMED_VALUES,
  OPENNESS,
  RESOURCE_KINDS,
  SCORES,
  STATUSES,
} from './choices';
import type { FieldValue, Kind } from './document';

export const MAX_LINE = 300;
/** What a group calls a value of its own. */
export const MAX_VALUE_NAME = 40;
export const MAX_WORDS = 4_000;
export const MAX_AMOUNT = 1_000_000_000_000;
export const MAX_PEOPLE = 10_000;
/** As high as a group's number can be, in a plan that carries on another too. */
export const MAX_PARTY = 9_999;
export const MAX_SECTOR = 64;
export const MAX_LIST = 64;

type Check = (value: FieldValue) => boolean;

interface KindRules {
  /** The first is what the item is called, and may not be empty where `needed`. */
  readonly texts: Readonly<Record<string, number>>;
  readonly fields: Readonly<Record<string, Check>>;
  readonly needed: boolean;
}

const oneOf =
  (known: readonly string[]): Check =>
  (value) =>
    value === '' || known.some((one) => one === value);
const matching =
  (pattern: RegExp): Check =>
  (value) =>
    value === '' || (typeof value === 'string' && pattern.test(value));
const upTo =
  (most: number): Check =>
  (value) =>
    value === null || (Number.isSafeInteger(value) && Number(value) >= 0 && Number(value) <= most);
const listOf =
  (check: Check): Check =>
  (value) =>
    Array.isArray(value) && value.length <= MAX_LIST && (value as FieldValue[]).every(check);
const set =
  (check: Check): Check =>
  (value) =>
    value !== '' && value !== null && check(value);

const day: Check = (value) => value === '' || (typeof value === 'string' && isDay(value));
const CLOCK = /^([01]\d|2[0-3]):[0-5]\d$/;
const time = matching(CLOCK);
const flag: Check = (value) => value === 0 || value === 1;
const ref = matching(/^[0-9a-z-]{1,64}$/);
const order: Check = (value) => value === '' || isOrderKey(value);
const party = upTo(MAX_PARTY);
const sector = upTo(MAX_SECTOR);
const amount = upTo(MAX_AMOUNT);
const people = upTo(MAX_PEOPLE);
const called: Check = (value) => typeof value === 'string' && value.length <= MAX_VALUE_NAME;
const asked = oneOf([...FIELDS, OPENNESS, ...NAMED_VALUES]);

export const SCHEMA: Readonly<Record<Kind, KindRules>> = {
  plan: {
    texts: { title: 120, why: MAX_WORDS, place: MAX_LINE, 'sheet/': MAX_WORDS },
    fields: {},
    needed: true,
  },
  goal: {
    texts: { title: MAX_LINE, indicator: 500, why: MAX_WORDS },
    fields: { order, unknown: flag },
    needed: true,
  },
  action: {
    texts: {
      title: MAX_LINE,
      why: MAX_WORDS,
      'part/': 500,
      contact: MAX_LINE,
      initiator: MAX_LINE,
      collaborators: 500,
      indicator: 500,
      story: MAX_WORDS,
      anchoring: 500,
      risk: MAX_WORDS,
      democratic: MAX_WORDS,
      efficiency: MAX_WORDS,
      learning: MAX_WORDS,
    },
    fields: {
      goal: ref,
      order,
      status: oneOf(STATUSES),
      arena: oneOf(ARENAS),
      mode: oneOf(MODES),
      start: day,
      due: day,
      costKr: amount,
      'kr/': amount,
      'party/': flag,
    },
    needed: true,
  },
  need: {
    texts: { what: MAX_LINE, extent: 200 },
    fields: { action: ref, kind: oneOf(RESOURCE_KINDS), party, resource: ref },
    needed: true,
  },
  resource: {
    texts: { what: MAX_LINE, extent: 200 },
    fields: { party, person: ref, kind: matching(/^.{1,40}$/u), order },
    needed: true,
  },
  comment: { texts: { text: MAX_WORDS }, fields: { on: ref }, needed: true },
  move: {
    texts: { why: 500 },
    fields: { action: ref, from: oneOf(ARENAS), to: oneOf(ARENAS) },
    needed: false,
  },
  decision: {
    texts: { question: 500, why: MAX_WORDS, outcome: MAX_WORDS },
    fields: { on: ref, until: day, lookBack: day, order },
    needed: true,
  },
  meeting: {
    texts: { place: MAX_LINE, agenda: MAX_WORDS, agreed: MAX_WORDS, 'takes/': 500 },
    fields: { date: day, time, leader: ref, held: flag, 'count/': people, order },
    needed: false,
  },
  round: {
    texts: { question: 500, outcome: MAX_WORDS, 'group/': MAX_WORDS },
    fields: { meeting: ref, until: day, sequence: listOf(set(sector)), opened: day, order },
    needed: true,
  },
  answer: { texts: { text: MAX_WORDS }, fields: { round: ref, party }, needed: true },
  evaluation: {
    texts: {},
    fields: { date: day, asked: listOf(set(asked)), 'tie/': ref, 'called/': called, order },
    needed: false,
  },
  score: {
    texts: {},
    fields: { evaluation: ref, party, salt: ref, values: areScores },
    needed: false,
  },
  reflection: {
    texts: { text: MAX_WORDS },
    fields: { on: ref, party, date: day, kind: oneOf(['reflection', 'story']), order },
    needed: true,
  },
  account: {
    texts: { democratic: MAX_WORDS, efficiency: MAX_WORDS },
    fields: { on: ref, date: day },
    needed: false,
  },
  stepping: { texts: { words: MAX_WORDS }, fields: { party, out: flag }, needed: false },
  report: { texts: {}, fields: { date: day, since: day }, needed: false },
};

/** Which name is wrong: of a text that is not of this kind or too long, or of a field that does not hold. */
export function wrongIn(
  kind: Kind,
  texts: Readonly<Record<string, string | undefined>>,
  fields: Readonly<Record<string, FieldValue | undefined>>,
): string | undefined {
  const rules = SCHEMA[kind];
  for (const [name, text] of Object.entries(texts)) {
    if (text !== undefined && text.length > lengthOf(rules, name)) return name;
  }
  for (const [name, value] of Object.entries(fields)) {
    if (value !== undefined && !checkOf(rules, name)(value)) return name;
  }
  return undefined;
}

/** The name of what an item of this kind is called, where it must be called something. */
export function neededText(kind: Kind): string | undefined {
  const { needed, texts } = SCHEMA[kind];
  return needed ? Object.keys(texts)[0] : undefined;
}

function lengthOf({ texts }: KindRules, name: string): number {
  const family = familyOf(name);
  return Object.hasOwn(texts, family) ? texts[family]! : -1;
}

function checkOf({ fields }: KindRules, name: string): Check {
  const family = familyOf(name);
  return Object.hasOwn(fields, family) ? fields[family]! : () => false;
}

/** `part/3` is one of `part/`; a family alone is no name. */
function familyOf(name: string): string {
  const [, family, which = ''] = /^([a-z]+\/)(.*)$/.exec(name) ?? [];
  if (family === undefined) return name;
  const isOne = family === 'tie/' ? set(asked)(which) : /^[1-9]\d{0,3}$/.test(which);
  return isOne ? family : '';
}

/** One answer to each field that is answered. */
function areScores(value: FieldValue): boolean {
  if (!listOf(isScore)(value)) return false;
  const fields = (value as FieldValue[][]).map(([field]) => field);
  return new Set(fields).size === fields.length;
}

/** 1 slett ikke … 5 helt; 0 vet ikke. */
function isScore(value: FieldValue): boolean {
  if (!Array.isArray(value) || value.length !== 2) return false;
  const [field, score] = value as FieldValue[];
  return set(asked)(field ?? null) && SCORES.some((known) => known === score);
}

/** `18:00`. */
export function isClock(text: string): boolean {
  return CLOCK.test(text);
}

export function isDay(text: string): boolean {
  const [, year, month, date] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text) ?? [];
  if (year === undefined) return false;
  const [y, mo, d] = [Number(year), Number(month), Number(date)];
  const last = [31, isLeap(y) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][mo - 1];
  return last !== undefined && d >= 1 && d <= last;
}

function isLeap(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}
