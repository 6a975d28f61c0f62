/** Slips of paper: a dozen at one stroke, and what is typed from one. */
import '../crypto/testing/fast_curves';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { decodeStatement } from '../proto/charter';
import { FrameType } from '../proto/frames';
import { hash } from '../crypto/hash';
import { homeOn } from '../sync/testing/plan_on_double';
import { ServerDouble } from '../sync/testing/server_double';
import { MAX_SLIPS } from './slip_port';
import {
  foundPlan,
  inside,
  joinParty,
  member,
  plan,
  restarted,
  sync,
  value,
  type Member,
} from './testing/scene';

let server: ServerDouble;
let kari: Member;

beforeEach(async () => {
  server = new ServerDouble();
  kari = await foundPlan(server);
});

const make = async (count: number) =>
  value(await kari.port.run('inviteMany', { space: kari.space, count }));

describe('a dozen slips', () => {
  test('are made in few requests, numbered, each for one person of my group', async () => {
    server.seen.splice(0);
    const { slips, missing } = await make(12);
    expect([slips.length, missing]).toEqual([12, 0]);
    expect(server.seen.length).toBeLessThanOrEqual(8);
    expect(slips.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    expect(new Set(slips.map(({ code }) => code)).size).toBe(12);
    const { invitations } = await plan(kari);
    expect(invitations.map(({ slip, kind, state }) => [slip, kind, state])).toEqual(
      slips.map(({ number }) => [number, 'person', 'open']),
    );
    expect((await make(1)).slips[0]?.number).toBe(13);
  });

  test('LIMIT are one to twenty-four', async () => {
    for (const count of [0, MAX_SLIPS + 1, 1.5, NaN])
      expect(await kari.port.run('inviteMany', { space: kari.space, count })).toMatchObject({
        ok: false,
        error: 'bad-input',
      });
    expect((await make(MAX_SLIPS - 1)).slips).toHaveLength(MAX_SLIPS - 1);
    expect((await make(MAX_SLIPS)).slips).toHaveLength(MAX_SLIPS);
    expect((await make(1)).slips).toHaveLength(1);
  });

  test('SYNC13 where the server takes only some, it says how many are missing, and none comes later', async () => {
    let taken = 0;
    server.feign = ({ type, payload }) => {
      const decoded =
        type === FrameType.FRAME_STATEMENT ? decodeStatement(payload, hash) : undefined;
      const isInvite = decoded?.ok && decoded.value.statement.body.type === 'invite';
      return isInvite && ++taken > 5 ? 'quota' : undefined;
    };
    const { slips, missing } = await make(12);
    expect([slips.length, missing]).toEqual([5, 7]);
    server.feign = () => undefined;
    value(await sync(kari));
    expect(inside(kari).sayings).toEqual([]);
    expect((await plan(kari)).invitations).toHaveLength(5);
  });

  test('without a line there are none, and it says so', async () => {
    server.interrupt = () => {
      throw new TypeError('cut');
    };
    const outcome = await kari.port.run('inviteMany', { space: kari.space, count: 12 });
    expect(outcome).toMatchObject({ ok: false, error: 'offline' });
    server.interrupt = () => undefined;
    value(await sync(kari));
    expect((await plan(kari)).invitations).toEqual([]);
  });

  test('whoever is not confirmed makes none', async () => {
    const per = await joinParty(server, kari, 'Per');
    const outcome = await per.port.run('inviteMany', { space: per.space, count: 1 });
    expect(outcome).toMatchObject({ ok: false, error: 'forbidden' });
  });

  test('is taken back, and seen to be used', async () => {
    const { slips } = await make(2);
    const ask = { space: kari.space, invitation: slips[0]!.id };
    value(await kari.port.run('revokeInvitation', ask));
    const per = await member(homeOn(server), kari.space);
    value(await per.port.run('join', { link: slips[1]!.link, person: 'Per' }));
    value(await sync(kari));
    const { invitations } = await plan(kari);
    expect(invitations.map(({ slip, state }) => [slip, state])).toEqual([
      [1, 'revoked'],
      [2, 'used'],
    ]);
  });
});

describe('slips that were made here', () => {
  const kept = async (by: Member) => value(await by.port.run('slipsKept', { space: by.space }));

  test('are there again after a restart, sheet by sheet', async () => {
    const first = await make(2);
    const second = await make(1);
    const all = [...first.slips, ...second.slips];
    expect((await kept(kari)).slips).toEqual(all);
    expect((await kept(await restarted(kari))).slips).toEqual(all);
  });

  test('are forgotten when used, taken back or expired', async () => {
    const [taken, used, stays] = (await make(3)).slips;
    value(await kari.port.run('revokeInvitation', { space: kari.space, invitation: taken!.id }));
    const per = await member(homeOn(server), kari.space);
    value(await per.port.run('join', { link: used!.link, person: 'Per' }));
    expect((await kept(kari)).slips).toEqual([used, stays]); // it has not heard of him yet
    value(await sync(kari));
    expect((await kept(kari)).slips).toEqual([stays]);
    expect((await kept(await restarted(kari))).slips).toEqual([stays]);
    server.time += 400 * 86_400;
    expect((await kept(await restarted(kari))).slips).toEqual([]);
  });

  test('new ones are there, too, where used ones are forgotten meanwhile', async () => {
    const [taken, stays] = (await make(2)).slips;
    value(await kari.port.run('revokeInvitation', { space: kari.space, invitation: taken!.id }));
    const { store } = kari.home;
    const read = store.read.bind(store);
    vi.spyOn(store, 'read').mockImplementationOnce(async (key) => {
      const found = await read(key);
      await new Promise((done) => setTimeout(done, 300)); // long enough to make one
      return found;
    });
    const forgetting = kept(kari);
    const { slips } = await make(1);
    await forgetting;
    expect((await kept(kari)).slips).toEqual([stays, ...slips]);
  });

  test('are on no other device, and of no plan that is not here', async () => {
    await make(1);
    const per = await joinParty(server, kari, 'Per');
    expect((await kept(per)).slips).toEqual([]);
    expect(await per.port.run('slipsKept', { space: '00'.repeat(32) })).toMatchObject({
      ok: false,
      error: 'not-found',
    });
  });
});

describe('KEYS11 a code that is typed', () => {
  test('is the same as the link, and reaches no server', async () => {
    const { slips } = await make(1);
    const { address, code, link, id } = slips[0]!;
    const bodies: string[] = [];
    const home = homeOn(server);
    const fetch: typeof home.seams.fetch = async (url, request) => {
      const body = (request.body as Blob | undefined) ?? new Blob();
      bodies.push(url, Buffer.from(await body.arrayBuffer()).toString('latin1'));
      return server.fetch(url, request);
    };
    const per = await member({ ...home, seams: { ...home.seams, fetch } }, kari.space);
    const typed = ` ${code.toLowerCase().replaceAll('-', ' ')}`;
    expect(value(await per.port.run('openSlip', { address, code: typed })).link).toBe(link);
    value(await per.port.run('join', { link, person: 'Per' }));
    const sent = bodies.join('\n').toUpperCase();
    expect(sent).not.toContain(code);
    expect(sent).not.toContain(code.replaceAll('-', ''));
    const told = value(await kari.port.run('slipOf', { space: kari.space, code }));
    expect(told.id).toBe(id);
  });

  test('SYNC17 finds its plan among those that begin alike', async () => {
    const { slips } = await make(1);
    const twin = `${kari.space.slice(0, 10)}${'00'.repeat(27)}`;
    server.falselyLocated = [twin];
    const per = await member(homeOn(server), '');
    const { address, code, link } = slips[0]!;
    expect(value(await per.port.run('openSlip', { address, code })).link).toBe(link);
  });

  test('of another slip, of no plan, and what is no code are told apart', async () => {
    const { slips } = await make(1);
    const { address, code } = slips[0]!;
    const per = await member(homeOn(server), '');
    const open = (at: string, typed: string) =>
      per.port.run('openSlip', { address: at, code: typed });
    expect(await open(address, '0000-0000-0000-0000')).toMatchObject({ error: 'unauthorized' });
    expect(await open(`${server.origin}/l/00000000`, code)).toMatchObject({ error: 'not-found' });
    expect(await open(`${server.origin}/l/0000`, code)).toMatchObject({ detail: 'address' });
    expect(await open(address, code.slice(1))).toMatchObject({ detail: 'code' });
  });

  test('of a used slip still leads to what the link says of it', async () => {
    const { slips } = await make(1);
    const { address, code, link } = slips[0]!;
    const [first, second] = [await member(homeOn(server), ''), await member(homeOn(server), '')];
    value(await first.port.run('join', { link, person: 'Per' }));
    expect(value(await second.port.run('openSlip', { address, code })).link).toBe(link);
    expect(await second.port.run('preview', { link })).toMatchObject({ error: 'used' });
  });
});
