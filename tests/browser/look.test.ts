import { beforeAll, describe, expect, test } from 'vitest';
import { DESKTOP, PHONE, type Device } from './support/device';
import { scene } from './support/scene';
import { addAction, addGoal, foundPlan, untilSent } from './support/steps';

const NARROW = { width: 320, height: 640 };
const LONG_NAME = 'Omsorgstjenesteavdelingsledelsen';

describe('look', () => {
  const { device } = scene();
  let solveig: Device;
  let plan = '';

  const open = async (tail: string): Promise<void> => {
    await solveig.page.goto(new URL(plan + tail, solveig.page.url()).href);
    await solveig.page.getByRole('heading', { level: 1 }).first().waitFor();
  };

  beforeAll(async () => {
    solveig = device();
    await solveig.start();
    await foundPlan(solveig, 'Møteplassen', 'Solveig', 'Kjøkkenbordgruppa');
    plan = new URL(solveig.page.url()).pathname;
    await untilSent(solveig);
  });

  test('an empty plan on a wide screen asks for a goal, and for nothing that is not there', async () => {
    const { page } = solveig;
    await page.setViewportSize(DESKTOP);
    await open('');
    await solveig.link('Legg til mål').waitFor();
    expect(await page.getByText('Velg et tiltak', { exact: false }).count()).toBe(0);
    const text = await page.getByText('Planen er tom', { exact: false }).boundingBox();
    const button = await solveig.link('Legg til mål').boundingBox();
    expect((button?.y ?? 0) - (text?.y ?? 0)).toBeLessThan(250); // together, not at the window's foot
    await page.setViewportSize(PHONE);
  });

  test('the four places and More stand on one line each, in every language', async () => {
    const { page } = solveig;
    await open('');
    await addGoal(solveig, 'Et måltid hver uke');
    await addAction(solveig, 'Prøve tre middager', 'bestemmer meny');
    await untilSent(solveig);
    await open('');
    await page.waitForFunction(() => navigator.serviceWorker.controller !== null); // it keeps itself
    await solveig.context.setOffline(true); // what the bar says then is longest
    await addGoal(solveig, 'Skrevet uten nett');
    const wrapped: string[] = [];
    for (const language of ['nb', 'nn', 'en']) {
      await page.evaluate((value) => localStorage.setItem('language', value), language);
      for (const size of [PHONE, NARROW]) {
        await page.setViewportSize(size);
        for (const tail of ['', '/vi', '/vi/inviter']) {
          await open(tail);
          wrapped.push(...(await wrappedTabs(solveig)).map((tab) => `${language} ${tab}`));
        }
      }
    }
    await solveig.context.setOffline(false);
    await page.evaluate(() => localStorage.setItem('language', 'nb'));
    await page.setViewportSize(PHONE);
    expect(wrapped).toEqual([]);
  });

  test('a long word on the narrowest screen is broken with a hyphen', async () => {
    const narrow = device();
    await narrow.start();
    await foundPlan(narrow, 'Møteplassen', 'Solveig', LONG_NAME);
    await untilSent(narrow);
    const { page } = narrow;
    await page.setViewportSize(NARROW);
    await page.getByRole('navigation').getByRole('link', { name: /^Vi/ }).click();
    const name = page.locator('summary', { hasText: LONG_NAME }).locator('.name > span').last();
    await name.waitFor();
    const breaks = await name.evaluate(breaksInWords);
    expect(breaks).not.toEqual([]);
    expect(breaks.filter((before) => !before.endsWith('\u00ad'))).toEqual([]);
  });

  test('what adds something stands once on a wide screen', async () => {
    const { page } = solveig;
    await page.setViewportSize(DESKTOP);
    const named = (name: string) =>
      page.getByRole('link', { name, exact: true }).or(solveig.button(name));
    for (const [tail, name] of [
      ['/nytt-tiltak', 'Legg til tiltak'],
      ['/nytt-mal', 'Legg til mål'],
    ] as const) {
      await open(tail);
      await solveig.button(name).waitFor();
      expect(await named(name).count()).toBe(1);
    }
  });

  test('on a wide screen the list at the left is the way back', async () => {
    await open('/vi');
    const bar = solveig.page.locator('.top-bar');
    expect(await bar.getByRole('link').count()).toBe(0);
    await open('/vi/inviter');
    expect(await bar.getByRole('link').allInnerTexts()).toEqual(['Vi']);
    await solveig.page.setViewportSize(PHONE);
  });

  test('who is outside a plan has the way back in the bar on a wide screen too', async () => {
    const outside = device(DESKTOP);
    const page = await outside.start(`${plan}/mer`);
    await page.getByRole('heading', { level: 1 }).first().waitFor();
    expect(await page.locator('.top-bar').getByRole('link').allInnerTexts()).toContain('Plan');
  });

  test('a page under "Mer" leads there once', async () => {
    for (const tail of ['/mer/om', '/mer/lesere', '/mer/sjekk']) {
      await open(tail);
      expect(await solveig.link('Mer').count()).toBe(1);
    }
  });

  test('every text that can be changed says what it is', async () => {
    await open('');
    await solveig.page.getByText('Mer om planen').click();
    await solveig.page.getByText('Mer om målet').first().click();
    for (const name of ['planens navn', 'målet']) {
      await solveig.page.getByText(name, { exact: true }).first().waitFor({ timeout: 5000 });
    }
  });
});

/** Places whose name takes more than one line. */
async function wrappedTabs(device: Device): Promise<string[]> {
  return device.page
    .getByRole('navigation')
    .getByRole('link')
    .or(device.page.locator('.top-bar .more'))
    .evaluateAll((links) =>
      links
        .filter((link) => {
          const range = document.createRange();
          range.selectNodeContents(link.firstChild ?? link);
          return range.getClientRects().length > 1;
        })
        .map((link) => `${(link.textContent ?? '').trim()} at ${String(innerWidth)}`),
    );
}

/** What stands before each place where a line ends inside a word. */
function breaksInWords(element: Element): string[] {
  const text = element.firstChild as Text;
  const range = document.createRange();
  const topOf = (at: number): number => {
    range.setStart(text, at);
    range.setEnd(text, at + 1);
    return [...range.getClientRects()].at(-1)?.top ?? 0; // the first may be the end of the line before
  };
  const visible = [...text.data].flatMap((sign, i) => (/\p{L}/u.test(sign) ? [i] : []));
  return visible.flatMap((at, i) => {
    const last = visible[i - 1];
    if (last === undefined || /\s/.test(text.data.slice(last, at))) return [];
    return topOf(at) > topOf(last) + 5 ? [text.data.slice(0, at)] : [];
  });
}
