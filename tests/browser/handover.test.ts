/** Words that could not be sent any more: out in a file, looked at by another, and written in. */
import { expect, describe, test } from 'vitest';
import { scene } from './support/scene';
import {
  addAction,
  addGoal,
  foundPlan,
  invite,
  join,
  openAction,
  toPlan,
  untilKept,
  untilSent,
} from './support/steps';

describe('handing over what was not sent', () => {
  const { device } = scene();

  test('whoever is out saves a file; who is in sees each field of it, and takes it in for them', async () => {
    const [solveig, olav] = [device(), device()];
    await solveig.start();
    await foundPlan(solveig, 'Møteplassen', 'Solveig', 'Kjøkkenbordgruppa');
    await addGoal(solveig, 'Et måltid hver uke');
    await untilSent(solveig);
    await olav.start(await invite(solveig));
    await join(olav, 'Olav');
    await olav.page.getByRole('heading', { name: 'Et måltid hver uke' }).waitFor();
    await untilKept(olav);

    await olav.context.setOffline(true);
    await addAction(olav, 'Middag tirsdag', 'Lager maten');
    await olav.page.locator('summary', { hasText: 'Endre når' }).click();
    await olav.page.getByLabel('Frist').fill('2031-03-01');
    await olav.page.getByLabel('Frist').blur();
    await olav.page.getByText('Innen 1. mars 2031').waitFor();

    await solveig.page.getByRole('navigation').getByRole('link', { name: /^Vi/ }).click();
    await solveig.page.locator('summary', { hasText: 'Kjøkkenbordgruppa' }).click();
    await solveig.page.locator('summary', { hasText: 'Ta ut Olav' }).click();
    await solveig.button('Legg fram for gruppa').last().click();
    await solveig.page.locator('summary', { hasText: 'Ta ut Olav' }).waitFor({ state: 'detached' });

    await olav.context.setOffline(false);
    await olav.page.getByText('er meldt ut av planen').waitFor({ timeout: 30_000 });
    await olav.link('Det som ikke ble sendt').click();
    const saving = olav.page.waitForEvent('download');
    await olav.button('Lagre det i en fil').click();
    const file = await (await saving).path();

    await solveig.page.getByRole('navigation').getByRole('link', { name: 'Plan' }).click();
    await solveig.link('Mer').click();
    await solveig.link('Gi det videre for hånd').click();
    await solveig.page.getByLabel('Les en fil').setInputFiles(file);
    await solveig.page.getByText('Dette skrev Olav:').waitFor();
    const shown = await solveig.page.locator('section dl').innerText();
    for (const word of ['Lager maten', 'Et måltid hver uke', 'idé', '1. mars 2031']) {
      expect(shown).toContain(word);
    }
    await solveig.button('Skriv det inn på vegne av Olav').click();
    await solveig.page.getByText('Skrevet inn på vegne av Olav.').waitFor();
    await solveig.page.locator('.top-bar .back').click();
    await solveig.page.locator('.top-bar .back').click();
    await toPlan(solveig);
    await openAction(solveig, 'Middag tirsdag');
    await solveig.page.getByText('Solveig, på vegne av Olav').waitFor();
    await solveig.page.getByText('Innen 1. mars 2031').waitFor();
    await untilSent(solveig);
  });
});
