/** What a line may do to whoever reads it: stop in the middle, and never end. */
import { expect, test } from 'vitest';
import { concat } from '../core/bytes';
import { encodeFrame, FrameType } from '../proto/frames';
import { inside, twoPeople } from '../app/testing/scene';
import { encodeEnd } from '../proto/sync';
import { follow, MAX_REPLIES_PER_S } from './live';
import { homeOn } from './testing/plan_on_double';
import { ServerDouble } from './testing/server_double';
import { askServerInfo, MAX_REPLY_BYTES, newLine } from './transport';

const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 10));
const MIB = new Uint8Array(1024 * 1024);

/** A body that gives what `next` gives, and waits for ever at undefined. */
function bodyOf(next: () => Uint8Array | undefined): {
  stream: ReadableStream<Uint8Array>;
  isCancelled: () => boolean;
} {
  let isCancelled = false;
  const stream = new ReadableStream<Uint8Array>(
    {
      pull: (controller) => {
        const chunk = next();
        if (chunk) controller.enqueue(chunk);
        return chunk ? undefined : new Promise<void>(() => undefined);
      },
      cancel: () => {
        isCancelled = true;
      },
    },
    { highWaterMark: 0 },
  );
  return { stream, isCancelled: () => isCancelled };
}

test.each([200, 503])(
  'SYNC a reply of %i that stalls in the middle is no connection',
  async (status) => {
    const { seams } = homeOn(new ServerDouble());
    const chunks = [Uint8Array.of(0, 0)];
    const { stream, isCancelled } = bodyOf(() => chunks.shift());
    const fetch = () => Promise.resolve(new Response(stream, { status }));
    const asked = askServerInfo('http://slow.test', { ...seams, fetch });
    await settle();
    const timer = seams.timers.find(
      ({ isDone, milliseconds }) => !isDone && milliseconds === 30_000,
    );
    timer?.work();
    expect(await Promise.race([asked, settle()])).toMatchObject({ ok: false, error: 'offline' });
    expect(isCancelled()).toBe(true);
  },
);

test.each([200, 503])('WIRE1 a reply of %i without end is not kept', async (status) => {
  const { seams } = homeOn(new ServerDouble());
  let size = 0;
  const { stream, isCancelled } = bodyOf(() => {
    size += MIB.length;
    return size > 64 * MIB.length ? undefined : MIB;
  });
  const fetch = () => Promise.resolve(new Response(stream, { status }));
  const asked = askServerInfo('http://endless.test', { ...seams, fetch });
  const answer = await Promise.race([asked, settle().then(settle)]);
  expect(answer).toMatchObject({ ok: false });
  expect(isCancelled()).toBe(true);
  expect(size).toBeLessThanOrEqual(MAX_REPLY_BYTES + 2 * MIB.length);
});

test('SYNC6 a live stream that never comes to an End is left', async () => {
  const { server, per } = await twoPeople();
  const leaf = encodeFrame(FrameType.FRAME_COMMIT, MIB);
  let count = 0;
  const { stream, isCancelled } = bodyOf(() => (++count > 64 ? undefined : concat(leaf)));
  const seams = { ...per.home.seams, fetch: () => Promise.resolve(new Response(stream)) };
  const line = newLine(server.origin, server.keys.signKey, seams);
  const signal = new AbortController().signal;
  const ended = follow(inside(per), line, false, signal, () => undefined);
  const answer = await Promise.race([ended, new Promise((done) => setTimeout(done, 1500))]);
  expect(answer).toMatchObject({ ok: false, error: 'malformed' });
  expect(isCancelled()).toBe(true);
});

test('SYNC a live stream that falls silent is no connection', async () => {
  const { server, per } = await twoPeople();
  const { stream } = bodyOf(() => undefined);
  const seams = { ...per.home.seams, fetch: () => Promise.resolve(new Response(stream)) };
  const line = newLine(server.origin, server.keys.signKey, seams);
  const signal = new AbortController().signal;
  const ended = follow(inside(per), line, false, signal, () => undefined);
  await settle();
  seams.timers.find(({ isDone, milliseconds }) => !isDone && milliseconds === 60_000)?.work();
  expect(await Promise.race([ended, settle()])).toMatchObject({ ok: false, error: 'offline' });
});

test('LIMIT SYNC6 of 33 replies in one second the last is not taken, and the stream is left', async () => {
  const { server, per } = await twoPeople();
  const quiet = encodeFrame(
    FrameType.FRAME_END,
    encodeEnd({ next: 0n, more: false, retryAfterS: 0, proof: [] }),
  );
  const followed = async (perSecond: number): Promise<unknown> => {
    let count = 0;
    const { stream, isCancelled } = bodyOf(() =>
      count++ < 3 ? concat(...Array.from({ length: perSecond }, () => quiet)) : undefined,
    );
    const seams = {
      ...per.home.seams,
      monotonic: () => count * 1000,
      fetch: () => Promise.resolve(new Response(stream)),
    };
    const line = newLine(server.origin, server.keys.signKey, seams);
    const signal = new AbortController().signal;
    const ended = follow(inside(per), line, false, signal, () => undefined);
    await settle();
    return Promise.race([ended.then((answer) => [answer, isCancelled()]), settle()]);
  };
  for (const perSecond of [MAX_REPLIES_PER_S - 1, MAX_REPLIES_PER_S]) {
    expect(await followed(perSecond)).toBeUndefined(); // it goes on
  }
  expect(await followed(MAX_REPLIES_PER_S + 1)).toEqual([{ ok: false, error: 'busy' }, true]);
});
