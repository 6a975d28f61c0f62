/** FILE6: words that are carried across a table, and what becomes of them. */
import '../crypto/testing/fast_curves';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { Change } from '../store/store';
import { readSpace } from '../sync/records';
import { ServerDouble } from '../sync/testing/server_double';
import {
  addGoal,
  away,
  back,
  carryIn,
  carryOut,
  furtherDevice,
  gathered,
  inside,
  member,
  plan,
  restarted,
  syncAll,
  value,
  type Member,
} from './testing/scene';

let server: ServerDouble;
let kari: Member;
let per: Member;
let liv: Member;

async function hand(from: Member, to: Member): Promise<Record<string, number>> {
  const { words } = value(await carryIn(to, await carryOut(from)));
  return Object.fromEntries(words.map(({ name, count }) => [name, count]));
}

async function retitle(who: Member, id: string, base: string, title: string): Promise<void> {
  value(await who.port.run('setGoal', { space: who.space, id, title, base }));
}

async function titles(who: Member): Promise<string[]> {
  return (await plan(who)).goals.map(({ title }) => title).sort();
}

beforeEach(async () => {
  server = new ServerDouble();
  [kari, per, liv] = await gathered(server, 'Per', 'Liv');
  await addGoal(kari, 'Fra før');
  await syncAll(kari, per, liv);
  away(server);
});

describe('FILE6 words across a table', () => {
  test('are read at once, outlive a restart, and come through the log without a duplicate', async () => {
    await addGoal(kari, 'Kaffe');
    await addGoal(kari, 'Kaker');
    expect(await hand(kari, per)).toEqual({ Kari: 2 });
    expect(await titles(per)).toEqual(['Fra før', 'Kaffe', 'Kaker']);
    expect((await plan(per)).handed).toMatchObject([{ name: 'Kari', count: 2, state: 'waits' }]);
    expect(await hand(kari, per)).toEqual({});
    per = await restarted(per);
    expect(await titles(per)).toEqual(['Fra før', 'Kaffe', 'Kaker']);
    back(server);
    await syncAll(per, liv);
    expect(await titles(liv)).toEqual(['Fra før']); // nobody else brings them
    await syncAll(kari, per, liv);
    for (const one of [kari, per, liv]) {
      expect(await titles(one)).toEqual(['Fra før', 'Kaffe', 'Kaker']);
      expect((await plan(one)).handed).toEqual([]);
      expect((await plan(one)).notices).toEqual([]);
    }
    expect(inside(per).handed).toEqual([]);
  });

  test('what rests on them waits for them, and goes out when they have come', async () => {
    const id = await addGoal(kari, 'Kaffe');
    await hand(kari, per);
    await retitle(per, id, 'Kaffe', 'Kaffe og kake');
    expect(await titles(per)).toContain('Kaffe og kake');
    back(server);
    await syncAll(per, liv);
    expect((await plan(per)).heldBack).toBeGreaterThan(0);
    expect(await titles(liv)).toEqual(['Fra før']);
    per = await restarted(per);
    expect(await titles(per)).toContain('Kaffe og kake');
    await syncAll(kari, per, liv, kari);
    for (const one of [kari, per, liv]) {
      expect(await titles(one)).toEqual(['Fra før', 'Kaffe og kake']);
      expect((await plan(one)).notices.filter(({ kind }) => kind === 'unreadable')).toEqual([]);
    }
    expect((await plan(per)).heldBack).toBe(0);
  });

  test('a third gets them from the second, with what the second wrote on them', async () => {
    const id = await addGoal(kari, 'Kaffe');
    await hand(kari, per);
    await retitle(per, id, 'Kaffe', 'Kaffe og kake');
    expect(await hand(per, liv)).toEqual({ Kari: 1, Per: 1 });
    expect(await titles(liv)).toEqual(['Fra før', 'Kaffe og kake']);
    expect(await hand(liv, kari)).toEqual({ Per: 1 });
    expect(await titles(kari)).toEqual(['Fra før', 'Kaffe og kake']);
    back(server);
    await syncAll(liv, per, kari, liv, per, kari);
    for (const one of [kari, per, liv]) {
      expect(await titles(one)).toEqual(['Fra før', 'Kaffe og kake']);
      expect((await plan(one)).handed).toEqual([]);
    }
  });

  test('an edit that only takes letters away is dropped when it has come, and not before', async () => {
    const id = await addGoal(kari, 'Kaffe og kake');
    back(server);
    await syncAll(kari, per);
    away(server);
    const edits = inside(kari).edits.length;
    await retitle(kari, id, 'Kaffe og kake', 'Kaffe');
    expect(inside(kari).edits.length).toBe(edits + 1);
    await hand(kari, per);
    expect(await titles(per)).toEqual(['Fra før', 'Kaffe']);
    back(server);
    await syncAll(liv, per);
    expect(inside(per).handed).toHaveLength(1);
    await syncAll(kari, per);
    expect(inside(per).handed).toHaveLength(0);
    expect(await titles(per)).toEqual(['Fra før', 'Kaffe']);
  });
});

