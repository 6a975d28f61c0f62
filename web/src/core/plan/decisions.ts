/**
 * Decisions by consent. Whatever a person says of a proposal stands until that person says
 * something else of it; a stop with its reason stays attached until its author lifts it.
 *
 * Silence is not a yes: a decision stands where no stop does and every sector has been heard,
 * by a device, a helper or the minutes of a meeting. Until then it says whom it waits for. A
 * group that takes a pause is not waited for, and what it had stopped stays stopped.
 */
import type * as Y from 'yjs';
import { itemMap, wordingsIn, type FieldValue, type ItemRef } from './document';
import { byOrder, dayIn, groupedBy, shortIn, textIn, written, type Written } from './fields';
import { readBehalf, type Behalf, type Item } from './items';
import { NO_LOG, type LogFacts } from './log_order';
import { isDay, MAX_WORDS } from './schema';
import { allSaid, countsOf, readCounts, saidIn, say, type Said } from './register';
import { isUnconfirmed } from './unconfirmed';

/** As much as a key of the register has room for. */
const MAX_ABOUT = 64;
/** `back`: I have said nothing of it after all. */
export const VERDICTS = ['yes', 'stop', 'lifted', 'back'] as const;
export type Verdict = (typeof VERDICTS)[number];

export interface Stance {
  readonly device: number;
  readonly count: number;
  readonly at: number;
  readonly verdict: Verdict;
  readonly reason: string;
  /** Whose word it is, where a helper wrote it down. */
  readonly behalf: Behalf | undefined;
  readonly about: string;
  readonly seen: ReturnType<typeof readCounts>;
}

/** That the minutes of a meeting say which sectors were heard. */
export interface Minuted {
  readonly device: number;
  readonly at: number;
  readonly meeting: string;
  readonly sectors: readonly number[];
}

export interface DecisionContent extends Written {
  /** The item that it is about; '' the plan. */
  readonly on: string;
  readonly question: string;
  readonly why: string;
  readonly outcome: string;
  /** Until when people may answer; '' open. Nobody shortens the time that another has given. */
  readonly until: string;
  /** When to look back at it: "vi prøver i åtte uker". */
  readonly lookBack: string;
  readonly stances: readonly Stance[];
  readonly minuted: readonly Minuted[];
}

export function decisionsOf(
  doc: Y.Doc,
  items: readonly Item[],
  log: LogFacts = NO_LOG,
): DecisionContent[] {
  return items
    .filter((item) => item.kind === 'decision' && !item.isGone)
    .sort(byOrder)
    .map((item) => ({
      ...written(item),
      on: shortIn(item, 'on'),
      question: textIn(item, 'question'),
      why: textIn(item, 'why'),
      outcome: textIn(item, 'outcome'),
      until: untilIn(doc, item, log),
      lookBack: dayIn(item, 'lookBack'),
      stances: allSaid(itemMap(doc, item), 'stance').flatMap((said) => readStance(said) ?? []),
      minuted: saidIn(itemMap(doc, item), 'minutes').map(({ device, at, about, words }) => ({
        ...{ device, at, meeting: about },
        sectors: numbersIn(words[0]),
      })),
    }));
}

/** The latest of what each person gave last; of those who are gone only where nobody else gave any. */
function untilIn(doc: Y.Doc, item: Item, { whoseIs }: LogFacts): string {
  const [here, gone] = [new Map<string, string>(), new Map<string, string>()];
  const map = itemMap(doc, item);
  for (const wording of wordingsIn(map, 'until')) {
    const { device, value } = wording;
    if (isUnconfirmed(map, wording)) continue;
    const { person, isHere } = whoseIs(device);
    const given = isHere ? here : gone;
    if (!given.has(person))
      given.set(person, typeof value === 'string' && isDay(value) ? value : '');
  }
  return [...(here.size > 0 ? here : gone).values()].sort().at(-1) ?? '';
}

export function takeStance(
  doc: Y.Doc,
  item: ItemRef,
  at: number,
  { verdict, reason, behalf }: { verdict: Verdict; reason: string; behalf?: Behalf | undefined },
): void {
  const about = behalf ? aboutOf(behalf) : '';
  const same = saidIn(itemMap(doc, item), 'stance').filter((said) => said.about === about);
  const seen = countsOf(same).map((pair) => [...pair]);
  const whose = behalf ? [behalf.name, behalf.party, behalf.slip] : [];
  say(doc, item, 'stance', at, [verdict, reason, seen, ...whose], about);
}

export function minute(
  doc: Y.Doc,
  item: ItemRef,
  at: number,
  { meeting, sectors }: { meeting: string; sectors: readonly number[] },
): void {
  say(doc, item, 'minutes', at, [sectors], meeting);
}

/** Words for one and the same person are one person's, whoever wrote them down. */
function aboutOf({ name, party, slip }: Behalf): string {
  if (slip !== '') return slip.slice(0, MAX_ABOUT);
  const letters = Array.from(name.normalize('NFC').toLowerCase(), (letter) =>
    /[0-9a-z]/.test(letter) ? letter : `-${letter.codePointAt(0)!.toString(36)}-`,
  );
  const whole = `${party}-${letters.join('')}`;
  if (whole.length <= MAX_ABOUT) return whole;
  // Two long names that begin alike are two people.
  const rest = foldOf(whole);
  return `${whole.slice(0, MAX_ABOUT - rest.length - 1)}-${rest}`;
}

/** FNV-1a of 64 bits: no secret, whoever writes for somebody may write any name. */
function foldOf(text: string): string {
  let fold = 0xcbf29ce484222325n;
  for (let i = 0; i < text.length; i++) {
    fold = BigInt.asUintN(64, (fold ^ BigInt(text.charCodeAt(i))) * 0x100000001b3n);
  }
  return fold.toString(36);
}

