/**
 * A plan as large as plans get: 60 people, 200 actions, 2,000 contributions. The figures are those
 * of a machine with nothing else to do, which `scripts/bench --plan` asks for; `BUDGET_FACTOR` is what
 * they may be missed by.
 */
import '../../web/src/crypto/testing/fast_curves';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Device } from './support/device';
import { LARGE, madeOn } from './support/large';
import { paintedAt, worstKey, worstTask } from './support/pace';
import { scene } from './support/scene';
import { slowed } from './support/slowed';
import { join } from './support/steps';

const FACTOR = Number(process.env['BUDGET_FACTOR'] ?? 2);
const SLOWDOWN = 6;

function within(what: string, measured: number, budget: number): void {
  console.log(`${what.padEnd(34)} ${String(Math.round(measured))} of ${String(budget)} ms`);
  expect(measured, what).toBeLessThanOrEqual(budget * FACTOR);
}

describe('a plan as large as plans get', () => {
  const { server, device } = scene();
  let kari: Device;
  let plan = '';

  /** The best of some: what else the machine does only makes it longer. */
  async function best(times: number, measure: () => Promise<number>): Promise<number> {
    const all: number[] = [];
    for (let i = 0; i < times; i++) all.push(await measure());
    return Math.min(...all);
  }

  async function goTo(page: Page, tail: string, what: string): Promise<number> {
    return paintedAt(page, plan + tail, what);
  }

  beforeAll(async () => {
    const made = await madeOn(server.url, LARGE);
    plan = `/plan/${made.space}`;
    kari = device();
    const page = await kari.start(made.link.slice(server.url.length));
    await join(kari, 'Kari');
    await page
      .locator('.action-row')
      .nth(LARGE.actions - 1)
      .waitFor();
    await page
      .locator('.top-bar')
      .getByRole('button', { name: /^(Sendt|Finnes)/ })
      .waitFor();
  }, 120_000);

  test('opens from disk', async () => {
    const opened = async (): Promise<number> => {
      await kari.page.goto(new URL(plan, server.url).href);
      await kari.page
        .locator('.action-row')
        .nth(LARGE.actions - 1)
        .waitFor();
      return kari.page.evaluate(
        () => performance.getEntriesByName('list-shown')[0]?.startTime ?? Infinity,
      );
    };
    await kari.context.addInitScript(() => {
      const look = (): void => {
        if (document.querySelector('.action-row') === null) requestAnimationFrame(look);
        else requestAnimationFrame(() => performance.mark('list-shown'));
      };
      requestAnimationFrame(look);
    });
    within('opened', await best(4, opened), 500);
    const slow = async (): Promise<number> => slowed(kari, SLOWDOWN, opened);
    within(`opened, ${String(SLOWDOWN)} times as slow`, await best(2, slow), 3000);
  });

  test('scrolls without long tasks', async () => {
    const { page } = kari;
    const longest = await worstTask(page, async () => {
      for (let i = 0; i < 20; i++) {
        await page.mouse.wheel(0, 800);
        await page.evaluate(() => new Promise((painted) => requestAnimationFrame(painted)));
      }
    });
    within('longest task in scrolling', longest, 100);
  });

  test('the map and the wheel are drawn', async () => {
    const { page } = kari;
    const draw = async (tail: string): Promise<number> => {
      await goTo(page, '', '.action-row');
      return goTo(page, tail, 'main svg:not(.shapes, .shape)');
    };
    await draw('/kart'); // fetched before it is measured
    within('map', await best(3, () => draw('/kart')), 200);
    await draw('/sammen/wheel-0');
    within('wheel', await best(3, () => draw('/sammen/wheel-0')), 200);
  });

  test('a key is answered while one writes, six times as slow', async () => {
    const { page } = kari;
    await page.goto(new URL(`${plan}/tiltak/action-7`, server.url).href);
    await kari.button('Endre tiltaket').click();
    const field = page.getByRole('textbox').first();
    await field.waitFor();
    const worst = await worstKey(kari, SLOWDOWN, async () => {
      await field.pressSequentially('vi spiser sammen hver tirsdag i grendehuset ', { delay: 60 });
      await field.pressSequentially('og alle som vil kan komme', { delay: 120 });
    });
    within('slowest key but one in twenty', worst, 50);
  });
});
