/** What was said about the agreement without a line, carried to somebody who has one. */
import { beforeAll, describe, expect, test } from 'vitest';
import { card, sayYes, toUs } from './support/agreement';
import type { Device } from './support/device';
import { scene } from './support/scene';
import { holdUp, squareOf } from './support/square';
import { foundPlan, invite, join, untilKept, untilSent } from './support/steps';

const TITLE = 'Skal andre slags grupper kunne være med?';

async function toCarry(device: Device): Promise<void> {
  await device.page.getByRole('navigation').getByRole('link', { name: 'Plan' }).click();
  await device.link('Mer').click();
  await device.link('Gi det videre for hånd').click();
}

async function backToUs(device: Device): Promise<void> {
  for (let i = 0; i < 2; i++) await device.page.locator('.top-bar .back').click();
  await toUs(device);
}

/** Without a line: asks for one more kind of groups, and says yes for the own group. */
async function askFor(device: Device, kind: string): Promise<void> {
  await device.context.setOffline(true);
  await toUs(device);
  await device.page.locator('summary', { hasText: 'andre slags grupper kan være med' }).click();
  await device.page.getByRole('radio', { name: kind }).check();
  await device.page
    .locator('details', { hasText: 'Hvem skal også kunne være med?' })
    .getByRole('button', { name: 'Legg fram forslaget' })
    .click();
  await sayYes(device, TITLE);
  await card(device, TITLE).getByText('Svaret ditt er lagret her').waitFor();
}

describe('FILE1 what is carried by hand', () => {
  const { device, server } = scene();
  let solveig: Device;
  let turid: Device;

  /** What was carried is all that is missing: with this yes it is decided, though its author is away. */
  async function decide(by: Device, group: string): Promise<void> {
    await toUs(by);
    await card(by, TITLE)
      .getByText(new RegExp(`Har sagt ja:.*${group}`))
      .waitFor();
    await sayYes(by, TITLE);
    await card(by, TITLE).waitFor({ state: 'detached' });
    const done = by.page.getByText('Bestemt sammen: hvilke slags grupper');
    await expect.poll(() => done.count()).toBeGreaterThan(0);
  }

  beforeAll(async () => {
    [solveig, turid] = [device(), device()];
    await solveig.start();
    await foundPlan(solveig, 'Møteplassen', 'Solveig', 'Kjøkkenbordgruppa');
    const group = { name: 'Sanitetsforeningen', sector: /frivillige/ };
    await turid.start(await invite(solveig, group));
    await join(turid, 'Turid');
    await sayYes(solveig, 'Sanitetsforeningen vil være med');
    await turid.page.getByRole('navigation').getByRole('link', { name: /^Vi/ }).waitFor();
    for (const one of [solveig, turid]) await untilKept(one);
  });

  test('a proposal and a yes go as a file into another browser, and are decided on there', async () => {
    await askFor(turid, 'næringslivet');
    await toCarry(turid);
    const saving = turid.page.waitForEvent('download');
    await turid.button('Lagre til fil').click();
    const file = await (await saving).path();
    const before = server.writtenBytes().length;
    await toCarry(solveig);
    await solveig.page.getByLabel('Hent fra fil').setInputFiles(file);
    await solveig.page.getByText('Planen her er nå like ny').waitFor();
    await backToUs(solveig);
    await decide(solveig, 'Sanitetsforeningen');
    expect(server.writtenBytes().length).toBeGreaterThan(before);
  });

  test('whoever was away learns of it from the server, and has nothing left to carry', async () => {
    await turid.context.setOffline(false);
    await backToUs(turid);
    await card(turid, TITLE).waitFor({ state: 'detached' });
    await untilSent(turid); // what she said goes when it has become known
    await toCarry(turid);
    const gone = async (): Promise<number> => {
      await turid.button('Lagre til fil').click();
      await turid.page.getByText('Fila er lagret').waitFor();
      return turid.page.getByText('La den andre skanne denne ruta').count();
    };
    await expect.poll(gone, { timeout: 40_000, interval: 1000 }).toBe(0);
    await backToUs(turid);
  });

  test('so do they as a square on one screen before the camera of another', async () => {
    await askFor(solveig, 'staten');
    await toCarry(solveig);
    await solveig.button('Lagre til fil').click();
    const square = await squareOf(solveig, 'Rute med det som er sagt');
    await toCarry(turid);
    await holdUp(turid, square);
    await turid.button('Skann en annens rute').click();
    await turid.page.getByText('Planen her er nå like ny').waitFor();
    await backToUs(turid);
    await decide(turid, 'Kjøkkenbordgruppa');
  });
});
