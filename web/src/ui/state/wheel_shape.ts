/**
 * The wheel as points and paths: one spoke per field, a band from the lowest to the highest of
 * the middle half of a sector's answers, a mark at their middle. Pure; upwards is minus.
 */
import type { FieldSpread, SectorSpread } from '../../app/port';

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Mark extends Point {
  readonly field: string;
}

export interface Band {
  readonly sector: number;
  /** '' where nothing may be shown. */
  readonly area: string;
  readonly line: string;
  readonly marks: readonly Mark[];
}

type Shown = Extract<SectorSpread, { kind: 'spread' }>;

export const RADIUS = 92;
/** "Slett ikke" is a ring, not a point: nobody vanishes in the middle. */
const INNER = 14;
const LOWEST = 1;
const HIGHEST = 5;
/** Where all answered the same there is still a band to be seen. */
const LEAST_WIDTH = 0.3;
/** A spoke without neighbours gets this much on either side, in turns. */
const ALONE = 0.015;
/** Marks of several sectors on one spoke stand beside each other. */
const APART = 9;

const rounded = (value: number): number => Math.round(value * 10) / 10;

export function radiusOf(score: number): number {
  const part = (Math.min(Math.max(score, LOWEST), HIGHEST) - LOWEST) / (HIGHEST - LOWEST);
  return INNER + part * (RADIUS - INNER);
}

/** `turn`: 0 straight up, 0.25 to the right. */
export function pointAt(turn: number, radius: number): Point {
  const angle = turn * 2 * Math.PI;
  return { x: rounded(Math.sin(angle) * radius), y: rounded(-Math.cos(angle) * radius) };
}

export const turnOf = (index: number, count: number): number => index / count;

/** The rings of the scale, inmost first. */
export const RINGS: readonly number[] = [1, 2, 3, 4, 5].map(radiusOf);

/** In the order of the fields; `sectors` says who stands where beside whom on a spoke. */
export function bandOf(
  fields: readonly FieldSpread[],
  sector: number,
  sectors: readonly number[],
): Band {
  const shown = fields.map(({ sectors: told }) => {
    const found = told.find((one) => one.sector === sector);
    return found?.kind === 'spread' ? found : undefined;
  });
  const runs = runsOf(shown.map((one) => one !== undefined));
  const at = (index: number, score: number): Point =>
    pointAt(turnOf(index, fields.length), radiusOf(score));
  const isRing = runs[0]?.length === fields.length && fields.length > 2;
  return {
    sector,
    area: runs.map((run) => areaOf(run, isRing, shown, fields.length)).join(''),
    line: runs
      .filter((run) => run.length > 1)
      .map((run) => pathOf(run.map((i) => at(i, shown[i]?.middle ?? 0))) + (isRing ? 'Z' : ''))
      .join(''),
    marks: fields.flatMap(({ field }, index) => {
      const one = shown[index];
      if (one === undefined) return [];
      const place = at(index, one.middle);
      return [{ field, ...beside(place, turnOf(index, fields.length), sector, sectors) }];
    }),
  };
}

/** Neighbouring spokes that are shown, going round: a run may begin before the first. */
function runsOf(shown: readonly boolean[]): number[][] {
  const { length } = shown;
  const firstGap = shown.indexOf(false);
  if (firstGap < 0) return length === 0 ? [] : [[...shown.keys()]];
  const runs: number[][] = [];
  let run: number[] = [];
  for (let step = 1; step <= length; step++) {
    const index = (firstGap + step) % length;
    if (shown[index]) run.push(index);
    else if (run.length > 0) {
      runs.push(run);
      run = [];
    }
  }
  return runs;
}

