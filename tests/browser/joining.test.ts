import { describe, expect, test } from 'vitest';
import type { Device } from './support/device';
import { scene } from './support/scene';
import { WEB } from './support/server';
import { addAction, addGoal, foundPlan, invite, join, toPlan, untilSent } from './support/steps';

const MOST_TAPS = 6;

describe('joining', () => {
  const { device, server } = scene();
  let solveig: Device;
  let olav: Device;

  test('a plan is founded with a title, a name and a group', async () => {
    solveig = device();
    await solveig.start();
    await foundPlan(solveig, 'Møteplassen', 'Solveig', 'Kjøkkenbordgruppa');
    await solveig.page.goto(`${solveig.page.url()}/nytt-tiltak`);
    await solveig.page.getByText('planen har ingen mål ennå', { exact: false }).waitFor();
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

  test('a name can be typed while the application is still on its way', async () => {
    const slow = device();
    const page = await slow.start('/icon.svg');
    let release: () => void = () => undefined;
    const released = new Promise<void>((resolve) => (release = resolve));
    await page.route('**/app.worker*', async (route) => {
      await released;
      await route.continue();
    });
    await page.goto(await invite(solveig));
    await slow.field('Hva vil du bli kalt?').fill('Berit');
    expect(await slow.button('Bli med').count()).toBe(0); // nobody joins unseen
    release();
    await slow.button('Bli med').click();
    await page.getByText('Du er med, Berit.').waitFor();
  });

  test('a used invitation says so, and leads whoever used it to the plan', async () => {
    const link = await invite(solveig);
    const kari = device();
    await kari.start(link);
    await join(kari, 'Kari');
    await kari.page.getByText('Du er med, Kari.').waitFor();
    const late = device();
    await late.start(link);
    await late.page.getByText('Denne lappen er brukt.', { exact: false }).waitFor();
    await late.page.getByText('Be den som inviterte deg, om en ny invitasjon.').waitFor();
    await late.page.getByText('Da ligger planen på telefonen', { exact: false }).waitFor();
    await late.button('Lim inn en annen lenke').click();
    await late.field('Lenken, eller koden på lappen').waitFor();
    await kari.page.goto(link);
    await kari.link(/Prøve tre middager/).waitFor();
  });

  test('a link that lost a letter is not called old, and leads on', async () => {
    const link = await invite(solveig);
    const other = link.at(-5) === 'A' ? 'B' : 'A';
    const lost = device();
    const page = await lost.start(link.slice(0, -5) + other + link.slice(-4));
    await page.getByText('Tjenesten kjenner ikke denne lappen.', { exact: false }).waitFor();
    await lost.button('Til forsiden').click();
    await lost.link('Start en plan sammen').waitFor();
  });

  test('an invitation that cannot be read just now can be tried again', async () => {
    const link = await invite(solveig);
    const early = device();
    const page = await early.start('/icon.svg');
    await page.route('**/v1/charter*', (route) => route.fulfill({ status: 200, body: 'nothing' }));
    await page.goto(link);
    const again = early.button('Prøv igjen');
    await again.waitFor();
    await page.unroute('**/v1/charter*');
    await again.click();
    await page.getByText('Solveig inviterer deg til Møteplassen.').waitFor();
  });

  test('"Mer" and "Tilbake" lead somewhere from an invitation, and it is kept', async () => {
    const link = await invite(solveig);
    const reader = device();
    const page = await reader.start(link);
    await page.getByText('Solveig inviterer deg til Møteplassen.').waitFor();
    await reader.link('Mer').click();
    await page.getByRole('radio', { name: 'Nynorsk' }).check();
    await reader.link('Tilbake').click();
    await page.getByText('Du treng ingen konto', { exact: false }).waitFor();
    await reader.link('Tilbake').click();
    await reader.link('Opne ein invitasjon').click();
    await page.getByText('Solveig inviterer deg til Møteplassen.').waitFor();
  });

  test('a pasted link that is no invitation is refused where it was pasted', async () => {
    const lost = device();
    const page = await lost.start('/bli-med#AAAA');
    await page.getByText('Dette er ikke en hel invitasjon.', { exact: false }).waitFor();
    await lost.button('Lim inn en annen lenke').click();
    await lost.field('Lenken, eller koden på lappen').fill('https://example.org/#om-oss');
    await lost.button('Åpne invitasjonen').click();
    await page.getByText('Dette er ikke en hel invitasjon.', { exact: false }).waitFor();
    expect(await lost.field('Lenken, eller koden på lappen').inputValue()).toContain('#om-oss');
  });

  test('a newcomer whom nobody has confirmed reads why inviting must wait', async () => {
    await olav.page.getByRole('navigation').getByRole('link', { name: /^Vi/ }).click();
    await olav.link('Inviter').click();
    await olav.page
      .getByText('Du kan invitere når noen i gruppa har sagt at det er deg.')
      .waitFor();
    expect(await olav.button('Lag invitasjon').count()).toBe(0);
    await toPlan(olav);
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

  test('KEYS6 a link whose time is over says so, before and after it was opened', async () => {
    const link = await invite(solveig);
    const early = device();
    await early.start(link);
    await early.page.getByText('Invitasjonen gjelder til').waitFor();
    await server.end('SIGTERM');
    await server.start(WEB, 31);
    const late = device();
    await late.start(link);
    await join(early, 'Eva');
    for (const one of [early, late]) {
      // To a stranger the server does not say which of the two it is.
      await one.page.getByText('Den er for gammel, eller noe av lenken har falt ut.').waitFor();
      await one.page.getByText('Be den som inviterte deg, om en ny invitasjon.').waitFor();
      expect(await one.button('Bli med').count()).toBe(0);
    }
  });
});
