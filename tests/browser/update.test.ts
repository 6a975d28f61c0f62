import { appendFileSync, cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { scene } from './support/scene';
import { WEB } from './support/server';
import { addGoal, foundPlan, untilSent } from './support/steps';

/** The same app as a next version: other bytes in the service worker. */
function nextVersion(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'browser-web-'));
  cpSync(WEB, folder, { recursive: true });
  for (const name of readdirSync(folder).filter((file) => /^sw\.js\.(br|gz)$/.test(file))) {
    rmSync(path.join(folder, name));
  }
  appendFileSync(path.join(folder, 'sw.js'), '\n// the next version\n');
  return folder;
}

describe('a new version', () => {
  const { server, device } = scene();
  const next = nextVersion();
  afterAll(() => rmSync(next, { recursive: true, force: true }));

  test('waits under a draft, asks, and loads again only when it is asked for', async () => {
    const solveig = device();
    const page = await solveig.start();
    await foundPlan(solveig, 'Møteplassen', 'Solveig', 'Kjøkkenbordgruppa');
    await addGoal(solveig, 'Et måltid hver uke');
    await untilSent(solveig);
    await page.waitForFunction(() => navigator.serviceWorker.controller !== null);

    await server.end('SIGTERM');
    await server.start(next);
    await page.locator('.primary-edge').getByRole('link', { name: 'Legg til tiltak' }).click();
    const draft = solveig.field('Hva vil dere gjøre?');
    await draft.fill('Halvskrevet');
    await page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.update());
    await page.waitForFunction(
      async () => (await navigator.serviceWorker.getRegistration())?.waiting != null,
    );
    expect(await draft.inputValue()).toBe('Halvskrevet');
    expect(await solveig.button('Bytt nå').count()).toBe(0);

    await solveig.link('Plan').click();
    const other = await solveig.context.newPage();
    await other.goto(page.url());
    const offeredThere = other.getByRole('button', { name: 'Bytt nå', exact: true });
    await offeredThere.waitFor();
    await solveig.button('Bytt nå').click();
    await page.waitForFunction(
      async () => (await navigator.serviceWorker.getRegistration())?.waiting == null,
    );
    await page.getByRole('heading', { name: 'Et måltid hver uke' }).waitFor();
    await solveig.button('Bytt nå').waitFor({ state: 'detached' });
    await offeredThere.waitFor({ state: 'detached' });
  });
});
