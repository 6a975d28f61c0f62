import { expect, test } from 'vitest';
import type { PlanView } from '../../app/port';
import { fixtureAt } from '../testing/fixture';
import { learnAllTexts } from '../words/texts.svelte';
import { searchIn } from './search';

await learnAllTexts();

const by = { person: 'p', name: 'Kari', party: 1, at: 0 };
const written = { created: by, edited: by, returned: false };
const stance = { verdict: 'stop' as const, reason: 'Kanarifugl i en stopp', by };
const fixture = fixtureAt(1_800_000_000);
const plan: PlanView = {
  ...fixture,
  why: 'Kanarifugl i hvorfor',
  place: 'Kanarifugl i Nesset',
  sheet: [[2, 'Kanarifugl på arket']],
  parties: fixture.parties.map((party, i) =>
    i === 0
      ? { ...party, anchoring: { body: 'Kanarifuglstyret', date: '', caseNumber: '2026/714' } }
      : party,
  ),
  steppings: [{ ...written, id: 's', party: 1, out: true, words: 'Kanarifugl tar en pause' }],
  decisions: [
    {
      ...{ ...written, id: 'd', on: '', question: 'Skal vi?', why: '', outcome: '', until: '' },
      ...{ lookBack: '', state: 'stands', stops: [], lifted: [], yeses: [], waitsFor: [] },
      ...{ minutedIn: [], leftBehind: [stance] },
    },
  ],
};
const kinds = (text: string): string[] => searchIn(plan, text).map(({ kind }) => kind);

test('finds what is said of the plan, on the sheet, by groups and in what was left behind', () => {
  expect(kinds('kanarifugl').sort()).toEqual(['decision', 'party', 'plan', 'sheet', 'stepping']);
});

test('finds case numbers, and people by their names', () => {
  expect(kinds('2026/714')).toEqual(['party']);
  const name = plan.parties.flatMap(({ people }) => people)[0]?.name ?? '';
  expect(kinds(name)).toContain('party');
});

test('finds nothing by one letter, and nothing that is not there', () => {
  expect([kinds('k'), kinds('zzzz')]).toEqual([[], []]);
});

test('leads from what was said to what it was said about, of every kind', () => {
  const said = (on: string) => ({ ...written, id: `om-${on}`, on, text: `Kråke ${on}` });
  const goal = plan.goals[0]?.id ?? '';
  const comments = ['d', goal, 'plan', 'party-1', 'borte'].map(said);
  const found = searchIn({ ...plan, comments }, 'kråke');
  expect(found.map(({ about }) => [about.kind, about.id])).toEqual([
    ...[['decision', 'd'] as const, ['goal', goal], ['plan', 'plan'], ['party', 'party-1']],
  ]);
});

test('finds what a value is called, and money as it is read and as it is typed', () => {
  const [first, ...goals] = plan.goals;
  const [action, ...actions] = first?.actions ?? [];
  if (first === undefined || action === undefined) throw new Error('no action in the fixture');
  const costly = { ...action, costKr: 12_500, yearly: [[2027, 7_300]] as const };
  const searched = {
    ...plan,
    goals: [{ ...first, actions: [costly, ...actions] }, ...goals],
    valueNames: { value1: 'Ro', value2: 'Nabosinn', value3: '' },
  };
  const of = (text: string) => searchIn(searched, text).map(({ kind, id }) => [kind, id]);
  expect(of('nabosinn')).toEqual([['value', 'value-2']]);
  for (const text of ['12 500', '12500', '7 300 kr'])
    expect(of(text)).toEqual([['action', action.id]]);
});
