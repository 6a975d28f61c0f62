/** axe, 320 px and 400 % on every view and state of the testing build, without a server. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { served, staged, STATES } from './support/states.mjs';

const web = fileURLToPath(new URL('../../web/', import.meta.url));
const build = fileURLToPath(new URL('../../build/web-testing/', import.meta.url));
const source = readFileSync(createRequire(`${web}package.json`).resolve('axe-core'), 'utf8');
const SCENES = [...new Set(STATES.map(({ scene }) => scene))];
/** The first is looked at by axe; what is too wide, or in the wrong language, in each. */
const LANGUAGES = ['nb', 'nn', 'en'] as const;
/** A window of 1280 at 400 %. */
const NARROW = { width: 320, height: 640 };

/** Brought into the page once: it is as long as all of the application. */
async function axe(page: Page): Promise<string[]> {
  const isHere = await page.evaluate(() => 'axe' in globalThis);
  if (!isHere) await page.addScriptTag({ content: source });
  return page.evaluate(async () => {
    const { violations } = await (globalThis as unknown as { axe: Axe }).axe.run(document, {
      resultTypes: ['violations'],
    });
    return violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html.slice(0, 120) ?? ''}`);
  });
}

interface Axe {
  run(
    on: Document,
    options: { resultTypes: string[] },
  ): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>;
}

function isTooWide(page: Page): Promise<boolean> {
  return page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
}

describe('every view and state', () => {
  let browser: Browser;
  let end: () => void;
  let origin = '';

  beforeAll(async () => {
    const vite = `${web}node_modules/vite/bin/vite.js`;
    if (process.env['SCREENS_AS_BUILT'] === undefined || !existsSync(build)) {
      execFileSync(process.execPath, [vite, 'build', '--mode', 'testing'], { cwd: web });
    }
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

  for (const [i, language] of LANGUAGES.entries()) {
    test(`has nothing for axe and fits into 320 px in ${language}`, async () => {
      const found: string[] = [];
      const context = await browser.newContext({
        locale: 'nb-NO',
        reducedMotion: 'reduce',
        viewport: NARROW,
        colorScheme: i === 0 ? 'light' : 'dark',
      });
      // The other languages where their texts are: in a plan, and before one.
      for (const scene of language === 'nb' ? SCENES : ['full', 'none']) {
        const { page, show } = await staged(context, origin, { scene, language, faults: found });
        for (const state of STATES.filter((one) => one.scene === scene)) {
          await show(state);
          if (await isTooWide(page)) found.push(`${state.name}: wider than 320 px`);
          if (language === 'nb')
            found.push(...(await axe(page)).map((one) => `${state.name}: ${one}`));
          const said = await page.evaluate(() => document.documentElement.lang);
          if (said !== language) found.push(`${state.name}: says it is ${said}`);
        }
        await page.close();
      }
      await context.close();
      expect(found).toEqual([]);
    }, 120_000);
  }
});
