/** A browser whose WebCrypto lacks the curves: its keys are ours to compute, and the others notice nothing. */
import { describe, expect, test } from 'vitest';
import { withoutCurves } from './support/before_app';
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

/** What WebCrypto answers for each curve, in the page and in the worker that holds the keys. */
async function answers({ page }: Device): Promise<string[]> {
  const ask = async (): Promise<string[]> => {
    const said: string[] = [];
    for (const [curve, use] of [
      ['Ed25519', 'sign'],
      ['X25519', 'deriveBits'],
    ] as const) {
      try {
        await crypto.subtle.generateKey(curve, false, [use]);
        said.push('has it');
      } catch (error) {
        said.push((error as DOMException).name);
      }
    }
    return said;
  };
  await expect.poll(() => page.workers().length).toBe(1);
  const inWorker = await page.workers()[0]?.evaluate(ask);
  return [...(await page.evaluate(ask)), ...(inWorker ?? [])];
}

describe('a browser without the curves', () => {
  const { device } = scene();
  const NONE = Array.from({ length: 4 }, () => 'NotSupportedError');
  let turid: Device;
  let olga: Device;

  test('joins by link, and reads what was written before', async () => {
    turid = device();
    await turid.start();
    await foundPlan(turid, 'Møteplassen', 'Turid', 'Kjøkkenbordgruppa');
    await addGoal(turid, 'Et måltid hver uke');
    await addAction(turid, 'Prøve tre middager');
    await untilSent(turid);
    olga = device();
    olga.beforeApp(withoutCurves);
    await olga.start(await invite(turid), 'block');
    expect(await answers(olga)).toEqual(NONE);
    await join(olga, 'Olga');
    await olga.page.getByText('Du er med, Olga.').waitFor();
    await olga.link(/Prøve tre middager/).waitFor();
  });

  test('what is written there is sent, and read on another device', async () => {
    await addAction(olga, 'Spørre bestemødrene', 'ringer rundt');
    await untilSent(olga);
    await toPlan(turid);
    await openAction(turid, 'Spørre bestemødrene');
    await turid.page.getByText(/Skrevet av Olga, Kjøkkenbordgruppa/).waitFor();
  });

  test('its keys are there after a restart: it writes, sends and reads on', async () => {
    await olga.stop();
    await olga.start('/', 'block');
    expect(await answers(olga)).toEqual(NONE);
    await olga.link(/Prøve tre middager/).waitFor();
    await addAction(olga, 'Låne gryter');
    await untilSent(olga);
    await toPlan(turid);
    await openAction(turid, 'Låne gryter');
    await turid.page.getByText(/Skrevet av Olga, Kjøkkenbordgruppa/).waitFor();
    await toPlan(turid);
    await addAction(turid, 'Vaske golvet');
    await untilSent(turid);
    await toPlan(olga);
    await olga.link(/Vaske golvet/).waitFor();
  });
});
