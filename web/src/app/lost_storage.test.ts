/** A store that goes back in time, or is copied: no chain goes on after amnesia. */
import '../crypto/testing/fast_curves';
import { describe, expect, test } from 'vitest';
import { homeOn } from '../sync/testing/plan_on_double';
import { openMemoryStore } from '../store/memory_store';
import type { Store } from '../store/store';
import { utf8 } from '../core/bytes';
import { MAX_WORDS } from '../core/plan/schema';
import { leftKey } from '../sync/records';
import type { ServerDouble } from '../sync/testing/server_double';
import {
  confirmed,
  inside,
  member,
  plan,
  sayYes,
  sync,
  syncAll,
  twoPeople,
  value,
  type Member,
} from './testing/scene';

async function copyOf(store: Store): Promise<Store> {
  const copy = openMemoryStore();
  await copy.write(await store.list(''));
  return copy;
}

async function write({ port, space }: Member, title: string): Promise<void> {
  value(await port.run('addGoal', { space, title }));
}

async function goals(one: Member): Promise<string[]> {
  return (await plan(one)).goals.map(({ title }) => title).sort();
}

/** Per writes and sends, and then has the store of before that. */
async function putBack(): Promise<{ server: ServerDouble; kari: Member; per: Member }> {
  const { server, kari, per } = await twoPeople();
  await write(per, 'Før');
  await syncAll(per, kari);
  const old = await copyOf(per.home.store);
  await write(per, 'Glemt');
  await syncAll(per, kari);
  return { server, kari, per: await member(homeOn(server, old), per.space) };
}

