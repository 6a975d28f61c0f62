/** How a plan ends: closed by all, and forgotten on a device. */
import '../crypto/testing/fast_curves';
import { beforeEach, describe, expect, test } from 'vitest';
import { utf8 } from '../core/bytes';
import { leftKey } from '../sync/records';
import { homeOn } from '../sync/testing/plan_on_double';
import { ServerDouble } from '../sync/testing/server_double';
import {
  away,
  foundPlan,
  inside,
  joinParty,
  member,
  plan,
  sync,
  syncAll,
  value,
  type Member,
} from './testing/scene';

const DAY_S = 86_400;

let server: ServerDouble;
let kari: Member;
let per: Member;

const goals = async (who: Member): Promise<string[]> =>
  (await plan(who)).goals.map(({ title }) => title);

async function write(who: Member, title: string): Promise<void> {
  value(await who.port.run('addGoal', { space: who.space, title }));
  value(await sync(who));
}

/** By the only group. */
async function close(): Promise<void> {
  const { space } = kari;
  const { proposal } = value(await kari.port.run('proposeClose', { space }));
  value(await kari.port.run('consent', { space, proposal }));
  server.time += 30 * DAY_S;
  value(await sync(kari));
  expect(server.charter!.isClosed).toBe(true);
}

beforeEach(async () => {
  server = new ServerDouble();
  kari = await foundPlan(server);
  per = await joinParty(server, kari, 'Per');
  await write(kari, 'Fra den gang');
  await syncAll(per, kari);
});

describe('CHARTER33 a plan that is closed', () => {
  test('is read by all, and nobody writes in it any more', async () => {
    await close();
    value(await sync(per));
    for (const one of [kari, per]) {
      expect(await plan(one)).toMatchObject({ membership: 'closed' });
      expect(await goals(one)).toEqual(['Fra den gang']);
      const wrote = await one.port.run('addGoal', { space: one.space, title: 'Likevel' });
      expect(wrote).toMatchObject({ ok: false, error: 'ended' });
      expect(await goals(one)).toEqual(['Fra den gang']);
      expect((await one.port.run('export', { space: one.space })).ok).toBe(true);
    }
    const size = server.stored.length;
    server.time += 200 * DAY_S; // no key is changed any more, and nobody is greeted
    const asked = server.seen.length;
    await syncAll(per, kari);
    expect(server.stored).toHaveLength(size);
    // Nor is it asked in vain: two meet twice, and each only looks.
    expect(server.seen.slice(asked)).toEqual(Array.from({ length: 4 }, () => '/v1/sync'));
  });

  test('nothing is agreed in it any more, and what was said is no burden', async () => {
    await close();
    const { space } = kari;
    const ended = { ok: false, error: 'ended' };
    const asked = { space, sectors: [1, 2, 3, 4] };
    expect(await kari.port.run('proposeSectors', asked)).toMatchObject(ended);
    const person = { space, person: inside(per).me.person };
    expect(await kari.port.run('confirm', person)).toMatchObject(ended);
    expect(inside(kari).sayings).toEqual([]);
    expect(value(await sync(kari))).toMatchObject({ unsent: 0 });
  });

  test('who had sealed something that never arrived reads the closing, and goes on reading', async () => {
    server.interrupt = (path, phase) => {
      if (path === '/v1/sync' && phase === 'before' && inside(per).outgoing.length > 0) {
        throw new TypeError('cut');
      }
    };
    value(await per.port.run('addGoal', { space: per.space, title: 'Kom aldri fram' }));
    expect(await sync(per)).toMatchObject({ error: 'offline' });
    expect(inside(per).outgoing).toHaveLength(1);
    server.interrupt = () => undefined;
    await close();
    value(await sync(per));
    expect(await plan(per)).toMatchObject({ membership: 'closed' });
    expect(await goals(per)).toEqual(['Fra den gang', 'Kom aldri fram']);
    value(await sync(per));
    expect(await goals(kari)).toEqual(['Fra den gang']);
  });
});

describe('a plan that is forgotten', () => {
  const left = async ({ home, space }: Member): Promise<string[]> =>
    (await home.store.list('')).map(({ key }) => key).filter((key) => key.includes(space));

  test('leaves nothing of it in the store', async () => {
    const { space, port } = per;
    value(await port.run('keepDraft', { space, form: 'goal', text: 'Halvferdig' }));
    value(await port.run('addGoal', { space, title: 'Sendt, uten svar' }));
    server.interrupt = () => {
      if (inside(per).outgoing.length > 0) throw new TypeError('cut');
    };
    await sync(per);
    away(server);
    value(await port.run('addGoal', { space, title: 'Usendt' }));
    await port.run('proposeEndPerson', { space, person: inside(per).me.person });
    value(await port.run('carryIn', { bytes: await carried() }));
    value(await port.run('putHandedAway', { space, device: 1, isAway: true }));
    const words = { key: leftKey(space), value: utf8('{') }; // of an earlier membership
    value(await per.home.store.write([words]));
    const kinds = new Set((await left(per)).map((key) => key.split('/')[2]));
    const own = ['me', 'keys', 'epoch', 'edit', 'out', 'say', 'log', 'draft'];
    const given = ['carry', 'hand', 'aside'];
    for (const kind of [...own, ...given]) expect(kinds).toContain(kind);
    value(await port.run('forget', { space }));
    expect(await left(per)).toEqual([]);
    expect(await per.home.store.list('')).toEqual([]);
    expect(await port.run('open', { space })).toMatchObject({ error: 'not-found' });
    expect(await sync(per)).toMatchObject({ ok: true });
    expect(await port.run('forget', { space })).toMatchObject({ error: 'not-found' });
  });

  async function carried(): Promise<Uint8Array> {
    value(await kari.port.run('addGoal', { space: kari.space, title: 'For hånd' }));
    await kari.port.run('proposeSectors', { space: kari.space, sectors: [1, 2, 3, 4] });
    return value(await kari.port.run('carryOut', { space: kari.space })).bytes;
  }

  test('in the middle of a meeting leaves nothing either', async () => {
    await write(kari, 'Mens de møttes');
    let isOpen = (): void => undefined;
    const gate = new Promise<void>((resolve) => (isOpen = resolve));
    const { fetch } = per.home.seams;
    Object.assign(per.home.seams, {
      fetch: async (...args: Parameters<typeof fetch>) => {
        const answer = await fetch(...args);
        await gate;
        return answer;
      },
    });
    const meeting = sync(per);
    const forgotten = per.port.run('forget', { space: per.space });
    isOpen();
    value(await forgotten);
    await meeting;
    expect(await left(per)).toEqual([]);
  });

  test('while a link is being followed into it leaves nothing either', async () => {
    const asked = { space: kari.space, party: 'Gruppa' };
    const { link } = value(await kari.port.run('invite', asked));
    const guest = await member(homeOn(server), kari.space);
    let gone: Promise<unknown> | undefined;
    server.interrupt = (path) => {
      if (path === '/v1/charter') gone ??= guest.port.run('forget', { space: guest.space });
    };
    await guest.port.run('join', { link, person: 'Gjest' });
    expect(await gone).toMatchObject({ ok: true });
    expect(await left(guest)).toEqual([]);
    expect(guest.app.running.spaces.size).toBe(0);
  });

  test('takes nothing from the others, nor from another plan of the device', async () => {
    value(await per.port.run('forget', { space: per.space }));
    value(await sync(kari));
    expect(await goals(kari)).toEqual(['Fra den gang']);
    const people = (await plan(kari)).parties[0]!.people.map(({ name }) => name);
    expect(people).toContain('Per');
  });
});
