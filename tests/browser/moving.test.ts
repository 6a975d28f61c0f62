/** A plan moves to another address, and two people go on there: a file and two links. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Device } from './support/device';
import { scene } from './support/scene';
import { Server } from './support/server';
import { addGoal, foundPlan, invite, join, toPlan, untilSent } from './support/steps';

const { device } = scene();
const next = new Server();
let kari: Device;
let per: Device;
/** Asks to be let in with a group of its own, and is still waiting when the plan moves. */
let ida: Device;

beforeAll(async () => {
  await next.start();
  [kari, per, ida] = [device(), device(), device()];
  for (const one of [kari, per, ida]) one.alsoAt.push(next.url);
  await kari.start();
  await foundPlan(kari, 'Nesset sammen', 'Kari', 'Kjøkkenbordgruppa');
  await addGoal(kari, 'Ingen spiser alene');
  await untilSent(kari);
  await per.start(await invite(kari));
  await join(per, 'Per');
  await per.page.getByText('Ingen spiser alene').first().waitFor();
  await ida.start(await invite(kari, { name: 'Kirka', sector: /frivillig/ }));
  await join(ida, 'Ida');
  await ida.page.getByRole('heading', { name: 'Dere venter på svar' }).waitFor();
});
afterAll(() => next.remove());

async function goOn({ page }: Device): Promise<void> {
  await page
    .getByText(/^Planen har flyttet til/)
    .first()
    .waitFor();
  await page.getByRole('button', { name: 'Fortsett på den nye adressen' }).click();
  await page.getByRole('heading', { name: 'Fortsett med planen her' }).waitFor();
  expect(new URL(page.url()).origin).toBe(next.url);
  expect(page.url()).not.toContain('#');
  await page.getByRole('button', { name: 'Fortsett her' }).click();
}

describe('a plan moves to another address', () => {
  test('its groups agree on it by the code that the other address shows', async () => {
    const there = device();
    there.alsoAt.push(next.url);
    await there.start(`${next.url}/flytt`);
    const code = await there.field('Koden').inputValue();
    const { page } = kari;
    await page.getByRole('navigation').getByRole('link', { name: /^Vi/ }).click();
    await page.getByText('Foreslå at planen flytter').click();
    await kari.field('Kode fra den nye adressen').fill('https://example.org');
    const propose = page.getByRole('button', { name: 'Legg fram forslaget' });
    await propose.filter({ visible: true }).first().click();
    await page.getByText(/Dette er ikke en slik kode/).waitFor();
    await kari.field('Kode fra den nye adressen').fill(code);
    await propose.filter({ visible: true }).first().click();
    await page
      .getByText(/^Skal planen flytte til/)
      .first()
      .waitFor();
    await page
      .getByRole('button', { name: /^Si ja for/ })
      .last() // the first is about who is waiting
      .click();
    await page
      .getByText(/^Planen har flyttet til/)
      .first()
      .waitFor();
    const adding = page.getByRole('button').or(page.getByRole('link')).or(page.locator('summary'));
    await toPlan(kari);
    await page.getByRole('heading', { name: 'Ingen spiser alene' }).waitFor();
    expect(await adding.filter({ hasText: /Legg (til|på)|Endre/ }).allInnerTexts()).toEqual([]);
    const plan = page.url();
    await page.goto(`${plan}/nytt-mal`); // by a bookmark, or the way back
    await page.getByRole('heading', { name: 'I denne planen kan det ikke skrives mer.' }).waitFor();
    expect(await page.locator('textarea, main input').count()).toBe(0);
    await page.goto(plan);
    await page.getByRole('heading', { name: 'Ingen spiser alene' }).waitFor();
  });

  test('the first brings it as a file, and goes on there', async () => {
    const { page } = kari;
    await page.getByText('Last ned planen').first().click();
    const saved = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Last ned planen' }).click();
    const file = await (await saved).path();
    await goOn(kari);
    await page.getByText(/Planen er ikke kommet hit ennå/).waitFor();
    await page.locator('input[type=file]').setInputFiles(file);
    await page.getByRole('heading', { name: 'Nesset sammen', level: 1 }).waitFor();
    await page.getByText('Ingen spiser alene').first().waitFor();
  });

  test('who was still waiting is told where it is, and what to ask for', async () => {
    const { page } = ida;
    await page.getByRole('heading', { name: 'Planen har flyttet' }).waitFor();
    await page.getByText(/^Be den som inviterte deg, om en ny invitasjon/).waitFor();
    await page.getByRole('button', { name: 'Fjern den herfra' }).click();
    await ida.link('Start en plan sammen').waitFor();
  });

  test('the other goes on by a file of the same, and they write to each other there', async () => {
    const { page } = per;
    await page.reload();
    let link = '';
    page.on('framenavigated', (frame) => {
      if (frame.url().includes('/flytt#')) link = frame.url();
    });
    await page.getByRole('button', { name: 'Fortsett på den nye adressen' }).click();
    await page.getByRole('heading', { name: 'Fortsett med planen her' }).waitFor();
    await page.goto(`${next.url}/flytt`);
    await page.getByRole('heading', { name: 'Flytte hit' }).waitFor();
    const choose = async (text: string): Promise<void> => {
      const file = { name: 'usendt.txt', mimeType: 'text/plain', buffer: Buffer.from(text) };
      await page.locator('input[type=file]').first().setInputFiles(file);
    };
    await choose(link.replace('/flytt', '/bli-med'));
    await page.getByText(/^Dette er ikke fila med det usendte/).waitFor();
    await choose(link.slice(0, -4));
    await page.getByText(/^Denne lenken er skadet/).waitFor();
    await page.goto(`${next.url}/flytt`);
    await choose(link);
    await page.getByText('Ingen spiser alene').first().waitFor();
    await addGoal(per, 'Skrevet på den nye adressen');
    await untilSent(per);
    await kari.page.getByText('Skrevet på den nye adressen').first().waitFor();
  });
});
