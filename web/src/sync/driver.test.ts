/** When a space meets its server; timers are the test's own. */
import '../crypto/testing/fast_curves';
import { describe, expect, test, vi } from 'vitest';
import { foundPlan, inside, joinParty, sync, value, type Member } from '../app/testing/scene';
import { encodeFrame, FrameType } from '../proto/frames';
import { encodeEnd } from '../proto/sync';
import { newDriver, type Driver } from './driver';
import { meet } from './contact';
import { follow } from './live';
import type { Seams } from './seams';
import type { TestSeams } from './testing/plan_on_double';
import { unsentCount } from './space';
import { ServerDouble } from './testing/server_double';
import { newLine } from './transport';

interface Scene {
  readonly server: ServerDouble;
  readonly kari: Member;
  readonly per: Member;
  readonly driver: Driver;
  readonly seams: TestSeams;
  /** Sends bytes down the open stream. */
  push(bytes: Uint8Array): void;
  breakStream(): void;
  streams: number;
  /** The server's word to whoever asks for a stream. */
  refusal?: Response;
}

const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 15));
/** However busy the machine is: opening and sealing take their time. */
const until = (holds: () => boolean): Promise<void> =>
  vi.waitFor(() => expect(holds()).toBe(true), { timeout: 5000, interval: 10 });

/** Per's device is driven by the test; its live stream is the test's own. */
async function followed(
  before: (server: ServerDouble, kari: Member) => Promise<void> = () => Promise.resolve(),
): Promise<Scene> {
  const server = new ServerDouble();
  const kari = await foundPlan(server);
  const per = await joinParty(server, kari, 'Per');
  await before(server, kari);
  const { seams } = per.home;
  let out: ReadableStreamDefaultController<Uint8Array> | undefined;
  const fetch: Seams['fetch'] = (url, request) => {
    if (!url.includes('/v1/live')) return server.fetch(url, request);
    scene.streams++;
    if (scene.refusal) return Promise.resolve(scene.refusal);
    const body = new ReadableStream<Uint8Array>({ start: (controller) => void (out = controller) });
    return Promise.resolve(new Response(body));
  };
  const own = { ...seams, fetch };
  const space = inside(per);
  const line = newLine(server.origin, server.keys.signKey, own);
  const driver = newDriver(
    space,
    line,
    own,
    () => undefined,
    () => Promise.resolve({ meet, follow }),
  );
  const push = (bytes: Uint8Array): void => out!.enqueue(bytes);
  const breakStream = (): void => out!.error(new TypeError('gone'));
  const scene: Scene = { server, kari, per, driver, seams, push, breakStream, streams: 0 };
  driver.start();
  await settle();
  return scene;
}

function fire(seams: TestSeams, milliseconds: (wait: number) => boolean): boolean {
  const timer = seams.timers.find((t) => !t.isDone && milliseconds(t.milliseconds));
  if (timer) timer.isDone = true;
  timer?.work();
  return timer !== undefined;
}

describe('the driver', () => {
  test('meets at the start, then follows', async () => {
    const { driver, streams } = await followed();
    expect([driver.status().isOnline, streams]).toEqual([true, 1]);
    driver.stop();
  });

  test('seals after a pause of 20 s, not at every key', async () => {
    const { driver, per, seams, server } = await followed();
    value(await per.port.run('addGoal', { space: per.space, title: 'Mål' }));
    server.seen.length = 0;
    driver.edited();
    driver.edited();
    await settle();
    expect(server.seen).toEqual([]);
    expect(fire(seams, (wait) => wait === 20_000)).toBe(true);
    await vi.waitFor(() => expect(inside(per).edits).toEqual([]));
    expect(server.seen.length).toBeGreaterThan(0);
    driver.stop();
  });

  test('a quiet line keeps the stream; news over it are taken', async () => {
    const scene = await followed();
    const end = encodeEnd({
      next: BigInt(scene.server.stored.length),
      more: false,
      retryAfterS: 0,
      proof: [],
    });
    scene.push(encodeFrame(FrameType.FRAME_END, end));
    await settle();
    expect(scene.streams).toBe(1);
    value(await scene.kari.port.run('addGoal', { space: scene.kari.space, title: 'Nytt' }));
    await sync(scene.kari);
    const news = await liveReply(scene);
    for (const byte of [news.subarray(0, 7), news.subarray(7)]) scene.push(byte); // in pieces
    await settle();
    expect(inside(scene.per).log.frontier.size).toBe(scene.server.stored.length);
    scene.driver.stop();
  });

  test('a key that others wait for is made soon, though nothing was written', async () => {
    let ola: Member | undefined;
    const scene = await followed(async (server, kari) => {
      ola = await joinParty(server, kari, 'Ola');
      value(await sync(ola));
    });
    await settle();
    while (fire(scene.seams, (wait) => wait < 6000)) await settle();
    const before = scene.server.charter!.epochs.length;
    const { device } = inside(ola!).me;
    value(await ola!.port.run('endDevice', { space: ola!.space, device }));
    expect(scene.server.charter!.awaitsRekey).toBe(true);
    scene.push(await liveReply(scene));
    await settle();
    expect(scene.driver.status().problem).toBeUndefined();
    expect(fire(scene.seams, (wait) => wait < 6000)).toBe(true);
    await settle();
    expect(scene.server.charter!.epochs.length).toBe(before + 1);
    scene.driver.stop();
  });

  test('what waited here for the key goes soon after the key has come', async () => {
    let ola: Member | undefined;
    const scene = await followed(async (server, kari) => {
      ola = await joinParty(server, kari, 'Ola');
      value(await sync(ola));
    });
    await settle();
    while (fire(scene.seams, (wait) => wait < 6000)) await settle();
    const { device } = inside(ola!).me;
    value(await ola!.port.run('endDevice', { space: ola!.space, device }));
    value(await sync(scene.kari)); // makes the next key
    value(await scene.per.port.run('addGoal', { space: scene.per.space, title: 'Ventet' }));
    scene.push(await liveReply(scene));
    await until(() => fire(scene.seams, (wait) => wait < 6000));
    expect(scene.driver.status().problem).toBeUndefined();
    expect(scene.server.charter!.awaitsRekey).toBe(false);
    await until(() => unsentCount(inside(scene.per)) === 0);
    scene.driver.stop();
  });

  test('after a failure it waits, longer each time, with jitter', async () => {
    const { driver, seams, server } = await followed();
    server.interrupt = () => {
      throw new TypeError('no network');
    };
    const waits: number[] = [];
    await driver.meetNow();
    for (let i = 0; i < 6; i++) {
      const timer = seams.timers.filter((t) => !t.isDone && t.milliseconds < 60_000).at(-1);
      if (!timer) break;
      waits.push(timer.milliseconds);
      timer.isDone = true;
      timer.work();
      await settle();
    }
    expect(waits.length).toBeGreaterThan(3);
    expect(waits.at(-1)!).toBeGreaterThan(waits[0]! * 2);
    expect(driver.status()).toMatchObject({ isOnline: false, problem: 'offline' });
    driver.stop();
  });
});