describe('FILE6 words whose device does not come back', () => {
  test('they stay to be read, and what was written on them goes out without them', async () => {
    const id = await addGoal(kari, 'Kaffe');
    await hand(kari, per);
    await retitle(per, id, 'Kaffe', 'Kaffe og kake');
    const mine = await addGoal(per, 'Pers eget');
    back(server);
    await syncAll(per, liv);
    expect(await titles(liv)).toEqual(['Fra før']);
    const { device } = (await plan(per)).handed[0]!;
    value(await per.port.run('putHandedAway', { space: per.space, device, isAway: true }));
    await syncAll(per, liv);
    expect(await titles(per)).toContain('Pers eget');
    expect(await titles(liv)).toEqual(await titles(per));
    expect((await plan(per)).handed).toMatchObject([{ state: 'aside', count: 1 }]);
    const read = value(await per.port.run('readHanded', { space: per.space, device }));
    expect(read.name).toBe('Kari');
    expect(JSON.stringify(read.items)).toContain('Kaffe');
    value(await per.port.run('putHandedAway', { space: per.space, device, isAway: false }));
    expect((await plan(per)).handed).toMatchObject([{ state: 'waits', count: 1 }]);
    expect((await titles(per)).some((title) => title.includes('Kaffe'))).toBe(true);
    await syncAll(kari, per, liv, kari, per);
    expect((await plan(per)).handed).toEqual([]);
    expect(await titles(per)).toEqual(await titles(kari));
    expect(await titles(per)).toEqual(await titles(liv));
    expect((await plan(liv)).goals.map((one) => one.id)).toContain(mine);
  });

  test('a device that has ended: they are lost, told so, and never in the plan again', async () => {
    back(server);
    const phone = await furtherDevice(server, kari);
    await syncAll(kari, phone);
    away(server);
    await addGoal(phone, 'Kaffe');
    await hand(phone, per);
    await addGoal(per, 'Kake');
    back(server);
    const { device } = inside(phone).me;
    value(await kari.port.run('endDevice', { space: kari.space, device }));
    await syncAll(kari, per, liv, kari, per);
    expect((await plan(per)).handed).toMatchObject([{ name: 'Kari', state: 'lost', count: 1 }]);
    expect(await titles(per)).toEqual(['Fra før', 'Kake']);
    expect(await titles(liv)).toEqual(['Fra før', 'Kake']);
    const read = value(await per.port.run('readHanded', { space: per.space, device }));
    expect(read.items).toMatchObject([{ is: 'new', title: 'Kaffe' }]);
    const aside = { space: per.space, device, isAway: true };
    expect(await per.port.run('putHandedAway', aside)).toMatchObject({ error: 'not-found' });
    per = await restarted(per);
    expect((await plan(per)).handed).toMatchObject([{ state: 'lost', count: 1 }]);
    expect(await titles(per)).toEqual(['Fra før', 'Kake']);
  });

  test('what was written on them is said anew as soon as a file tells that it has ended', async () => {
    back(server);
    const phone = await furtherDevice(server, kari);
    await syncAll(kari, phone, per);
    away(server);
    const on = await addGoal(phone, 'Kaffe');
    await hand(phone, per);
    const comment = { kind: 'comment', texts: { text: 'Jeg koker' }, fields: { on } } as const;
    value(await per.port.run('addItem', { space: per.space, ...comment }));
    await retitle(per, on, 'Kaffe', 'Kaffe og kake');
    back(server);
    const { device } = inside(phone).me;
    value(await kari.port.run('endDevice', { space: kari.space, device }));
    await syncAll(kari, liv);
    away(server);
    per = await member({ ...per.home, isLive: true }, per.space);
    await hand(liv, per);
    await vi.waitFor(() => expect(inside(per).left).toBeUndefined());
    per.app.running.spaces.get(per.space)!.driver.stop();
    expect((await plan(per)).handed).toMatchObject([{ state: 'lost' }]);
    expect((await plan(per)).comments).toMatchObject([{ text: 'Jeg koker' }]);
  });

  test('what could not be set aside is, once a write fails and all is read anew', async () => {
    back(server);
    const phone = await furtherDevice(server, kari);
    await syncAll(kari, phone, per);
    away(server);
    const on = await addGoal(phone, 'Kaffe');
    await hand(phone, per);
    await retitle(per, on, 'Kaffe', 'Kaffe og kake');
    back(server);
    const { device } = inside(phone).me;
    value(await kari.port.run('endDevice', { space: kari.space, device }));
    await syncAll(kari, liv);
    away(server);
    const { store } = per.home;
    const write = store.write.bind(store);
    const failing = vi.spyOn(store, 'write');
    const fail = (isIn: (key: string) => boolean) => async (changes: readonly Change[]) =>
      changes.some(({ key }) => isIn(key)) ? ({ ok: false, error: 'io' } as const) : write(changes);
    failing.mockImplementation(fail((key) => key.startsWith('left/')));
    await hand(liv, per);
    const before = inside(per).edits;
    failing.mockImplementation(write).mockImplementationOnce(fail(() => true));
    const wrote = await per.port.run('addGoal', { space: per.space, title: 'Fikk ikke plass' });
    expect(wrote).toMatchObject({ ok: false, error: 'storage' });
    const kept = (await readSpace(store, per.space))!;
    expect(inside(per).edits).not.toEqual(before);
    expect(inside(per).edits).toEqual(kept.edits);
    expect(inside(per).left).toEqual(kept.left);
  });
});

