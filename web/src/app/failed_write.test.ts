/** A device that could not write remembers nothing of what it did not write. */
import { expect, test } from 'vitest';
import { decodeCommit } from '../proto/commit';
import { FrameType } from '../proto/frames';
import { hash } from '../crypto/hash';
import { openMemoryStore } from '../store/memory_store';
import type { Change, Store } from '../store/store';
import { sayConfirm } from '../sync/person_statements';
import { sayRekey } from '../sync/statements';
import { homeOn } from '../sync/testing/plan_on_double';
import { ServerDouble } from '../sync/testing/server_double';
import {
  foundPlan,
  inside,
  member,
  plan,
  restarted,
  sync,
  value,
  type Member,
} from './testing/scene';

interface Brittle extends Store {
  /** Says which writes fail. */
  breaks: (changes: readonly Change[]) => boolean;
}

function brittleStore(): Brittle {
  const store = openMemoryStore();
  const brittle: Brittle = {
    ...store,
    breaks: () => false,
    write: (changes) =>
      brittle.breaks(changes)
        ? Promise.resolve({ ok: false, error: 'io' } as const)
        : store.write(changes),
  };
  return brittle;
}

const touches =
  (part: string) =>
  (changes: readonly Change[]): boolean =>
    changes.some(({ key }) => key.includes(part));

test('slips that cannot be kept here are shown all the same, and the trouble is told', async () => {
  const server = new ServerDouble();
  const store = brittleStore();
  const kari = await foundPlan(server, store);
  store.breaks = touches('draft/slips');
  const ask = { space: kari.space, count: 2 };
  expect(value(await kari.port.run('inviteMany', ask)).slips).toHaveLength(2);
  let storage = '';
  kari.port.watch((view) => (storage = view.storage));
  expect(storage).toBe('full');
  expect(value(await kari.port.run('slipsKept', { space: kari.space })).slips).toEqual([]);
});

async function perOnBrittle(): Promise<{
  server: ServerDouble;
  kari: Member;
  per: Member;
  store: Brittle;
}> {
  const server = new ServerDouble();
  const kari = await foundPlan(server);
  const { link } = value(await kari.port.run('invite', { space: kari.space, party: 'Gruppa' }));
  const store = brittleStore();
  const per = await member(homeOn(server, store), kari.space);
  value(await per.port.run('join', { link, person: 'Per' }));
  await sync(kari);
  await sync(per);
  value(await per.port.run('addGoal', { space: per.space, title: 'Først' }));
  return { server, kari, per, store };
}

function memoryOf(who: Member): unknown {
  const { me, edits, outgoing, sayings } = inside(who);
  return structuredClone([me.seq, me.core, me.counter, edits, outgoing, sayings]);
}

function sequence(server: ServerDouble, device: number): bigint[] {
  return server.stored
    .filter(({ type }) => type === FrameType.FRAME_COMMIT)
    .map(({ payload }) => decodeCommit(payload, (record) => hash('record', record)))
    .flatMap((commit) =>
      commit.ok && commit.value.core.device === device ? [commit.value.core.seq] : [],
    );
}

test('SYNC9 a commit that could not be kept is not sent, and its seq is free', async () => {
  const { server, kari, per, store } = await perOnBrittle();
  const [before, held] = [memoryOf(per), server.stored.length];
  store.breaks = touches('/out/');
  expect(await sync(per)).toMatchObject({ ok: false, error: 'io' });
  expect(memoryOf(per)).toEqual(before);
  expect(await sync(per)).toMatchObject({ ok: false });
  expect(server.stored).toHaveLength(held);
  store.breaks = () => false;
  value(await per.port.run('addGoal', { space: per.space, title: 'Så' }));
  const again = await restarted(per);
  value(await sync(again));
  value(await sync(kari));
  expect((await plan(kari)).goals.map(({ title }) => title)).toEqual(['Først', 'Så']);
  const seqs = sequence(server, 2);
  expect(seqs).toEqual(seqs.map((_, i) => BigInt(i + 1)));
});

