/** The plan's content as it was exported (`content.ts`), read back as what is to be written anew. */
import { ACTION_NOTES } from './actions';
import { placeKey, type BroughtItem, type BroughtPlan } from './brought';
import { MAX_TEXT, timeIn, type FieldValue, type Kind } from './document';
import { isLanguage } from './items';
import { FORMER, type FormerParty, type Predecessor } from './lineage';
import { wrongIn } from './schema';

type Node = Readonly<Record<string, unknown>>;
type Writers = ReadonlyMap<number, NonNullable<BroughtItem['writer']>>;

export const FILE_FORMAT = 1;
const MAX_ITEMS = 20_000;

/** Undefined where it is no such file. */
export function readPlanFile(value: unknown): BroughtPlan | undefined {
  const file = nodeOf(value);
  const plan = nodeOf(file['plan']);
  if (!Array.isArray(plan['goals']) || typeof plan['title'] !== 'string') return undefined;
  const items = itemsOf(plan, writersOf(file)).filter(({ id }) => isId(id));
  if (items.length > MAX_ITEMS) return undefined;
  const sheet = pairs(plan['sheet']).map(
    ([question, text]) => [`sheet/${String(question)}`, text] as const,
  );
  return {
    texts: textsOf('plan', {
      ...pick(plan, ['title', 'why', 'place']),
      ...Object.fromEntries(sheet),
    }),
    parties: partiesOf(file, plan),
    names: namesOf(plan, items),
    items,
    predecessor: predecessorOf(plan['predecessor']),
    language: languageOf(plan),
  };
}

function itemsOf(plan: Node, writers: Writers): BroughtItem[] {
  const goals = nodes(plan['goals']);
  const actions = goals.flatMap((goal) => nodes(goal['actions']));
  const rounds = nodes(plan['rounds']);
  const of = (kind: Kind, all: readonly Node[], read: Reader): BroughtItem[] =>
    all.map((one, place) => itemOf(kind, one, { ...read(one, place) }, writers));
  return [
    ...of('goal', goals, ({ order, unknown }) => ({ order, unknown: flag(unknown) })),
    ...of('action', actions, actionParts),
    ...of('need', within(actions, 'needs'), () => ({})),
    ...of('move', within(actions, 'moves'), () => ({})),
    ...of('decision', nodes(plan['decisions']), placed),
    ...of('meeting', nodes(plan['meetings']), ({ counts, takes, held }) => ({
      ...{ held: flag(held), ...family('count', counts) },
      ...ofParties('takes', takes),
    })),
    ...of('round', rounds, ({ groups }, place) => ({
      ...ofParties('group', groups),
      ...placed(undefined, place),
    })),
    ...of('answer', within(rounds, 'answers'), () => ({})),
    ...of('evaluation', nodes(plan['evaluations']), ({ ties, called }) => ({
      ...family('tie', ties),
      ...family('called', called),
    })),
    ...of('resource', nodes(plan['resources']), placed),
    ...of('comment', nodes(plan['comments']), () => ({})),
    ...of('reflection', nodes(plan['reflections']), placed),
    ...of('account', nodes(plan['accounts']), () => ({})),
    ...of('stepping', nodes(plan['steppings']), ({ out }) => ({ out: flag(out) })),
    ...of('report', nodes(plan['reports']), () => ({})),
  ];
}

/** What is not called in the file as it is in the document. */
type Reader = (node: Node, place: number) => Node;

const placed = (_: unknown, place: number): Node => ({ order: placeKey(place) });

function actionParts(action: Node): Node {
  const { notes, parts, yearly } = action;
  const numbers = nodes(parts).flatMap(({ party }) => (typeof party === 'number' ? [party] : []));
  return {
    ...pick(nodeOf(notes), ACTION_NOTES),
    ...ofParties('part', parts),
    ...Object.fromEntries(numbers.map((party) => [`party/${party}`, 1])),
    ...family('kr', yearly),
  };
}

/** Of what stands there, only what an item of this kind may hold is taken. */
function itemOf(kind: Kind, node: Node, more: Node, writers: Writers): BroughtItem {
  const all = { ...node, ...more };
  const created = nodeOf(node['created']);
  const writer = writerOf(created, writers);
  const opened = openedOf(node['openings']);
  return {
    kind,
    id: typeof node['id'] === 'string' ? node['id'] : '',
    texts: textsOf(kind, all),
    fields: fieldsOf(kind, all),
    at: countOf(created['at']),
    ...(writer ? { writer } : {}),
    ...(opened ? { opened } : {}),
  };
}

function textsOf(kind: Kind, all: Node): Record<string, string> {
  const texts = Object.entries(all).filter(
    (entry): entry is [string, string] =>
      typeof entry[1] === 'string' &&
      entry[1] !== '' &&
      wrongIn(kind, { [entry[0]]: '' }, {}) === undefined,
  );
  return Object.fromEntries(texts.map(([name, text]) => [name, text.slice(0, MAX_TEXT)]));
}

