/** What groups do together, in the words they see. */
import type { Locator } from 'playwright-core';
import type { Device } from './device';

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
