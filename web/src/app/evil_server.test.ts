/** A server that lies: whatever it does, nothing of it is taken, and it is named. */
import { describe, expect, test } from 'vitest';
import { keysFromSeeds } from '../crypto/device_keys';
import { hexOf, unhex } from '../core/bytes';
import { FrameType } from '../proto/frames';
import { decodeHead, encodeHead } from '../proto/sync';
import { sealGreeting } from '../sync/outbox';
import type { Draft } from '../sync/testing/server_double';
import { inside, plan, restarted, sync, twoPeople, value, type Member } from './testing/scene';
import type { ServerDouble } from '../sync/testing/server_double';

/** Kari has written; the server lies to Per about it. */
async function lieToPer(
  lie: (draft: Draft) => void,
): Promise<{ per: Member; server: ServerDouble; before: string }> {
  const { server, kari, per } = await twoPeople();
  await sync(per);
  for (const title of ['Først', 'Så']) {
    value(await kari.port.run('addGoal', { space: kari.space, title }));
    value(await sync(kari));
  }
  const before = JSON.stringify([(await plan(per)).check, (await plan(per)).goals]);
  server.lie = lie;
  return { per, server, before };
}

const flip = (bytes: Uint8Array, at: number): Uint8Array =>
  bytes.map((byte, i) => (i === at ? byte ^ 1 : byte));

const otherKeys = keysFromSeeds(new Uint8Array(32).fill(1), new Uint8Array(32).fill(2));
const commits = (draft: Draft) =>
  draft.leaves.filter(({ type }) => type === FrameType.FRAME_COMMIT);

const LIES: readonly [string, (draft: Draft) => void][] = [
  ['LOG5 a head signed by another key', (draft) => (draft.signer = otherKeys)],
  [
    'LOG5 a head that names another server',
    (draft) => {
      draft.head = { ...draft.head, serverKey: otherKeys.signKey };
      draft.signer = otherKeys;
    },
  ],
  [
    'LOG5 a head of another space',
    (draft) => (draft.head = { ...draft.head, space: '11'.repeat(32) }),
  ],
  [
    'LOG4 a head with another root',
    (draft) => (draft.head = { ...draft.head, root: '22'.repeat(32) }),
  ],
  [
    'LOG7 a head with another charter',
    (draft) => (draft.head = { ...draft.head, charterHead: '33'.repeat(32) }),
  ],
  [
    'LOG7 a head with an older charter',
    (draft) => (draft.head = { ...draft.head, charterHeight: 0n }),
  ],
  ['LOG6 a chunk cut short that claims to be whole', (draft) => draft.leaves.pop()],
  [
    'LOG6 a proof for another log',
    (draft) => {
      draft.leaves = draft.leaves.slice(0, 1);
      const next = draft.end.next - 1n;
      draft.end = { ...draft.end, next, more: true, proof: [new Uint8Array(32)] };
    },
  ],
  ['LOG6 more, where there is no more', (draft) => (draft.end = { ...draft.end, more: true })],
  ['LOG1 a leaf left out', (draft) => draft.leaves.shift()],
  ['COMMIT6 leaves in another order', (draft) => draft.leaves.reverse()],
  ['COMMIT7 a leaf repeated', (draft) => draft.leaves.splice(0, 0, draft.leaves[0]!)],
  [
    'COMMIT2 a record changed',
    (draft) => {
      const [first] = commits(draft);
      draft.leaves = draft.leaves.map((frame) =>
        frame === first
          ? { ...frame, payload: flip(frame.payload, frame.payload.length - 3) }
          : frame,
      );
    },
  ],
  [
    'WIRE9 a signature changed',
    (draft) => {
      const [first] = commits(draft);
      draft.leaves = draft.leaves.map((frame) => {
        // The signature lies before the record, which is at the end.
        const at = frame.payload.length - 400;
        return frame === first
          ? { ...frame, payload: flip(frame.payload, Math.max(20, at)) }
          : frame;
      });
    },
  ],
  [
    'WIRE2 junk in the place of a leaf',
    (draft) => {
      draft.leaves = draft.leaves.map(({ type }) => ({ type, payload: Uint8Array.of(1, 2, 3) }));
    },
  ],
  [
    'SYNC4 a frame that is no leaf',
    (draft) => {
      draft.leaves = draft.leaves.map(({ payload }) => ({
        type: FrameType.FRAME_STATEMENT,
        payload,
      }));
    },
  ],
];

