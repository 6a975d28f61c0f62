/**
 * Every view and state of the testing build, without a server: nothing for axe, in either theme;
 * nothing wider than a window at 400 %, cut off or broken inside a word, in any language.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hiddenInFocus, lookedAt } from './support/looking';
import { served, staged, STATES } from './support/states.mjs';

const web = fileURLToPath(new URL('../../web/', import.meta.url));
const build = fileURLToPath(new URL('../../build/web-testing/', import.meta.url));
const axeSource = readFileSync(createRequire(`${web}package.json`).resolve('axe-core'), 'utf8');

/** A window of 1280 × 1024 at 400 %. */
const ENLARGED = { width: 320, height: 256 };
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
/** What changes with the language: axe's names of the rules. */
const IN_WORDS = ['html-has-lang', 'html-lang-valid', 'valid-lang', 'label', 'button-name'];
const SCENES = [...new Set(STATES.map(({ scene }) => scene))];
/** The plan with everything in it takes as long as all others: a page of its own, beside theirs. */
const PAGES = [['full'], SCENES.filter((scene) => scene !== 'full')];

interface State {
  readonly name: string;
  readonly scene: string;
}

interface Axe {
  run(
    on: Document,
    options: { resultTypes: string[]; runOnly: { type: string; values: readonly string[] } },
  ): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>;
}

async function axe(page: Page, type: 'tag' | 'rule', values: readonly string[]): Promise<string[]> {
  return page.evaluate(
    async (runOnly) => {
      const { axe: tool } = globalThis as unknown as { axe: Axe };
      const { violations } = await tool.run(document, { resultTypes: ['violations'], runOnly });
      return violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html.slice(0, 160) ?? ''}`);
    },
    { type, values },
  );
}

/** With the app's largest text, and with text of twice its size, on the narrowest screen. */
async function tooWide(): Promise<string[]> {
  const { ui } = globalThis as unknown as {
    ui: { preferences: { change(to: object): Promise<void> } };
  };
  const root = document.documentElement;
  const drawn = () => new Promise((done) => requestAnimationFrame(done));
  const faults: string[] = [];
  const look = async (how: string): Promise<void> => {
    await drawn();
    const wide = root.scrollWidth;
    if (wide > innerWidth) faults.push(`${how} is ${String(wide)} wide`);
  };
  await ui.preferences.change({ text: 'largest' });
  await look('largest');
  await ui.preferences.change({ text: 'normal' });
  root.style.fontSize = '200%';
  await look('200 %');
  root.style.fontSize = '';
  await drawn();
  return faults;
}

async function faultsOf(
  page: Page,
  state: State,
  show: (state: State) => Promise<void>,
  speak: (language: string) => Promise<void>,
): Promise<string[]> {
  const found: string[] = [];
  const note = (where: string, faults: readonly string[]): void => {
    found.push(...faults.map((fault) => `${state.name} (${where}): ${fault}`));
  };
  await show(state);
  note('nb', [...(await axe(page, 'tag', TAGS)), ...(await page.evaluate(lookedAt, 'nb'))]);
  await page.emulateMedia({ colorScheme: 'dark' });
  note('dark', await axe(page, 'rule', ['color-contrast']));
  await page.emulateMedia({ colorScheme: 'light' });
  for (const language of ['nn', 'en']) {
    await speak(language);
    note(language, await axe(page, 'rule', IN_WORDS));
    note(language, await page.evaluate(lookedAt, language));
  }
  await speak('nb');
  note('focus', await page.evaluate(hiddenInFocus));
  note('large', await page.evaluate(tooWide));
  return found;
}

describe('every view and state', () => {
  let browser: Browser;
  let end: () => void;
  let origin = '';

  beforeAll(async () => {
    const vite = `${web}node_modules/vite/bin/vite.js`;
    const quietly = ['build', '--mode', 'testing', '--logLevel', 'warn'];
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

  async function faultsIn(context: BrowserContext, scene: string): Promise<string[]> {
    const found: string[] = [];
    const { page, show, speak } = await staged(context, origin, {
      ...{ scene, language: 'nb', faults: found },
    });
    for (const state of STATES.filter((one) => one.scene === scene)) {
      found.push(...(await faultsOf(page, state, show, speak)));
    }
    await page.close();
    return found;
  }

  test('can be read, reached and named in every language, both themes and at 400 %', async () => {
    const found = await Promise.all(
      PAGES.map(async (scenes) => {
        // One each: the language that is chosen is kept, and the other page would begin with it.
        const context = await browser.newContext({
          ...{ locale: 'nb-NO', reducedMotion: 'reduce', colorScheme: 'light', viewport: ENLARGED },
        });
        await context.addInitScript(axeSource);
        const own: string[] = [];
        for (const scene of scenes) own.push(...(await faultsIn(context, scene)));
        await context.close();
        return own;
      }),
    );
    expect([...new Set(found.flat())]).toEqual([]);
  }, 240_000);
});
