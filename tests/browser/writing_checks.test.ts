/** What is being written is never lost, never pushed about, and never asked about. */
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
  syncSentence,
  toPlan,
  untilKept,
  untilSent,
} from './support/steps';

const TITLE = 'Prøve tre middager';
/** It is written in between: a lost caret lands at the end. */
const [START, REST] = [TITLE.slice(0, -3), TITLE.slice(-3)];
/** A field is its writer's for three seconds after the last key. */
const RESTED = { timeout: 10_000 };

/** Whatever is said to everyone from now on. */
async function listen(page: Page): Promise<() => Promise<readonly string[]>> {
  await page.evaluate(() => {
    const heard: string[] = [];
    Object.assign(window, { heard });
    const regions = document.querySelectorAll('[role=status], [role=alert], [aria-live]');
    for (const region of regions) {
      new MutationObserver(() => {
        const text = region.textContent.trim();
        if (text !== '') heard.push(text);
      }).observe(region, { childList: true, subtree: true, characterData: true });
    }
  });
  return () => page.evaluate(() => (window as unknown as { heard: string[] }).heard);
}

describe('while somebody writes', () => {
  const { server, device } = scene();
  let solveig: Device;
  let olav: Device;

  beforeAll(async () => {
    [solveig, olav] = [device(), device()];
    await solveig.start();
    await foundPlan(solveig, 'Møteplassen', 'Solveig', 'Kjøkkenbordgruppa');
    await addGoal(solveig, 'Et måltid hver uke');
    await addAction(solveig, TITLE, 'Vi lager suppe');
    await untilSent(solveig);
    await olav.start(await invite(solveig));
    await join(olav, 'Olav');
    await openAction(olav, TITLE);
    await toPlan(solveig);
    await openAction(solveig, TITLE);
  });

  test("an input method's composition survives what another writes in the same field", async () => {
    const { page } = solveig;
    await solveig.button('Endre tiltaket').click();
    const field = solveig.field('tiltaket');
    await field.press('Control+End');
    for (const _ of REST) await field.press('ArrowLeft');
    const keyboard = await page.context().newCDPSession(page);
    const composed = { text: 'でき', selectionStart: 2, selectionEnd: 2 };
    await keyboard.send('Input.imeSetComposition', composed);
    await olav.button('Endre tiltaket').click();
    await olav.field('tiltaket').press('Control+Home');
    await olav.field('tiltaket').pressSequentially('Vi skal ');
    await olav.button('Ferdig').click();
    await syncSentence(olav, /Sendt|Finnes flere steder/).waitFor();
    await page.waitForTimeout(3000);
    expect(await field.inputValue()).toBe(`${START}でき${REST}`);
    await keyboard.send('Input.insertText', { text: 'できた' });
    await expect.poll(() => field.inputValue(), RESTED).toBe(`Vi skal ${START}できた${REST}`);
    const caret = await field.evaluate((area: HTMLTextAreaElement) => area.selectionStart);
    expect(caret).toBe(`Vi skal ${START}できた`.length);
    await solveig.button('Ferdig').click();
    await olav.page.getByRole('heading', { name: `Vi skal ${START}できた${REST}` }).waitFor();
  });

  test('what another writes comes into a field when its typing rests', async () => {
    const { page } = solveig;
    await solveig.button('Endre tiltaket').click();
    const field = solveig.field('tiltaket');
    const before = await field.inputValue();
    await field.press('Control+End');
    let typed = '';
    const type = async (): Promise<void> => {
      typed += ' ord';
      await field.pressSequentially(' ord');
      expect(await field.inputValue()).toBe(before + typed);
    };
    await type();
    await olav.button('Endre tiltaket').click();
    await type();
    await olav.field('tiltaket').press('Control+Home');
    await olav.field('tiltaket').pressSequentially('Ja: ');
    await olav.button('Ferdig').click();
    for (let word = 0; word < 8; word++) {
      await type();
      await page.waitForTimeout(500);
    }
    await expect.poll(() => field.inputValue(), RESTED).toBe(`Ja: ${before}${typed}`);
    await solveig.button('Ferdig').click();
    await olav.page.getByRole('heading', { name: `Ja: ${before}${typed}` }).waitFor();
    await solveig.button('Endre tiltaket').click();
    await field.fill(before);
    await solveig.button('Ferdig').click();
    await olav.page.getByRole('heading', { name: before, exact: true }).waitFor();
  });

  test('twenty changes from others move neither focus nor page, and are hardly spoken of', async () => {
    const { page } = solveig;
    const field = solveig.field('Si noe om dette');
    await field.click();
    await field.pressSequentially('Jeg lurer på ');
    const top = await field.evaluate((area) => area.getBoundingClientRect().top);
    const heard = await listen(page);
    const other = olav.field('Si noe om dette');
    for (let i = 1; i <= 20; i++) {
      await other.fill(`Melding ${String(i)}`);
      await olav.button('Send til alle').click();
      await expect.poll(() => other.inputValue()).toBe('');
    }
    await page.getByText('Melding 20', { exact: true }).waitFor();
    expect(await field.evaluate((area) => document.activeElement === area)).toBe(true);
    expect(await field.inputValue()).toBe('Jeg lurer på ');
    const now = await field.evaluate((area) => area.getBoundingClientRect().top);
    expect(Math.abs(now - top)).toBeLessThanOrEqual(2);
    expect((await heard()).length).toBeLessThanOrEqual(1);
  });

  test('what was typed a second before the browser died is there, waits, and goes when it can', async () => {
    const dialogs: string[] = [];
    await untilSent(solveig);
    await untilKept(solveig);
    await server.end();
    await solveig.button('Endre tiltaket').click();
    await solveig.field('tiltaket').press('Control+End');
    await solveig.field('tiltaket').pressSequentially(' i mars');
    await solveig.page.waitForTimeout(1000);
    await solveig.crash();
    const page = await solveig.start();
    page.on('dialog', (dialog) => dialogs.push(dialog.message()));
    await solveig.link(/i mars/).waitFor();
    await page.locator('[role=status]', { hasText: 'Venter på nett: 1' }).waitFor();
    await server.start();
    await untilSent(solveig);
    expect(dialogs).toEqual([]);
    expect((await page.locator('body').innerText()).toLowerCase()).not.toContain('versjon');
    await olav.page.getByRole('heading', { name: /i mars/ }).waitFor({ timeout: 30_000 });
  });
});
