/** What a phone on trial is to end (CHARTER17, CHARTER29), where something comes between. */
import '../crypto/testing/fast_curves';
import { beforeEach, expect, test } from 'vitest';
import { homeOn } from '../sync/testing/plan_on_double';
import { ServerDouble } from '../sync/testing/server_double';
import {
  confirmed,
  foundPlan,
  furtherDevice,
  inside,
  joinParty,
  member,
  plan,
  restarted,
  sync,
  syncAll,
  value,
  type Member,
} from './testing/scene';

const TRIAL_S = 48 * 3600;

let server: ServerDouble;
let kari: Member;
let per: Member;
let found: Member;

beforeEach(async () => {
  server = new ServerDouble();
  kari = await foundPlan(server);
  per = await joinParty(server, kari, 'Per');
  await syncAll(per, kari);
  await confirmed(kari, per);
  const { space } = kari;
  const { words, paper } = value(await kari.port.run('makeWords', { space }));
  value(await kari.port.run('setRecovery', { space, words: paper }));
  await syncAll(kari, per);
  found = await member(homeOn(server), space);
  value(await found.port.run('recover', { server: server.origin, words: words.join(' ') }));
  value(await found.port.run('endDevice', { space, device: 1 }));
});

const own = async (who: Member) => (await plan(who)).parties[0]!.people[0]!.devices;

test('a clock five minutes ahead asks too early, and leaves it for the next meeting', async () => {
  server.time += TRIAL_S - 60;
  const { home } = found;
  const seams = { ...home.seams, now: () => server.time + 300 };
  const early = await restarted({ ...found, home: { ...home, seams } });
  const before = server.seen.length;
  const met = await sync(early);
  expect(server.seen.length - before).toBeLessThan(30);
  value(met);
  server.time += 60;
  value(await sync(early));
  expect(await own(early)).toHaveLength(1);
});

test('CHARTER33 a plan that is closed meanwhile: it is ended all the same', async () => {
  const { space } = kari;
  const { proposal } = value(await kari.port.run('proposeClose', { space }));
  await syncAll(kari, per);
  value(await per.port.run('consent', { space, proposal }));
  value(await kari.port.run('consent', { space, proposal }));
  server.time += 30 * 86_400;
  await syncAll(kari, per);
  expect(server.charter!.isClosed).toBe(true);
  server.time += TRIAL_S;
  await sync(found);
  await sync(found);
  expect(await own(found)).toHaveLength(1);
});

test('kept after it was said, but not sent: it is kept', async () => {
  server.time += TRIAL_S;
  server.interrupt = () => {
    if (inside(found).sayings.length > 0) throw new TypeError('no line');
  };
  await sync(found);
  expect(inside(found).sayings.map(({ type }) => type)).toEqual(['retire']);
  value(await found.port.run('keepDevice', { space: found.space, device: 1 }));
  server.interrupt = () => undefined;
  value(await sync(found));
  expect(await own(found)).toHaveLength(2);
});

test('several are ended one after the other, and which of them can be taken back', async () => {
  await furtherDevice(server, kari);
  await furtherDevice(server, kari);
  value(await sync(found));
  const [, , tablet, desk] = (await own(found)).map(({ index }) => index);
  for (const device of [tablet!, desk!]) {
    value(await found.port.run('endDevice', { space: found.space, device }));
  }
  value(await found.port.run('keepDevice', { space: found.space, device: tablet! }));
  server.time += TRIAL_S;
  for (let i = 0; i < 3; i++) await sync(found);
  const left = (await own(found)).map(({ index, isEnding }) => [index, isEnding]);
  expect(left).toEqual([
    [inside(found).me.device, false],
    [tablet, false],
  ]);
});
