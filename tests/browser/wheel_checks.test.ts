/** How we have it together: of few answers nothing is told that would tell of one of them. */
import { readFileSync } from 'node:fs';
import { strFromU8, unzipSync } from 'fflate';
import type { Locator, Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Device } from './support/device';
import { scene } from './support/scene';
import { show, STATES } from './support/states.mjs';
import { foundPlan, invite, join, untilSent } from './support/steps';

const ASKED = 'Kan alle stoppe noe?';
/** Written in a round that is not opened. */
const CANARY = 'kanarifugl';
/** With the names of those whose answers to the wheel were typed from paper. */
const CANARIES = [CANARY, 'Ragnfrid', 'Nils'];

async function onPaper(by: Device, name: string, answer: string): Promise<void> {
  await by.field('Hvem svarer?').fill(name);
  await by.page.getByLabel(ASKED).selectOption({ label: answer });
  await by.button('Lagre svarene').click();
  await by.page.getByText(`Svarene til ${name} er lagret her.`).waitFor();
}

/** That all the groups read it is true of every other text in a plan. */
const READ_BY_ALL = /Leses av/;

async function saysWhoSees({ page }: Device, place: Locator): Promise<void> {
  await page.getByText('Appen viser aldri hva hver enkelt svarte.', { exact: false }).waitFor();
  expect(await place.getByText(READ_BY_ALL).count()).toBe(0);
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
    await saysWhoSees(turid, page.locator('main'));
    await turid.button('Gå tilbake').click();
  });

  test('tells only how many have answered, and is honest about where the answers are', async () => {
    const { page } = turid;
    await page.locator('summary', { hasText: 'Svar for noen uten telefon' }).click();
    for (const [name, answer] of [
      ['Ragnfrid', 'slett ikke'],
      ['Nils', 'helt'],
      ['Åse', 'helt'],
      ['Per', 'litt'],
    ] as const) {
      await onPaper(turid, name, answer);
    }
    await page.getByText('Har svart: 4').waitFor();
    const form = page.locator('form').filter({ has: turid.field('Hvem svarer?') });
    await form.waitFor();
    await saysWhoSees(turid, form);
  });

  test('a wrong sheet is taken back without a network, and put back by one tap', async () => {
    const { page } = turid;
    await page.context().setOffline(true);
    const list = page.getByRole('region', { name: /^Skrevet inn av deg/ });
    await list.getByRole('heading', { name: 'Skrevet inn av deg: 4' }).waitFor();
    expect(await list.getByRole('listitem').first().innerText()).toMatch(/^Ark 4\n.+\n+akkurat nå/);
    expect(await list.innerText()).not.toMatch(/Ragnfrid|Nils|Åse|Per|helt|litt|slett/);
    await list.getByRole('button', { name: 'Ta bort ark 3' }).click();
    await page.getByText('Har svart: 3').waitFor();
    const heading = list.getByRole('heading', { name: 'Skrevet inn av deg: 3' });
    await heading.waitFor();
    expect(await heading.evaluate((one) => one === document.activeElement)).toBe(true);
    expect(await list.getByText('Ark 3').count()).toBe(0);
    await page.getByText('Ark 3 er tatt bort.').waitFor();
    await page.getByRole('button', { name: 'Angre', exact: true }).click();
    await page.getByText('Har svart: 4').waitFor();
    await list.getByText('Ark 3', { exact: true }).waitFor();
    await page.context().setOffline(false);
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

  test('no single answer is on a screen, on paper or in a file, with who wrote it or another', async () => {
    const { page } = turid;
    const plan = /\/plan\/\w+/.exec(page.url())?.[0] ?? '';
    const evaluation = page.url().split('/').pop() ?? '';
    const link = await invite(turid);
    await show(page, plan, {}, { path: '/runde/ny' });
    await page.locator('.suggestion').first().click();
    await turid.button('Start runden').click();
    await page.waitForURL(/runde\/(?!ny)/);
    const round = page.url().split('/').pop() ?? '';
    await page.locator('main textarea').first().fill(CANARY);
    await page.locator('main textarea').first().blur();
    await untilSent(turid);
    const kari = device();
    await kari.start(link);
    await join(kari, 'Kari');
    await kari.page.getByRole('heading', { name: 'Møteplassen', level: 1 }).waitFor();
    const look = async (one: Device): Promise<void> => {
      await show(one.page, plan, { round }, { path: '/runde/{round}' });
      await one.page.getByText('1 har skrevet').first().waitFor();
      const seen = await everywhere(one.page, plan, { round, evaluation });
      // Whoever wrote it reads it on its own page, until it is opened, and nowhere else.
      expect(seen).toEqual(one === turid ? ['/runde/{round}: kanarifugl'] : []);
      for (const [name, text] of Object.entries(await filesOf(one, plan))) {
        const found = [...CANARIES, 'salt', '"values"', '"states"'];
        expect(
          found.filter((word) => text.includes(word)),
          name,
        ).toEqual([]);
      }
    };
    await Promise.all([look(turid), look(kari)]);
  }, 60_000);

  test('the archive is in the language of whoever takes it', async () => {
    const { page } = turid;
    await page.evaluate(() => localStorage.setItem('language', 'en'));
    await page.reload();
    const english = unzipSync(await saved(turid, 'Save all for the archive'));
    expect(Object.keys(english)).toContain('READ-ME.txt');
  });
});

/** Where a word stands that is nobody else's to read: on every page, with its folds open, and on paper. */
async function everywhere(page: Page, plan: string, ids: Record<string, string>) {
  const known = (path: string) => [...path.matchAll(/\{(\w+)\}/g)].every(([, id = '']) => ids[id]);
  const paths = STATES.filter(({ scene: from, path }) => from === 'full' && known(path));
  const found: string[] = [];
  for (const path of new Set(paths.map((state) => state.path))) {
    await show(page, plan, ids, { path, step: 'folds' });
    for (const media of ['screen', 'print'] as const) {
      await page.emulateMedia({ media });
      const text = await page.evaluate(() => {
        const typed = [...document.querySelectorAll<HTMLInputElement>('input, textarea')]
          .filter((one) => one.getClientRects().length > 0)
          .map(({ value }) => value);
        return [document.title, document.body.innerText, ...typed].join(' ');
      });
      const where = media === 'screen' ? path : `${path} on paper`;
      for (const word of CANARIES) if (text.includes(word)) found.push(`${where}: ${word}`);
    }
    await page.emulateMedia({ media: 'screen' });
  }
  return found;
}

async function saved(by: Device, name: string): Promise<Buffer> {
  const download = by.page.waitForEvent('download');
  await by.button(name).click();
  return readFileSync(await (await download).path());
}

/** Everything that can be taken; what is packed, unpacked. */
async function filesOf(by: Device, plan: string): Promise<Record<string, string>> {
  await show(by.page, plan, {}, { path: '/mer/kopi' });
  const json = String(await saved(by, 'Lagre for en ny plan'));
  expect(json).toContain('evaluations');
  const packed = unzipSync(await saved(by, 'Lagre alt til arkivet'));
  expect(Object.keys(packed)).toContain('LES-MEG.txt');
  return {
    json,
    csv: String(await saved(by, 'Lagre som regneark')),
    ics: String(await saved(by, 'Lagre til kalenderen')),
    ...Object.fromEntries(
      Object.entries(packed).map(([name, bytes]) => [name, strFromU8(bytes, true)]),
    ),
  };
}