describe('without network', () => {
  const noNetwork = () => {
    throw new TypeError('no network');
  };

  test('a meeting that somebody asked for leads back to the stream', async () => {
    const scene = await followed();
    const { driver, server } = scene;
    server.interrupt = noNetwork;
    scene.breakStream();
    await driver.meetNow();
    await settle();
    server.interrupt = () => undefined;
    await driver.meetNow();
    await settle();
    expect(scene.streams).toBe(2);
    driver.stop();
  });

  test('a yes counts as unsent', async () => {
    const { server, per, kari, driver } = await followed();
    server.interrupt = noNetwork;
    const person = inside(per).me.person;
    await kari.port.run('confirm', { space: kari.space, person });
    expect(unsentCount(inside(kari))).toBe(1);
    server.interrupt = () => undefined;
    value(await kari.port.run('sync', {}));
    expect(unsentCount(inside(kari))).toBe(0);
    driver.stop();
  });
});

describe('SYNC11 asked to wait', () => {
  test.each([
    [20, 20_000],
    [86_400, 300_000], // never for good
  ])('asked to come again after %i s, it waits at least %i ms', async (retryAfterS, least) => {
    const { driver, seams, server, per } = await followed();
    value(await per.port.run('addGoal', { space: per.space, title: 'For mye' }));
    server.feign = ({ type }) => (type === FrameType.FRAME_COMMIT ? 'quota' : undefined);
    server.lie = (draft) => {
      draft.end = { ...draft.end, retryAfterS };
    };
    expect(await driver.meetNow()).toMatchObject({ ok: false, error: 'quota' });
    const waits = seams.timers.filter((timer) => !timer.isDone).map((t) => t.milliseconds);
    expect(waits.some((wait) => wait >= least && wait <= least * 1.5)).toBe(true);
    driver.stop();
  });
});

describe('a stream that was refused', () => {
  test('is asked for again no sooner than the server said', async () => {
    const scene = await followed();
    const { driver, seams } = scene;
    const problem = JSON.stringify({ type: '/problems/busy' });
    scene.refusal = new Response(problem, { status: 503, headers: { 'retry-after': '20' } });
    scene.breakStream();
    await settle();
    await driver.meetNow();
    await settle();
    expect(driver.status()).toMatchObject({ isOnline: true, problem: 'busy' });
    const waits = seams.timers.filter((timer) => !timer.isDone).map((t) => t.milliseconds);
    expect(waits.some((wait) => wait >= 20_000 && wait <= 30_000)).toBe(true);
    driver.stop();
  });
});

/** What /v1/live would send: the same frames as a sync from where Per's device is. */
async function liveReply({ server, per }: Scene): Promise<Uint8Array> {
  let answer = new Uint8Array();
  const original = server.fetch;
  const line = newLine(server.origin, server.keys.signKey, {
    ...per.home.seams,
    fetch: async (url, request) => {
      const response = await original(url, request);
      answer = new Uint8Array(await response.clone().arrayBuffer());
      throw new TypeError(`kept ${url}`);
    },
  });
  const { meet } = await import('./contact');
  await meet(inside(per), line);
  return answer;
}
