/** Meetings, and rounds in which everybody writes before anybody reads. */
import type * as Y from 'yjs';
import { itemMap, type FieldValue, type ItemRef } from './document';
import {
  byMade,
  byOrder,
  clockIn,
  dayIn,
  groupedBy,
  isSet,
  numberedFields,
  numberedTexts,
  partyIn,
  shortIn,
  textIn,
  written,
  type Written,
} from './fields';
import type { Item } from './items';
import { isDay } from './schema';
import { NO_LOG, type LogFacts } from './log_order';
import { confirmedIn, isMadeUnconfirmed } from './unconfirmed';
import { saidIn, saidInOrder, say } from './register';

export interface MeetingContent extends Written {
  readonly date: string;
  /** HH:MM; '' open. */
  readonly time: string;
  readonly place: string;
  readonly agenda: string;
  /** What we said yes to, in words. */
  readonly agreed: string;
  /** What each group takes on until next time. */
  readonly takes: readonly { readonly party: number; readonly text: string }[];
  /** How many came from each sector; people without phones counted. */
  readonly counts: readonly (readonly [sector: number, people: number])[];
  /** The person who leads it; '' nobody yet. */
  readonly leader: string;
  readonly held: boolean;
  /** Who asks to wait before something is opened. */
  readonly holds: readonly Hold[];
}

export interface Hold {
  readonly device: number;
  readonly at: number;
}

/** That somebody opened it, with what they had then. */
export interface Opening {
  readonly device: number;
  readonly at: number;
  /** Hashes of the answers. */
  readonly had: readonly string[];
}

export interface AnswerContent extends Written {
  readonly round: string;
  /** As it was noted; who speaks is said by the author. */
  readonly party: number;
  readonly text: string;
}

export interface RoundContent extends Written {
  readonly meeting: string;
  readonly question: string;
  readonly outcome: string;
  readonly until: string;
  /** Sectors in the order in which answers are shown; empty: no order was agreed. */
  readonly sequence: readonly number[];
  /** What each group wrote together. */
  readonly groups: readonly { readonly party: number; readonly text: string }[];
  readonly openings: readonly Opening[];
  readonly holds: readonly Hold[];
  readonly answers: readonly AnswerContent[];
}

/** A "vent litt" ends by itself: whoever lost their phone stops nobody for long. */
export const HOLD_S = 24 * 3600;

export function meetingsOf(doc: Y.Doc, items: readonly Item[]): MeetingContent[] {
  return items
    .filter((item) => item.kind === 'meeting' && !item.isGone)
    .map((item) => ({
      ...written(item),
      date: dayIn(item, 'date'),
      time: clockIn(item, 'time'),
      place: textIn(item, 'place'),
      agenda: textIn(item, 'agenda'),
      agreed: textIn(item, 'agreed'),
      takes: byParty(numberedTexts(item, 'takes')),
      counts: numberedFields(item, 'count'),
      leader: shortIn(item, 'leader'),
      held: isSet(item, 'held'),
      holds: holdsOf(doc, item),
    }))
    .sort((a, b) => compare(a.date + a.time, b.date + b.time) || compare(a.id, b.id));
}

export function roundsOf(
  doc: Y.Doc,
  items: readonly Item[],
  log: LogFacts = NO_LOG,
): RoundContent[] {
  const here = (kind: Item['kind']): Item[] =>
    items.filter((item) => item.kind === kind && !item.isGone);
  const given = here('answer').filter((item) => !isMadeUnconfirmed(itemMap(doc, item)));
  const answers = groupedBy(given.sort(byMade).map(answerOf), ({ round }) => round);
  return here('round')
    .sort(byOrder)
    .map((item) => ({
      ...written(item),
      meeting: shortIn(item, 'meeting'),
      question: textIn(item, 'question'),
      outcome: textIn(item, 'outcome'),
      until: dayIn(item, 'until'),
      sequence: numbersIn(item.fields.get('sequence')),
      groups: byParty(numberedTexts(item, 'group')),
      openings: openingsOf(doc, item, log),
      holds: holdsOf(doc, item),
      answers: answers.get(item.id) ?? [],
    }));
}

/** What is told of a round: until it is opened, nobody's words. */
export function told(round: RoundContent): RoundContent {
  return round.openings.length > 0 ? round : { ...round, groups: [], answers: [] };
}

function answerOf(item: Item): AnswerContent {
  return {
    ...written(item),
    round: shortIn(item, 'round'),
    party: partyIn(item),
    text: textIn(item, 'text'),
  };
}

/**
 * The first to come into the log is the first: whoever's clock is behind opens nothing anew. Only of
 * those who are confirmed: anybody who writes could open a round on nothing.
 */
export function openingsOf(
  doc: Y.Doc,
  item: ItemRef,
  { placeOf, whoseIs }: LogFacts = NO_LOG,
): Opening[] {
  const all = saidInOrder(itemMap(doc, item), 'open', placeOf);
  return all
    .filter(({ device }) => whoseIs(device).isConfirmed)
    .map(({ device, at, words }) => ({ device, at, had: textsIn(words[0]) }));
}

/** What is planned has heard nobody; that it was held or is over is told by what has come (FILE6). */
export function wasHeld(doc: Y.Doc, item: ItemRef, today: string): boolean {
  const map = itemMap(doc, item);
  const date = confirmedIn(map, 'date');
  return (
    confirmedIn(map, 'held') === 1 || (typeof date === 'string' && isDay(date) && date <= today)
  );
}

/** Whoever said it last that they would wait, and has not let go. */
export function holdsOf(doc: Y.Doc, item: ItemRef): Hold[] {
  return saidIn(itemMap(doc, item), 'hold')
    .filter(({ words }) => words[0] === 'wait')
    .map(({ device, at }) => ({ device, at }));
}

export function open(doc: Y.Doc, item: ItemRef, at: number, had: readonly string[]): void {
  say(doc, item, 'open', at, [had]);
}

export function hold(doc: Y.Doc, item: ItemRef, at: number, waits: boolean): void {
  say(doc, item, 'hold', at, [waits ? 'wait' : 'go']);
}

/** Those that still hold at a time. */
export function holdsAt(holds: readonly Hold[], now: number): Hold[] {
  // One from a clock far ahead ends, too.
  return holds.filter(({ at }) => Math.abs(now - at) < HOLD_S);
}

function byParty(
  texts: readonly { number: number; text: string }[],
): { party: number; text: string }[] {
  return texts.map(({ number, text }) => ({ party: number, text }));
}

function textsIn(value: FieldValue | undefined): string[] {
  const list = Array.isArray(value) ? (value as unknown[]) : [];
  return list.filter((one): one is string => typeof one === 'string');
}

function numbersIn(value: unknown): number[] {
  const list = Array.isArray(value) ? (value as unknown[]) : [];
  return list.filter((one): one is number => Number.isSafeInteger(one));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
