/** The plan on the home screen: where that is a storage of its own, the person comes along by link. */
import { beforeAll, describe, expect, test } from 'vitest';
import type { Device } from './support/device';
import { scene } from './support/scene';
import { addGoal, foundPlan, toPlan, untilSent } from './support/steps';

const OFFER = 'Ha planen på hjemskjermen';
const BEGINS_EMPTY = 'Appen på hjemskjermen begynner tom.';

async function copied({ page, context }: Device, button: string): Promise<string> {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.getByRole('button', { name: button, exact: true }).click();
  await page.getByText('Kopiert.').first().waitFor();
  return page.evaluate(() => navigator.clipboard.readText());
}

async function toPeople({ page }: Device): Promise<void> {
  await page.getByRole('navigation').getByRole('link', { name: /^Vi/ }).click();
}

describe('a phone that keeps the home screen apart', () => {
  const { device } = scene();
  let browser: Device;
  let icon: Device;

  beforeAll(async () => {
    [browser, icon] = [device(), device()];
    [browser.iPhone, icon.iPhone] = ['browser', 'home-screen'];
    await browser.start();
    await foundPlan(browser, 'Møteplassen', 'Solveig', 'Kjøkkenbordgruppa');
  });

  test('the offer comes after the first contribution, and leads to the steps', async () => {
    await browser.page.getByText('Planen er tom').waitFor();
    expect(await browser.page.getByText(OFFER).count()).toBe(0);
    await addGoal(browser, 'Skrevet i nettleseren');
    await untilSent(browser);
    await browser.page.getByText(BEGINS_EMPTY).waitFor();
    await browser.link('Vis hvordan').click();
    const steps = browser.page.getByRole('main').getByRole('list').getByRole('listitem');
    await expect.poll(() => steps.count()).toBe(3);
  });

  test('without a network the link is said to need one, and nothing is lost', async () => {
    await browser.context.setOffline(true);
    await browser.button('Lag lenken').click();
    await browser.page.getByText('Lenken lages over nettet.').waitFor();
    await browser.context.setOffline(false);
  });

  test('the icon opens empty, takes the link, and is the same person with all that was written', async () => {
    await browser.button('Lag lenken').click();
    const link = await copied(browser, 'Kopier lenken');
    await icon.start();
    await icon.page.getByText('Har du planen i nettleseren på denne telefonen?').waitFor();
    await icon.field('Lim inn lenken').fill(link.slice(0, -4));
    await icon.button('Åpne lenken').click();
    await icon.page.getByText('Dette er ikke en hel invitasjon.').waitFor();
    await icon.field('Lim inn lenken').fill(link);
    await icon.button('Åpne lenken').click();
    await icon.page.getByText('Her blir du med i Møteplassen som Solveig').waitFor();
    await icon.button('Ta den i bruk').click();
    await icon.page.getByRole('heading', { name: 'Skrevet i nettleseren' }).waitFor();
    await toPeople(icon);
    await icon.page.getByText('Personer: 1').waitFor();
    await icon.page.getByText('Kjøkkenbordgruppa').first().waitFor();
    await toPlan(icon);
    await addGoal(icon, 'Skrevet fra ikonet');
    await untilSent(icon);
    await browser.page.locator('.top-bar .back').click();
    await browser.page.locator('.top-bar .back').click();
    await browser.page.getByRole('heading', { name: 'Skrevet fra ikonet' }).waitFor();
    expect(await browser.page.getByText(BEGINS_EMPTY).count()).toBe(0); // done: no more offered
  });

  test('each further plan has a link of its own, which the app takes under Mer', async () => {
    const { page } = browser;
    await page.goto(new URL('/planer', page.url()).href);
    await foundPlan(browser, 'Turlaget', 'Solveig', 'Kjøkkenbordgruppa');
    await browser.link('Mer').click();
    await browser.link(new RegExp(`^${OFFER}`)).click();
    await browser.button('Lag lenkene').click();
    await browser.button('Kopier lenken: Møteplassen').waitFor();
    const link = await copied(browser, 'Kopier lenken: Turlaget');
    await toPlan(icon);
    await icon.link('Mer').click();
    await icon.link('Åpne en invitasjon').click();
    await icon.field('Lenken, eller koden på lappen').fill(link);
    await icon.button('Åpne invitasjonen').click();
    await icon.page.getByText('Her blir du med i Turlaget som Solveig').waitFor();
    await icon.button('Ta den i bruk').click();
    await icon.page.getByRole('heading', { name: 'Turlaget', level: 1 }).waitFor();
  });

  test('the browser is named among the devices, and ended only by whoever asks for it', async () => {
    await icon.link('Mer').click();
    await icon.link('Mine telefoner og maskiner').click();
    await icon.page.getByText('Lenken hit kom herfra.').waitFor();
    await icon.page.locator('summary', { hasText: 'Meld ut' }).click(); // there is one
    await icon.button('Meld ut').click();
    await icon.page.getByText('Den er meldt ut.').waitFor();
    await browser.page.getByText('er meldt ut av planen').waitFor({ timeout: 30_000 });
  });
});

describe('elsewhere', () => {
  const { device } = scene();

  test("the browser's own way is offered, and all comes along", async () => {
    const phone = device();
    const page = await phone.start();
    // What this browser would offer of itself comes when it pleases: the test has one of its own.
    await phone.context.addInitScript(() => {
      addEventListener('beforeinstallprompt', (event) => {
        if (event.isTrusted) event.stopImmediatePropagation();
      });
    });
    await page.reload();
    await foundPlan(phone, 'Møteplassen', 'Solveig', 'Kjøkkenbordgruppa');
    await addGoal(phone, 'Et måltid hver uke');
    expect(await page.getByText(OFFER).count()).toBe(0);
    const isAsked = await page.evaluateHandle(() => {
      const asked = { times: 0 };
      const prompt = (): Promise<void> => Promise.resolve(void (asked.times += 1));
      dispatchEvent(Object.assign(new Event('beforeinstallprompt'), { prompt }));
      return asked;
    });
    await page.getByText('Alt du har skrevet her, blir med.').waitFor();
    expect(await page.getByText(BEGINS_EMPTY).count()).toBe(0);
    await phone.button('Legg på hjemskjermen').click();
    await page.getByText(OFFER).waitFor({ state: 'detached' });
    expect(await isAsked.evaluate(({ times }) => times)).toBe(1);
  });
});
