/** Before words go to the others: who will read them is said, and they can wait on the device. */
import { beforeAll, describe, expect, test } from 'vitest';
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

const TITLE = 'Prøve tre middager';
const IN_FULL = 'Leses av alle gruppene.';
const MUNICIPAL = 'Det kommunen kan lese, kan bli et saksdokument.';
const KEPT = 'Kladden ligger her, bare hos deg.';

describe('before it is sent', () => {
  const { device } = scene();
  let solveig: Device;
  let marit: Device;

  beforeAll(async () => {
    [solveig, marit] = [device(), device()];
    await solveig.start();
    await foundPlan(solveig, 'Møteplassen', 'Solveig', 'Kjøkkenbordgruppa');
  });

  /** The line that stands before the field. */
  const line = () => solveig.page.locator('form p').filter({ hasText: 'Leses av' }).first();
  const words = async () => (await line().innerText()).trim();
  const shapes = () => line().locator('svg').count();

  async function reopen(): Promise<void> {
    await toPlan(solveig);
    await openAction(solveig, TITLE);
    await solveig.field('Si noe om dette').waitFor();
  }

  describe('who can read it', () => {
    test('is said in full until one has written with it before the eyes', async () => {
      const reopenGoal = async (): Promise<void> => {
        await solveig.link('Plan').first().click();
        await solveig.link('Legg til mål').first().click();
        await line().waitFor();
      };
      await reopenGoal();
      expect(await words()).toBe(IN_FULL);
      await reopenGoal();
      expect(await words()).toBe(IN_FULL); // only looked at
      await solveig.field('Hva vil dere at skal bli bedre?').fill('Et måltid');
      await reopenGoal();
      expect(await words()).toMatch(/^Leses av(?! alle)/);
      expect(await shapes()).toBe(1);
      await solveig.link('Plan').first().click();
      await addGoal(solveig, 'Et måltid hver uke');
      await addAction(solveig, TITLE);
      await untilSent(solveig);
    });

    test('is said in full again when there are others, the municipality named', async () => {
      const link = await invite(solveig, { name: 'Fjordvik kommune', sector: /kommune/ });
      await marit.start(link);
      await join(marit, 'Marit');
      await marit.page.getByText(/må si ja til gruppa di/).waitFor();
      await solveig.page.getByRole('navigation').getByRole('link', { name: /^Vi/ }).click();
      await solveig.button('Si ja for Kjøkkenbordgruppa').click({ timeout: 20_000 });
      await solveig.page.getByText('Ja fra Kjøkkenbordgruppa er lagret.').waitFor();
      await marit.button('Se etter svar').click();
      await marit.link(new RegExp(TITLE)).waitFor({ timeout: 30_000 });
      await reopen();
      expect(await words()).toContain(IN_FULL);
      expect(await words()).toContain(MUNICIPAL);
      await solveig.field('Si noe om dette').fill('Hvem blir');
      await reopen();
      expect(await words()).toMatch(/^Leses av(?! alle)/);
      expect(await shapes()).toBe(2);
    });
  });

  describe('a draft that is kept', () => {
    test('lies on the device alone, and is there after a restart', async () => {
      await solveig.field('Si noe om dette').fill('Hvem blir med og lager suppe?');
      await solveig.button('Behold som kladd her').click();
      await solveig.page.getByText(KEPT).waitFor();
      await untilSent(solveig);
      await openAction(marit, TITLE);
      await marit.field('Si noe om dette').waitFor();
      await solveig.stop();
      await solveig.start('/');
      await openAction(solveig, TITLE);
      await expect
        .poll(() => solveig.field('Si noe om dette').inputValue())
        .toBe('Hvem blir med og lager suppe?');
      await solveig.page.getByText('Dette begynte du på sist.').waitFor();
      expect(await marit.page.getByText('Hvem blir med').count()).toBe(0);
    });

    test('is gone when it is sent, and the others read it', async () => {
      await solveig.button('Send til alle').click();
      await marit.page.getByText('Hvem blir med og lager suppe?').waitFor();
      await expect.poll(() => solveig.field('Si noe om dette').inputValue()).toBe('');
      expect(await solveig.button('Behold som kladd her').count()).toBe(0);
      await solveig.stop();
      await solveig.start('/');
      await openAction(solveig, TITLE);
      await solveig.page.getByText('Hvem blir med og lager suppe?').waitFor();
      expect(await solveig.field('Si noe om dette').inputValue()).toBe('');
      expect(await solveig.button('Behold som kladd her').count()).toBe(0);
    });

    test('of what a group takes on is there after a restart, under who can read it', async () => {
      const form = () => solveig.page.locator('form', { hasText: 'Hva gjør de?' });
      await solveig.button('Ta en del for Kjøkkenbordgruppa').click();
      await form().getByText('Leses av').waitFor();
      await form().getByRole('textbox').fill('vi koker suppe');
      await form().getByRole('button', { name: 'Behold som kladd her' }).click();
      await solveig.stop();
      await solveig.start('/');
      await openAction(solveig, TITLE);
      await solveig.button('Ta en del for Kjøkkenbordgruppa').click();
      await expect.poll(() => form().getByRole('textbox').inputValue()).toBe('vi koker suppe');
      await form().getByRole('button', { name: 'Legg bort kladden' }).click();
      await form().getByRole('button', { name: 'Avbryt' }).click();
    });

    test('of why one says stop is kept until it is said, and no longer', async () => {
      const WHY = 'Hygieneansvar må være avklart';
      await solveig.link('Foreslå noe').click();
      await solveig.field('Hva foreslår du?').fill('Vi prøver i åtte uker');
      await solveig.button('Legg fram forslaget').click();
      const field = () => solveig.field(/^Hvorfor sier du stopp/);
      const fold = (summary: string) =>
        solveig.page.locator('details', {
          has: solveig.page.locator('summary', { hasText: summary }),
        });
      const again = async (summary: string): Promise<void> => {
        const address = solveig.page.url();
        await solveig.stop();
        await solveig.start(address);
        await fold(summary).locator('summary').click();
      };
      await fold('Jeg sier stopp, fordi').locator('summary').click();
      await field().fill(WHY);
      await solveig.button('Behold som kladd her').click();
      await solveig.page.getByText(KEPT).waitFor();
      await again('Jeg sier stopp, fordi');
      await expect.poll(() => field().inputValue()).toBe(WHY);
      await solveig.page.getByText('Dette begynte du på sist.').waitFor();
      expect(await solveig.page.getByText('Solveig sier stopp.').count()).toBe(0);
      await solveig.button('Si stopp').click();
      await solveig.page.getByText('Solveig sier stopp.').waitFor();
      await again('Si det med andre ord');
      expect(await field().inputValue()).toBe(WHY); // as it stands, no draft
      expect(await solveig.button('Behold som kladd her').count()).toBe(0);
      expect(await solveig.page.getByText('Dette begynte du på sist.').count()).toBe(0);
    });
  });
});
