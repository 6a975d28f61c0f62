import { expect, test } from 'vitest';
import { minutesPage, planPage } from './paper';
import type { PlanView } from './port';

const EVIL = '<script>alert(1)</script><img src=x onerror="a">&amp;';
const plan = {
  ...{ title: EVIL, why: EVIL, place: EVIL, space: 'ab', check: { server: 'https://plan.no' } },
  parties: [
    {
      ...{ index: 1, name: EVIL, sector: 1 },
      anchoring: { body: EVIL, date: '2026-10-12', caseNumber: EVIL },
    },
  ],
  ...{ former: [], rounds: [{ meeting: 'm', question: EVIL, outcome: EVIL }] },
  goals: [
    {
      ...{ title: EVIL, why: EVIL, indicator: EVIL, unknown: true },
      actions: [
        {
          ...{ title: EVIL, why: EVIL, status: 'ongoing', arena: 'board', mode: 'some' },
          ...{ notes: { indicator: EVIL, story: EVIL }, yearly: [[2027, 1200]], costKr: 12000 },
          parts: [{ party: 1, text: EVIL, yes: 'stands' }],
          needs: [{ what: EVIL, extent: EVIL }],
        },
      ],
    },
  ],
  meetings: [
    {
      ...{ id: 'm', date: '2026-10-27', time: '18:00', place: EVIL, agenda: EVIL, agreed: EVIL },
      ...{ takes: [{ party: 1, text: EVIL }], counts: [[1, 5]], leaderName: EVIL, held: true },
    },
  ],
} as unknown as PlanView;

test.each([
  ['the plan', planPage],
  ['the minutes', minutesPage],
])('%s is a page without script or anything fetched, whatever people wrote', (_, page) => {
  const html = page(plan, '2026-11-27');
  expect(html).not.toMatch(/<script|<img|<link|<iframe|\son\w+="[^"]*"[^&]|url\(|@import/i);
  const text = html.replace(/<[^>]+>/g, '');
  expect(text).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
  expect(text).toContain('27. november 2026');
  expect(text).toContain('●');
});

test('an action is in its table with who does what, money, days and words for its state', () => {
  const html = planPage(plan, '2026-11-27');
  for (const words of [
    '12 000 kr',
    '2027: 1 200 kr',
    'pågår',
    'tegnebrettet',
    'noen sammen',
    '12. oktober 2026',
  ]) {
    expect(html).toContain(words);
  }
});

test('minutes tell how many came from whom, and what each takes on', () => {
  const html = minutesPage(plan, '2026-11-27');
  expect(html).toContain('● 5 fra innbyggere');
  expect(html).toContain('27. oktober 2026 · 18:00');
});
