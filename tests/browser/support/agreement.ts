/** What groups do together, in the words they see. */
import { readFileSync } from 'node:fs';
import type { Locator } from 'playwright-core';
import { expect } from 'vitest';
import type { Device } from './device';
import { toPlan } from './steps';

export async function toUs({ page }: Device): Promise<void> {
  await page.getByRole('navigation').getByRole('link', { name: /^Vi/ }).click();
  await page.getByRole('heading', { name: 'Vi', level: 1 }).waitFor();
}

/** What is asked of the groups: one proposal with its answers. */
export function card(device: Device, title: string | RegExp): Locator {
  return device.page.locator('.surface').filter({ hasText: title });
}

export async function sayYes(device: Device, title: string | RegExp): Promise<void> {
  await toUs(device);
  await card(device, title)
    .getByRole('button', { name: /^Si ja for/ })
    .click();
}

export async function proposeRemoval(by: Device, party: string): Promise<void> {
  await toUs(by);
  await by.page.locator('summary', { hasText: party }).click();
  await by.page.locator('summary', { hasText: 'Foreslå at gruppa går ut' }).last().click();
  await by.button('Legg fram forslaget').last().click();
}

/** On the screen, and in a file that it saves. */
export async function isOutWith(out: Device, had: string, later: string): Promise<void> {
  const { page } = out;
  await page.getByText('Gruppa deres gikk ut av planen').waitFor({ timeout: 60_000 });
  await toPlan(out);
  await page.getByRole('heading', { name: had }).waitFor();
  expect(await page.getByText(later).count()).toBe(0);
  expect(await page.getByRole('link', { name: 'Legg til tiltak' }).count()).toBe(0);
  const saving = page.waitForEvent('download');
  await out.button('Ta en kopi').first().click();
  const kept = readFileSync(await (await saving).path(), 'utf8');
  expect(kept).toContain(had);
  expect(kept).not.toContain(later);
}

export async function isTakenOut(seenBy: Device, party: string): Promise<void> {
  await toUs(seenBy);
  await seenBy.page.getByText(`Bestemt sammen: ${party} går ut`).waitFor();
  await seenBy.page.locator('summary', { hasText: 'Vis alt som er skjedd' }).click();
  await seenBy.page.getByText('Planen ble låst på nytt').last().waitFor();
}
