import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Device } from './support/device';
import { scene } from './support/scene';
import {
  addAction,
  addGoal,
  foundPlan,
  invite,
  join,
  openAction,
  toPlan,
  untilEqual,
  untilSent,
} from './support/steps';

const TITLE = 'Prøve tre middager';

/** Opens the title for writing and puts the caret at one end of it. */
async function writeInTitle(
  device: Device,
  at: 'Control+Home' | 'Control+End',
  text: string,
): Promise<void> {
  await device.button('Endre tiltaket').click();
  const field = device.field('tiltaket');
  await field.press(at);
  await field.pressSequentially(text);
  await field.blur(); // left: sealed and sent at once
}

/** The drafts as they lie in the browser's database. */
async function keptDrafts(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const wait = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(new Error('the database does not answer'));
      });
    const database = await wait(indexedDB.open('plans'));
    const values = database.transaction('values').objectStore('values');
    const keys = (await wait(values.getAllKeys())).map(String);
    const drafts = keys.filter((key) => key.includes('/draft/') && !key.endsWith('/looked'));
    const kept = await Promise.all(drafts.map((key) => wait<Uint8Array>(values.get(key))));
    database.close();
    return kept.map((bytes) => new TextDecoder().decode(bytes));
  });
}

describe('together', () => {
  const { device } = scene();
  let solveig: Device;
  let olav: Device;

  beforeAll(async () => {
    [solveig, olav] = [device(), device()];
    await solveig.start();
    await foundPlan(solveig, 'Møteplassen', 'Solveig', 'Kjøkkenbordgruppa');
    await addGoal(solveig, 'Et måltid hver uke');
    await addAction(solveig, TITLE);
    await untilSent(solveig);
    await olav.start(await invite(solveig));
    await join(olav, 'Olav');
    await openAction(olav, TITLE);
    await toPlan(solveig);
    await openAction(solveig, TITLE);
  });

  test('two people write in one text at the same time and both are kept', async () => {
    await Promise.all([
      writeInTitle(solveig, 'Control+Home', 'Nå: '),
      writeInTitle(olav, 'Control+End', ' på tirsdager'),
    ]);
    const both = 'Nå: Prøve tre middager på tirsdager';
    for (const one of [solveig, olav]) {
      await expect.poll(() => one.field('tiltaket').inputValue(), { timeout: 25_000 }).toBe(both);
      await one.button('Ferdig').click();
      await one.page.getByRole('heading', { name: both }).waitFor();
    }
  });

  test('edits made apart, without a network, are both kept', async () => {
    await solveig.context.setOffline(true);
    await olav.context.setOffline(true);
    await writeInTitle(solveig, 'Control+Home', 'Vi skal ');
    await solveig.button('Ferdig').click();
    await writeInTitle(olav, 'Control+End', ' i huset');
    await olav.button('Ferdig').click();
    await solveig.context.setOffline(false);
    await olav.context.setOffline(false);
    const both = 'Vi skal Nå: Prøve tre middager på tirsdager i huset';
    for (const one of [solveig, olav]) {
      await one.page.getByRole('heading', { name: both }).waitFor({ timeout: 40_000 });
    }
  });

  test('what one removes is gone for both, and undo brings it back', async () => {
    await toPlan(solveig);
    await addAction(solveig, 'Skyssring');
    await solveig.page.getByText('Mer om tiltaket').click();
    await solveig.button('Fjern tiltaket').click();
    await solveig.page.getByText('Tiltaket er fjernet.').waitFor();
    expect(await solveig.link(/^Skyssring/).count()).toBe(0);
    await solveig.button('Angre').click();
    await solveig.link(/^Skyssring/).waitFor();
    await toPlan(olav);
    await olav.link(/^Skyssring/).waitFor({ timeout: 20_000 });
  });

  test('what is being written is there again after the page was left and loaded anew', async () => {
    const { page } = solveig;
    const edge = page.locator('.primary-edge').getByRole('link', { name: 'Legg til tiltak' });
    await edge.click();
    await solveig.field('Hva vil dere gjøre?').fill('Halvskrevet skyss');
    await solveig.link('Plan').first().click();
    await page.reload();
    await edge.click();
    await expect
      .poll(() => solveig.field('Hva vil dere gjøre?').inputValue())
      .toBe('Halvskrevet skyss');
    await solveig.field('Hva vil dere gjøre?').fill('');
    await solveig.link('Plan').first().click();
    await edge.click();
    expect(await solveig.field('Hva vil dere gjøre?').inputValue()).toBe('');
    await solveig.link('Plan').first().click();
  });

  test.each([
    ['nytt-tiltak', 'Hva vil dere gjøre?'],
    ['nytt-mal', 'Hva vil dere at skal bli bedre?'],
  ])('a half-written %s is kept sealed and given back after a reload', async (view, label) => {
    const { page } = solveig;
    const plan = page.url();
    await page.goto(`${plan}/${view}`);
    await solveig.field(label).fill('Halvskrevet');
    await expect.poll(() => keptDrafts(page), { timeout: 5000 }).toHaveLength(1);
    expect((await keptDrafts(page)).join()).not.toContain('Halvskrevet');
    await page.reload();
    await expect.poll(() => solveig.field(label).inputValue()).toBe('Halvskrevet');
    await solveig.field(label).fill('');
    await expect.poll(() => keptDrafts(page), { timeout: 5000 }).toEqual([]);
    await solveig.link('Plan').first().click();
  });

  test('printing from Mer prints the plan', async () => {
    const { page } = solveig;
    await page.evaluate(() => {
      window.print = () => {
        document.body.dataset['printed'] = document.querySelector('main')?.innerText ?? '';
      };
    });
    await solveig.link('Mer').click();
    await solveig.link('Skriv ut og rapport').click();
    await solveig.button('Skriv ut').click();
    await expect
      .poll(() => page.evaluate(() => document.body.dataset['printed'] ?? ''))
      .toContain('Et måltid hver uke');
    await solveig.link('Mer').click();
    await solveig.link('Plan').first().click();
  });

  test('an action moves up and is completed, and both see it', async () => {
    await openAction(solveig, 'Skyssring');
    await solveig.page.getByText('Mer om tiltaket').click();
    await solveig.button('Flytt opp').click();
    await solveig.button('Sett som ferdig').click();
    await expect
      .poll(() => olav.page.locator('.action-row').allInnerTexts(), {
        timeout: 20_000,
      })
      .toEqual([
        expect.stringMatching(/^Skyssring[\s\S]*ferdig/),
        expect.stringMatching(/^Vi skal/),
      ]);
  });

  test('both end with the same content', async () => {
    await untilSent(solveig);
    expect(await untilEqual(solveig, olav)).toMatch(/^[0-9a-f ]+$/);
  });
});
