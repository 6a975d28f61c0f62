import { expect, test } from 'vitest';
import type { ChangeView, DecisionView, PlanView } from '../../app/port';
import { fixtureAt } from '../testing/fixture';
import { addressOf, newsAddress } from '../words/news';
import { itemsOf, mayFetchBack } from './items';

const valueNames = { value1: '', value2: '', value3: '' };
const plan: PlanView = { ...fixtureAt(1_800_000_000), valueNames };
const items = itemsOf(plan);
const { party, person } = plan.me;

function change(field: string, before: ChangeView['before'] = 'før'): ChangeView {
  return { field, before, after: 'nå', isText: true, by: { person, name: 'Kari', party, at: 0 } };
}

test('every thing that people made has a conversation and a history, and so has every field of the plan', () => {
  const made = [
    ...plan.goals.flatMap((goal) => [goal, ...goal.actions]),
    ...plan.goals.flatMap(({ actions }) => actions.flatMap(({ needs }) => needs)),
    ...[...plan.resources, ...plan.decisions, ...plan.meetings, ...plan.rounds],
    ...[...plan.evaluations, ...plan.reflections, ...plan.accounts, ...plan.steppings],
  ];
  expect(made.filter(({ id }) => !items.has(id))).toEqual([]);
  const fields = ['plan', 'party-1', 'value-3', 'sheet-8'].map((id) => items.get(id)?.field);
  expect(fields).toEqual([undefined, 'anchoring/1', 'value/3', 'sheet/8']);
  expect([items.has('sheet-9'), items.has('value-4')]).toEqual([false, false]);
});

test('nobody fetches back what they may not write', () => {
  const mine = { kind: 'party', id: 'x', title: '' };
  const ask = (kind: string, field: string, before?: string): boolean =>
    mayFetchBack(plan, { ...mine, kind }, change(field, before));
  expect([ask('action', 'why'), ask('action', 'title'), ask('goal', 'title', '')]).toEqual([
    ...[true, true, false],
  ]);
  expect([
    ask('party', `anchoring/${String(party)}`),
    ask('party', `anchoring/${String(party + 1)}`),
  ]).toEqual([true, false]);
  expect([
    ask('round', `group/${String(party)}`),
    ask('round', `group/${String(party + 1)}`),
  ]).toEqual([true, false]);
  expect([ask('evaluation', 'tie/help'), ask('evaluation', 'called/value1')]).toEqual([
    ...[true, false],
  ]);
  // Of nobody's, as far as is known here.
  expect(['resource', 'reflection', 'stepping'].map((kind) => ask(kind, 'text'))).toEqual([
    ...[false, false, false],
  ]);
});

test('a decision that people have answered keeps its question', () => {
  const by = { person, name: 'Kari', party, at: 0 };
  const decision: DecisionView = {
    ...{ id: 'd', created: by, edited: by, returned: false, on: '', question: 'Skal vi?' },
    ...{ why: '', outcome: '', until: '', lookBack: '', state: 'waiting', waitsFor: [] },
    ...{ yeses: [], stops: [], leftBehind: [], lifted: [], minutedIn: [] },
  };
  const found = { kind: 'decision', id: decision.id, title: decision.question };
  const answered = { ...decision, yeses: [{ verdict: 'yes' as const, reason: '', by }] };
  const may = (one: typeof decision, field: string): boolean =>
    mayFetchBack({ ...plan, decisions: [one] }, found, change(field));
  expect([may(answered, 'question'), may(decision, 'question'), may(answered, 'until')]).toEqual([
    ...[false, true, true],
  ]);
});

test('what was said about a thing is led to with the talk, and the thing to its own page', () => {
  const at = (kind: string, id: string): string => addressOf('s', { kind, id });
  expect([at('action', 'a'), at('goal', 'g'), at('decision', 'd')]).toEqual([
    ...['/plan/s/tiltak/a', '/plan/s/om/g', '/plan/s/forslag/d'],
  ]);
  expect([at('plan', 'plan'), at('plan', 'party-2')]).toEqual(['/plan/s', '/plan/s/om/party-2']);
  const by = { person, name: 'Kari', party, at: 0 };
  const news = { id: 'c', what: 'made' as const, word: '', by };
  const about = { id: 'd', kind: 'decision' as const, title: 'Skal vi?' };
  expect(newsAddress('s', { ...news, kind: 'comment', about })).toBe('/plan/s/om/d');
  expect(newsAddress('s', { ...news, kind: 'decision', about })).toBe('/plan/s/forslag/d');
});