function readStance({ device, count, at, about, words }: Said): Stance | undefined {
  const [said, reason, seen, ...whose] = words;
  const verdict = VERDICTS.find((known) => known === said);
  const behalf = readBehalf(whose);
  // A key of another's making would be one person more.
  if (!verdict || about !== (behalf ? aboutOf(behalf) : '')) return undefined;
  const text = typeof reason === 'string' ? reason.slice(0, MAX_WORDS) : '';
  return { device, count, at, verdict, reason: text, behalf, about, seen: readCounts(seen) };
}

function numbersIn(value: FieldValue | undefined): number[] {
  const list = Array.isArray(value) ? (value as unknown[]) : [];
  return list.filter((one): one is number => Number.isSafeInteger(one));
}

/** Whose word a stance is: a person of a group, or somebody a helper speaks for. */
export interface Speaker {
  readonly key: string;
  readonly party: number;
  /** `out`: the group takes a pause. `gone`: who said it can say nothing more, nor can the group. */
  readonly standing: 'with' | 'out' | 'gone';
}

/** Of whom a plan must hear: sectors with a group that is with now. */
export interface Hearing {
  readonly sectorOf: (party: number) => number;
  readonly sectors: readonly number[];
  readonly parties: readonly number[];
  readonly today: string;
}

export interface DecisionState {
  /**
   * `stopped`: a stop stands. `waiting`: some sector has not been heard. `open`: all have, and
   * there is still time. `stands`: decided.
   */
  readonly state: 'stopped' | 'waiting' | 'open' | 'stands';
  readonly stops: readonly Stance[];
  /** Stops of those who are gone: they can be lifted by nobody, and hold nothing up. */
  readonly leftBehind: readonly Stance[];
  /** Stops that their authors have lifted. */
  readonly lifted: readonly Stance[];
  readonly yeses: readonly Stance[];
  /** Sectors that have not been heard. */
  readonly waitsFor: readonly number[];
}

/**
 * `speakerOf`: nobody, where the person is not confirmed.
 * `isMinuted`: whether minutes count: of a meeting that was held, by somebody whose group is with.
 */
export function decisionState(
  { stances, minuted, until }: Pick<DecisionContent, 'stances' | 'minuted' | 'until'>,
  { sectorOf, sectors, parties, today }: Hearing,
  speakerOf: (stance: Stance) => Speaker | undefined,
  isMinuted: (minuted: Minuted) => boolean,
): DecisionState {
  const said = stances.flatMap((stance) => {
    const speaker = speakerOf(stance);
    return speaker ? [{ stance, speaker }] : [];
  });
  type Word = (typeof said)[number];
  const people = [...groupedBy(said, ({ speaker }) => speaker.key).values()];
  const last = people.flatMap(lastWords).filter(({ stance }) => stance.verdict !== 'back');
  const isLast = new Set(last);
  const withUs = last.filter(({ speaker }) => speaker.standing === 'with');
  const isGone = ({ speaker }: Word): boolean => speaker.standing === 'gone';
  const of = (words: readonly Word[], verdict: Verdict): Stance[] =>
    words.filter(({ stance }) => stance.verdict === verdict).map(({ stance }) => stance);
  const stopped = last.filter((word) => !isGone(word));
  const stops = of(stopped, 'stop');
  const heard = new Set(withUs.map(({ speaker }) => sectorOf(speaker.party)));
  for (const one of minuted.filter(isMinuted)) {
    for (const sector of one.sectors) heard.add(sector);
  }
  const waitsFor = sectors.filter((sector) => !heard.has(sector));
  const answered = new Set(withUs.map(({ speaker }) => speaker.party));
  const isTimeUp = until === '' || today > until;
  const isOver = isTimeUp || parties.every((party) => answered.has(party));
  return {
    // Where nobody is with, nobody has been heard.
    state: stateOf(stops.length > 0, waitsFor.length > 0 || sectors.length === 0, isOver),
    stops,
    leftBehind: of(last.filter(isGone), 'stop'),
    lifted: of(
      said.filter((word) => !isLast.has(word)),
      'stop',
    ),
    yeses: [...of(withUs, 'yes'), ...of(withUs, 'lifted')],
    waitsFor,
  };
}

function stateOf(isStopped: boolean, isUnheard: boolean, isOver: boolean): DecisionState['state'] {
  if (isStopped) return 'stopped';
  if (isUnheard) return 'waiting';
  return isOver ? 'stands' : 'open';
}

/**
 * Of all that one person said, or that was written down for them, what nothing of it answers.
 * What they say themselves stands, whatever a helper writes for them; else a word answers those
 * that whoever said it had seen.
 */
function lastWords<T extends { readonly stance: Stance }>(words: readonly T[]): T[] {
  const own = words.filter(({ stance }) => stance.about === '');
  const counted = own.length > 0 ? own : words;
  if (counted.length === 1) return [...counted];
  const seen = new Map<string, number>();
  const see = (device: number, about: string, count: number): void => {
    const key = `${device}/${about}`;
    seen.set(key, Math.max(count, seen.get(key) ?? 0));
  };
  for (const { stance } of counted) {
    see(stance.device, stance.about, stance.count - 1);
    for (const [device, count] of stance.seen) {
      if (device !== stance.device) see(device, stance.about, count);
    }
  }
  return counted.filter(
    ({ stance: { device, about, count } }) => count > (seen.get(`${device}/${about}`) ?? 0),
  );
}
