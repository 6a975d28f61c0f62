/** A yes that is taken back, and that undone: what stood stands again, and nobody says anything new. */
import '../crypto/testing/fast_curves';
import { beforeEach, describe, expect, test } from 'vitest';
import type { ServerDouble } from '../sync/testing/server_double';
import type { Commands } from './port';
import {
  confirmed,
  furtherDevice,
  hashOf,
  plan,
  sayYes,
  syncAll,
  twoPeople,
  value,
  type Member,
} from './testing/scene';

type Ask<N extends keyof Commands> = Omit<Commands[N]['ask'], 'space'>;

let server: ServerDouble;
let kari: Member;
let per: Member;
let action: string;

beforeEach(async () => {
  ({ server, kari, per } = await twoPeople());
  const { id: goal } = await must(kari, 'addGoal', { title: 'Mål' });
  action = (await must(kari, 'addAction', { goal, fields: { title: 'Middag' } })).id;
});

function ask<N extends keyof Commands>({ port, space }: Member, name: N, what: Ask<N>) {
  return port.run(name, { space, ...what });
}

async function must<N extends keyof Commands>(of: Member, name: N, what: Ask<N>) {
  return value(await ask(of, name, what));
}

const partOf = async (of: Member) => (await plan(of)).goals[0]!.actions[0]!.parts[0];
const seenOf = async (of: Member) => {
  const { title, parts } = (await plan(of)).goals[0]!.actions[0]!;
  return { what: title, who: parts.map(({ party }) => party), part: parts[0]?.text ?? '' };
};
const sayers = async (of: Member) => (await partOf(of))?.by.map(({ name }) => name);

describe('a yes', () => {
  test('of two that one takes back, stands as it was of both when that is undone, in a pause too', async () => {
    await syncAll(kari, per);
    await confirmed(kari, per);
    for (const one of [kari, per]) {
      value(await sayYes(one, action));
      await syncAll(kari, per);
      server.time += 1;
    }
    await must(kari, 'addItem', { kind: 'stepping', texts: { words: 'Høst' }, fields: { out: 1 } });
    const undo = await seenOf(kari);
    const before = await partOf(kari);
    await must(kari, 'takeYesBack', { action });
    expect(await partOf(kari)).toMatchObject({ yes: 'back' });
    await must(kari, 'takeYesBack', { action, undo });
    expect(await partOf(kari)).toEqual(before);
    await syncAll(kari, per);
    expect(await sayers(per)).toEqual(['Kari', 'Per']);
  });

  test('is brought back only by the device that took it back last, and of the same words', async () => {
    const phone = await furtherDevice(server, kari);
    await must(kari, 'setPart', { action, party: 1, text: 'Vi kjører' });
    const undo = await seenOf(kari);
    const undoing = async (of: Member) => {
      const before = await hashOf(of);
      const outcome = await ask(of, 'takeYesBack', { action, undo });
      expect(await hashOf(of)).toBe(before);
      return outcome.ok ? 'ok' : outcome.error;
    };
    // Nothing was ever said; nothing was taken back; nothing had been said when it was.
    expect(await undoing(kari)).toBe('changed');
    // In a pause neither.
    const step = (out: 0 | 1) => ({ texts: { words: 'Høst' }, fields: { out } });
    await must(kari, 'addItem', { kind: 'stepping', ...step(1) });
    expect(await undoing(kari)).toBe('changed');
    server.time += 1;
    await must(kari, 'addItem', { kind: 'stepping', ...step(0) });
    for (let i = 0; i < 2; i++) {
      value(await sayYes(kari, action));
      expect(await undoing(kari)).toBe('changed');
    }
    await syncAll(kari, phone);
    await must(kari, 'takeYesBack', { action });
    await syncAll(kari, phone);
    expect(await undoing(phone)).toBe('changed');
    await must(kari, 'setAction', { id: action, fields: { title: 'Kake' } });
    expect(await undoing(kari)).toBe('changed');
    await must(kari, 'setAction', { id: action, fields: { title: 'Middag' } });
    await must(kari, 'takeYesBack', { action, undo });
    expect(await partOf(kari)).toMatchObject({ yes: 'stands', mine: true });
    expect(await undoing(kari)).toBe('changed');
    await must(kari, 'takeYesBack', { action });
    await must(kari, 'takeYesBack', { action });
    expect(await undoing(kari)).toBe('changed');
  });

  test('to other words that is taken back is asked again when that is undone', async () => {
    value(await sayYes(kari, action));
    await must(kari, 'setAction', { id: action, fields: { title: 'Kake' } });
    const undo = await seenOf(kari);
    const before = await partOf(kari);
    expect(before).toMatchObject({ yes: 'again', before: { what: 'Middag' } });
    await must(kari, 'takeYesBack', { action });
    await must(kari, 'setAction', { id: action, fields: { title: 'Middag' } });
    expect(await partOf(kari)).toMatchObject({ yes: 'back', mine: false });
    await must(kari, 'setAction', { id: action, fields: { title: 'Kake' } });
    await must(kari, 'takeYesBack', { action, undo });
    expect(await partOf(kari)).toEqual(before);
  });
});
