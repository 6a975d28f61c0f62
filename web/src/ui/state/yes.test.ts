import { expect, test } from 'vitest';
import type { DecisionView, PartView, PlanView } from '../../app/port';
import { problemText } from '../words/problems';
import { learnAllTexts } from '../words/texts.svelte';
import { fixtureAt } from '../testing/fixture';
import { hasYes, verdictAsked } from './yes';

await learnAllTexts();

const fixture = fixtureAt(1_800_000_000);
const by = { person: 'p', name: 'Kari', party: fixture.me.party, at: 0 };
const written = { created: by, edited: by, returned: false };
const plan: PlanView = { ...fixture, me: { ...fixture.me, confirmed: true, trialEnds: 0 } };
const step = { ...written, id: 's', party: plan.me.party, out: true, words: '' };
const paused: PlanView = { ...plan, steppings: [step] };
const asked: DecisionView = {
  ...{ ...written, id: 'd', on: '', question: 'Skal vi?', why: '', outcome: '', until: '' },
  ...{ lookBack: '', state: 'waiting', stops: [], lifted: [], yeses: [], waitsFor: [] },
  ...{ minutedIn: [], leftBehind: [] },
};

test('a pause bars a new yes, and never that a stop is lifted', () => {
  const stopped: DecisionView = { ...asked, mine: 'stop' };
  expect([verdictAsked(plan, asked), verdictAsked(plan, stopped)]).toEqual(['yes', 'lifted']);
  expect([verdictAsked(paused, asked), verdictAsked(paused, stopped)]).toEqual([
    ...[undefined, 'lifted'],
  ]);
});

test('a yes to earlier words is one too, until it is taken back', () => {
  const all = ['stands', 'some', 'again', 'back', 'none'] as const;
  const part = { party: 1, text: '', by: [], needed: 1, mine: false };
  const having = all.filter((yes) => hasYes({ ...part, yes } satisfies PartView));
  expect(having).toEqual(['stands', 'some', 'again']);
});

test('only where the words were changed are they said to be', () => {
  const changed = problemText('changed');
  const others = (['conflict', 'stale-charter', 'stale-epoch'] as const).map(problemText);
  expect(others).not.toContain(changed);
  expect(new Set(others).size).toBe(1);
});
