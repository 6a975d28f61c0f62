import { describe, expect, test } from 'vitest';
import type { Device } from './support/device';
import { scene } from './support/scene';
import {
  addAction,
  addGoal,
  foundPlan,
  invite,
  join,
  syncSentence,
  toPlan,
  untilEqual,
  untilSent,
} from './support/steps';

/** Until the app itself is kept on the device. */
async function untilKept(device: Device): Promise<void> {
  await device.page.waitForFunction(() => navigator.serviceWorker.controller !== null);
}

describe('offline', () => {
  const { server, device } = scene();
  let solveig: Device;
  let olav: Device;

  test('a reload without a network shows the plan as it was', async () => {
    [solveig, olav] = [device(), device()];
    await solveig.start();
    await foundPlan(solveig, 'Møteplassen', 'Solveig', 'Kjøkkenbordgruppa');
    await addGoal(solveig, 'Et måltid hver uke');
    await addAction(solveig, 'Prøve tre middager');
    await untilSent(solveig);
    await olav.start(await invite(solveig));
    await join(olav, 'Olav');
    await olav.link(/Prøve tre middager/).waitFor();
    await toPlan(solveig);
    await untilKept(solveig);
    await solveig.context.setOffline(true);
    await solveig.page.reload();
    await solveig.link(/Prøve tre middager/).waitFor();
    await solveig.context.setOffline(false);
  });

  test('with the server ended and the browser restarted, the plan opens and can be written in', async () => {
    await untilKept(olav);
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
});
