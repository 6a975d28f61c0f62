/** How we have it together: of few answers nothing is told that would tell of one of them. */
import { readFileSync } from 'node:fs';
import { strFromU8, unzipSync } from 'fflate';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Device } from './support/device';
import { scene } from './support/scene';
import { foundPlan } from './support/steps';

const ASKED = 'Kan alle stoppe noe?';

async function onPaper(by: Device, name: string, answer: string): Promise<void> {
  await by.field('Hvem svarer?').fill(name);
  await by.page.getByLabel(ASKED).selectOption({ label: answer });
  await by.button('Lagre svarene').click();
  await by.page.getByText(`Svarene til ${name} er lagret her.`).waitFor();
}

describe('the wheel', () => {
  const { device } = scene();
  let turid: Device;

  beforeAll(async () => {
    turid = device();
    await turid.start();
    await foundPlan(turid, 'Møteplassen', 'Turid', 'Sanitetsforeningen');
    const { page } = turid;
    page.setDefaultTimeout(10_000);
    await page.getByRole('navigation').getByRole('link', { name: /^Møte/ }).click();
    await turid.button('Spør hvordan vi har det').click();
    await page.getByRole('heading', { name: 'Hvordan har vi det sammen?', level: 1 }).waitFor();
  });

  test('says under each question what it means and what goes wrong', async () => {
    const { page } = turid;
    await turid.button('Svar nå').click();
    await page.locator('summary', { hasText: 'Hva mener vi med det?' }).click();
    await page.getByText('Det går galt når tittel eller lønn avgjør.', { exact: false }).waitFor();
    await turid.button('Gå tilbake').click();
  });

  test('tells only how many have answered, and is honest about where the answers are', async () => {
    const { page } = turid;
    await page.locator('summary', { hasText: 'Svar for noen uten telefon' }).click();
    for (const [name, answer] of [
      ['Olga', 'slett ikke'],
      ['Nils', 'helt'],
      ['Åse', 'helt'],
      ['Per', 'litt'],
    ] as const) {
      await onPaper(turid, name, answer);
    }
    await page.getByText('Har svart: 4').waitFor();
    await page.getByText('Appen viser aldri hva hver enkelt svarte.', { exact: false }).waitFor();
  });

  test('of four answers it says in a word that they are spread, and no number', async () => {
    const { page } = turid;
    await page.locator('summary', { hasText: 'Åpne svarene' }).click();
    await turid.button('Åpne for alle').click();
    const table = page.getByRole('table');
    await table.first().waitFor();
    const row = page.getByRole('row').filter({ hasText: 'spredt' }).first();
    await row.waitFor();
    expect(await row.innerText()).not.toMatch(/\d/);
    expect(await page.locator('svg [data-band]').count()).toBe(0);
  });

  test('no single answer is in any file that is taken, in either language', async () => {
    const { page } = turid;
    await page.getByRole('link', { name: 'Mer', exact: true }).click();
    await turid.link('Ta en kopi').click();
    const saved = async (button: string): Promise<Buffer> => {
      const download = page.waitForEvent('download');
      await turid.button(button).click();
      return readFileSync(await (await download).path());
    };
    const json = String(await saved('Lagre for en ny plan'));
    expect(json).toContain('evaluations');
    const packed = unzipSync(await saved('Lagre alt til arkivet'));
    const files: Record<string, string> = { json, csv: String(await saved('Lagre som regneark')) };
    for (const [name, bytes] of Object.entries(packed)) files[name] = strFromU8(bytes, true);
    for (const [name, text] of Object.entries(files)) {
      for (const word of ['Olga', 'Nils', 'salt', '"values"', '"states"']) {
        expect(text.includes(word), `${word} in ${name}`).toBe(false);
      }
    }
    expect(Object.keys(packed)).toContain('LES-MEG.txt');
    await page.evaluate(() => localStorage.setItem('language', 'en'));
    await page.reload();
    const english = unzipSync(await saved('Save all for the archive'));
    expect(Object.keys(english)).toContain('READ-ME.txt');
  });
});
