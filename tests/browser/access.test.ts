import { AxeBuilder } from '@axe-core/playwright';
import { beforeAll, describe, expect, test } from 'vitest';
import { DESKTOP, PHONE, type Device } from './support/device';
import { scene } from './support/scene';
import {
  addAction,
  addGoal,
  foundPlan,
  invite,
  openAction,
  toPlan,
  untilSent,
} from './support/steps';

// As long as names in Norway are, and with words that fill a line each.
const LONG_PERSON = 'Solveig Margrethe Kristoffersen-Brattbakkhaugen';
const LONG_PARTY = 'Fjordvik kommune, hjemmetjenesten og omsorgstjenesteavdelingen';
const OF_A_PLAN = [
  '',
  '/mote',
  '/det-vi-har',
  '/vi',
  '/vi/inviter',
  '/nytt-mal',
  '/nytt-tiltak',
  '/mer',
  '/mer/sjekk',
  '/mer/enheter',
  '/mer/tolv-ord',
  '/mer/ut',
  '/mer/for-hand',
  '/mer/videre',
  '/mer/om',
  '/mer/lesere',
];

/** A view that makes the screen scroll sideways has lost somebody. */
async function tooWide(device: Device, address: string): Promise<string[]> {
  const { page } = device;
  await page.goto(new URL(address, page.url()).href);
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  const isWide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
  return isWide ? [address] : [];
}

async function violations(device: Device, address: string): Promise<string[]> {
  const { page } = device;
  await page.goto(new URL(address, page.url()).href);
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  const { violations: found } = await new AxeBuilder({ page }).analyze();
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
  const all = found.map((one) => `${address}: ${one.id} ${one.nodes[0]?.html ?? ''}`);
  return overflow ? [...all, `${address}: wider than the screen`] : all;
}

describe('access', () => {
  const { device } = scene();
  let phone: Device;
  let plan = '';
  let action = '';

  beforeAll(async () => {
    phone = device(PHONE);
    await phone.start();
  });

  test('axe finds nothing on an invitation that does not work', async () => {
    const late = device(PHONE);
    const page = await late.start('/bli-med#AAAA');
    await page.getByText('Slik kommer du videre').waitFor();
    const { violations: found } = await new AxeBuilder({ page }).analyze();
    expect(found.map(({ id }) => id)).toEqual([]);
  });

  test('titles name the view, and the focus moves to its heading', async () => {
    await foundPlan(phone, 'Møteplassen', LONG_PERSON, LONG_PARTY);
    await addGoal(phone, 'Et måltid hver uke');
    await addAction(phone, 'Prøve tre middager', 'bestemmer meny');
    action = new URL(phone.page.url()).pathname;
    plan = action.replace(/\/tiltak.*/, '');
    expect(await phone.page.title()).toBe('Prøve tre middager · Samskap');
    await toPlan(phone);
    expect(await phone.page.evaluate(() => document.activeElement?.tagName)).toBe('H1');
    expect(await phone.page.title()).toBe('Møteplassen · Samskap');
    await untilSent(phone);
  });

  // On a phone, and before a plan: access_screens.test.ts.
  test('axe finds nothing on any view of a plan on a wide screen', async () => {
    await phone.page.setViewportSize(DESKTOP);
    const found: string[] = [];
    for (const tail of OF_A_PLAN) found.push(...(await violations(phone, plan + tail)));
    found.push(...(await violations(phone, action)));
    expect(found).toEqual([]);
  });

  test('no view is wider than 320 px, even with the largest text', async () => {
    await phone.page.setViewportSize({ width: 320, height: 640 });
    await phone.page.evaluate(() => localStorage.setItem('text', 'largest'));
    const wide: string[] = [];
    for (const tail of OF_A_PLAN) wide.push(...(await tooWide(phone, plan + tail)));
    wide.push(...(await tooWide(phone, action)));
    await phone.page.evaluate(() => localStorage.setItem('text', 'normal'));
    expect(wide).toEqual([]);
  });

  test('a shown invitation, an open sheet and an opened editor have nothing for axe either', async () => {
    await phone.page.setViewportSize(PHONE);
    await phone.page.goto(new URL(plan, phone.page.url()).href);
    await invite(phone);
    const found = [(await new AxeBuilder({ page: phone.page }).analyze()).violations];
    await phone.page.locator('.top-bar').getByRole('button').click();
    found.push((await new AxeBuilder({ page: phone.page }).analyze()).violations);
    await phone.page.getByRole('dialog').getByRole('button', { name: 'Lukk' }).click();
    await phone.page.goto(new URL(action, phone.page.url()).href);
    await phone.button('Endre tiltaket').click();
    found.push((await new AxeBuilder({ page: phone.page }).analyze()).violations);
    expect(found.flat().map((one) => one.id)).toEqual([]);
  });

  test('the back button goes where the person came from', async () => {
    await phone.page.goto(new URL(plan, phone.page.url()).href);
    await openAction(phone, 'Prøve tre middager');
    await phone.page.goBack();
    await phone.page.getByRole('heading', { name: 'Møteplassen' }).waitFor();
    await phone.page.goForward();
    await phone.page.getByRole('heading', { name: 'Prøve tre middager' }).waitFor();
  });

  test('the keyboard alone adds an action', async () => {
    const { page } = phone;
    await page.goto(new URL(`${plan}/nytt-tiltak`, page.url()).href);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await tabUntil(phone, 'Hva vil dere gjøre?');
    await page.keyboard.type('Bake brød');
    await tabUntil(phone, 'Legg til tiltak');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Bake brød' }).waitFor();
  });

  test('every language and both themes are whole', async () => {
    for (const [language, heading] of [
      ['nn', 'Meir'],
      ['en', 'More'],
      ['se', 'Mer'],
    ] as const) {
      await phone.page.evaluate((value) => localStorage.setItem('language', value), language);
      await phone.page.evaluate(() => localStorage.setItem('theme', 'dark'));
      expect(await violations(phone, `${plan}/mer`)).toEqual([]);
      await phone.page.getByRole('heading', { name: heading, level: 1 }).waitFor();
    }
  });
});

/** Presses Tab until the focus stands on what is called so. */
async function tabUntil(device: Device, name: string): Promise<void> {
  for (let presses = 0; presses < 40; presses += 1) {
    await device.page.keyboard.press('Tab');
    const focused = await device.page.evaluate(() => {
      const element = document.activeElement as HTMLInputElement | null;
      return element?.labels?.[0]?.textContent ?? element?.textContent ?? '';
    });
    if (focused.trim() === name) return;
  }
  throw new Error(`the focus never came to ${name}`);
}
