import { describe, expect, test } from 'vitest';
import type { Device } from './support/device';
import { scene } from './support/scene';
import { addAction, addGoal, foundPlan, invite, join, toPlan, untilSent } from './support/steps';

const MOST_TAPS = 6;

describe('joining', () => {
  const { device } = scene();
  let solveig: Device;
  let olav: Device;

  test('a plan is founded with a title, a name and a group', async () => {
    solveig = device();
    await solveig.start();
    await foundPlan(solveig, 'Møteplassen', 'Solveig', 'Kjøkkenbordgruppa');
    await addGoal(solveig, 'Et måltid hver uke');
    await addAction(solveig, 'Prøve tre middager', 'bestemmer meny');
    await solveig.page.getByText(/Skrevet av Solveig, Kjøkkenbordgruppa/).waitFor();
    await untilSent(solveig);
  });

  test('the invitation says who invites into what before anything is asked', async () => {
    await toPlan(solveig);
    const link = await invite(solveig);
    olav = device();
    await olav.start(link);
    await olav.page.getByText('Solveig inviterer deg til Møteplassen.').waitFor();
    await olav.page.getByText('Du blir med i Kjøkkenbordgruppa.').waitFor();
    expect(new URL(olav.page.url()).hash).toBe('');
  });

  test(`joining takes at most ${String(MOST_TAPS)} taps and shows the plan`, async () => {
    await join(olav, 'Olav');
    await olav.page.getByText('Du er med, Olav.').waitFor();
    await olav.link(/Prøve tre middager/).waitFor();
    expect(olav.taps + 1).toBeLessThanOrEqual(MOST_TAPS); // the link itself is a tap
  });

  test('a used invitation says so, and that nothing more can be done with it', async () => {
    const link = await invite(solveig);
    const kari = device();
    await kari.start(link);
    await join(kari, 'Kari');
    await kari.page.getByText('Du er med, Kari.').waitFor();
    const late = device();
    await late.start(link);
    await late.page.getByText('Denne lappen er brukt.').waitFor();
  });

  test('someone of the group says who the newcomer is', async () => {
    await solveig.page.getByRole('navigation').getByRole('link', { name: /^Vi/ }).click();
    await solveig.button('Ja, det er Olav').click();
    await olav.page
      .getByText('Du kan lese og skrive nå.')
      .first()
      .waitFor({ state: 'detached', timeout: 20_000 });
  });

  test('a new group waits until the others say yes', async () => {
    const link = await invite(solveig, {
      name: 'Sanitetsforeningen',
      sector: /frivillige/,
    });
    const turid = device();
    await turid.start(link);
    await turid.page.getByText(/De andre gruppene svarer ja/).waitFor();
    await join(turid, 'Turid');
    await turid.page.getByText(/må si ja til gruppa di/).waitFor();
    await solveig.page.getByRole('navigation').getByRole('link', { name: /^Vi/ }).click();
    await solveig.button('Si ja for Kjøkkenbordgruppa').click({ timeout: 20_000 });
    await solveig.page.getByText('Ja fra Kjøkkenbordgruppa er lagret.').waitFor();
    await turid.button('Se etter svar').click();
    await turid.link(/Prøve tre middager/).waitFor({ timeout: 30_000 });
  });
});
