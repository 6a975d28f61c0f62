/**
 * What joining costs. Three months of a plan, as `THREE_MONTHS` has it: 20 people in 6 groups with 60 actions,
 * each written anew twice, half of them agreed to by three groups; and 600 contributions, two or three
 * a week from each person, sent in `sittings` of many: each further one of everybody takes some 13 kB.
 */
import '../../web/src/crypto/testing/fast_curves';
import { expect, test } from 'vitest';
import { Device } from './support/device';
import { THREE_MONTHS, madeOn } from './support/large';
import { scene } from './support/scene';
import { join } from './support/steps';
import { tapInto } from './support/tap';

const KB = 1024;
const MOST_KB = 400;

const { server } = scene();

test('is shown whole, and can be written in, within what is allowed from the link', async () => {
  const tap = await tapInto(server.url, () => Infinity);
  const made = await madeOn(tap.url, THREE_MONTHS);
  const kari = new Device(tap.url);
  const before = tap.bytes();
  const page = await kari.start(made.link.slice(tap.url.length));
  await join(kari, 'Kari');
  await page
    .locator('.action-row')
    .nth(THREE_MONTHS.actions - 1)
    .waitFor();
  await kari.link('Legg til mål').first().waitFor();
  const bytes = tap.bytes() - before;
  console.log(`until the list is shown: ${String(bytes)} bytes, with what is said around them`);
  expect(bytes).toBeLessThanOrEqual(MOST_KB * KB);
  // What is not needed for the list comes after it, and by itself.
  await page.waitForFunction(async () => (await navigator.serviceWorker.ready).active !== null);
  await expect
    .poll(() => tap.bytes() - before, { timeout: 20_000 })
    .toBeGreaterThan(bytes + 100 * KB);
  expect(kari.faults).toEqual([]);
  await kari.remove();
  tap.end();
}, 120_000);
