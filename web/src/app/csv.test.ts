import { expect, test } from 'vitest';
import { parse } from 'csv-parse/sync';
import type { ActionView, GoalView, PlanView } from '../app/port';
import { COLUMNS, planAsCsv } from './csv';
import { planFromCsv } from './csv_plan';

const by = { person: 'p', name: 'Kari', party: 1, at: 0 };
const WRITTEN = { created: by, edited: by, returned: false };
const GOAL = { ...WRITTEN, id: 'm', indicator: '', why: '', unknown: false };
const ACTION = {
  ...{ ...WRITTEN, id: 't', goal: 'm', why: '', title: 'Tiltak', status: 'idea' as const },
  ...{ parts: [], allYes: false, yearly: [], notes: {}, needs: [], moves: [] },
};
const NONE = { yes: 'none', by: [], needed: 1, mine: false } as const;
const NASTY = ['=1+1', "'=1", '+47', '-2', '@SUM(A1)', '\tx', '007', '1/2', '2026-01-02', "''"];

function csvOf(goal: Partial<GoalView>, ...actions: Partial<ActionView>[]): string {
  const whole = actions.map((part): ActionView => ({ ...ACTION, ...part }));
  const goals: GoalView[] = [{ ...GOAL, title: 'Mål', actions: whole, ...goal }];
  const parties = [
    { index: 1, name: 'Grendelaget' },
    { index: 2, name: 'Nesset: vel; lag' },
  ];
  // Only goals and the names of parties are read.
  return planAsCsv({ goals, parties, former: [] } as unknown as PlanView);
}

type Row = Readonly<Record<string, string>>;

/** As a strict reader of somebody else's has it. */
function rowsOf(csv: string): Row[] {
  return parse(csv, { bom: true, delimiter: ';', columns: true, record_delimiter: '\r\n' });
}

test('a byte order mark, headings, and a line for each action', () => {
  const csv = csvOf({}, { status: 'ongoing', due: '2026-12-01', costKr: 1200 }, {});
  expect(csv.startsWith('\uFEFF"Mål";"Tiltak";')).toBe(true);
  const [first, second] = rowsOf(csv);
  expect(Object.keys(first!)).toEqual(Object.values(COLUMNS));
  expect(first).toMatchObject({ 'Kostnad (kr)': '1200', Frist: '2026-12-01', Status: 'pågår' });
  expect(second).toMatchObject({ Mål: 'Mål', Frist: 'åpen', Status: 'idé', 'Skrevet av': 'Kari' });
});

test('a goal without actions is there, too', () => {
  const [row] = rowsOf(csvOf({ title: 'Vi vet ikke ennå', unknown: true }));
  expect(row).toMatchObject({ Mål: 'Vi vet ikke ennå', Tiltak: '', 'Målet er åpent': 'ja' });
});

test('who does what, by name; quotes, semicolons and line breaks stay in their cell', () => {
  const parts = [
    { party: 1, text: 'åpner; låser\n\nog rydder', ...NONE },
    { party: 2, text: 'sier "hei"', ...NONE },
  ];
  expect(rowsOf(csvOf({}, { parts }))[0]![COLUMNS.parts]).toBe(
    'Grendelaget: åpner; låser\n  \n  og rydder\nNesset:: vel; lag: sier "hei"',
  );
});

test.each(['=1+1', '+47', '-2', '@SUM(A1)', "'=1"])('%s is text, no formula', (title) => {
  expect(rowsOf(csvOf({ title }))[0]!['Mål']).toBe(`'${title}`);
});

test('every cell comes back as it was, whatever it looks like', () => {
  for (const [n, words] of NASTY.entries()) {
    const other = NASTY[(n + 1) % NASTY.length]!;
    const csv = csvOf(
      { title: words, why: other, indicator: `a | b;${words}`, unknown: n % 2 === 1 },
      {
        ...{ title: other, why: `${words}\n${other}`, start: '2026-01-31', due: '2027-02-28' },
        ...{ status: 'resting', arena: 'outside', mode: 'some', costKr: 0 },
        yearly: [
          [2026, 10],
          [2027, 0],
        ],
        notes: { risk: words, learning: `${other}\n  ${words}`, contact: 'Kari "K"' },
        parts: [
          { party: 1, text: '', ...NONE },
          { party: 2, text: `: ${words}\n${other}\n  x`, ...NONE },
        ],
        needs: [
          {
            ...WRITTEN,
            id: 'n',
            action: 't',
            what: `| ${words} |`,
            extent: '',
            kind: 'lived',
            party: 2,
            resource: '',
          },
          {
            ...WRITTEN,
            id: 'o',
            action: 't',
            what: other,
            extent: '',
            kind: '',
            party: 0,
            resource: '',
          },
        ],
      },
    );
    const { items, parties } = planFromCsv(csv, 'space')!;
    expect(parties.map(({ name }) => name)).toEqual(['Grendelaget', 'Nesset: vel; lag']);
    const [goal, action, first, second] = items;
    expect(goal).toMatchObject({
      texts: { title: words, why: other, indicator: `a | b;${words}` },
      fields: { unknown: n % 2 },
    });
    expect(action!.texts).toMatchObject({
      ...{ title: other, why: `${words}\n${other}`, risk: words, contact: 'Kari "K"' },
      ...{ learning: `${other}\n  ${words}`, 'part/2': `: ${words}\n${other}\n  x` },
    });
    expect(action!.fields).toMatchObject({
      ...{ status: 'resting', arena: 'outside', mode: 'some', costKr: 0 },
      ...{ start: '2026-01-31', due: '2027-02-28', 'kr/2026': 10, 'kr/2027': 0 },
      ...{ goal: goal!.id, 'party/1': 1, 'party/2': 1 },
    });
    expect(first).toMatchObject({
      texts: { what: `| ${words} |` },
      fields: { kind: 'lived', party: 2 },
    });
    expect(second).toMatchObject({ texts: { what: other }, fields: { kind: '', party: 0 } });
  }
});

test('what a spreadsheet made of it is read too: other days, other order, a goal said once', () => {
  const csv = 'Tiltak,Frist,Mål,Vår egen\r\nA,1.3.2027,M,x\r\nB,,,"y, z"\r\n';
  const { items } = planFromCsv(csv, 'space')!;
  expect(items.map(({ texts }) => texts['title'])).toEqual(['M', 'A', 'B']);
  expect(items[1]!.fields).toMatchObject({ due: '2027-03-01', goal: items[0]!.id });
  expect(items[2]!.fields).toMatchObject({ goal: items[0]!.id });
});

test.each(['', 'hei', 'Mål;Navn\r\nx;y\r\n', '"Mål;Tiltak', '{"plan":1}'])(
  '%j is no such table',
  (text) => {
    expect(planFromCsv(text, 'space')).toBeUndefined();
  },
);
