/**
 * A year of the Nesset plan, as three people live it: a citizen on a cheap phone with a thin line,
 * a volunteer in a hall without coverage who is the scribe, a municipal worker who has no mouse.
 */
import { readFileSync } from 'node:fs';
import { strFromU8, unzipSync } from 'fflate';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { Device, DESKTOP } from './support/device';
import { foundTogether } from './support/founding';
import { press, tabTo, type } from './support/keyboard';
import { scene } from './support/scene';
import { addGoal, openAction, syncSentence, toPlan, untilEqual } from './support/steps';

const TITLE = 'Møteplassen på Nesset';
const DINNERS = 'Prøve tre middager';
const QUESTION = 'Hva er en god dag for deg her?';
const THIN = { cpu: 6, bytesPerS: (400 * 1000) / 8, latencyMs: 150 };

async function onAThinLine(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: THIN.cpu });
  await session.send('Network.enable');
  await session.send('Network.emulateNetworkConditions', {
    ...{ offline: false, latency: THIN.latencyMs },
    ...{ downloadThroughput: THIN.bytesPerS, uploadThroughput: THIN.bytesPerS },
  });
}

async function toTab({ page }: Device, name: RegExp): Promise<void> {
  await page.getByRole('navigation').getByRole('link', { name }).click();
}

/** Five answers from paper to "Hvordan har vi det sammen?", the last two apart from the others; then opened. */
async function askHowItIs(by: Device, two: string): Promise<void> {
  const { page } = by;
  await toTab(by, /^Møte/);
  await by.button('Spør hvordan vi har det').click();
  await page.locator('summary', { hasText: 'Svar for noen uten telefon' }).click();
  const people = ['Olga', 'Ragnfrid', 'Nils', 'Åse', 'Per'];
  for (const [i, name] of people.entries()) {
    await by.field('Hvem svarer?').fill(name);
    const field = page.getByLabel('Kan alle stoppe noe?');
    await field.selectOption({ label: i < 3 ? 'helt' : two });
    await by.button('Lagre svarene').click();
    await seen(by, `Svarene til ${name} er lagret her.`);
  }
  await page.locator('summary', { hasText: 'Åpne svarene' }).click();
  await by.button('Åpne for alle').click();
  await page.getByRole('table').first().waitFor();
}

function seen({ page }: Device, text: string | RegExp): Promise<void> {
  const shown = page.getByText(text).filter({ visible: true });
  return shown.first().waitFor({ timeout: 10_000 });
}

