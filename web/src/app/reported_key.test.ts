/** CHARTER32: one device is given a key that it cannot open, and nothing is lost to it. */
import '../crypto/testing/fast_curves';
import { beforeEach, describe, expect, test } from 'vitest';
import { newSeedKeys } from '../crypto/device_keys';
import { sayRekey } from '../sync/statements';
import { ServerDouble } from '../sync/testing/server_double';
import {
  foundPlan,
  inside,
  joinParty,
  plan,
  restarted,
  sync,
  syncAll,
  value,
  type Member,
} from './testing/scene';

const HOUR_S = 3600;

let server: ServerDouble;
let kari: Member;
let per: Member;
let odd: Member;

async function write(who: Member, title: string): Promise<void> {
  value(await who.port.run('addGoal', { space: who.space, title }));
  value(await sync(who));
}

const goals = async (who: Member): Promise<string[]> =>
  (await plan(who)).goals.map(({ title }) => title);

/** Kari changes the key; what is to be Per's is sealed to a key that nobody has. */
async function junkFor(whom: Member): Promise<string> {
  server.time += 2 * HOUR_S;
  value(await sync(kari));
  const space = inside(kari);
  const { device } = inside(whom).me;
  const { boxKey } = newSeedKeys(space.seams.random);
  const charter = space.log.charter!;
  const devices = charter.devices.map((d) => (d.index === device ? { ...d, boxKey } : d));
  value(await sayRekey(space, { ...charter, devices }, BigInt(server.time)));
  value(await sync(kari));
  return charter.head === server.charter!.head ? '' : server.charter!.epochs.at(-1)!.id;
}

beforeEach(async () => {
  server = new ServerDouble();
  kari = await foundPlan(server);
  per = await joinParty(server, kari, 'Per');
  odd = await joinParty(server, kari, 'Odd');
  await syncAll(kari, per, odd);
  await write(kari, 'Før');
  await syncAll(per, odd);
});

describe('CHARTER32 a key that one cannot open', () => {
  test('is reported by that one, another takes its place, and all is read', async () => {
    const junk = await junkFor(per);
    await write(kari, 'Under den');
    value(await sync(odd));
    await write(odd, 'Også under den');
    value(await sync(per));
    expect(inside(per).epochKeys.has(junk)).toBe(false);
    const reported = server.charter!.epochs.find(({ id }) => id === junk)!;
    expect(reported.isReported).toBe(true);
    await syncAll(kari, odd, per);
    await write(per, 'Etter');
    await syncAll(kari, odd, per);
    const titles = ['Før', 'Under den', 'Også under den', 'Etter'];
    for (const one of [per, odd, kari]) expect(await goals(one)).toEqual(titles);
    expect((await plan(per)).notices).toEqual([]);
    expect(server.charter!.awaitsRekey).toBe(false);
    const again = await restarted(per);
    expect(await goals(again)).toEqual(titles);
    expect((await plan(kari)).history.map(({ kind }) => kind)).toContain('reported');
  });

  test('whoever comes later reads what was sealed with it', async () => {
    await junkFor(per);
    await write(kari, 'Under den');
    await syncAll(per, odd, kari);
    await syncAll(per, odd, kari);
    server.time += 2 * HOUR_S;
    await syncAll(kari, per, odd);
    const liv = await joinParty(server, kari, 'Liv');
    value(await sync(liv));
    expect(await goals(liv)).toEqual(['Før', 'Under den']);
    expect((await plan(liv)).notices).toEqual([]);
  });

  test('nothing is written meanwhile under a key that was reported', async () => {
    const junk = await junkFor(per);
    value(await sync(odd)); // it holds the key that will be reported
    const size = server.stored.length;
    value(await sync(per));
    await write(odd, 'Etter meldingen');
    await syncAll(kari, per);
    const later = server.stored.slice(size);
    expect(later.length).toBeGreaterThan(0);
    expect(server.charter!.epochs.at(-1)!.id).not.toBe(junk);
    expect(await goals(per)).toEqual(['Før', 'Etter meldingen']);
  });

  test('a good key is reported by nobody', async () => {
    const before = server.charter!.epochs.length;
    server.time += 91 * 24 * HOUR_S;
    await syncAll(odd, kari, per);
    await write(kari, 'Under den neste');
    await syncAll(odd, per, kari);
    expect(server.charter!.epochs).toHaveLength(before + 1);
    expect(server.charter!.epochs.some(({ isReported }) => isReported)).toBe(false);
  });
});
