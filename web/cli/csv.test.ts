import { expect, test } from 'vitest';
import type { ActionView, GoalView, PlanView } from '../src/app/port';
import { planAsCsv } from './csv';

const by = { person: 'p', name: 'Kari', party: 1, at: 0 };
const GOAL = {
  id: 'm',
  indicator: '',
  why: '',
  unknown: false,
  created: by,
  edited: by,
  returned: false,
};
const ACTION = { id: 't', goal: 'm', why: '', created: by, edited: by, returned: false };

function csvOf(title: string, ...actions: Partial<ActionView>[]): string {
  const whole = actions.map((part): ActionView => ({
    ...ACTION,
    ...{ title: 'Tiltak', status: 'idea', parts: [], allYes: false, yearly: [] },
    ...{ notes: {}, needs: [], moves: [] },
    ...part,
  }));
  const goals: GoalView[] = [{ ...GOAL, title, actions: whole }];
  const parties = [{ index: 1, name: 'Grendelaget' }];
  // Only goals and the names of parties are read.
  return planAsCsv({ goals, parties } as unknown as PlanView);
}

const rows = (csv: string): string[] => csv.split('\r\n').slice(1, -1);

test('a byte order mark, headings, and a line for each action', () => {
  const csv = csvOf('Mål', { status: 'ongoing', due: '2026-12-01', costKr: 1200 }, {});
  expect(csv.startsWith('\uFEFFMål;Tiltak;')).toBe(true);
  expect(rows(csv)).toEqual([
    'Mål;Tiltak;;;1200;2026-12-01;pågår;;Kari',
    'Mål;Tiltak;;;;åpen;idé;;Kari',
  ]);
});

test('a goal without actions is there, too', () => {
  expect(rows(csvOf('Vi vet ikke ennå'))).toEqual(['Vi vet ikke ennå;;;;;;;;Kari']);
});

test('who does what, by name; quotes, semicolons and line breaks stay in their cell', () => {
  const none = { yes: 'none', by: [], needed: 1, mine: false } as const;
  const parts = [
    { party: 1, text: 'åpner; låser', ...none },
    { party: 1, text: 'sier "hei"', ...none },
  ];
  expect(rows(csvOf('Mål', { parts }))).toEqual([
    'Mål;Tiltak;;"Grendelaget: åpner; låser\nGrendelaget: sier ""hei""";;åpen;idé;;Kari',
  ]);
});

test.each(['=1+1', '+47', '-2', '@SUM(A1)'])('%s is text, no formula', (title) => {
  expect(rows(csvOf(title))[0]).toMatch(/^'/);
});
