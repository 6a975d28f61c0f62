/** Several groups round a table, each with a device of its own. */
import { expect } from 'vitest';
import type { Device } from './device';

export interface Group {
  readonly device: Device;
  readonly person: string;
  readonly party: string;
  readonly sector: RegExp;
}

/** Ends on the code that the others take. */
export async function begin({ device, person, party, sector }: Group): Promise<string> {
  await device.start();
  await device.link('Start en plan sammen').click();
  await device.page.getByRole('link', { name: 'Er dere flere grupper rundt bordet?' }).click();
  await device.field('Hva vil du bli kalt?').fill(person);
  await device.field('Hvilken gruppe er du med i?').fill(party);
  await device.page.getByRole('radio', { name: sector }).check();
  await device.button('Vi er med').click();
  return device.field('Lenken').inputValue();
}

export async function take(device: Device, code: string): Promise<void> {
  const field = device.field('Eller lim inn det du fikk');
  await field.fill(code);
  await device.button('Legg til').click();
  await expect.poll(() => field.isVisible().then((seen) => seen && field.inputValue())).toBeFalsy();
}

/** The first gathers; ends with everybody on the empty plan. */
export async function foundTogether(groups: readonly Group[], title: string): Promise<void> {
  const [first, ...others] = groups.map((group) => group.device) as [Device, ...Device[]];
  const codes: string[] = [];
  for (const group of groups) codes.push(await begin(group));
  for (const code of codes.slice(1)) await take(first, code);
  await first.field('Hva skal planen hete?').fill(title);
  await first.button('Alle er med').click();
  await first.page.getByText('La hver gruppe skanne denne').waitFor();
  const draft = await first.field('Lenken').inputValue();
  for (const other of others) {
    await other.page.goto(draft); // as a link in a message
    await other.page.getByText(`Skal disse gruppene starte «${title}» sammen?`).waitFor();
    await other.button('Ja, vi starter sammen').click();
    await other.page.getByText('Vis denne til den som samler').waitFor();
    await take(first, await other.field('Lenken').inputValue());
  }
  for (const { page } of [first, ...others]) {
    await page.getByRole('heading', { name: title, level: 1 }).waitFor();
  }
}
