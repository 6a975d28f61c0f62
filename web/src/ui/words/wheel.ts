/** "Hvordan har vi det sammen?" in words: fields, questions, answers and how they spread. */
import type { EvaluationView, PlanView, SectorSpread } from '../../app/port';
import { m } from './texts.svelte';

interface FieldWords {
  readonly name: () => string;
  readonly ask: () => string;
  readonly think: () => string;
}

const FIELD: Readonly<Record<string, FieldWords>> = {
  equality: {
    name: m.wheel_equality,
    ask: m.wheel_equality_ask,
    think: m.wheel_equality_think,
  },
  goals: { name: m.wheel_goals, ask: m.wheel_goals_ask, think: m.wheel_goals_think },
  communication: {
    name: m.wheel_communication,
    ask: m.wheel_communication_ask,
    think: m.wheel_communication_think,
  },
  anchoring: {
    name: m.wheel_anchoring,
    ask: m.wheel_anchoring_ask,
    think: m.wheel_anchoring_think,
  },
  facilitation: {
    name: m.wheel_facilitation,
    ask: m.wheel_facilitation_ask,
    think: m.wheel_facilitation_think,
  },
  resources: {
    name: m.wheel_resources,
    ask: m.wheel_resources_ask,
    think: m.wheel_resources_think,
  },
  complementarity: {
    name: m.wheel_complementarity,
    ask: m.wheel_complementarity_ask,
    think: m.wheel_complementarity_think,
  },
  openness: {
    name: m.wheel_openness,
    ask: m.wheel_openness_ask,
    think: m.wheel_openness_think,
  },
};

/** A value that the group named itself has none. */
function wordsOf(field: string): FieldWords | undefined {
  return Object.hasOwn(FIELD, field) ? FIELD[field] : undefined;
}

/** With soft hyphens where it may break. A value is called what the group calls it. */
export function fieldWord(plan: PlanView, field: string): string {
  const known = wordsOf(field);
  if (known !== undefined) return known.name();
  const name = plan.valueNames[field] ?? '';
  return name === '' ? m.wheel_value_unnamed() : inSentence(name);
}

/** The plan, with the values called as they were when this was asked. */
export function calledAs(plan: PlanView, { called }: EvaluationView): PlanView {
  return { ...plan, valueNames: { ...plan.valueNames, ...Object.fromEntries(called) } };
}

export function fieldAsk(plan: PlanView, field: string): string {
  return wordsOf(field)?.ask() ?? m.wheel_value_ask({ name: fieldWord(plan, field) });
}

export function fieldThink(field: string): string {
  return (wordsOf(field)?.think ?? m.wheel_value_think)();
}

/** A name that begins large, as a word among others: "Tillit" is "tillit"; "KRIK" stays. */
function inSentence(name: string): string {
  return /^\p{Lu}\p{Ll}/u.test(name) ? name.slice(0, 1).toLowerCase() + name.slice(1) : name;
}

const SCORE: Readonly<Record<number, () => string>> = {
  0: m.wheel_score_0,
  1: m.wheel_score_1,
  2: m.wheel_score_2,
  3: m.wheel_score_3,
  4: m.wheel_score_4,
  5: m.wheel_score_5,
};

/** As they are offered: from not at all to completely, and last that one does not know. */
export const SCORES: readonly number[] = [1, 2, 3, 4, 5, 0];

export const scoreWord = (score: number): string => (SCORE[score] ?? m.wheel_score_0)();

/** "2,5" */
export function tenths(value: number): string {
  const [whole = '', tenth] = String(value).split('.');
  return tenth === undefined ? whole : m.wheel_tenths({ whole, tenth });
}

export function spreadWords(spread: SectorSpread): string {
  switch (spread.kind) {
    case 'nothing':
      return m.wheel_nothing();
    case 'agrees':
      return m.wheel_agrees();
    case 'differs':
      return m.wheel_differs();
    case 'spread': {
      const [low, middle, high] = [tenths(spread.low), tenths(spread.middle), tenths(spread.high)];
      return low === high ? m.wheel_spread_same({ middle }) : m.wheel_spread({ low, middle, high });
    }
  }
}

/** What was asked, opened and told the time before this one. */
export function spreadBefore(
  before: EvaluationView | undefined,
  field: string,
  sector: number,
): SectorSpread | undefined {
  const told = before?.spreads.find((one) => one.field === field);
  const found = told?.sectors.find((one) => one.sector === sector);
  return found?.kind === 'nothing' ? undefined : found;
}