describe('FILE6 what came by hand decides nothing', () => {
  test('no stop, no answer and no opening counts until the log has it', async () => {
    back(server);
    const { space } = kari;
    const add = async (kind: 'decision' | 'round', question: string): Promise<string> =>
      value(await kari.port.run('addItem', { space, kind, texts: { question } })).id;
    const decision = await add('decision', 'Skal vi?');
    const [closed, opened] = [await add('round', 'Hva nå?'), await add('round', 'Og så?')];
    await syncAll(kari, per, liv);
    away(server);
    const stance = async (who: Member) => (await plan(who)).decisions[0]!;
    const openings = async (who: Member) =>
      (await plan(who)).rounds.map((one) => [one.id, one.opened !== undefined, one.written]).sort();
    const [was, wereOpen] = [await stance(per), await openings(per)];
    const stop = { space, decision, verdict: 'stop', reason: 'Fordi' } as const;
    value(await kari.port.run('stand', stop));
    const fields = { round: closed };
    const texts = { text: 'Hemmelig' };
    value(await kari.port.run('addItem', { space, kind: 'answer', fields, texts }));
    value(await kari.port.run('openAnswers', { space, id: opened }));
    await hand(kari, per);
    expect((await plan(per)).handed).toMatchObject([{ name: 'Kari' }]);
    expect(await stance(per)).toEqual(was);
    expect(await openings(per)).toEqual(wereOpen);
    const { device } = inside(kari).me;
    const read = value(await per.port.run('readHanded', { space, device }));
    expect(JSON.stringify(read)).not.toContain('Hemmelig');
    per = await restarted(per);
    expect(await stance(per)).toEqual(was);
    back(server);
    await syncAll(kari, per);
    expect(await stance(per)).not.toEqual(was);
    expect(await openings(per)).not.toEqual(wereOpen);
  });

  test('that a meeting was held, or that a group steps out, counts when the log has it', async () => {
    back(server);
    const { space } = kari;
    const add = async (ask: object): Promise<string> =>
      value(await kari.port.run('addItem', { space, ...ask } as never)).id;
    const later = { date: '2099-01-01' };
    const meeting = await add({ kind: 'meeting', fields: later });
    const other = await add({ kind: 'meeting', fields: later });
    const decision = await add({ kind: 'decision', texts: { question: 'Skal vi?' } });
    for (const one of [meeting, other]) {
      const minutes = { space, decision, meeting: one, sectors: [1] };
      value(await kari.port.run('minute', minutes));
    }
    await syncAll(kari, per);
    const told = async () => {
      const { decisions, meetings, steppings } = await plan(per);
      const [heard] = decisions;
      const of = heard!.minutedIn.map((one) => one.meeting);
      return { of, waits: heard!.waitsFor, out: steppings.length, held: meetings[0]!.held };
    };
    const was = await told();
    expect(was.of).toEqual([]);
    away(server);
    const set = async (id: string, fields: object) =>
      value(await kari.port.run('setItem', { space, kind: 'meeting', id, fields } as never));
    await set(meeting, { held: 1 });
    await set(other, { date: '2001-01-01' });
    const step = { kind: 'stepping', fields: { out: 1 }, texts: { words: 'Høstferie' } } as const;
    value(await liv.port.run('addItem', { space, ...step }));
    await hand(kari, per);
    await hand(liv, per);
    expect((await plan(per)).meetings.some(({ held }) => held)).toBe(true); // to be read
    expect(await told()).toMatchObject({ of: [], waits: was.waits, out: 0 });
    back(server);
    await syncAll(kari, per);
    expect((await told()).of.sort()).toEqual([meeting, other].sort());
    await syncAll(liv, per);
    expect(await told()).toMatchObject({ of: [], waits: [], out: 1 }); // they pause, all of them
  });

  test('a deletion is out of sight at once, and what it takes away counts until the log has it', async () => {
    back(server);
    const { space } = kari;
    const add = async (ask: object): Promise<string> =>
      value(await kari.port.run('addItem', { space, ...ask } as never)).id;
    const meeting = await add({ kind: 'meeting', fields: { date: '2001-01-01' } });
    const decision = await add({ kind: 'decision', texts: { question: 'Skal vi?' } });
    value(await kari.port.run('minute', { space, decision, meeting, sectors: [1] }));
    await syncAll(kari, per);
    const remove = async (id: string) => value(await kari.port.run('remove', { space, id }));
    const told = async () => {
      const { goals, meetings, steppings, decisions } = await plan(per);
      const { waitsFor, minutedIn } = decisions[0]!;
      const heard = [waitsFor.length, minutedIn.length];
      return { shown: [goals.length, meetings.length], heard, out: steppings.length };
    };
    expect(await told()).toEqual({ shown: [1, 1], heard: [0, 1], out: 0 });
    away(server);
    await remove((await plan(kari)).goals[0]!.id);
    await remove(meeting);
    await hand(kari, per);
    expect(await told()).toEqual({ shown: [0, 0], heard: [0, 1], out: 0 });
    back(server);
    await syncAll(kari, per);
    expect(await told()).toEqual({ shown: [0, 0], heard: [1, 0], out: 0 });
    const stepping = await add({ kind: 'stepping', fields: { out: 1 } });
    await syncAll(kari, per);
    away(server);
    await remove(stepping);
    await hand(kari, per);
    expect((await told()).out).toBe(1);
    back(server);
    await syncAll(kari, per);
    expect((await told()).out).toBe(0);
  });
});
