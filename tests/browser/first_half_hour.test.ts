/** The first half hour of somebody on a cheap phone: few taps, plain words, everything within the thumb. */
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Device } from './support/device';
import { scene } from './support/scene';
import { addAction, addGoal, foundPlan, invite, toPlan, untilSent } from './support/steps';

const MOST_TAPS = 6;
const MOST_MS = 60_000;
const SLOW = { cpu: 6, bytesPerS: (400 * 1000) / 8, latencyMs: 300 };
const SMALL = { width: 360, height: 640 };
/** Words that nobody needs to know (nb and nn), and signs of shouting. */
const NEVER =
  /synkroniser|krypter|\bnode|token|nøkkel|nøkler|nykel|sektor|samtykke|forankring|vennligst|venlegst|versjon|!/i;
const MOST_WORDS = 20;
const MOST_BUTTON_WORDS = 5;
const LEAST_TARGET = 48;
const LEAST_TEXT = 15;

/** As on a cheap phone at the edge of the coverage. */
async function slowDown(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: SLOW.cpu });
  await session.send('Network.enable');
  await session.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: SLOW.latencyMs,
    downloadThroughput: SLOW.bytesPerS,
    uploadThroughput: SLOW.bytesPerS,
  });
}

/** What a view says that it should not: words, long sentences, long buttons. */
async function complaints(page: Page): Promise<readonly string[]> {
  const { text, buttons } = await page.evaluate(() => {
    const shown = [
      ...document.querySelectorAll('h1, h2, h3, p, li, dt, dd, label, legend, summary'),
    ];
    const isOwn = (one: Element): boolean => one.closest('[lang=x-content]') === null;
    const pressed = [...document.querySelectorAll('button, a.ds-button')];
    const read = (all: Element[]): string[] =>
      all.filter(isOwn).map((one) => (one as HTMLElement).innerText.trim());
    return { text: read(shown), buttons: read(pressed) };
  });
  const wordsIn = (one: string): number =>
    one.split(/\s+/).filter((word) => /\p{L}/u.test(word)).length;
  const sentences = text.flatMap((one) => one.split(/(?<=[.?])\s|\n/));
  return [
    ...[...text, ...buttons].filter((one) => NEVER.test(one)),
    ...sentences.filter((one) => wordsIn(one) > MOST_WORDS),
    ...buttons.filter((one) => wordsIn(one.split('\n')[0] ?? '') > MOST_BUTTON_WORDS),
  ];
}