describe('a year of the Nesset plan', () => {
  const { server, device } = scene();
  let solveig: Device; // at the kitchen table
  let turid: Device; // in the hall
  let marit: Device; // at a desk

  test('three groups found it together, and nobody is the founder', async () => {
    solveig = device();
    turid = device({ width: 1024, height: 768 });
    marit = device(DESKTOP);
    const groups = [
      { device: solveig, person: 'Solveig', party: 'Kjøkkenbordgruppa', sector: /innbyggere/ },
      { device: turid, person: 'Turid', party: 'Sanitetsforeningen', sector: /frivillig/ },
      { device: marit, person: 'Marit', party: 'Fjordvik kommune', sector: /kommune/ },
    ];
    await foundTogether(groups, TITLE);
    await onAThinLine(solveig.page);
    for (const { page } of [solveig, turid, marit]) page.setDefaultTimeout(10_000);
  });

  describe('September: the citizen at the kitchen table', () => {
    test('begins with a question, not with an action', async () => {
      await solveig.link('Begynn med åtte spørsmål').click();
      await seen(solveig, 'Hvem sitt liv handler dette om?');
      await solveig.button('Skriv').first().click();
      await solveig.field('Hvem sitt liv handler dette om?').fill('De som spiser alene hver dag');
      await solveig.button('Ferdig').click();
      await seen(solveig, 'De som spiser alene hver dag');
    });

    test('lets one goal stay open, and says what another is', async () => {
      await solveig.link('Skriv et mål').click();
      await solveig.button('Vi vet ikke ennå').click();
      await solveig.page.getByRole('heading', { name: 'Vi vet ikke ennå', level: 2 }).waitFor();
      await addGoal(solveig, 'Et måltid hver uke');
    });

    test('writes an action with two groups, and says yes for one', async () => {
      const { page } = solveig;
      await page.locator('.primary-edge').getByRole('link', { name: 'Legg til tiltak' }).click();
      await solveig.field('Hva vil dere gjøre?').fill(DINNERS);
      await solveig.field(/^Hva gjør/).fill('Vi bestemmer meny');
      await page.getByRole('radio', { name: 'Et måltid hver uke' }).check();
      await solveig.button('Legg til tiltak').click();
      await page.getByRole('heading', { name: DINNERS }).waitFor();
      await solveig.button('Legg til en gruppe').click();
      await page.getByLabel('Hvilken gruppe?').selectOption({ label: 'Sanitetsforeningen' });
      await solveig.button('Legg til gruppa').click();
      await solveig.button('Si ja for Kjøkkenbordgruppa').click();
      await seen(solveig, 'Dere har sagt ja. Det kan tas tilbake når som helst.');
      await seen(solveig, 'Venter på ja');
      expect(await page.getByText('Alle har sagt ja', { exact: true }).count()).toBe(0);
    });
  });

  describe('October: the volunteer in the hall', () => {
    test('makes a meeting and a round before the coverage ends', async () => {
      const { page } = turid;
      await toTab(turid, /^Møte/);
      await turid.link('Lag et møte').click();
      await turid.field('Sted').fill('Grendehuset');
      await turid.button('Lagre møtet').click();
      await seen(turid, 'Grendehuset');
      await toTab(turid, /^Møte/);
      await turid.link('Start en runde').click();
      await turid.field('Hva vil du spørre om?').fill(QUESTION);
      await turid.button('Start runden').click();
      await page.getByRole('heading', { name: QUESTION }).waitFor();
      await seen(turid, 'Ingen har skrevet ennå');
    });

    test('writes down what Olga says, without coverage, in less than twenty seconds', async () => {
      const { page } = turid;
      await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
      await server.end();
      await turid.field('Svaret ditt').fill('Når besøksvennene har tid til en kopp til');
      await page.locator('summary', { hasText: 'Svar for noen uten telefon' }).click();
      const began = Date.now();
      await turid.field('Hvem er det?').fill('Olga');
      await page
        .getByLabel('Hvilken gruppe er de med i?')
        .selectOption({ label: 'Kjøkkenbordgruppa' });
      await turid.field('Hva svarer de?').fill('At noen banker på uten å ville noe');
      await turid.button('Lagre svaret').click();
      await seen(turid, 'Lagret for Olga.');
      expect(Date.now() - began).toBeLessThan(20_000);
      await seen(turid, '2 har skrevet');
      await syncSentence(turid, /Venter på nett|Lagret her/).waitFor();
    });

    test('nobody reads an answer before the round is opened', async () => {
      await server.start();
      await syncSentence(turid, /Sendt|Finnes flere steder/).waitFor({ timeout: 40_000 });
      await toTab(solveig, /^Møte/);
      await solveig.link(new RegExp(QUESTION.slice(0, -1))).click();
      await seen(solveig, '2 har skrevet');
      await seen(solveig, 'Svarene ligger alt på telefonene til alle som er med.');
      expect(await solveig.page.getByText('banker på').count()).toBe(0);
      await solveig.field('Svaret ditt').fill('Kaffe sammen med naboen');
      await solveig.field('Svaret ditt').blur();
      await seen(solveig, '3 har skrevet');
    });

    test('opens it, and all may read, Olga with her helper', async () => {
      await seen(turid, '3 har skrevet');
      await turid.button('Åpne svarene').click();
      await turid.button('Ja, åpne nå').click();
      await seen(turid, 'Kaffe sammen med naboen');
      await seen(solveig, 'At noen banker på uten å ville noe');
      await seen(solveig, /for Olga, skrevet av Turid/);
    });
  });

  test('a hall asks how we have it together, the first time', async () => {
    await askHowItIs(turid, 'slett ikke');
    await seen(turid, 'Har svart: 5');
    expect(await turid.page.getByText('Forrige gang').count()).toBe(0);
  });

  describe('November: the municipal worker, by keyboard alone', () => {
    test('takes a part and says yes', async () => {
      await press(marit, marit.link(new RegExp(`^${DINNERS}`)));
      await marit.page.getByRole('heading', { name: DINNERS }).waitFor();
      await press(marit, marit.button('Ta en del for Fjordvik kommune'));
      await type(marit, marit.field(/^Hva gjør de/), 'Vi kjører minibussen');
      await press(marit, marit.button('Legg til gruppa'));
      await seen(marit, 'Vi kjører minibussen');
      await press(marit, marit.button('Si ja for Fjordvik kommune'));
      await seen(marit, 'Dere har sagt ja. Det kan tas tilbake når som helst.');
      await seen(marit, 'Sa ja til noe annet. Spørres igjen.');
    });

    test('proposes something, which waits until all kinds of groups are heard', async () => {
      await press(marit, marit.link('Foreslå noe'));
      await type(marit, marit.field('Hva foreslår du?'), 'Vi prøver i åtte uker');
      await press(marit, marit.button('Legg fram forslaget'));
      await marit.page.getByRole('heading', { name: 'Vi prøver i åtte uker' }).waitFor();
      await press(marit, marit.button('Ja, det kan jeg'));
      await seen(marit, 'Vi venter på å høre fra innbyggerne og fra de frivillige.');
    });

    test('says where the council has said yes', async () => {
      await press(marit, marit.page.getByRole('navigation').getByRole('link', { name: /^Vi/ }));
      const own = marit.page.locator('summary', { hasText: 'Fjordvik kommune' });
      await press(marit, own);
      await press(marit, marit.page.locator('summary', { hasText: 'Skriv hvem som har sagt ja' }));
      await type(marit, marit.field('Hvem sa ja?'), 'Utvalg for levekår');
      await type(marit, marit.field(/^Saksnummer/), '44/26');
      await press(marit, marit.button('Lagre'));
      await seen(marit, /Utvalg for levekår.*sak 44\/26/);
    });
  });

  describe('December: a stop and its lifting', () => {
    test('a stop with its reason stays, and nothing is decided over it', async () => {
      await toTab(solveig, /^Plan/);
      await openAction(solveig, DINNERS);
      await solveig.link(/^Vi prøver i åtte uker/).click();
      await solveig.page.locator('summary', { hasText: 'Jeg sier stopp, fordi' }).click();
      await solveig.page.locator('textarea').last().fill('Hygieneansvar må være avklart');
      await solveig.button('Si stopp').click();
      await seen(solveig, 'Solveig sier stopp.');
    });

    test('until its author can live with it, and all kinds of groups are heard', async () => {
      await solveig.button('Nå kan jeg leve med det').click();
      await seen(solveig, 'Vi venter på å høre fra de frivillige.');
      await toPlan(turid);
      await openAction(turid, DINNERS);
      await turid.link(/^Vi prøver i åtte uker/).click();
      await turid.button('Ja, det kan jeg').click();
      await seen(turid, 'Slik blir det. Alle slags grupper er hørt, og ingen sier stopp.');
    });
  });

  describe('spring: moves, what we have, a pause and a way back', () => {
    test('an action moves both ways on the map', async () => {
      await toPlan(solveig);
      await solveig.link('Se som kart').click();
      await solveig.button('Flytt et tiltak').click();
      for (const to of ['Til laboratoriet', 'Til tegnebrettet']) {
        await solveig.button(to).click();
        await seen(solveig, `${DINNERS} er flyttet.`);
      }
      await seen(solveig, 'fra laboratoriet');
    });

    test('what is missing is matched with who has it', async () => {
      await toPlan(solveig);
      await openAction(solveig, DINNERS);
      await solveig.button('Skriv noe som trengs').click();
      await solveig.field('Hva trengs?').fill('En stor kjele');
      await solveig.button('Legg det til').click();
      await toTab(turid, /^Det vi har/);
      await seen(turid, 'Dette mangler');
      await turid.button(/^Dette kan vi/).click();
      await seen(turid, 'Sanitetsforeningen tar seg av det.');
    });

    test('slips for those without a phone are twelve on a sheet', async () => {
      const { page } = turid;
      await toTab(turid, /^Vi/);
      await turid.link('Inviter').click();
      await turid.link('Lag tolv lapper').click();
      await turid.button('Lag lappene').click();
      await page.locator('.slip').nth(11).waitFor({ state: 'attached' });
    });

    test('asked a second time, the wheel shows the first behind it', async () => {
      await askHowItIs(turid, 'litt');
      await seen(turid, 'Forrige gang: fra 1 til 5');
      await toTab(solveig, /^Møte/);
      const wheels = solveig.page.locator('section[aria-labelledby="wheel"] a');
      await wheels.nth(1).waitFor({ timeout: 30_000 }); // the second has come over the thin line
      await wheels.first().click();
      await seen(solveig, 'Forrige gang: fra 1 til 5');
    });

    test('a group steps out in its own words, and in again', async () => {
      await toTab(turid, /^Vi/);
      await turid.page.locator('summary', { hasText: 'Sanitetsforeningen' }).first().click();
      await turid.page.locator('summary', { hasText: 'Vi tar en pause' }).click();
      await turid.field(/^Hva vil dere si til de andre/).fill('Vi er for få til jul.');
      await turid.button('Ta en pause').click();
      await seen(turid, 'Sanitetsforeningen tar en pause.');
      await toTab(solveig, /^Vi/);
      const theirs = solveig.page.locator('summary', { hasText: 'Sanitetsforeningen' });
      await theirs.filter({ hasText: 'tar en pause' }).waitFor();
      await turid.page.locator('summary', { hasText: 'Vi er med igjen' }).click();
      await turid.button('Bli med igjen').click();
      await seen(turid, 'Sanitetsforeningen er med igjen.');
    });

    test('a report tells what has changed, and the table goes to the archive', async () => {
      const { page } = marit;
      await press(marit, page.getByRole('link', { name: 'Mer', exact: true }));
      await press(marit, marit.link('Skriv ut og rapport'));
      await tabTo(marit, page.getByRole('radio').first());
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('ArrowDown');
      await seen(marit, 'Hvordan det går med tiltakene');
      await seen(marit, /utvalg for levekår/i);
      await press(marit, marit.button('Merk som sendt'));
      await seen(marit, 'Rapporten er merket som sendt. Neste gang begynner den her.');
      await press(marit, page.getByRole('link', { name: 'Mer', exact: true }).first());
      await press(marit, marit.link('Ta en kopi'));
      const download = page.waitForEvent('download');
      await press(marit, marit.button('Lagre som regneark'));
      const csv = readFileSync(await (await download).path(), 'utf8');
      expect(csv).toMatch(/^\uFEFF"?Mål"?;"?Tiltak"?;/);
      expect(csv).toContain(DINNERS);
      expect(csv).toContain('Vi kjører minibussen');
      const archive = page.waitForEvent('download');
      await press(marit, marit.button('Lagre alt til arkivet'));
      const files = unzipSync(readFileSync(await (await archive).path()));
      const whole = Object.keys(files).find((name) => name.endsWith('.json'));
      expect(strFromU8(files[whole ?? ''] ?? new Uint8Array())).toContain(DINNERS);
    });

    test('the plan is printed with all its actions, and nothing to press', async () => {
      await toPlan(marit);
      const { page } = marit;
      await page.emulateMedia({ media: 'print' });
      await page.getByText(DINNERS).first().waitFor();
      expect(await page.locator('button:visible').count()).toBe(0);
      await page.emulateMedia({ media: 'screen' });
    });

    test('all three hold the same plan', async () => {
      await untilEqual(turid, marit, 40);
      await untilEqual(turid, solveig, 60);
    });
  });
});
