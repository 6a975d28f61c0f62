import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import type { Device } from './support/device';
import { scene } from './support/scene';
import {
  addAction,
  atOneTable,
  foundPlan,
  invite,
  join,
  syncSentence,
  toPlan,
  untilEqual,
  untilSent,
} from './support/steps';

describe('offline', () => {
  const { server, device } = scene();
  let solveig: Device;
  let olav: Device;

  test('a reload without a network shows the plan as it was', async () => {
    [solveig, olav] = [device(), device()];
    await atOneTable(solveig, olav);
    await toPlan(solveig);
    await solveig.context.setOffline(true);
    await solveig.page.reload();
    await solveig.link(/Prøve tre middager/).waitFor();
    await solveig.context.setOffline(false);
  });

  test('with the server ended and the browser restarted, the plan opens and can be written in', async () => {
    await server.end();
    await Promise.all([solveig.stop(), olav.stop()]);
    await Promise.all([solveig.start(), olav.start()]);
    for (const [one, title] of [
      [solveig, 'Spørre naboene'],
      [olav, 'Låne kjeler'],
    ] as const) {
      await one.link(/Prøve tre middager/).waitFor();
      await addAction(one, title);
      await syncSentence(one, /Venter på nett|Lagret her/).waitFor({
        timeout: 20_000,
      });
    }
  });

  test('what was written survives one more restart before any network', async () => {
    await solveig.stop();
    await solveig.start();
    await solveig.link(/Spørre naboene/).waitFor();
    await syncSentence(solveig, /Venter på nett/).waitFor({ timeout: 20_000 });
  });

  test('when the server is back, both have everything and equal content', async () => {
    await server.start();
    await toPlan(olav);
    for (const one of [solveig, olav]) {
      await one.link(/Spørre naboene/).waitFor({ timeout: 60_000 });
      await one.link(/Låne kjeler/).waitFor({ timeout: 60_000 });
      await untilSent(one);
    }
    expect(await untilEqual(solveig, olav)).not.toBe('');
  });

  test('what waits here goes at once when the app is shown again', async () => {
    await addAction(solveig, 'Vaske opp');
    await untilSent(solveig);
    await solveig.button('Endre tiltaket').click();
    await solveig.field('tiltaket').pressSequentially(' sammen');
    await syncSentence(solveig, /^Lagret her/).waitFor();
    await solveig.page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
    // By itself it would go after a pause of 20 s.
    await syncSentence(solveig, /^(Sendt|Finnes flere steder)/).waitFor({ timeout: 10_000 });
  });
});

describe('keeping the app on the device', () => {
  const { device } = scene();
  let solveig: Device;

  /** Opens the address in a browser whose clock stands still, and that notes when the app asks to be kept. */
  async function watched(person: Device, address: string): Promise<Page> {
    const page = await person.start('/icon.svg');
    await page.clock.install();
    await page.clock.pauseAt(Date.now() + 60_000);
    await page.addInitScript(() => {
      const { register } = ServiceWorkerContainer.prototype;
      ServiceWorkerContainer.prototype.register = function (...given) {
        document.documentElement.dataset['keeps'] = 'yes';
        return register.apply(this, given);
      };
    });
    await page.goto(new URL(address, page.url()).href);
    return page;
  }
  const keeps = (page: Page) =>
    page.evaluate(() => document.documentElement.dataset['keeps'] === 'yes');

  /** The plan is on the screen for a moment first. */
  async function keptAfterTheList(page: Page): Promise<void> {
    expect(await keeps(page)).toBe(false);
    const after = async (): Promise<boolean> => {
      await page.clock.fastForward(1_000);
      return keeps(page);
    };
    // Long before the ten seconds of somebody who has none.
    await expect.poll(after, { interval: 200 }).toBe(true);
  }

  test('waits ten seconds for a plan, and no longer', async () => {
    const page = await watched(device(), '/');
    await page.getByRole('link', { name: 'Start en plan sammen' }).waitFor();
    await page.clock.fastForward(9_999);
    expect(await keeps(page)).toBe(false);
    await page.clock.fastForward(1);
    await expect.poll(() => keeps(page)).toBe(true);
  });

  test('begins as soon as there is a plan', async () => {
    solveig = device();
    const page = await watched(solveig, '/');
    await foundPlan(solveig, 'Møteplassen', 'Solveig', 'Kjøkkenbordgruppa');
    await keptAfterTheList(page);
  });

  test('waits until an invitation was answered', async () => {
    const olav = device();
    const page = await watched(olav, await invite(solveig));
    await page.getByText('Solveig inviterer deg til Møteplassen.').waitFor();
    await page.clock.fastForward(60_000);
    expect(await keeps(page)).toBe(false);
    await join(olav, 'Olav');
    await page.getByText('Du er med, Olav.').waitFor();
    await keptAfterTheList(page);
  });
});
