/** FILE6: words written without a line, carried across a table and read at once. */
import { AxeBuilder } from '@axe-core/playwright';
import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Device } from './support/device';
import { lookedAt } from './support/looking';
import { scene } from './support/scene';
import { addAction, atOneTable, untilEqual, untilSent } from './support/steps';

const BANNER = 'Noe her kom for hånd';

async function backToPlan(device: Device): Promise<void> {
  const bar = device.page.getByRole('navigation').getByRole('link', { name: 'Plan' });
  while ((await bar.count()) === 0) {
    const address = device.page.url();
    await device.page.locator('.top-bar .back').click();
    await device.page.waitForURL((url) => url.href !== address);
  }
  await bar.click();
}

async function toCarry(device: Device): Promise<void> {
  await backToPlan(device);
  await device.link('Mer').click();
  await device.page.getByRole('listitem').getByRole('link', { name: 'Gi det videre' }).click();
  await device.button('Lagre til fil').waitFor();
}

async function save(device: Device): Promise<string> {
  await toCarry(device);
  const saving = device.page.waitForEvent('download');
  await device.button('Lagre til fil').click();
  const file = await (await saving).path();
  await device.page.getByText('Fila er lagret').waitFor();
  return file;
}

async function fetchIn(device: Device, file: string): Promise<void> {
  await toCarry(device);
  await device.page.getByLabel('Hent fra fil').setInputFiles(file);
}

/** Nothing for axe, and nothing that an eye would see amiss, down to 320 px. */
async function looksWell({ page }: Device): Promise<void> {
  const before = page.viewportSize() ?? { width: 360, height: 740 };
  for (const width of [1280, 360, 320]) {
    await page.setViewportSize({ width, height: 740 });
    expect(await page.evaluate(lookedAt, 'nb')).toEqual([]);
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html ?? ''}`)).toEqual([]);
  }
  await page.setViewportSize(before);
}

describe('FILE6 words across a table', () => {
  const { device, server } = scene();
  let solveig: Device;
  let olav: Device;
  let file = '';

  beforeAll(async () => {
    [solveig, olav] = [device(), device()];
    await atOneTable(solveig, olav);
    await untilSent(olav);
    await server.end();
  });

  test('with the server ended, what one writes is read by the other at once', async () => {
    await backToPlan(solveig);
    await addAction(solveig, 'Spørre naboene');
    file = await save(solveig);
    await solveig.page.getByText(/^Endringer herfra i fila: \d+/).waitFor();
    await looksWell(solveig);
    await fetchIn(olav, file);
    await olav.page.getByText(/^Hentet: .* fra Solveig/).waitFor();
    await olav.button('Les det').click();
    await olav.page.locator('main').getByText('Spørre naboene').first().waitFor();
    await looksWell(olav);
    await olav.link('Se planen').click();
    await olav.link(/Spørre naboene/).waitFor();
    await olav.page.getByText(BANNER).waitFor();
  });

  test('what came is put away, and taken forth again', async () => {
    await toCarry(olav);
    await olav.button('Legg det bort').click();
    await olav.button('Ta det fram igjen').waitFor();
    await backToPlan(olav);
    await olav.link(/Prøve tre middager/).waitFor();
    await expect.poll(() => olav.link(/Spørre naboene/).count()).toBe(0);
    await toCarry(olav);
    await olav.button('Ta det fram igjen').click();
    await olav.button('Legg det bort').waitFor();
  });

  test('the same file brings nothing twice, and each refusal is told in its own words', async () => {
    await fetchIn(olav, file);
    await olav.page.getByText('Alt i fila var her fra før.').waitFor();
    const other = path.join(tmpdir(), `browser-no-such-file-${process.pid}`);
    writeFileSync(other, 'Handleliste: melk, brød, kaffe');
    await olav.page.getByLabel('Hent fra fil').setInputFiles(other);
    await olav.page.getByText('Dette er ikke en hel fil fra').waitFor();
    await looksWell(olav);
    await olav.page.getByLabel('Hent fra fil').setInputFiles(file);
    await olav.page.getByText('Alt i fila var her fra før.').waitFor();
    expect(await olav.page.getByText('Dette er ikke en hel fil fra').count()).toBe(0);
  });

  test('they are still there when the browser is started again', async () => {
    await olav.stop();
    await olav.start();
    await olav.link(/Spørre naboene/).waitFor();
    await olav.page.getByText(BANNER).waitFor();
    await addAction(olav, 'Låne kjeler');
  });

  test('when the server is back both have the same, once, and nothing waits', async () => {
    await server.start();
    for (const one of [solveig, olav]) await backToPlan(one);
    for (const one of [solveig, olav]) {
      await one.link(/Låne kjeler/).waitFor({ timeout: 60_000 });
      await untilSent(one);
      expect(await one.link(/Spørre naboene/).count()).toBe(1);
    }
    await expect.poll(() => olav.page.getByText(BANNER).count(), { timeout: 60_000 }).toBe(0);
    expect(await untilEqual(solveig, olav)).not.toBe('');
    await toCarry(olav);
    expect(await olav.page.getByText('Kommet for hånd').count()).toBe(0);
  });
});
