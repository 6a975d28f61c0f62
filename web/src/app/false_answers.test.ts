/** Answers that are not true: nothing of one's own is given up because of them. */
import { describe, expect, test } from 'vitest';
import { FrameType, type Frame } from '../proto/frames';
import { homeOn } from '../sync/testing/plan_on_double';
import { ServerDouble } from '../sync/testing/server_double';
import type { ErrorName } from '../core/errors';
import {
  inside,
  member,
  plan,
  restarted,
  sync,
  twoPeople,
  value,
  type Member,
} from './testing/scene';

const ASK = { title: 'Planen', person: 'Kari', party: 'Gruppa', sector: 1 };

/** Answers every commit by a name, until told otherwise. */
function feignCommits(server: ServerDouble, error: ErrorName): void {
  server.feign = ({ type }: Frame) => (type === FrameType.FRAME_COMMIT ? error : undefined);
}

async function foundedBehind(
  answer: () => Response,
): Promise<{ server: ServerDouble; kari: Member }> {
  const server = new ServerDouble();
  const home = homeOn(server);
  const portal: typeof server.fetch = (url, request) =>
    url.endsWith('/v1/spaces') ? Promise.resolve(answer()) : server.fetch(url, request);
  Object.assign(home.seams, { fetch: portal });
  const kari = await member(home, '');
  await kari.port.run('found', { server: server.origin, ...ASK });
  Object.assign(home.seams, { fetch: server.fetch });
  const [space = ''] = kari.app.running.spaces.keys();
  return { server, kari: { ...kari, space } };
}

async function perHasWritten(): Promise<{ server: ServerDouble; kari: Member; per: Member }> {
  const scene = await twoPeople();
  value(await scene.per.port.run('addGoal', { space: scene.per.space, title: 'Mitt' }));
  return scene;
}

describe('SYNC8 the genesis is kept until the server has it', () => {
  test.each([
    ['a captive portal in its place', () => new Response('<html>Logg inn</html>')],
    ['an empty answer', () => new Response('')],
  ])('%s', async (_, answer) => {
    const { server, kari } = await foundedBehind(answer);
    expect(inside(kari).sayings.map(({ type }) => type)).toEqual(['genesis']);
    value(await sync(kari));
    expect(server.stored.length).toBeGreaterThan(0);
  });

  test('a yes that is not true', async () => {
    const { server, kari } = await foundedBehind(() => new Response(''));
    server.feign = () => 'ok';
    expect(await sync(kari)).toMatchObject({ ok: false });
    server.feign = () => undefined;
    value(await sync(await restarted(kari)));
    expect(server.stored.length).toBeGreaterThan(0);
  });

  test('a refusal', async () => {
    const { server, kari } = await foundedBehind(() => new Response(''));
    server.feign = () => 'busy';
    expect(await sync(kari)).toMatchObject({ ok: false, error: 'busy' });
    server.feign = () => undefined;
    value(await sync(kari));
    expect(server.stored.length).toBeGreaterThan(0);
  });
});

describe('SYNC9 a commit that was answered with ok, and is not in the log', () => {
  test('goes out again, the identical bytes', async () => {
    const { server, kari, per } = await perHasWritten();
    let times = 0;
    server.feign = ({ type }) =>
      type === FrameType.FRAME_COMMIT && ++times === 1 ? 'ok' : undefined;
    value(await sync(per));
    value(await sync(kari));
    expect((await plan(kari)).goals.map(({ title }) => title)).toEqual(['Mitt']);
  });

  test('twice is misconduct, and it is still counted as unsent', async () => {
    const { server, per } = await perHasWritten();
    feignCommits(server, 'ok');
    expect(await sync(per)).toMatchObject({ ok: false, error: 'misconduct' });
    expect((await plan(per)).sync.unsent).toBe(1);
    server.feign = () => undefined;
    expect(value(await sync(per))).toMatchObject({ unsent: 0 });
  });

  test('held as acknowledged from before: it is sent again', async () => {
    const { server, kari, per } = await perHasWritten();
    feignCommits(server, 'busy');
    await sync(per);
    const space = inside(per);
    space.outgoing = space.outgoing.map((out) => ({ ...out, state: 'acknowledged' }));
    server.feign = () => undefined;
    value(await sync(per));
    value(await sync(kari));
    expect((await plan(kari)).goals.map(({ title }) => title)).toEqual(['Mitt']);
  });

  test('COMMIT6 a gap where there is none', async () => {
    const { server, per } = await perHasWritten();
    feignCommits(server, 'gap');
    server.seen.length = 0;
    expect(await sync(per)).toMatchObject({ ok: false, error: 'misconduct' });
    expect(server.seen.length).toBeLessThan(6);
    server.feign = () => undefined;
    expect(value(await sync(per))).toMatchObject({ sent: 1, unsent: 0 });
  });
});

