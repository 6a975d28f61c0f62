import { beforeEach, expect, test } from 'vitest';
import { fixtureAt } from '../testing/fixture';
import { partyOf, shortName } from './domain';
import { learnAllTexts, learnLanguage } from './texts.svelte';
import { rowsOf } from './unsent';

const plan = fixtureAt(1_800_000_000);
const ours = partyOf(plan, plan.me.party) ?? { index: 0, name: '' };
const short = shortName(ours.name);

beforeEach(async () => {
  await learnLanguage('nb');
  await learnAllTexts();
});

type Case = readonly [field: string, value: string | number | null, label: string, shown: string];

const ACTION: readonly Case[] = [
  ['title', 'Middag', 'Navn', 'Middag'],
  ['why', '', 'Hvorfor', 'tomt'],
  [`part/${String(ours.index)}`, 'Lager mat', `delen til ${short}`, 'Lager mat'],
  ['goal', 'Et måltid', 'Mål', 'Et måltid'],
  ['status', 'done', 'Hvordan går det?', 'ferdig'],
  ['status', 'toString', 'Hvordan går det?', 'toString'],
  ['arena', 'board', 'Sted', 'Tegnebrettet'],
  ['arena', '', 'Sted', 'tomt'],
  ['mode', 'each', 'Måte', 'hver for oss'],
  ['due', '1999-03-01', 'Når', '1. mars 1999'],
  ['due', '', 'Når', 'åpent'],
  ['due', 'snart', 'Når', 'snart'],
  ['costKr', 300, 'Penger', '300 kr'],
  ['costKr', null, 'Penger', 'tomt'],
  ['order', 'a1', 'Rekkefølge', 'flyttet'],
  ['somethingNewer', 7, 'somethingNewer', '7'],
  ['constructor', 'x', 'constructor', 'x'],
];

test.each(ACTION)('an action: %s %s', (field, value, label, shown) => {
  const item = { is: 'changed', kind: 'action', title: 'T', fields: [[field, value]] } as const;
  expect(rowsOf(plan, item)).toEqual([{ label, value: shown }]);
});

test.each<[string, 'plan' | 'goal' | 'resource' | 'reflection' | 'other', ...Case]>([
  ['the plan', 'plan', 'place', 'Nesset', 'Hvor det gjelder', 'Nesset'],
  ['a goal', 'goal', 'indicator', 'Antall', 'Hvordan merker dere at det går?', 'Antall'],
  ['a resource', 'resource', 'kind', 'room', 'Hva slags?', 'rom'],
  ['a resource', 'resource', 'what', 'Gryte', 'Hva er det?', 'Gryte'],
  ['a resource', 'resource', 'extent', 'To', 'Hvor mye eller når?', 'To'],
  ['a resource', 'resource', 'party', ours.index, 'Gruppe', short],
  ['a resource', 'resource', 'party', 77, 'Gruppe', '77'],
  ['a reflection', 'reflection', 'text', 'Lærte', 'Det som står', 'Lærte'],
  ['a reflection', 'reflection', 'date', '1999-03-01', 'Dag', '1. mars 1999'],
  ['a round', 'other', 'question', 'Skal vi?', 'Navn', 'Skal vi?'],
  ['a round', 'other', 'outcome', 'Ja', 'Slik ble det', 'Ja'],
  ['a round', 'other', 'objection', 'Nei', 'Sier stopp', 'Nei'],
  ['a round', 'other', 'objectionParty', ours.index, 'Gruppe', short],
  ['a round', 'other', 'lifted', '1999-03-01', 'Nå kan jeg leve med det', '1. mars 1999'],
  ['a round', 'other', 'kind', 'consent', 'Hva slags?', 'consent'],
  ['an answer', 'other', 'round', 'Skal vi?', 'Svar på', 'Skal vi?'],
  ['an evaluation', 'other', 'period', '2026', 'Tid', '2026'],
])('%s: %s %s', (_, kind, field, value, label, shown) => {
  const item = { is: 'changed', kind, title: 'T', fields: [[field, value]] } as const;
  expect(rowsOf(plan, item)).toEqual([{ label, value: shown }]);
});
