/** A group's yes when things happen meanwhile: a pause, other words; it is told, and can be undone. */
import { beforeAll, describe, expect, test } from 'vitest';
import type { Page } from 'playwright-core';
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
  untilSent,
} from './support/steps';

const TITLE = 'Prøve tre middager';
const OURS = 'Kjøkkenbordgruppa';
const PAUSED = 'Gruppa di tar en pause. Si at dere er med igjen før dere svarer.';
const STANDS = '[data-yes=stands]';
const BACK = '[data-yes=back]';

describe('a yes', () => {
  const { device } = scene();
  let solveig: Device;
  let olav: Device;

  const mark = (state: string): Promise<void> => solveig.page.locator(state).waitFor();

  async function toOurGroup(page: Page): Promise<void> {
    await page.getByRole('navigation').getByRole('link', { name: /^Vi/ }).click();
    const fold = page
      .locator('details', { has: page.locator('summary', { hasText: OURS }) })
      .first();
    await fold.waitFor();
    if (!(await fold.evaluate((one) => (one as HTMLDetailsElement).open))) {
      await fold.locator('summary').first().click();
    }
  }

  async function step(page: Page, summary: string, button: string): Promise<void> {
    await toOurGroup(page);
    await page.locator('summary', { hasText: summary }).click();
    await page.getByRole('button', { name: button, exact: true }).click();
  }

  async function toAction(): Promise<void> {
    await toPlan(solveig);
    await openAction(solveig, TITLE);
  }

  beforeAll(async () => {
    [solveig, olav] = [device(), device()];
    await solveig.start();
    await foundPlan(solveig, 'Møteplassen', 'Solveig', OURS);
    await addGoal(solveig, 'Et måltid hver uke');
    await addAction(solveig, TITLE, 'Vi lager suppe');
    await solveig.button(`Si ja for ${OURS}`).click();
    await mark(STANDS);
    await untilSent(solveig);
    await olav.start(await invite(solveig));
    await join(olav, 'Olav');
    await openAction(olav, TITLE);
    await toAction();
  });

  test('with new words is refused, and says why, when the group took a pause meanwhile', async () => {
    await solveig.button(`Endre delen til ${OURS}`).click();
    const other = await solveig.context.newPage();
    await other.goto(solveig.page.url());
    await step(other, 'Vi tar en pause', 'Ta en pause');
    await other.getByText(`${OURS} tar en pause.`).waitFor();
    await solveig.field(`delen til ${OURS}`).fill('Vi lager fiskesuppe');
    await solveig.button('Lagre, vi sier ja').click();
    await solveig.page.getByRole('alert').filter({ hasText: PAUSED }).waitFor();
    await solveig.page.getByText('Vi lager fiskesuppe', { exact: true }).waitFor();
    await mark('[data-yes=again]');
    await step(other, 'Vi er med igjen', 'Bli med igjen');
    await other.getByText(`${OURS} er med igjen.`).waitFor();
    await other.close();
    await toAction();
    await solveig.button(`Si ja for ${OURS}`).click();
    await mark(STANDS);
  });

  test('can be taken back while the group takes a pause, and that be undone', async () => {
    await step(solveig.page, 'Vi tar en pause', 'Ta en pause');
    await toAction();
    await solveig.page.getByText(PAUSED).waitFor();
    expect(await solveig.button(/^Si ja for/).count()).toBe(0);
    await solveig.button('Ta tilbake ja').click();
    await mark(BACK);
    await solveig.button('Angre').click();
    await mark(STANDS);
  });

  test('whose part is withdrawn is back when that is undone, with no words about it', async () => {
    await toOurGroup(solveig.page);
    await solveig.page.locator('summary', { hasText: 'Gi videre eller trekk' }).click();
    await solveig.button('Trekk delen vår').click();
    await solveig.page.getByText('Delen er trukket, og de andre ser det.').waitFor();
    await solveig.button('Angre').click();
    await solveig.page.locator('summary', { hasText: 'Gi videre eller trekk' }).waitFor();
    await toAction();
    await mark(STANDS);
    await expect.poll(() => solveig.page.getByText('trekker delen sin').count()).toBe(0);
  });

  test('is not said to other words than one saw, and that is told', async () => {
    await toOurGroup(solveig.page);
    await solveig.page.locator('summary', { hasText: 'Gi videre eller trekk' }).click();
    await solveig.button('Trekk delen vår').click();
    await solveig.page.getByText('Delen er trukket, og de andre ser det.').waitFor();
    await untilSent(solveig);
    await olav.button('Endre tiltaket').click();
    await olav.field('tiltaket').fill('Prøve fire middager');
    await olav.button('Ferdig').click();
    await untilSent(olav);
    const undo = solveig.button('Angre');
    await toPlan(solveig);
    await solveig.link(/^Prøve fire middager/).waitFor();
    await undo.click();
    await solveig.page.getByText('Noen endret teksten akkurat nå.').waitFor();
    await openAction(solveig, 'Prøve fire middager');
    await mark(BACK);
    await solveig.page.getByText('trekker delen sin').first().waitFor();
  });
});
