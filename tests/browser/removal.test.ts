/**
 * Enough groups of one kind take nobody out. Three groups of three kinds sit in browsers; two
 * more, of a kind that is there already, have no screen.
 */
import { beforeAll, describe, expect, test } from 'vitest';
import { device as withoutScreen, settle, type Member } from '../integration/evil/support/people';
import { plan, value } from '../../web/src/app/testing/scene';
import { card, isOutWith, isTakenOut, proposeRemoval, sayYes, toUs } from './support/agreement';
import type { Device } from './support/device';
import { scene } from './support/scene';
import { WEB } from './support/server';
import { addGoal, foundPlan, invite, join, toPlan, untilSent } from './support/steps';

const TITLE = 'Skal Hjemmetjenesten ut av planen?';
const ENOUGH = 'Nok har sagt ja';
const OUT = 'Gruppa deres gikk ut av planen';
const DONE = 'Bestemt sammen: Hjemmetjenesten går ut';
const REASON = 'De er de eneste som har nøkkel til grendehuset';
const SLOWLY = { timeout: 30_000 }; // lines that were cut are tried again after a pause

describe('taking a group out', () => {
  const { device, server } = scene();
  let solveig: Device;
  let turid: Device;
  let marit: Device;
  /** Of Solveig's kind. */
  let koret: Member;
  let laget: Member;

  async function admit(guest: Device, person: string, name: string, sector: RegExp, by: Device[]) {
    await guest.start(await invite(solveig, { name, sector }));
    await join(guest, person);
    for (const one of by) await sayYes(one, `${name} vil være med`);
    await guest.page.getByRole('navigation').getByRole('link', { name: /^Vi/ }).waitFor();
  }

  async function admitUnseen(person: string, name: string, others: Member[]): Promise<Member> {
    const link = await invite(solveig, { name, sector: /innbyggere/ });
    const guest = await withoutScreen();
    const { space } = value(await guest.port.run('join', { link, person }));
    for (const one of others) await consent(one, 'admit');
    // All of them: nothing is waited for.
    for (const one of [solveig, turid, marit]) await sayYes(one, `${name} vil være med`);
    await card(marit, `${name} vil være med`).waitFor({ state: 'detached' });
    return settle({ ...guest, space });
  }

  async function consent(one: Member, kind: 'admit' | 'remove'): Promise<void> {
    await settle(one);
    const { proposals } = await plan(one);
    const open = proposals.find(
      (proposal) => proposal.kind === kind && proposal.state === 'open' && !proposal.iHaveSaidYes,
    );
    const about = { space: one.space, proposal: open?.id ?? '' };
    value(await one.port.run('consent', about));
    await settle(one);
  }

  async function later(days: number): Promise<void> {
    await server.end('SIGTERM');
    await server.start(WEB, days);
  }

  /** Everybody has spoken with the server; whoever could enact anything has had the occasion. */
  async function heardFrom(author: Device, title: string): Promise<void> {
    await toPlan(author);
    await addGoal(author, title);
    await untilSent(author);
    for (const one of [koret, laget]) await settle(one);
    for (const one of [solveig, turid, marit]) {
      await toPlan(one);
      await one.page.getByRole('heading', { name: title, level: 2 }).waitFor(SLOWLY);
    }
  }

  beforeAll(async () => {
    [solveig, turid, marit] = [device(), device(), device()];
    await solveig.start();
    await foundPlan(solveig, 'Møteplassen', 'Solveig', 'Kjøkkenbordgruppa');
    await addGoal(solveig, 'Et måltid hver uke');
    await untilSent(solveig);
    await admit(turid, 'Turid', 'Sanitetsforeningen', /frivillige/, [solveig]);
    await admit(marit, 'Marit', 'Hjemmetjenesten', /kommunen/, [solveig, turid]);
  });

  test('two more groups come in, of a kind that is there already', async () => {
    koret = await admitUnseen('Kari', 'Koret', []);
    laget = await admitUnseen('Lars', 'Laget', [koret]);
    await toUs(marit);
    const words = await marit.page.locator('main').innerText();
    expect(words).toContain('må 3 av 5 grupper si ja');
  });

  test('CHARTER12 one yes is not enough, and whom it concerns says no yes but why not', async () => {
    await proposeRemoval(solveig, 'Hjemmetjenesten');
    await toUs(marit);
    const hers = card(marit, TITLE);
    await hers.getByText('Det gjelder gruppa deres').waitFor();
    expect(await hers.getByRole('button', { name: /^Si ja/ }).count()).toBe(0);
    await hers.locator('summary').click();
    await hers.getByLabel('Hvorfor sier du stopp?').fill(REASON);
    await hers.getByRole('button', { name: 'Si stopp' }).click();
    await sayYes(solveig, TITLE);
    await card(solveig, TITLE).getByText('Dere har sagt ja').waitFor();
    await toUs(turid);
    await card(turid, TITLE).getByText(REASON).waitFor();
    await card(turid, TITLE).getByText('Har sagt ja: Kjøkkenbordgruppa').waitFor();
    for (const one of [solveig, turid]) {
      expect(await card(one, TITLE).getByText(ENOUGH).count()).toBe(0);
    }
  });

  test('CHARTER12 enough groups of one kind are not enough, however long one waits', async () => {
    for (const one of [koret, laget]) await consent(one, 'remove');
    for (const name of ['Kjøkkenbordgruppa', 'Koret', 'Laget']) {
      await card(turid, TITLE)
        .getByText(new RegExp(`Har sagt ja:.*${name}`))
        .waitFor();
    }
    expect(await card(turid, TITLE).getByText(ENOUGH).count()).toBe(0);
    await later(15);
    await heardFrom(marit, 'Skrevet etter fristen');
    for (const one of [solveig, turid, marit]) {
      await toUs(one);
      await card(one, TITLE).waitFor();
      expect(await card(one, TITLE).getByText(ENOUGH).count()).toBe(0);
      expect(await one.page.getByText(DONE).count()).toBe(0);
    }
    expect(await marit.page.getByText(OUT).count()).toBe(0);
  });

  test('CHARTER21 with a group of another kind it is: that one is out, and the key changes first', async () => {
    await sayYes(turid, TITLE);
    await marit.page.getByText(OUT).waitFor(SLOWLY); // the notice is long over
    await toPlan(solveig);
    await addGoal(solveig, 'Etter at de gikk ut');
    await untilSent(solveig);
    await toPlan(turid);
    await turid.page.getByRole('heading', { name: 'Etter at de gikk ut' }).waitFor(SLOWLY);
    await isOutWith(marit, 'Et måltid hver uke', 'Etter at de gikk ut');
    await isTakenOut(turid, 'Hjemmetjenesten');
  });
});
