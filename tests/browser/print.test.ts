/**
 * What comes out on paper, of the testing build: how many pages, what is on them, and what must
 * never be. Needs poppler-utils, which reads the pages back.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DESKTOP, PHONE } from './support/device';
import { served, staged, STATES } from './support/states.mjs';

const web = fileURLToPath(new URL('../../web/', import.meta.url));
/** Its own: what looks at every view builds the other at the same time. */
const build = fileURLToPath(new URL('../../build/web-printing/', import.meta.url));
const TITLE = 'Møteplassen på Nesset';
/** Solveig wrote it down for somebody, in a round that is not opened. */
const CLOSED = 'At noen kjører meg hjem';
/** Greys differ by no more than this, of 255, from red to blue. */
const COLOUR = 12;

interface Place {
  readonly path: string;
  readonly step?: string;
}
type Show = (place: Place) => Promise<void>;

describe('paper', () => {
  let browser: Browser;
  let end: () => void;
  /** Made once, dark on a phone and light on a desk: every test shows what it prints itself. */
  let sheets: readonly { readonly page: Page; readonly show: Show }[];
  const onPhone = () => sheets[0] ?? expect.fail('no phone');
  const onDesk = () => sheets[1] ?? expect.fail('no desk');
  const folder = mkdtempSync(join(tmpdir(), 'paper-'));
  const file = join(folder, 'sheet.pdf');

  beforeAll(async () => {
    const vite = `${web}node_modules/vite/bin/vite.js`;
    const quietly = ['build', '--mode', 'testing', '--logLevel', 'error', '--outDir', build];
    execFileSync(process.execPath, [vite, ...quietly], { cwd: web });
    const made = await served(build);
    end = made.end;
    browser = await chromium.launch({
      executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-gpu'],
    });
    const plan = async (viewport: typeof PHONE, colorScheme: 'dark' | 'light') => {
      const context = await browser.newContext({ locale: 'nb-NO', viewport, colorScheme });
      const told = await staged(context, made.origin, { scene: 'full', language: 'nb' });
      await told.page.locator('.paper-foot svg').waitFor({ state: 'attached' });
      return told;
    };
    sheets = await Promise.all([plan(PHONE, 'dark'), plan(DESKTOP, 'light')]);
  }, 120_000);
  afterAll(async () => {
    await browser.close();
    end();
    rmSync(folder, { recursive: true });
  });

  /** As the browser's own menu prints it; each page's words. */
  async function printed(page: Page): Promise<readonly string[]> {
    await page.pdf({ path: file, preferCSSPageSize: true, printBackground: true });
    const text = execFileSync('pdftotext', ['-layout', file, '-'], { encoding: 'utf8' });
    return text.split('\f').slice(0, -1);
  }

  /** The most that a point of the sheet differs from grey: pages of "P6 width height 255", then points. */
  function colourOf(): number {
    let rest: Buffer = execFileSync('pdftoppm', ['-r', '40', file], { maxBuffer: 64_000_000 });
    let most = 0;
    while (rest.length > 0) {
      const head = /^P6\n(\d+) (\d+)\n255\n/.exec(rest.subarray(0, 32).toString('latin1'));
      if (head === null) throw new Error('not a picture');
      const size = 3 * Number(head[1]) * Number(head[2]);
      const points = rest.subarray(head[0].length, head[0].length + size);
      for (let at = 0; at < size; at += 3) {
        const [a = 0, b = 0, c = 0] = points.subarray(at, at + 3);
        most = Math.max(most, Math.max(a, b, c) - Math.min(a, b, c));
      }
      rest = rest.subarray(head[0].length + size);
    }
    return most;
  }

  const SHEETS = [
    ['the plan', '', 1],
    ['the minutes of a meeting', '/mote/{meeting}', 1],
    ['a decision', '/forslag/{decision}', 1],
    ['an answer sheet', '/mer/papir', 1],
    ['the whole plan as a table', '/mer/rapport', 2],
    ['a wheel', '/sammen/{evaluation}', 3],
  ] as const;
  for (const [what, path, most] of SHEETS) {
    test(`${what}: at most ${String(most)} page, each with its foot, black on white`, async () => {
      for (const { page, show } of sheets) {
        await show({ path });
        const pages = await printed(page);
        expect(pages.length).toBeLessThanOrEqual(most);
        expect(pages.filter((text) => !/Skrevet ut \d/.test(text))).toEqual([]);
        expect(pages.join('')).toContain(TITLE);
        expect(colourOf()).toBeLessThanOrEqual(COLOUR);
      }
    });
  }

  test('what is new since the last report, with meetings, case numbers and both aims, is one page', async () => {
    const { page, show } = onPhone();
    await show({ path: '/mer/rapport' });
    await page.getByRole('radio', { name: /Endret siden/ }).check();
    await page.locator('.paper h3', { hasText: 'Hva ble bedre' }).waitFor();
    await page.getByLabel('Siden hvilken dag?').fill('2026-01-01');
    const pages = await printed(page);
    expect(pages).toHaveLength(1);
    for (const words of ['21 fra innbyggerne', 'sak 44/26', 'Hva ble bedre', 'Skrevet ut']) {
      expect(pages[0]).toContain(words);
    }
  });

  test('the day that a report starts at is kept until the report is marked as sent', async () => {
    const { page, show } = onPhone();
    const shown = async (): Promise<string> => {
      await show({ path: '/mer' });
      await show({ path: '/mer/rapport' });
      await page.getByRole('radio', { name: /Endret siden/ }).check();
      return page.getByLabel('Siden hvilken dag?').inputValue();
    };
    const last = await shown();
    await page.getByLabel('Siden hvilken dag?').fill('2026-02-03');
    expect(await shown()).toBe('2026-02-03');
    await page.getByRole('button', { name: 'Merk som sendt' }).click();
    await page.getByRole('button', { name: 'Angre' }).click();
    expect(await shown()).toBe('2026-02-03');
    await page.getByRole('button', { name: 'Merk som sendt' }).click();
    await page.getByRole('button', { name: 'Angre' }).waitFor();
    const after = await shown();
    expect([last, '2026-02-03']).not.toContain(after);
  });

  test('a meeting that is ahead goes to the calendar alone', async () => {
    const { page, show } = onPhone();
    await show({ path: '/mote/{meetingLast}' });
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Lagre til kalenderen' }).click();
    const text = readFileSync(await (await download).path(), 'utf8');
    expect(text.match(/BEGIN:VEVENT/g)).toHaveLength(1);
    await show({ path: '/mote/{meeting}' });
    expect(await page.getByRole('button', { name: 'Lagre til kalenderen' }).count()).toBe(0);
  });

  test('slips are twelve on a sheet, thirteen on two', async () => {
    const { page, show } = onDesk();
    for (const [count, sheets] of [
      [12, [12]],
      [13, [12, 1]],
    ] as const) {
      await show({ path: '/vi/lapper' });
      await page.getByLabel('Hvor mange lapper?').fill(String(count));
      await page.getByRole('button', { name: 'Lag lappene' }).click();
      await page
        .locator('.slip svg')
        .nth(count - 1)
        .waitFor();
      const pages = await printed(page);
      expect(pages.map((text) => text.match(/Lapp \d+/g)?.length)).toEqual(sheets);
    }
    await show({ path: '/vi/lapper' });
    await page.getByRole('button', { name: 'Vis 25 ubrukte lapper' }).click();
    await page.locator('.slip svg').nth(24).waitFor();
    expect(await printed(page)).toHaveLength(3);
  });

  test('a wheel that is folded on a phone is whole on paper', async () => {
    const words: string[][] = [];
    for (const { page, show } of sheets) {
      await show({ path: '/sammen/{evaluation}' });
      words.push((await printed(page)).join(' ').split(/\s+/).sort());
    }
    expect(words[0]).toEqual(words[1]);
  });

  test('what the words mean is told where it is needed, and not on paper', async () => {
    const { page, show } = onPhone();
    for (const [path, ...titles] of [
      ['/kart', 'Hva er de fire plassene?'],
      ['/tiltak/{action}', 'Hva er de tre måtene?', 'Hva er de fire plassene?'],
      ['/forslag/ny', 'Hvordan bestemmer vi sammen?'],
      ['/forslag/{decisionLast}', 'Hvordan bestemmer vi sammen?'],
      ['/runde/ny', 'Hvorfor svare hver for seg først?'],
      ['/runde/{roundLast}', 'Hvorfor svare hver for seg først?'],
      ['/mote/{meetingLast}', 'Hvordan leder jeg et møte?'],
      ['/vi', 'Hva går ofte galt?'],
      ['', 'Hva går ofte galt?'],
    ] as const) {
      await show({ path, step: 'folds' });
      for (const title of titles) {
        const fold = page.locator('details', {
          has: page.locator('> summary', { hasText: title }),
        });
        await fold.last().evaluate((one) => one.setAttribute('open', '')); // it came after its fold
        await fold.last().locator('p').first().waitFor();
        expect((await fold.last().innerText()).length).toBeGreaterThan(100 + title.length);
        await page.emulateMedia({ media: 'print' });
        expect(await fold.last().isVisible(), `${title} at ${path}`).toBe(false);
        await page.emulateMedia({ media: 'screen' });
      }
    }
  });

  test('no view prints anything to press, nor a word of a round that is closed', async () => {
    const { page, show } = onPhone();
    await page.emulateMedia({ media: 'print' });
    const pages = STATES.filter(({ scene }) => scene === 'full');
    await show({ path: '/runde/{roundLast}' });
    expect(await page.locator('main').textContent()).toContain(CLOSED); // on its writer's screen
    const found: string[] = [];
    for (const state of pages) {
      await show(state);
      const pressed = await page.evaluate(() => {
        const all = 'button, input, select, textarea, .ds-button, nav, [role=button]';
        return [...document.querySelectorAll<HTMLElement>(all)]
          .filter((one) => !one.matches('.kept') && one.getClientRects().length > 0)
          .map(({ outerHTML }) => outerHTML.slice(0, 80));
      });
      found.push(...pressed.map((one) => `${state.name}: ${one}`));
      const text = await page.evaluate(() => document.body.innerText);
      if (text.includes(CLOSED)) found.push(`${state.name}: ${CLOSED}`);
    }
    await page.emulateMedia({ media: 'screen' });
    expect(found).toEqual([]);
  }, 120_000);
});
