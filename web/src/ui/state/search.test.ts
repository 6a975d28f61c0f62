import { expect, test } from 'vitest';
import type { PlanView } from '../../app/port';
import { fixtureAt } from '../testing/fixture';
import { searchIn } from './search';

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
