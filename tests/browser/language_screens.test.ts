/**
 * Whoever reads the screens in another language than people write in hears the plan's own words
 * said as what they are: every view and state of the testing build, without a server.
 */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { chromium, type Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { served, staged, STATES } from './support/states.mjs';
import { markedIn, ownWords, unmarkedIn, WORDS } from './support/spoken';

const web = fileURLToPath(new URL('../../web/', import.meta.url));
/** Of its own: another test empties the folder of the build while this one reads. */
const build = fileURLToPath(new URL('../../build/web-languages/', import.meta.url));
/** Less than that, and it has looked at nothing. */
const MANY = 500;

describe("the plan's own words", () => {
  let browser: Browser;
  let end: () => void;
  let origin = '';

  beforeAll(async () => {
    const vite = `${web}node_modules/vite/bin/vite.js`;
    const quietly = ['build', '--mode', 'testing', '--logLevel', 'warn', '--outDir', build];
    execFileSync(process.execPath, [vite, ...quietly], { cwd: web });
    ({ origin, end } = await served(build));
    browser = await chromium.launch({
      executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-gpu'],
    });
  }, 60_000);
  afterAll(async () => {
    await browser.close();
    end();
  });

  async function walk<T>(language: string, look: (words: readonly string[]) => T): Promise<T[]> {
    const context = await browser.newContext({ locale: 'nb-NO', reducedMotion: 'reduce' });
    const { page, show } = await staged(context, origin, { scene: 'full', language, faults: [] });
    const words = await page.evaluate(ownWords, WORDS);
    const found: T[] = [];
    for (const state of STATES.filter(({ scene }) => scene === 'full')) {
      await show(state);
      found.push(await page.evaluate(look, words));
    }
    await context.close();
    return found;
  }

  test('are marked as Norwegian on English screens, wherever they stand alone', async () => {
    const found = await walk('en', unmarkedIn);
    expect([...new Set(found.flatMap(({ unmarked }) => unmarked))]).toEqual([]);
    expect(found.reduce((sum, { marked }) => sum + marked, 0)).toBeGreaterThan(MANY);
  }, 120_000);

  test('are not marked on Norwegian screens: only the languages to choose from are', async () => {
    const found = await walk('nb', markedIn);
    const chosen = ['nb: Bokmål', 'nn: Nynorsk', 'en: English', 'se: Davvisámegiella'];
    expect([...new Set(found.flat())].sort()).toEqual(chosen.sort());
  }, 120_000);
});