describe('nothing is taken from', () => {
  test.each(LIES)('%s', async (_, lie) => {
    const { per, server, before } = await lieToPer((draft) => void lie(draft));
    const outcome = await sync(per);
    expect(outcome).toMatchObject({ ok: false, error: 'misconduct' });
    expect((await plan(per)).sync.problem).toBe('misconduct');
    expect(JSON.stringify([(await plan(per)).check, (await plan(per)).goals])).toBe(before);
    server.lie = () => undefined;
    value(await sync(per));
    expect((await plan(per)).goals.map((goal) => goal.title)).toEqual(['Først', 'Så']);
    expect((await plan(per)).sync.problem).toBeUndefined();
  });
});

test('LOG5 another root for a size that was signed before', async () => {
  const { per } = await lieToPer((draft) => {
    draft.leaves = [];
    draft.end = { ...draft.end, next: draft.end.next - 2n, more: false, proof: [] };
    draft.head = { ...draft.head, size: draft.end.next, root: '44'.repeat(32) };
  });
  expect(await sync(per)).toMatchObject({ ok: false, error: 'misconduct' });
});

test('SYNC4 an answer too few', async () => {
  const { per, server } = await lieToPer((draft) => {
    draft.answers = [];
  });
  value(await per.port.run('addGoal', { space: per.space, title: 'Mitt' }));
  expect(await sync(per)).toMatchObject({ ok: false, error: 'misconduct' });
  server.lie = () => undefined;
  value(await sync(per));
  expect(inside(per).edits).toEqual([]);
});

test('KEYS5 a charter that leads to another plan is not joined', async () => {
  const { server, kari } = await twoPeople();
  const { link } = value(await kari.port.run('invite', { space: kari.space, party: 'Gruppa' }));
  server.lie = (draft) => {
    draft.head = { ...draft.head, charterHead: '55'.repeat(32) };
  };
  expect(await kari.port.run('preview', { link })).toMatchObject({
    ok: false,
    error: 'misconduct',
  });
});

test('a cut connection is no misconduct', async () => {
  const { server, per } = await twoPeople();
  const whole = server.fetch;
  const cutting = async (...args: Parameters<typeof whole>): Promise<Response> => {
    const response = await whole(...args);
    const bytes = new Uint8Array(await response.arrayBuffer());
    return new Response(bytes.slice(0, bytes.length - 3));
  };
  Object.assign(per.home.seams, { fetch: cutting });
  expect(await sync(per)).toMatchObject({ ok: false, error: 'offline' });
});

test('LOG5 two histories show when somebody names a root that we never held', async () => {
  const { kari, per } = await twoPeople();
  for (const each of [kari, per, kari, per]) value(await sync(each));
  expect((await plan(kari)).check.fork).toBe(false);
  // Per's device was shown another log of the same size, and says so in what it writes.
  const kept = inside(per).me.head!;
  const head = decodeHead(unhex(kept.bytes));
  if (!head.ok) throw new Error(head.error);
  const other = encodeHead({ ...head.value, root: '44'.repeat(32) });
  inside(per).me = { ...inside(per).me, head: { ...kept, bytes: hexOf(other) } };
  value(await sealGreeting(inside(per), inside(per).log.charter!));
  inside(per).me = { ...inside(per).me, head: kept };
  value(await sync(per));
  value(await sync(kari));
  expect((await plan(kari)).check.fork).toBe(true);
  // Known from the log itself: it is told after a restart, too, and so is one that comes later.
  expect((await plan(await restarted(kari))).check.fork).toBe(true);
});

test('LOG5 a root that was held before a restart is compared after it', async () => {
  const { kari, per } = await twoPeople();
  for (const each of [kari, per, kari, per]) value(await sync(each));
  const kept = inside(per).me.head!;
  const head = decodeHead(unhex(kept.bytes));
  if (!head.ok) throw new Error(head.error);
  const other = encodeHead({ ...head.value, root: '44'.repeat(32) });
  inside(per).me = { ...inside(per).me, head: { ...kept, bytes: hexOf(other) } };
  value(await sealGreeting(inside(per), inside(per).log.charter!));
  inside(per).me = { ...inside(per).me, head: kept };
  value(await sync(per));
  const again = await restarted(kari);
  expect((await plan(again)).check.fork).toBe(false);
  value(await sync(again));
  expect((await plan(again)).check.fork).toBe(true);
});