function areaOf(
  run: readonly number[],
  isRing: boolean,
  shown: readonly (Shown | undefined)[],
  count: number,
): string {
  const side = (edge: 'low' | 'high', turns: readonly (readonly [number, number])[]): Point[] =>
    turns.flatMap(([index, by]) => {
      const one = shown[index];
      return one ? [pointAt(turnOf(index, count) + by, radiusOf(edgesOf(one)[edge]))] : [];
    });
  const [only] = run;
  const turns: (readonly [number, number])[] =
    run.length === 1 && only !== undefined
      ? [
          [only, -ALONE],
          [only, ALONE],
        ]
      : run.map((index) => [index, 0] as const);
  const [outer, inner] = [side('high', turns), side('low', turns).reverse()];
  return isRing ? `${pathOf(outer)}Z${pathOf(inner)}Z` : `${pathOf([...outer, ...inner])}Z`;
}

function edgesOf({ low, high }: Shown): { low: number; high: number } {
  const lack = Math.max(0, LEAST_WIDTH - (high - low)) / 2;
  const shift = Math.max(0, LOWEST - (low - lack)) - Math.max(0, high + lack - HIGHEST);
  return { low: low - lack + shift, high: high + lack + shift };
}

function beside(place: Point, turn: number, sector: number, sectors: readonly number[]): Point {
  const by = (sectors.indexOf(sector) - (sectors.length - 1) / 2) * APART;
  const across = pointAt(turn + 0.25, by);
  return { x: rounded(place.x + across.x), y: rounded(place.y + across.y) };
}

function pathOf(points: readonly Point[]): string {
  return points.map(({ x, y }, i) => `${i === 0 ? 'M' : 'L'}${x} ${y}`).join('');
}

export interface Label extends Point {
  readonly anchor: 'start' | 'middle' | 'end';
  readonly lines: readonly string[];
}

const LABEL_GAP = 3;
const LINE = 18;
const MOST_LETTERS = 9;

/** A word outside its spoke, in several lines where it is long; `\u00ad` marks where it may break. */
export function labelOf(word: string, index: number, count: number): Label {
  const lines = linesOf(word);
  const turn = turnOf(index, count);
  const { x, y } = pointAt(turn, RADIUS + LABEL_GAP);
  const isAside = Math.abs(x) > RADIUS / 4;
  // The lines grow away from the wheel: up above it, down below it, to both sides beside it.
  const rise = ((y / (RADIUS + LABEL_GAP)) * 0.5 - 0.5) * (lines.length - 1) * LINE;
  const drop = 5 + (y / (RADIUS + LABEL_GAP)) * 5;
  return {
    x,
    y: rounded(y + rise + drop),
    anchor: isAside ? (x > 0 ? 'start' : 'end') : 'middle',
    lines,
  };
}

export const LINE_HEIGHT = LINE;

/** As few lines as have room beside the wheel on a phone. */
function linesOf(word: string): string[] {
  const lines: string[] = [];
  let line = '';
  for (const piece of word.split(/(?<=[ \u00ad])/)) {
    const isLonger = shownLetters(line + piece) > MOST_LETTERS;
    if (isLonger && line !== '') lines.push(line);
    line = isLonger ? piece : line + piece;
  }
  return [...lines, line].map((one, i, all) => {
    const isBroken = one.endsWith('\u00ad') && i < all.length - 1;
    return one.replaceAll('\u00ad', '').trim() + (isBroken ? '-' : '');
  });
}

function shownLetters(text: string): number {
  return text.replaceAll('\u00ad', '').trim().length;
}

/** How far apart the two that differ most are; 0 where no two can be told. */
export function widthOfGap(
  spreads: readonly FieldSpread[],
  gap: { readonly field: string; readonly low: number; readonly high: number } | undefined,
): number {
  const sectors = spreads.find(({ field }) => field === gap?.field)?.sectors ?? [];
  const middleOf = (sector: number | undefined): number => {
    const found = sectors.find((one) => one.sector === sector);
    return found?.kind === 'spread' ? found.middle : 0;
  };
  return middleOf(gap?.high) - middleOf(gap?.low);
}