test('SYNC9 an answer that could not be kept: the same bytes again', async () => {
  const { server, per, store } = await perOnBrittle();
  let writes = 0;
  store.breaks = (changes) => touches('/out/')(changes) && ++writes > 1;
  server.chunk = 0; // the answer alone
  expect((await sync(per)).ok).toBe(false);
  expect(inside(per).outgoing.map(({ state }) => state)).toEqual(['sealed']);
  store.breaks = () => false;
  server.chunk = 1000;
  expect(value(await sync(await restarted(per)))).toMatchObject({ sent: 0, unsent: 0 });
});

test('CHARTER4 a statement that could not be kept is not said, and its counter is free', async () => {
  const { kari, per, store } = await perOnBrittle();
  const before = memoryOf(per);
  store.breaks = touches('/say/');
  const { person } = inside(kari).me;
  expect(await sayConfirm(inside(per), person)).toMatchObject({ ok: false, error: 'io' });
  expect(memoryOf(per)).toEqual(before);
});

test('CHARTER4 two statements at the same moment have two counters', async () => {
  const { kari, per } = await perOnBrittle();
  const { person } = inside(kari).me;
  await Promise.all([sayConfirm(inside(per), person), sayConfirm(inside(per), person)]);
  const counters = inside(per).sayings.map(({ counter }) => counter);
  expect(new Set(counters).size).toBe(2);
});

test('COMMIT9 what could not be made void stays sealed, and goes out later', async () => {
  const { server, kari, per, store } = await perOnBrittle();
  server.feign = ({ type }) => (type === FrameType.FRAME_COMMIT ? 'busy' : undefined);
  await sync(per); // sealed, not taken
  server.feign = () => undefined;
  server.time += 4000;
  value(await sayRekey(inside(kari), inside(kari).log.charter!, BigInt(server.time)));
  value(await sync(kari));
  store.breaks = touches('/out/');
  expect((await sync(per)).ok).toBe(false);
  expect(inside(per).outgoing.map(({ state }) => state)).toEqual(['sealed']);
  expect(inside(per).edits).toEqual([]);
  store.breaks = () => false;
  value(await per.port.run('addGoal', { space: per.space, title: 'Så' }));
  value(await sync(per));
  value(await sync(kari));
  expect((await plan(kari)).goals.map(({ title }) => title)).toEqual(['Først', 'Så']);
  expect((await plan(kari)).notices).toEqual([]);
});

test('COMMIT9 void, and not yet sealed anew: the edits survive the end of the program', async () => {
  const { server, kari, per, store } = await perOnBrittle();
  server.feign = ({ type }) => (type === FrameType.FRAME_COMMIT ? 'busy' : undefined);
  await sync(per);
  server.feign = () => undefined;
  server.time += 4000;
  value(await sayRekey(inside(kari), inside(kari).log.charter!, BigInt(server.time)));
  value(await sync(kari));
  store.breaks = (changes) =>
    changes.some((change) => change.key.includes('/edit/') && 'value' in change && !change.value);
  expect((await sync(per)).ok).toBe(false);
  expect(inside(per).outgoing.map(({ state }) => state)).toEqual(['void']);
  store.breaks = () => false;
  value(await sync(await restarted(per)));
  value(await sync(kari));
  expect((await plan(kari)).goals.map(({ title }) => title)).toEqual(['Først']);
});

test('EDIT2 an edit that could not be kept does not take the next one with it', async () => {
  const { kari, per, store } = await perOnBrittle();
  let writes = 0;
  store.breaks = (changes) => touches('/edit/')(changes) && ++writes === 1;
  const [lost, kept] = await Promise.all(
    ['Tapt', 'Etterpå'].map((title) => per.port.run('addGoal', { space: per.space, title })),
  );
  expect([lost?.ok, kept?.ok]).toEqual([false, true]);
  store.breaks = () => false;
  value(await sync(per));
  value(await sync(kari));
  expect((await plan(kari)).goals.map(({ title }) => title)).toEqual(['Først', 'Etterpå']);
  expect((await plan(kari)).notices).toEqual([]);
});
