/** How plans begin: by several groups at once, and with another plan's content. */
import { describe, expect, test } from 'vitest';
import type { Device } from './support/device';
import { scene } from './support/scene';
import { addGoal, untilSent } from './support/steps';

interface Group {
  readonly device: Device;
  readonly person: string;
  readonly party: string;
  readonly sector: RegExp;
}

async function begin({ device, person, party, sector }: Group): Promise<string> {
  await device.start();
  await device.link('Start en plan sammen').click();
  await device.page.getByRole('link', { name: 'Er dere flere grupper rundt bordet?' }).click();
  await device.field('Hva vil du bli kalt?').fill(person);
  await device.field('Hvilken gruppe er du med i?').fill(party);
  await device.page.getByRole('radio', { name: sector }).check();
  await device.button('Vi er med').click();
  return device.field('Lenken').inputValue();
}

async function take(device: Device, code: string): Promise<void> {
  const field = device.field('Eller lim inn det du fikk');
  await field.fill(code);
  await device.button('Legg til').click();
  await expect.poll(() => field.isVisible().then((seen) => seen && field.inputValue())).toBeFalsy();
}

describe('FILE3 three groups round a table', () => {
  const { device } = scene();
  let groups: Group[];

  test('start one plan together in a few minutes, and nobody is the founder', async () => {
    groups = [
      { device: device(), person: 'Solveig', party: 'Kjøkkenbordgruppa', sector: /innbyggere/ },
      { device: device(), person: 'Turid', party: 'Frivilligsentralen', sector: /frivillig/ },
      { device: device(), person: 'Per', party: 'Kommunen', sector: /kommune/ },
    ];
    const [first, second, third] = groups.map((group) => group.device) as [Device, Device, Device];
    const codes: string[] = [];
    for (const group of groups) codes.push(await begin(group));
    for (const code of codes.slice(1)) await take(first, code);
    await first.field('Hva skal planen hete?').fill('Nesset sammen');
    await first.button('Alle er med').click();
    await first.page.getByText('La hver gruppe skanne denne').waitFor();
    const draft = await first.field('Lenken').inputValue();
    for (const other of [second, third]) {
      await other.page.goto(draft); // as a link in a message
      await other.page.getByText('Skal disse gruppene starte «Nesset sammen» sammen?').waitFor();
      await other.button('Ja, vi starter sammen').click();
      await other.page.getByText('Vis denne til den som samler').waitFor();
      await take(first, await other.field('Lenken').inputValue());
    }
    for (const one of [first, second, third]) {
      await one.page.getByRole('heading', { name: 'Nesset sammen', level: 1 }).waitFor();
      await one.page.getByRole('navigation').getByRole('link', { name: /^Vi/ }).click();
      for (const { party } of groups)
        await one.page.locator('summary', { hasText: party }).waitFor();
    }
  });

  test('one of them goes on in a new plan, which says whose copy it is', async () => {
    const second = groups[1]!.device;
    const { page } = second;
    await page.getByRole('navigation').getByRole('link', { name: 'Plan' }).click();
    await addGoal(second, 'Ingen spiser alene');
    await untilSent(second);
    await page.getByRole('navigation').getByRole('link', { name: /^Vi/ }).click();
    await second.link('Start en ny plan med innholdet herfra').click();
    await second.field('Hva skal den nye planen hete?').fill('Nesset videre');
    await second.button('Start den nye planen').click();
    await page.getByText('Denne planen er en kopi av «Nesset sammen»').waitFor();
    await page.getByRole('navigation').getByRole('link', { name: 'Plan' }).click();
    await page.getByText('Ingen spiser alene').first().waitFor();
    const third = groups[2]!.device;
    await third.page.getByText('Frivilligsentralen har startet en ny plan').waitFor();
  });
});