function fieldsOf(kind: Kind, all: Node): Record<string, FieldValue> {
  const isSet = (value: unknown): boolean => value !== '' && value !== null;
  return Object.fromEntries(
    Object.entries(all).filter(
      (entry): entry is [string, FieldValue] =>
        isSet(entry[1]) && wrongIn(kind, {}, { [entry[0]]: entry[1] as FieldValue }) === undefined,
    ),
  );
}

function writerOf(created: Node, writers: Writers): BroughtItem['writer'] {
  const { name, party } = nodeOf(created['behalf']);
  if (typeof name === 'string' && name !== '') return { name, party: countOf(party) };
  return writers.get(countOf(created['device']));
}

function writersOf(file: Node): Writers {
  return new Map(
    nodes(file['people']).flatMap(({ device, name, party }) =>
      typeof name === 'string' && name !== ''
        ? [[countOf(device), { name, party: countOf(party) }] as const]
        : [],
    ),
  );
}

/** When it was first opened, and what was there. */
function openedOf(openings: unknown): BroughtItem['opened'] {
  const [first] = nodes(openings);
  if (!first) return undefined;
  const had = Array.isArray(first['had']) ? (first['had'] as unknown[]) : [];
  const ids = had.filter((one): one is string => typeof one === 'string');
  return { at: timeIn(first['at']), had: ids };
}

/** Those that the file tells of with their sectors, else those that the content names. */
function partiesOf(file: Node, plan: Node): FormerParty[] {
  const told = [...nodes(file['parties']), ...nodes(plan['former'])];
  const known = new Map<number, FormerParty>();
  for (const [key, name] of pairs(plan['names'])) {
    const index = Number(/^party\/([1-9]\d{0,3})$/.exec(String(key))?.[1] ?? 0);
    if (index > 0 && typeof name === 'string') known.set(index, { index, name, sector: 0 });
  }
  for (const { index, name, sector } of told) {
    if (countOf(index) === 0 || typeof name !== 'string' || name === '') continue;
    known.set(countOf(index), { index: countOf(index), name, sector: countOf(sector) });
  }
  return [...known.values()].filter(({ index }) => index <= FORMER * 2).sort(byIndex);
}

function byIndex(a: FormerParty, b: FormerParty): number {
  return a.index - b.index;
}

const CARRIED = /^(value\/[1-9]|contact\/[1-9]\d{0,3})$/;

/** Of people those alone that something names: who leads a meeting, whose a resource is. */
function namesOf(plan: Node, items: readonly BroughtItem[]): BroughtPlan['names'] {
  const people = new Set(
    items.flatMap(({ fields }) => [
      `person/${String(fields['person'])}`,
      `person/${String(fields['leader'])}`,
    ]),
  );
  const names = pairs(plan['names']).filter(
    (pair): pair is [string, string] =>
      (CARRIED.test(String(pair[0])) || people.has(String(pair[0]))) &&
      typeof pair[1] === 'string' &&
      pair[1] !== '',
  );
  const anchorings = nodes(plan['anchorings']).map(({ party, body, date, caseNumber }) => {
    const words = [body, date, caseNumber].map((word) => (typeof word === 'string' ? word : ''));
    return [`anchoring/${countOf(party)}`, words] as const;
  });
  return [...names, ...anchorings];
}

function languageOf(plan: Node): string {
  const [, language] = pairs(plan['names']).find(([key]) => key === 'language') ?? [];
  return isLanguage(language) ? language : '';
}

function predecessorOf(value: unknown): Predecessor | undefined {
  const { space, title, at, size, root } = nodeOf(value);
  const areTexts = [space, title, root].every(
    (one) => typeof one === 'string' && one.length <= 400,
  );
  if (!areTexts) return undefined;
  const [from, called, sum] = [space, title, root] as [string, string, string];
  return { space: from, title: called, root: sum, at: countOf(at), size: countOf(size) };
}

function ofParties(name: string, list: unknown): Node {
  const entries = nodes(list).map(
    ({ party, text }) => [`${name}/${countOf(party)}`, text] as const,
  );
  return Object.fromEntries(entries);
}

function family(name: string, list: unknown): Node {
  return Object.fromEntries(pairs(list).map(([which, value]) => [`${name}/${which}`, value]));
}

function within(all: readonly Node[], name: string): Node[] {
  return all.flatMap((one) => nodes(one[name]));
}

function pick(from: Node, names: readonly string[]): Node {
  return Object.fromEntries(names.map((name) => [name, from[name]]));
}

function nodeOf(value: unknown): Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Node)
    : {};
}

function nodes(value: unknown): Node[] {
  return Array.isArray(value) ? (value as unknown[]).map(nodeOf) : [];
}

function pairs(value: unknown): [string | number, unknown][] {
  const list = Array.isArray(value) ? (value as unknown[]) : [];
  return list.filter(
    (pair): pair is [string | number, unknown] =>
      Array.isArray(pair) && (typeof pair[0] === 'string' || typeof pair[0] === 'number'),
  );
}

function countOf(value: unknown): number {
  return Number.isSafeInteger(value) && Number(value) >= 0 ? Number(value) : 0;
}

function flag(value: unknown): number {
  return value === true ? 1 : 0;
}

function isId(id: string): boolean {
  return /^[0-9a-z-]{1,64}$/.test(id) && id !== 'plan';
}