describe('the first half hour', () => {
  const { device } = scene();
  let turid: Device;
  let solveig: Device;
  let link: string;

  beforeAll(async () => {
    turid = device();
    await turid.start();
    await foundPlan(turid, 'Møteplassen på Nesset', 'Turid', 'Kjøkkenbordgruppa');
    await addGoal(turid, 'Et måltid hver uke');
    await addAction(turid, 'Prøve tre middager');
    await untilSent(turid);
    link = await invite(turid);
  });

  test('no plan here: the first button opens an invitation', async () => {
    solveig = device(SMALL);
    const page = await solveig.start();
    const first = page.locator('main a.ds-button, main button.ds-button').first();
    expect(await first.innerText()).toBe('Åpne en invitasjon');
    expect(await complaints(page)).toEqual([]);
  });

  test(`from the link to the own name in ${String(MOST_TAPS)} taps, one field and a minute, on a slow phone`, async () => {
    const { page } = solveig;
    await slowDown(page);
    const began = Date.now();
    await page.goto(link);
    const name = solveig.field('Hva vil du bli kalt?');
    await solveig.tap(name);
    const fields = await page
      .locator('input, textarea, select')
      .evaluateAll((all) => all.map((one) => (one as HTMLInputElement).type));
    expect(fields).toEqual(['text']);
    expect(await complaints(page)).toEqual([]);
    await name.pressSequentially('Solveig');
    await solveig.tap(solveig.button('Bli med'));
    await page.getByText('Du er med, Solveig').first().waitFor({ timeout: MOST_MS });
    const took = Date.now() - began;
    console.log(`joined on a slow phone: ${String(solveig.taps)} taps, ${String(took)} ms`);
    expect(solveig.taps).toBeLessThanOrEqual(MOST_TAPS);
    expect(took).toBeLessThanOrEqual(MOST_MS);
  });

  test(`from a typed code to the own name in ${String(MOST_TAPS)} taps and a minute, on a slow phone`, async () => {
    await turid.page.getByRole('navigation').getByRole('link', { name: /^Vi/ }).click();
    await turid.link('Inviter').click();
    await turid.link('Lag tolv lapper').click();
    await turid.button('Lag lappene').click();
    const slip = turid.page.locator('.slip').first();
    const [address, code] = [slip.locator('.address'), slip.locator('.code')];
    const plan = (await address.innerText()).split('/').at(-1);
    const typed = `${plan ?? ''} ${(await code.innerText()).replace(/\s+/g, ' ')}`;
    await untilSent(turid);
    const amir = device(SMALL);
    const page = await amir.start();
    await slowDown(page);
    const began = Date.now();
    await amir.tap(amir.link('Åpne en invitasjon'));
    await amir.tap(page.getByRole('textbox'));
    await page.getByRole('textbox').pressSequentially(typed);
    await amir.tap(amir.button('Åpne invitasjonen'));
    const name = amir.field('Hva vil du bli kalt?');
    await amir.tap(name);
    expect(await complaints(page)).toEqual([]);
    await name.pressSequentially('Amir');
    await amir.tap(amir.button('Bli med'));
    await page.getByText('Du er med, Amir').first().waitFor({ timeout: MOST_MS });
    const took = Date.now() - began;
    console.log(`joined by a typed code: ${String(amir.taps)} taps, ${String(took)} ms`);
    expect(amir.taps).toBeLessThanOrEqual(MOST_TAPS);
    expect(took).toBeLessThanOrEqual(MOST_MS);
  });

  test('one plan here: its name comes first', async () => {
    const { page } = solveig;
    await page.goto(new URL('/', page.url()).href);
    await page.getByRole('heading', { name: 'Møteplassen på Nesset', level: 1 }).waitFor();
    expect(await page.locator('main h1').first().innerText()).toBe('Møteplassen på Nesset');
  });

  test.each(['nb', 'nn'])('%s: plain words on every view of it', async (language) => {
    await toPlan(turid);
    const { page } = turid;
    const space = /\/plan\/(\w+)/.exec(page.url())?.[1] ?? '';
    await page.evaluate((to) => localStorage.setItem('language', to), language);
    const tails = [
      '',
      '/ark',
      '/nytt-mal',
      '/nytt-tiltak',
      '/kart',
      '/nytt',
      '/mote',
      '/det-vi-har',
    ];
    for (const tail of [...tails, '/vi', '/vi/inviter', '/mer', '/mer/tolv-ord', '/mer/sok']) {
      await page.goto(new URL(`/plan/${space}${tail}`, page.url()).href);
      await page.locator('main h1').first().waitFor();
      expect(await complaints(page), tail).toEqual([]);
    }
    await page.evaluate(() => localStorage.setItem('language', 'nb'));
    await page.goto(new URL(`/plan/${space}`, page.url()).href);
    await page.locator('main h1').first().waitFor();
  });

  test.each([
    [320, 740],
    [360, 320],
  ])(
    'at %i×%i and twice the text, what is to be pressed is whole and can be pressed',
    async (width, height) => {
      const { page } = turid;
      await page.setViewportSize({ width, height });
      await page.evaluate(() => {
        document.documentElement.style.fontSize = '200%';
      });
      const links = page.getByRole('navigation').getByRole('link');
      expect(await links.count()).toBe(4);
      const looks = await links.evaluateAll((all) =>
        all.map((one) => {
          const { width: w, height: h } = one.getBoundingClientRect();
          const size = parseFloat(getComputedStyle(one).fontSize);
          const isWhole = one.scrollWidth <= one.clientWidth + 1;
          return { text: (one as HTMLElement).innerText, w, h, size, isWhole };
        }),
      );
      for (const { text, w, h, size, isWhole } of looks) {
        expect(isWhole, text).toBe(true);
        expect(size, text).toBeGreaterThanOrEqual(LEAST_TEXT);
        expect(Math.min(w, h), text).toBeGreaterThanOrEqual(LEAST_TARGET - 0.5);
      }
      const covered = await page.evaluate(() => {
        const controls = document.querySelectorAll<HTMLElement>('a[href], button, input, select');
        return [...controls].flatMap((one) => {
          if (one.closest('.skip, dialog, .ds-sr-only') !== null || one.classList.contains('skip'))
            return [];
          if (!one.checkVisibility()) return [];
          one.scrollIntoView({ block: 'center' });
          const { left, top, width: w, height: h } = one.getBoundingClientRect();
          const found = document.elementFromPoint(left + w / 2, top + h / 2);
          return found !== null && (one === found || one.contains(found) || found.contains(one))
            ? []
            : [one.innerText || one.tagName];
        });
      });
      expect(covered).toEqual([]);
      await page.evaluate(() => {
        document.documentElement.style.fontSize = '';
      });
      await page.setViewportSize({ width: 360, height: 740 });
    },
  );
});