test('COMMIT9 stale under the current epoch: the commit stays as it was sealed', async () => {
  const { server, per } = await perHasWritten();
  feignCommits(server, 'stale-epoch');
  expect(await sync(per)).toMatchObject({ ok: false, error: 'misconduct' });
  expect(inside(per).outgoing.map(({ state }) => state)).toEqual(['sealed']);
  server.feign = () => undefined;
  expect(value(await sync(per))).toMatchObject({ sent: 1, unsent: 0 });
});

test('LOG5 answers under a head that is not sound settle nothing', async () => {
  const { server, per } = await perHasWritten();
  server.feign = ({ type }) => (type === FrameType.FRAME_COMMIT ? 'ok' : undefined);
  server.lie = (draft) => {
    if (draft.answers.length > 0) draft.head = { ...draft.head, root: '22'.repeat(32) };
  };
  expect(await sync(per)).toMatchObject({ ok: false, error: 'misconduct' });
  expect(inside(per).outgoing.map(({ state }) => state)).toEqual(['sealed']);
});

test('SYNC6 a signed request is answered with a head', async () => {
  const { server, per } = await perHasWritten();
  const whole = server.fetch;
  const headless: typeof whole = async (url, request) => {
    const response = await whole(url, request);
    const bytes = new Uint8Array(await response.arrayBuffer());
    const size = 5 + new DataView(bytes.buffer).getUint32(0);
    return new Response(bytes.slice(size));
  };
  Object.assign(per.home.seams, { fetch: headless });
  expect(await sync(per)).toMatchObject({ ok: false, error: 'misconduct' });
});

test('CHARTER8 entrance that was answered with ok, and is not in the charter', async () => {
  const { server, kari } = await twoPeople();
  const { link } = value(await kari.port.run('invite', { space: kari.space, party: 'Gruppa' }));
  const guest = await member(homeOn(server), kari.space);
  server.feign = () => 'ok';
  expect(await guest.port.run('join', { link, person: 'Ola' })).toMatchObject({
    ok: false,
    error: 'misconduct',
  });
  server.feign = () => undefined;
  expect(value(await guest.port.run('join', { link, person: 'Ola' })).state).toBe('member');
});

describe('SYNC9 a statement that was answered with ok, and is not in the log', () => {
  test('is kept, and goes out again', async () => {
    const { server, kari } = await twoPeople();
    const { space } = kari;
    server.feign = ({ type }) => (type === FrameType.FRAME_STATEMENT ? 'ok' : undefined);
    const asked = await kari.port.run('proposeSectors', { space, sectors: [1, 2, 3, 4] });
    expect(asked).toMatchObject({ ok: false, error: 'misconduct' });
    server.feign = () => undefined;
    value(await sync(kari));
    expect(inside(kari).sayings).toEqual([]);
    expect(inside(kari).log.charter!.proposals.size).toBe(1);
  });

  test('is taken back where it was an invitation: no link is handed out, and none is made unseen', async () => {
    const { server, kari } = await twoPeople();
    const { size } = inside(kari).log.charter!.invitations;
    server.feign = ({ type }) => (type === FrameType.FRAME_STATEMENT ? 'ok' : undefined);
    const asked = await kari.port.run('invite', { space: kari.space, party: 'Gruppa' });
    expect(asked).toMatchObject({ ok: false, error: 'misconduct' });
    server.feign = () => undefined;
    value(await sync(kari));
    expect(inside(kari).sayings).toEqual([]);
    expect(inside(kari).log.charter!.invitations.size).toBe(size);
  });
});
