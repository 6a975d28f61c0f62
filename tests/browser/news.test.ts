/** What is new since somebody last looked, on a phone that ends the app without a word. */
import { expect, test } from 'vitest';
import type { Device } from './support/device';
import { scene } from './support/scene';
import { addAction, atOneTable, openAction, toPlan, untilSent } from './support/steps';

const { device } = scene();
let solveig: Device;
let olav: Device;

const told = ({ page }: Device) => page.getByRole('link', { name: /^Nytt siden sist/ });

/** What a phone tells the page of somebody who turns to another app; coming back is the same. */
async function turn({ page }: Device, to: 'hidden' | 'visible'): Promise<void> {
  await page.evaluate((state) => {
    Object.defineProperty(document, 'visibilityState', { value: state, configurable: true });
    Object.defineProperty(document, 'hidden', { value: state === 'hidden', configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
  }, to);
  await page.waitForTimeout(500); // a phone leaves it a moment, too
}

/** The phone needs its memory for something else. */
async function killed(person: Device): Promise<void> {
  await turn(person, 'hidden');
  await person.crash();
}

async function adds(person: Device, title: string): Promise<void> {
  await toPlan(person);
  await addAction(person, title);
  await untilSent(person);
}

test('what came while the app was killed is new, and nothing that was here before', async () => {
  [solveig, olav] = [device(), device()];
  await atOneTable(solveig, olav);
  expect(await told(olav).count()).toBe(0); // the first time everything is
  await killed(olav);
  await adds(solveig, 'Spørre naboene');
  await olav.start();
  await olav.link('Nytt siden sist: 1').waitFor();
});

test('the list is told again to whoever comes back to it from what it leads to', async () => {
  await olav.link('Nytt siden sist: 1').click();
  await olav.page
    .getByRole('main')
    .getByRole('link', { name: /Spørre naboene/ })
    .click();
  await olav.page.getByRole('heading', { name: 'Spørre naboene' }).waitFor();
  await olav.page.goBack();
  await olav.page
    .getByRole('main')
    .getByRole('link', { name: /Spørre naboene/ })
    .waitFor();
});

test('what was read is no longer new, though the app is killed at once', async () => {
  await olav.crash();
  await olav.start();
  await olav.link(/Spørre naboene/).waitFor();
  await olav.page.waitForTimeout(500);
  expect(await told(olav).count()).toBe(0);
});

test('what comes while the app is hidden, or under another page, is still new', async () => {
  await openAction(olav, 'Spørre naboene');
  await adds(solveig, 'Låne kjeler');
  await olav.page.waitForTimeout(2000); // it comes at once
  await killed(olav);
  await olav.start();
  await olav.link('Nytt siden sist: 1').waitFor();
  await turn(olav, 'hidden');
  await adds(solveig, 'Vaske opp');
  await olav.link(/Vaske opp/).waitFor();
  await olav.crash();
  await olav.start();
  await olav.link('Nytt siden sist: 1').waitFor();
});

test('an app that is never closed tells what was read no longer, when it is shown again', async () => {
  await olav.link('Nytt siden sist: 1').click();
  await olav.page
    .getByRole('main')
    .getByRole('link', { name: /Vaske opp/ })
    .waitFor();
  await toPlan(olav);
  await told(olav).waitFor(); // of this visit
  await turn(olav, 'hidden');
  await turn(olav, 'visible');
  await told(olav).waitFor({ state: 'detached' });
});
