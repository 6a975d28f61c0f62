/**
 * SYNC11, SYNC13, LOG8: a server that takes no more for now. What was said waits, and is not
 * lost. SYNC16: and one whose clock is far from ours.
 */
import '../crypto/testing/fast_curves';
import { beforeEach, expect, test } from 'vitest';
import { decodeStatement } from '../proto/charter';
import { FrameType, type Frame } from '../proto/frames';
import { hash } from '../crypto/hash';
import type { Body } from '../core/charter/statement';
import type { ServerDouble } from '../sync/testing/server_double';
import {
  confirmed,
  member,
  plan,
  restarted,
  sync,
  twoPeople,
  value,
  type Member,
} from './testing/scene';

let server: ServerDouble;
let kari: Member;
let per: Member;

beforeEach(async () => {
  ({ server, kari, per } = await twoPeople());
  await confirmed(kari, per);
});

function typeOf({ type, payload }: Frame): Body['type'] | undefined {
  const decoded = type === FrameType.FRAME_STATEMENT ? decodeStatement(payload, hash) : undefined;
  return decoded?.ok ? decoded.value.statement.body.type : undefined;
}

/** The server takes no statement of these types, for now. */
function refuse(error: 'quota' | 'busy', ...types: readonly Body['type'][]): void {
  server.feign = (frame) => {
    const type = typeOf(frame);
    return type !== undefined && types.includes(type) ? error : undefined;
  };
}

function takeAll(): void {
  server.feign = () => undefined;
}

for (const error of ['quota', 'busy'] as const) {
  test(`SYNC11 a proposal that is refused as ${error} waits, also over a restart`, async () => {
    refuse(error, 'propose');
    const asked = await kari.port.run('proposeClose', { space: kari.space });
    expect(asked).toMatchObject({ ok: false, error });
    const [waiting] = (await plan(kari)).proposals;
    expect(waiting).toMatchObject({ isPending: true });
    await kari.app.stop();
    const again = await restarted(kari);
    takeAll();
    value(await sync(again));
    const [there] = (await plan(again)).proposals;
    expect(there).toMatchObject({ id: waiting!.id, isPending: false });
  });
}

test('SYNC13 what is said about a proposal that waits is not lost', async () => {
  refuse('quota', 'propose');
  await kari.port.run('proposeClose', { space: kari.space });
  const { id } = (await plan(kari)).proposals[0]!;
  const consent = { space: kari.space, proposal: id };
  expect(await kari.port.run('consent', consent)).toMatchObject({ ok: false, error: 'quota' });
  takeAll();
  value(await sync(kari));
  expect((await plan(kari)).proposals).toMatchObject([
    { isPending: false, iHaveSaidYes: true, isMyAnswerPending: false },
  ]);
});

test('SYNC13 what is written goes on while a statement waits', async () => {
  refuse('quota', 'propose');
  await kari.port.run('proposeClose', { space: kari.space });
  value(await kari.port.run('addGoal', { space: kari.space, title: 'Benker' }));
  expect(await sync(kari)).toMatchObject({ ok: false, error: 'quota' });
  value(await sync(per));
  expect((await plan(per)).goals.map(({ title }) => title)).toEqual(['Benker']);
});

test.each(['invite', 'addDevice'] as const)(
  'SYNC13 an %s that would wait is taken back: nobody was shown its link',
  async (command) => {
    const ask = { space: kari.space, party: 'Gruppa', name: 'Kari' };
    const before = (await plan(kari)).invitations.length;
    refuse('quota', 'invite');
    expect(await kari.port.run(command, ask)).toMatchObject({ ok: false, error: 'quota' });
    takeAll();
    value(await kari.port.run(command, ask));
    expect((await plan(kari)).invitations).toHaveLength(before + 1);
  },
);

test('SYNC16 a device learns how far the server is from its own clock', async () => {
  const days = (count: number): number => count * 86_400;
  const seams = { ...kari.home.seams, now: () => server.time - days(3) };
  const late = await member({ ...kari.home, seams }, kari.space);
  expect((await plan(late)).check.clockAhead).toBe(0); // not asked yet
  value(await sync(late));
  expect((await plan(late)).check.clockAhead).toBe(days(3));
  value(await sync(per));
  expect((await plan(per)).check.clockAhead).toBe(0);
});
