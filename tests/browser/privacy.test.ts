import { describe, expect, test } from 'vitest';
import { scene } from './support/scene';
import { addGoal, foundPlan, invite, join, untilKept, untilSent } from './support/steps';

const CANARY = 'Kanarifuglen på Nesset';

describe('privacy', () => {
  const { server, device } = scene();

  test('the secret after # reaches no request, server byte, log, cache or address', async () => {
    const [solveig, olav] = [device(), device()];
    await solveig.start();
    await foundPlan(solveig, CANARY, 'Solveig', 'Kjøkkenbordgruppa');
    await addGoal(solveig, 'Et mål');
    await untilSent(solveig);
    const link = await invite(solveig);
    const secret = new URL(link).hash.slice(1);
    expect(secret.length).toBeGreaterThan(40);
    await olav.start(link);
    await join(olav, 'Olav');
    await olav.page.getByRole('heading', { name: CANARY }).waitFor();
    await untilKept(olav);

    const requests = [...solveig.sent, ...olav.sent].join('\n');
    expect(requests).not.toContain(secret);
    expect(server.writtenBytes().includes(secret)).toBe(false);
    expect(await cachedText(olav.page)).not.toContain(secret);
    expect(olav.page.url()).not.toContain(secret);
    // The browser's own note of how this page was opened is out of reach, and goes with the page.
    const traces = await olav.page.evaluate(() => {
      const entries = performance
        .getEntries()
        .filter(({ entryType }) => entryType !== 'navigation');
      return JSON.stringify([history.state, entries, { ...localStorage }, { ...sessionStorage }]);
    });
    expect(traces).not.toContain(secret);
  });

  test('the server holds no word of the plan', () => {
    const bytes = server.writtenBytes();
    for (const word of [CANARY, 'Solveig', 'Olav', 'Kjøkkenbordgruppa', 'Et mål']) {
      expect(bytes.includes(word), word).toBe(false);
    }
  });

  test('the caches hold the app and nothing of /v1/', async () => {
    const kari = device();
    const page = await kari.start();
    await untilKept(kari);
    const kept = await page.evaluate(async () => {
      const caches_ = await Promise.all((await caches.keys()).map((name) => caches.open(name)));
      const requests = await Promise.all(caches_.map((cache) => cache.keys()));
      return requests.flat().map((request) => new URL(request.url).pathname);
    });
    expect(kept).toContain('/index.html');
    expect(kept.filter((path) => path.startsWith('/v1/'))).toEqual([]);
  });
});

async function cachedText(page: import('playwright-core').Page): Promise<string> {
  return page.evaluate(async () => {
    const texts: string[] = [];
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      for (const request of await cache.keys()) {
        texts.push(request.url, (await (await cache.match(request))?.text()) ?? '');
      }
    }
    return texts.join('\n');
  });
}
