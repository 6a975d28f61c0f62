/** A proposal whose last day has gone while one kind of groups has said nothing: silence is not a yes. */
import { describe, expect, test } from 'vitest';
import { daysAhead } from './support/before_app';
import type { Device } from './support/device';
import { foundTogether } from './support/founding';
import { scene } from './support/scene';
import { WEB } from './support/server';
import { addAction, addGoal, openAction, toPlan, untilSent } from './support/steps';

const TITLE = 'Prøve tre middager';
const PROPOSED = 'Vi prøver i åtte uker';
const WAITS = 'Vi venter på å høre fra kommunen.';
const STANDS = /Slik blir det/;
/** One day past the last one. */
const LATER = 8;

const seen = ({ page }: Device, text: string | RegExp): Promise<void> =>
  page.getByText(text).filter({ visible: true }).first().waitFor();

async function toProposal(device: Device): Promise<void> {
  await toPlan(device);
  await openAction(device, TITLE);
  await device.link(new RegExp(`^${PROPOSED}`)).click();
  await device.page.getByRole('heading', { name: PROPOSED }).waitFor();
}

describe('a proposal past its last day', () => {
  const { device, server } = scene();
  let solveig: Device;
  let arne: Device;
  let marit: Device;

  test('is made, one group says yes, and the days go by', async () => {
    [solveig, arne, marit] = [device(), device(), device()];
    const citizens = /innbyggere/;
    await foundTogether(
      [
        { device: solveig, person: 'Solveig', party: 'Kjøkkenbordgruppa', sector: citizens },
        { device: arne, person: 'Arne', party: 'Strandvelforeningen', sector: citizens },
        { device: marit, person: 'Marit', party: 'Fjordvik kommune', sector: /kommune/ },
      ],
      'Møteplassen',
    );
    await addGoal(solveig, 'Et måltid hver uke');
    await addAction(solveig, TITLE);
    await solveig.link('Foreslå noe').click();
    await solveig.field('Hva foreslår du?').fill(PROPOSED);
    await solveig.button('Om en uke').click();
    await solveig.button('Legg fram forslaget').click();
    await solveig.button('Ja, det kan jeg').click();
    await seen(solveig, WAITS);
    await untilSent(solveig);
    // A week and a day go by, for the server and for everybody.
    await server.end('SIGTERM');
    await server.start(WEB, LATER);
    for (const one of [solveig, arne, marit]) {
      await one.stop();
      one.beforeApp(daysAhead, LATER);
      await one.start('/', 'block');
    }
  });

  test('is not adopted, and says whom it waits to hear from', async () => {
    await toProposal(arne);
    await seen(arne, WAITS);
    await seen(arne, /^Svar innen .*i går/);
    expect(await arne.page.getByText(STANDS).count()).toBe(0);
    await arne.button('Ja, det kan jeg').waitFor();
    await toPlan(arne);
    await openAction(arne, TITLE);
    await seen(arne, WAITS);
  });

  test('is given more time by anyone, only to later days, and it can be undone', async () => {
    await toProposal(arne);
    const { page } = arne;
    const time = page.getByRole('region', { name: 'Tid', exact: true });
    const before = await time.locator('p').first().innerText();
    await page.locator('summary', { hasText: 'Gi det mer tid' }).click();
    await time.getByRole('button', { name: 'Om to uker' }).click();
    await expect.poll(() => time.locator('p').first().innerText()).not.toBe(before);
    await arne.button('Angre').click();
    await expect.poll(() => time.locator('p').first().innerText()).toBe(before);
    await time.getByRole('button', { name: 'Om to uker' }).click();
    await expect.poll(() => time.getByRole('button', { name: 'Om en uke' }).count()).toBe(0);
    await seen(arne, WAITS);
    await untilSent(arne);
  });

  test('the last sector heard, it can be answered in the time that was given', async () => {
    await toProposal(marit);
    await seen(marit, WAITS);
    await marit.button('Ja, det kan jeg').click();
    await seen(marit, /^Alle slags grupper er hørt. Det kan svares til/);
    await toProposal(solveig);
    await seen(solveig, /^Alle slags grupper er hørt. Det kan svares til/);
    expect(await solveig.page.getByText(STANDS).count()).toBe(0);
  });

  test('and it stands when all groups have answered', async () => {
    await arne.button('Ja, det kan jeg').click();
    await seen(arne, 'Slik blir det. Alle slags grupper er hørt, og ingen sier stopp.');
  });
});
