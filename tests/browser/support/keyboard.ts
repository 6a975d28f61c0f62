/** Somebody who has no mouse: goes by Tab, presses by Enter, and types. */
import type { Locator } from 'playwright-core';
import type { Device } from './device';

const MOST_STEPS = 120;

/** Tabs on until it has the focus. */
export async function tabTo({ page }: Device, what: Locator): Promise<void> {
  await what.waitFor();
  for (let i = 0; i < MOST_STEPS; i++) {
    if (await what.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab never came to ${String(what)}`);
}

export async function press(device: Device, what: Locator): Promise<void> {
  await tabTo(device, what);
  await device.page.keyboard.press('Enter');
}

export async function type(device: Device, what: Locator, text: string): Promise<void> {
  await tabTo(device, what);
  await device.page.keyboard.press('Control+A');
  await device.page.keyboard.type(text);
}
