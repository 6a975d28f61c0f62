/** Three groups of three kinds decide together, each in a browser of its own. */
import { beforeAll, describe, expect, test } from 'vitest';
import { card, isOutWith, isTakenOut, toUs } from './support/agreement';
import type { Device } from './support/device';
import { scene } from './support/scene';
import { WEB } from './support/server';
import { addGoal, foundPlan, invite, join, toPlan, untilSent } from './support/steps';

const REASON = 'De er de eneste som har nøkkel til grendehuset';

describe('the agreement', () => {
  const { device, server } = scene();
  let solveig: Device;
  let turid: Device;
  let marit: Device;

  async function admit(guest: Device, person: string, name: string, sector: RegExp, by: Device[]) {
    const link = await invite(solveig, { name, sector });
    await guest.start(link);
    await join(guest, person);
    for (const one of by) {
      await toUs(one);
      await card(one, `${name} vil være med`)
        .getByRole('button', { name: /^Si ja for/ })
        .click();
    }
    await guest.page.getByRole('navigation').getByRole('link', { name: /^Vi/ }).waitFor();
  }

  let ofTwo = '';

  async function beforeRemoval(by: Device, name: string): Promise<string> {
    await toUs(by);
    await by.page.locator('summary', { hasText: name }).click();
    await by.page.getByText('Foreslå at gruppa hviler').last().waitFor();
    const party = by.page.locator('details[open]', { hasText: name }).last();
    expect(await party.getByText('Foreslå at gruppa går ut').count()).toBe(0); // it would be in vain
    return by.page.locator('main').innerText();
  }

  beforeAll(async () => {
    [solveig, turid, marit] = [device(), device(), device()];
    await solveig.start();
    await foundPlan(solveig, 'Møteplassen', 'Solveig', 'Kjøkkenbordgruppa');
    await addGoal(solveig, 'Et måltid hver uke');
    await untilSent(solveig);
    await admit(turid, 'Turid', 'Sanitetsforeningen', /frivillige/, [solveig]);
    ofTwo = await beforeRemoval(solveig, 'Sanitetsforeningen');
    await admit(marit, 'Marit', 'Hjemmetjenesten', /kommunen/, [solveig, turid]);
  });

  test('is said in the numbers of this plan', async () => {
    await toUs(marit);
    await marit.page.locator('summary', { hasText: 'Vis alt som er skjedd' }).click();
    const words = await marit.page.locator('main').innerText();
    expect(words).toContain('må 2 av 3 grupper si ja');
    expect(words).toContain('fra minst 2 av innbyggere, frivillige og kommunen');
    expect(words).toContain('14 dager til å bli hørt');
    expect(words).toContain('Planen ble startet av Kjøkkenbordgruppa');
  });

  test('of two groups says before anything is proposed that neither can be taken out', () => {
    expect(ofTwo).toContain('Verken innbyggerne eller de frivillige kan tas ut mot sin vilje.');
    expect(ofTwo).toContain('kan ikke Sanitetsforeningen tas ut mot sin vilje');
  });

  test('an invitation that is taken back says so to whoever opens it', async () => {
    const link = await invite(solveig);
    await toUs(solveig);
    await solveig.page.getByRole('button', { name: 'Ta tilbake: Kjøkkenbordgruppa' }).click();
    await solveig.page.getByText('Invitasjonen er tatt tilbake').first().waitFor();
    const late = device();
    await late.start(link);
    await late.page.getByText('tatt tilbake av dem som ga den').waitFor();
  });

  test('CHARTER20 to CHARTER24 a group is proposed out, is heard, and nothing happens at once', async () => {
    await toUs(solveig);
    await solveig.page.locator('summary', { hasText: 'Hjemmetjenesten' }).click();
    await solveig.page.locator('summary', { hasText: 'Foreslå at gruppa går ut' }).last().click();
    await solveig.button('Legg fram forslaget').last().click();
    const title = 'Skal Hjemmetjenesten ut av planen?';
    await card(solveig, title).waitFor();
    await toUs(marit);
    const hers = card(marit, title);
    await hers.getByText('Det gjelder gruppa deres').waitFor();
    expect(await hers.getByRole('button', { name: /^Si ja/ }).count()).toBe(0);
    await hers.locator('summary').click();
    await hers.getByLabel('Hvorfor sier du stopp?').fill(REASON);
    await hers.getByRole('button', { name: 'Si stopp' }).click();
    await toUs(turid);
    await card(turid, REASON).waitFor();
    await card(turid, title)
      .getByText('Alle disse må være med: innbyggere og frivillige.')
      .waitFor();
    expect(server.writtenBytes().includes(Buffer.from('eneste som har'))).toBe(false);
    for (const one of [solveig, turid]) {
      await toUs(one);
      await card(one, title)
        .getByRole('button', { name: /^Si ja for/ })
        .click();
      await card(one, title).getByText('Dere har sagt ja').waitFor();
      if (one === turid) continue;
      const lacks = card(one, title).getByText('En gruppe fra de frivillige må være med.');
      await lacks.waitFor();
    }
    await card(turid, title).getByText('Nok har sagt ja').waitFor();
  });

  test('CHARTER21 after the notice the group is out: it is told so, and keeps what it had, in a file, too', async () => {
    await server.end('SIGTERM');
    await server.start(WEB, 15);
    await toPlan(solveig);
    await addGoal(solveig, 'Etter at de gikk ut');
    await untilSent(solveig);
    await toPlan(turid);
    await turid.page.getByRole('heading', { name: 'Etter at de gikk ut' }).waitFor({
      timeout: 60_000,
    });
    await isOutWith(marit, 'Et måltid hver uke', 'Etter at de gikk ut');
    await isTakenOut(turid, 'Hjemmetjenesten');
  });
});

describe('texts that come late', () => {
  const { device } = scene();

  test('leave the view standing, and are there when they have come', async () => {
    const solveig = device();
    await solveig.start('/', 'block'); // a cache of texts would have them at once
    await foundPlan(solveig, 'Møteplassen', 'Solveig', 'Kjøkkenbordgruppa');
    let isHeld = true;
    await solveig.page.route(/\.later-/, async (route) => {
      while (isHeld) await new Promise((resolve) => setTimeout(resolve, 50));
      await route.continue();
    });
    const plan = solveig.page.url();
    await solveig.page.goto(`${plan}/mer/sjekk`);
    await solveig.page.locator('dl dd').first().waitFor();
    await solveig.page.goto(plan);
    await solveig.page.getByRole('navigation').getByRole('link', { name: /^Vi/ }).click();
    await solveig.page.locator('#history').waitFor({ state: 'attached' });
    isHeld = false;
    await solveig.page.getByText('Dere er eneste gruppe, og bestemmer alene').first().waitFor();
    expect(await solveig.page.getByText('Gruppene eier planen sammen').count()).toBe(0);
  });
});
