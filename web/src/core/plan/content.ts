/** The plan's content as plain data: the same on every device that has the same commits. */
import type * as Y from 'yjs';
import { isOrderKey } from '../order_key';
import { readFormer, readPredecessor, type FormerParty, type Predecessor } from './lineage';
import { MAX_SHORT, readItems, readNames, readText, type Author, type Item } from './items';

export interface Written {
  readonly id: string;
  readonly created: Author;
  readonly edited: Author;
  readonly returned: boolean;
}

export interface ActionContent extends Written {
  readonly goal: string;
  readonly order: string;
  readonly title: string;
  readonly why: string;
  readonly status: string;
  readonly arena: string;
  readonly mode: string;
  readonly due: string;
  readonly costKr: number | null;
  readonly parts: readonly { readonly party: number; readonly text: string }[];
}

export interface GoalContent extends Written {
  readonly order: string;
  readonly title: string;
  readonly indicator: string;
  readonly actions: readonly ActionContent[];
}

export interface ResourceContent extends Written {
  readonly party: number;
  readonly what: string;
  readonly extent: string;
  readonly kind: string;
}

export interface AnswerContent extends Written {
  readonly round: string;
  readonly party: number;
  readonly text: string;
}

export interface RoundContent extends Written {
  readonly kind: string;
  readonly question: string;
  readonly opened: string;
  readonly outcome: string;
  readonly objection: string;
  readonly objectionParty: number;
  readonly lifted: string;
  readonly answers: readonly AnswerContent[];
}

export interface EvaluationContent extends Written {
  readonly party: number;
  readonly period: string;
  readonly values: readonly (readonly [field: string, value: number])[];
}

export interface ReflectionContent extends Written {
  readonly party: number;
  readonly date: string;
  readonly text: string;
}

export interface PlanContent {
  readonly title: string;
  readonly why: string;
  readonly place: string;
  readonly goals: readonly GoalContent[];
  readonly resources: readonly ResourceContent[];
  readonly rounds: readonly RoundContent[];
  readonly evaluations: readonly EvaluationContent[];
  readonly reflections: readonly ReflectionContent[];
  /** Key and name, sorted: `party/2`, `person/…`, `invitation/…`, `contact/2`. */
  readonly names: readonly (readonly [key: string, name: string])[];
  readonly anchorings: readonly Anchoring[];
  readonly predecessor: Predecessor | undefined;
  readonly former: readonly FormerParty[] | undefined;
}

export interface Anchoring {
  readonly party: number;
  readonly body: string;
  readonly date: string;
  readonly caseNumber: string;
}

export function readContent(doc: Y.Doc): PlanContent {
  const items = readItems(doc);
  const here = (kind: Item['kind']): Item[] =>
    items.filter((item) => item.kind === kind && !item.isGone).sort(byOrder);
  const answers = here('answer').map(answerOf);
  return {
    title: readText(doc, 'x/plan/title'),
    why: readText(doc, 'x/plan/why'),
    place: readText(doc, 'x/plan/place'),
    goals: goalsOf(items, here('action').map(actionOf)),
    resources: here('resource').map(resourceOf),
    rounds: here('round').map((round) => roundOf(round, answers)),
    evaluations: here('evaluation').map(evaluationOf),
    reflections: here('reflection').map(reflectionOf),
    ...namesOf(readNames(doc)),
    ...lineageOf(doc),
  };
}

/** Absent where the plan is no copy. */
function lineageOf(doc: Y.Doc): Pick<PlanContent, 'predecessor' | 'former'> {
  const predecessor = readPredecessor(doc);
  return { predecessor, former: predecessor && readFormer(doc) };
}

/** A goal that somebody deleted while another added to it comes back with what was added. */
function goalsOf(items: readonly Item[], actions: readonly ActionContent[]): GoalContent[] {
  return items
    .filter((item) => item.kind === 'goal')
    .sort(byOrder)
    .map((item) => ({ item, own: actions.filter((action) => action.goal === item.id) }))
    .filter(({ item, own }) => !item.isGone || own.length > 0)
    .map(({ item, own }) => ({
      ...written(item),
      returned: item.returned || item.isGone,
      order: order(item),
      title: text(item, 'title'),
      indicator: text(item, 'indicator'),
      actions: own,
    }));
}

