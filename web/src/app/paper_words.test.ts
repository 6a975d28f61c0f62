/** The pages of the archive say the same in three languages, and no word of another's. */
import { expect, test } from 'vitest';
import { minutesPage, planPage } from './paper';
import { paperWords } from './paper_words';
import type { PlanView } from './port';

const MODES = ['together', 'each', 'some', undefined] as const;
const DAYS = Array.from(
  { length: 12 },
  (_, month) => `2026-${String(month + 1).padStart(2, '0')}-09`,
);
const SECTORS = [1, 2, 3, 4, 5, 6];

/** Says every word that the pages have; what people write is numbers, so that all words are ours. */
const everything = {
  ...{ title: '100', why: '101', place: '', space: '00', check: { server: '' } },
  ...{ former: [], rounds: [{ meeting: '1', question: '102', outcome: '103' }] },
  parties: SECTORS.map((sector) => ({ index: sector, name: '104', sector, anchoring: undefined })),
  goals: [
    {
      ...{ title: '105', why: '', indicator: '106', unknown: true },
      actions: Object.keys(paperWords('nb').status).map((status, i) => ({
        ...{ title: '107', why: '', status, notes: {}, yearly: [], needs: [], costKr: undefined },
        ...{ mode: MODES[i % 4], start: '2026-01-01', due: i % 2 ? '2026-12-01' : undefined },
        arena: Object.keys(paperWords('nb').arena)[i % 4],
        parts: [{ party: i === 0 ? 9 : 1, text: '108', yes: 'stands' }],
      })),
    },
    { title: '109', why: '', indicator: '', unknown: false, actions: [] },
  ],
  meetings: ['', ...DAYS].map((date) => ({
    ...{ id: date, date, time: '', place: '', agenda: '110', agreed: '111', leaderName: '112' },
    ...{ takes: [{ party: 1, text: '113' }], counts: SECTORS.map((one) => [one, 5]), held: true },
  })),
} as unknown as PlanView;
const unheld = { ...everything, meetings: [] } as PlanView;

function pagesIn(language: string): string[] {
  const of = [everything, unheld];
  return of.flatMap((plan) => [
    planPage(plan, '2026-11-27', language),
    minutesPage(plan, '2026-11-27', language),
  ]);
}

function wordsOf(pages: readonly string[]): Set<string> {
  const text = pages.map((page) => page.replace(/<style>.*?<\/style>|<[^>]+>/gs, ' ')).join(' ');
  return new Set(
    text
      .replace(/\/plan\/00/g, '')
      .toLowerCase()
      .match(/\p{L}+/gu),
  );
}

/** What two languages write in the same way. */
const MONTHS_ALIKE = 'april august september november';
const NORWEGIAN_ALIKE = `${MONTHS_ALIKE} januar februar mars mai juni juli oktober desember andre
  av avtalt det er felles ferdig for frivillige gruppe har hos idé ingen ja kommunen laboratoriet
  maskinrommet møte neste når næringslivet oss planen på sa sagt saker ser slik staten status til
  tiltak ut vi`;

test.each([
  ['nb', 'nn', NORWEGIAN_ALIKE],
  ['nb', 'en', `${MONTHS_ALIKE} for status`],
  ['nn', 'en', `${MONTHS_ALIKE} for no status`],
])(
  'a page in %s has no word of the page in %s, but those that are the same',
  (one, other, alike) => {
    const words = wordsOf(pagesIn(one));
    const theirs = wordsOf(pagesIn(other));
    expect(words.size).toBeGreaterThan(70);
    const same = [...words].filter((word) => theirs.has(word));
    expect(same.sort()).toEqual(alike.split(/\s+/).sort());
  },
);

test.each([
  ['nb', 'nb', 'Ingen tiltak ennå.', 'Skrevet ut 27. november 2026.', '● 5 fra innbyggere'],
  ['nn', 'nn', 'Ingen tiltak enno.', 'Skrive ut 27. november 2026.', '● 5 frå innbyggjarar'],
  ['en', 'en', 'No actions yet.', 'Printed 27 November 2026.', '● 5 from residents'],
  ['se', 'nb', 'Ingen tiltak ennå.', 'Skrevet ut 27. november 2026.', '● 5 fra innbyggere'],
])('whoever reads %s gets pages in %s, and they say so', (language, lang, ...told) => {
  const pages = pagesIn(language);
  for (const page of pages) expect(page).toContain(`<html lang="${lang}">`);
  for (const words of told) expect(pages.join('\n')).toContain(words);
});
