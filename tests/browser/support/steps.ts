/** What people do, in the words they see. */
import type { Device } from './device';

/** Found a plan; ends on the empty plan. */
export async function foundPlan(
  device: Device,
  title: string,
  person: string,
  party: string,
): Promise<void> {
  const { page } = device;
  await device.link('Start en plan sammen').click();
  await device.field('Hva skal planen hete?').fill(title);
  await device.field('Hva vil du bli kalt?').fill(person);
  await device.field('Hvilken gruppe er du med i?').fill(party);
  await page.getByRole('radio', { name: /innbyggere/ }).check();
  await device.button('Start planen').click();
  await page.getByRole('heading', { name: title }).waitFor();
}

export async function addGoal(device: Device, title: string): Promise<void> {
  await device.link('Legg til mål').first().click();
  await device.field('Hva vil dere at skal bli bedre?').fill(title);
  await device.button('Legg til mål').click();
  await device.page.getByRole('heading', { name: title, level: 2 }).waitFor();
}

/** Adds an action to the only goal; ends on its page. */
export async function addAction(device: Device, title: string, part = ''): Promise<void> {
  await device.page.locator('.primary-edge').getByRole('link', { name: 'Legg til tiltak' }).click();
  await device.field('Hva vil dere gjøre?').fill(title);
  if (part !== '') await device.field(/^Hva gjør/).fill(part);
  await device.button('Legg til tiltak').click();
  await device.page.getByRole('heading', { name: title }).waitFor();
}

export async function toPlan(device: Device): Promise<void> {
  await device.page.getByRole('navigation').getByRole('link', { name: 'Plan' }).click();
}

export async function openAction(device: Device, title: string): Promise<void> {
  await device.link(new RegExp(`^${title}`)).click();
  await device.page.getByRole('heading', { name: title }).waitFor();
}

/** Makes an invitation to the own group, or to a new one, and reads the link. */
export async function invite(
  device: Device,
  group?: { name: string; sector: RegExp },
): Promise<string> {
  const { page } = device;
  await page.getByRole('navigation').getByRole('link', { name: /^Vi/ }).click();
  await device.link('Inviter').click();
  if (group !== undefined) {
    await page.getByRole('radio', { name: /En ny gruppe/ }).check();
    await device.field('Hva heter gruppa?').fill(group.name);
    await page.getByRole('radio', { name: group.sector }).check();
  }
  await device.button('Lag invitasjon').click();
  return device.field('Lenken').inputValue();
}

/** From the opened link to the plan, counting taps. */
export async function join(device: Device, person: string): Promise<void> {
  const name = device.field('Hva vil du bli kalt?');
  await device.tap(name);
  await name.pressSequentially(person);
  await device.tap(device.button('Bli med'));
}

/** The sentence in the top bar. */
export function syncSentence(device: Device, state: string | RegExp) {
  return device.page.locator('.top-bar').getByRole('button', { name: state });
}

/** Waits until everything written here has reached the server. */
export async function untilSent(device: Device): Promise<void> {
  await syncSentence(device, /^(Sendt|Finnes flere steder)/).waitFor({
    timeout: 40_000, // a pause of 20 s comes before it
  });
}

/** The hash of the content, as "Sjekk at alt stemmer" shows it. */
export async function contentHash(device: Device): Promise<string> {
  const { page } = device;
  const space = /\/plan\/(\w+)/.exec(page.url())?.[1] ?? '';
  await page.goto(new URL(`/plan/${space}/mer/sjekk`, page.url()).href);
  const value = page
    .locator('dl div', { hasText: 'Innholdet' })
    .locator('dd')
    .filter({ hasText: /[0-9a-f]{4}/ });
  const hash = await value.innerText();
  await page.goto(new URL(`/plan/${space}`, page.url()).href);
  await page.getByRole('heading', { level: 1 }).waitFor();
  return hash;
}

/** Until both devices show the same content. */
export async function untilEqual(one: Device, other: Device, seconds = 20): Promise<string> {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const [mine, theirs] = [await contentHash(one), await contentHash(other)];
    if (mine === theirs && mine !== '') return mine;
    if (Date.now() > end) throw new Error(`contents differ: ${mine} and ${theirs}`);
  }
}

/** Until the app itself is kept on the device. */
export async function untilKept({ page }: Device): Promise<void> {
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
}

/** A plan with one goal and one action, that Solveig has founded and Olav has joined; kept by both. */
export async function atOneTable(solveig: Device, olav: Device): Promise<void> {
  await solveig.start();
  await foundPlan(solveig, 'Møteplassen', 'Solveig', 'Kjøkkenbordgruppa');
  await addGoal(solveig, 'Et måltid hver uke');
  await addAction(solveig, 'Prøve tre middager');
  await untilSent(solveig);
  await olav.start(await invite(solveig));
  await join(olav, 'Olav');
  await olav.link(/Prøve tre middager/).waitFor();
  await untilKept(solveig);
  await untilKept(olav);
}