function actionOf(item: Item): ActionContent {
  const cost = item.fields.get('costKr');
  return {
    ...written(item),
    goal: short(item, 'goal'),
    order: order(item),
    title: text(item, 'title'),
    why: text(item, 'why'),
    status: short(item, 'status'),
    arena: short(item, 'arena'),
    mode: short(item, 'mode'),
    due: short(item, 'due'),
    costKr: typeof cost === 'number' && Number.isSafeInteger(cost) ? cost : null,
    parts: partsOf(item),
  };
}

function partsOf(item: Item): { party: number; text: string }[] {
  return [...item.texts]
    .flatMap(([field, words]) => {
      const [, party] = /^part\/([1-9]\d{0,3})$/.exec(field) ?? [];
      return party !== undefined && words !== '' ? [{ party: Number(party), text: words }] : [];
    })
    .sort((a, b) => a.party - b.party);
}

function resourceOf(item: Item): ResourceContent {
  return {
    ...written(item),
    party: party(item),
    what: text(item, 'what'),
    extent: text(item, 'extent'),
    kind: short(item, 'kind'),
  };
}

function answerOf(item: Item): AnswerContent {
  const round = short(item, 'round');
  return { ...written(item), round, party: party(item), text: text(item, 'text') };
}

function roundOf(item: Item, answers: readonly AnswerContent[]): RoundContent {
  const objector = item.fields.get('objectionParty');
  return {
    ...written(item),
    kind: short(item, 'kind'),
    question: text(item, 'question'),
    opened: short(item, 'opened'),
    outcome: short(item, 'outcome'),
    objection: text(item, 'objection'),
    objectionParty: typeof objector === 'number' ? objector : 0,
    lifted: short(item, 'lifted'),
    answers: answers.filter((answer) => answer.round === item.id),
  };
}

function evaluationOf(item: Item): EvaluationContent {
  const values = item.fields.get('values');
  const pairs = (Array.isArray(values) ? (values as unknown[]) : []).filter(isScore);
  return { ...written(item), party: party(item), period: short(item, 'period'), values: pairs };
}

function reflectionOf(item: Item): ReflectionContent {
  const date = short(item, 'date');
  return { ...written(item), party: party(item), date, text: text(item, 'text') };
}

function namesOf(all: ReadonlyMap<string, unknown>): Pick<PlanContent, 'names' | 'anchorings'> {
  const names: [string, string][] = [];
  const anchorings: Anchoring[] = [];
  for (const [key, value] of [...all].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const [, index] = /^anchoring\/([1-9]\d{0,3})$/.exec(key) ?? [];
    if (typeof value === 'string') names.push([key, value.slice(0, MAX_SHORT)]);
    else if (index !== undefined && Array.isArray(value)) {
      const [body, date, caseNumber] = (value as unknown[]).map(String);
      anchorings.push({
        party: Number(index),
        body: body ?? '',
        date: date ?? '',
        caseNumber: caseNumber ?? '',
      });
    }
  }
  return { names, anchorings };
}

function written({ id, created, edited, returned }: Item): Written {
  return { id, created, edited, returned };
}

function text(item: Item, field: string): string {
  return item.texts.get(field) ?? '';
}

function short(item: Item, field: string): string {
  const value = item.fields.get(field);
  return typeof value === 'string' ? value.slice(0, MAX_SHORT) : '';
}

function party(item: Item): number {
  const value = item.fields.get('party');
  return typeof value === 'number' && Number.isSafeInteger(value) ? value : 0;
}

function order(item: Item): string {
  const value = item.fields.get('order');
  return isOrderKey(value) ? value : '';
}

function byOrder(a: Item, b: Item): number {
  const [x, y] = [order(a) + '/' + a.id, order(b) + '/' + b.id];
  return x < y ? -1 : x > y ? 1 : 0;
}

function isScore(pair: unknown): pair is [string, number] {
  return Array.isArray(pair) && typeof pair[0] === 'string' && typeof pair[1] === 'number';
}