describe('a device whose store went back in time', () => {
  test('COMMIT6 comes in anew by itself, ends what it was, and sends what was typed', async () => {
    const { server, kari, per } = await putBack();
    await write(per, 'Skrevet på det gamle');
    value(await per.port.run('setPlan', { space: per.space, why: 'Fordi' }));
    await sync(per);
    await syncAll(per, kari);
    expect(await goals(kari)).toEqual(['Før', 'Glemt', 'Skrevet på det gamle']);
    expect(await goals(per)).toEqual(await goals(kari));
    expect((await plan(kari)).why).toBe('Fordi');
    const mine = server.charter!.devices.filter(({ person }) => person === inside(per).me.person);
    expect(mine.map(({ cut }) => cut !== undefined)).toEqual([true, false]);
    expect(inside(per).me.device).toBe(mine[1]!.index);
    expect((await plan(per)).sync.unsent).toBe(0);
  });

  test('COMMIT6 says again what its person had said: yes, and a stop with its reason', async () => {
    const { server, kari, per } = await twoPeople();
    await confirmed(kari, per);
    const { space } = kari;
    const goal = value(await kari.port.run('addGoal', { space, title: 'Middag' })).id;
    const action = value(
      await kari.port.run('addAction', { space, goal, fields: { title: 'Lage' } }),
    ).id;
    const texts = { question: 'Skal vi?' };
    const asked = await kari.port.run('addItem', { space, kind: 'decision', texts });
    const decision = value(asked).id;
    await syncAll(kari, per);
    const old = await copyOf(per.home.store);
    await write(per, 'Glemt');
    await syncAll(per, kari);
    const back = await member(homeOn(server, old), per.space);
    value(await sayYes(back, action));
    const reason = 'x'.repeat(MAX_WORDS);
    value(await back.port.run('stand', { space, decision, verdict: 'stop', reason }));
    await sync(back);
    await syncAll(back, kari);
    const seen = await plan(kari);
    expect(seen.decisions[0]?.stops.map((stop) => [stop.by.name, stop.reason])).toEqual([
      ['Per', reason],
    ]);
    const [part] = seen.goals.flatMap(({ actions }) => actions)[0]!.parts;
    expect(part?.by.map(({ name }) => name)).toEqual(['Per']);
  });

  test('COMMIT6 sends nothing more under the old name, whatever it had sealed', async () => {
    const { server, kari, per } = await twoPeople();
    const old = await copyOf(per.home.store);
    await write(per, 'Fra den ene');
    await syncAll(per, kari);
    const copy = await member(homeOn(server, old), per.space);
    await write(copy, 'Fra den andre');
    server.interrupt = () => {
      throw new TypeError('away');
    };
    expect((await sync(copy)).ok).toBe(false); // sealed, perhaps: it never left
    server.interrupt = () => undefined;
    const seqs = (): number => Number(inside(kari).log.chains.get(2)?.seq);
    const before = seqs();
    await sync(copy);
    await syncAll(copy, kari);
    await sync(per);
    expect(await goals(kari)).toEqual(['Fra den andre', 'Fra den ene']);
    expect(seqs()).toBe(before);
    // The other copy is the same device: it learns that it is ended, and keeps what it has.
    expect((await plan(per)).membership).toBe('retired');
  });

  test('a crash on the way loses nothing: it goes on at the next start', async () => {
    const { server, kari, per } = await putBack();
    await write(per, 'Skrevet på det gamle');
    let requests = 0;
    server.interrupt = () => {
      if (++requests > 1) throw new TypeError('cut');
    };
    await sync(per);
    expect((await plan(per)).sync.unsent).toBeGreaterThan(0);
    server.interrupt = () => undefined;
    const again = await member(per.home, per.space);
    await write(again, 'Og etterpå');
    await sync(again);
    await syncAll(again, kari);
    expect(await goals(kari)).toEqual(['Før', 'Glemt', 'Og etterpå', 'Skrevet på det gamle']);
  });

  test('however often the line is cut, it invites itself once', async () => {
    const { server, kari, per } = await putBack();
    await write(per, 'Skrevet på det gamle');
    server.interrupt = (path) => {
      if (path === '/v1/server') throw new TypeError('cut');
    };
    for (let i = 0; i < 3; i++) await sync(per);
    server.interrupt = () => undefined;
    await sync(await member(per.home, per.space));
    await sync(kari);
    expect(await goals(kari)).toContain('Skrevet på det gamle');
    const own = [...server.charter!.invitations.values()].filter(({ person }) => person !== '');
    expect(own).toHaveLength(1);
  });

  test('ended before it came in anew, it still hands over what was set aside', async () => {
    const { server, kari, per } = await putBack();
    await write(per, 'Mine ord');
    server.interrupt = (path) => {
      if (path === '/v1/charter') throw new TypeError('cut');
    };
    await sync(per);
    server.interrupt = () => undefined;
    expect(inside(per).left).toBeDefined();
    value(
      await kari.port.run('proposeEndPerson', { space: kari.space, person: inside(per).me.person }),
    );
    await sync(kari);
    await sync(per);
    expect((await plan(per)).membership).toBe('retired');
    const { json } = value(await per.port.run('exportUnsent', { space: per.space }));
    expect(json).toContain('Mine ord');
  });

  test('what a newer version set aside stays until one can read it', async () => {
    const { per } = await putBack();
    const spelled = utf8('{"newer":true}');
    value(await per.home.store.write([{ key: leftKey(per.space), value: spelled }]));
    const again = await member(per.home, per.space);
    for (let i = 0; i < 3; i++) await sync(again);
    expect(await per.home.store.read(leftKey(per.space))).toEqual(spelled);
    // And where nothing else is amiss.
    const { per: other } = await twoPeople();
    value(await other.home.store.write([{ key: leftKey(other.space), value: spelled }]));
    const well = await member(other.home, other.space);
    await write(well, 'Videre');
    expect((await sync(well)).ok).toBe(true);
    expect(await other.home.store.read(leftKey(other.space))).toEqual(spelled);
  });

  test('CHARTER4 a no that was said on the old store is said anew, and counts', async () => {
    const { server, kari, per } = await twoPeople();
    await confirmed(kari, per);
    const { space } = kari;
    const ask = async (sectors: number[]): Promise<string> =>
      value(await kari.port.run('proposeSectors', { space, sectors })).proposal;
    const [first, second] = [await ask([1, 2, 3, 4]), await ask([1, 2, 3, 5])];
    await syncAll(kari, per);
    const old = await copyOf(per.home.store);
    value(await per.port.run('object', { space, proposal: first, reason: 'Glemt nei' }));
    await write(per, 'Glemt');
    await syncAll(per, kari);
    const back = await member(homeOn(server, old), space);
    server.interrupt = () => {
      throw new TypeError('away');
    };
    await back.port.run('object', { space, proposal: second, reason: 'Nei uten nett' });
    server.interrupt = () => undefined;
    await sync(back);
    await syncAll(back, kari);
    const all = (await plan(kari)).proposals;
    const no = (id: string): string[] =>
      all.find((one) => one.id === id)!.objections.map(({ reason }) => reason);
    expect([no(first), no(second)]).toEqual([['Glemt nei'], ['Nei uten nett']]);
    expect((await plan(back)).sync.unsent).toBe(0);
  });

  test('forgotten while it comes in anew, it is forgotten', async () => {
    const { server, per } = await putBack();
    await write(per, 'En');
    let gone: Promise<unknown> | undefined;
    server.interrupt = (path) => {
      if (path === '/v1/charter') gone ??= per.port.run('forget', { space: per.space });
    };
    await sync(per);
    expect(await gone).toMatchObject({ ok: true });
    expect(await per.home.store.list('')).toEqual([]);
  });
});
