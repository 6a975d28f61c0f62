/** FILE4: what a device takes along to the new server, however much, damaged, or late. */
import '../crypto/testing/fast_curves';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { hexOf, textOf, utf8 } from '../core/bytes';
import { readLink } from '../crypto/invitation';
import { FrameType } from '../proto/frames';
import {
  MAX_PASSAGE_LINK,
  readMovingCode,
  spellPassage,
  type MovingCode,
  type Passage,
} from '../sync/moving';
import { leftKey } from '../sync/records';
import { goOn, homeFor, moveTo, movingScene, type MovingScene } from './testing/moving_scene';
import {
  away,
  back,
  inside,
  member,
  plan,
  restarted,
  sync,
  syncAll,
  value,
  type Member,
} from './testing/scene';

const HALF_DAY_S = 43_200;

/** Per knows that the plan is at the second server, where a browser has nothing yet. */
async function moved(prepare?: (at: MovingScene) => Promise<void>): Promise<Moved> {
  const at = await movingScene();
  await prepare?.(at);
  await moveTo(at.kari, at.second);
  await sync(at.per);
  return { ...at, there: await member(homeFor(at.second), at.per.space) };
}

type Moved = MovingScene & { readonly there: Member };

async function passageOf({ port, space }: Member): Promise<string> {
  return value(await port.run('passage', { space })).link;
}

/** Without a line, so that nothing of it is sent. */
async function sayMuch({ first, kari, per }: MovingScene, count: number): Promise<void> {
  const { space } = kari;
  await kari.port.run('proposeSectors', { space, sectors: [1, 2, 3, 4] });
  await syncAll(kari, per);
  const [proposal] = inside(per).log.charter!.proposals.keys();
  away(first);
  for (let i = 0; i < count; i++) {
    const reason = `${i} ${'x'.repeat(1800)}`;
    await per.port.run('object', { space, proposal: proposal!, reason });
  }
  back(first);
}

describe('more than a link holds', () => {
  test('statements go along in a file, in their order, and nothing is lost', async () => {
    const at = await moved((scene) => sayMuch(scene, 30));
    const { link, isLong } = value(await at.per.port.run('passage', { space: at.per.space }));
    expect(isLong).toBe(true);
    expect(link.length).toBeGreaterThan(MAX_PASSAGE_LINK);
    const brought: string[] = [];
    at.second.feign = ({ type, payload }) => {
      if (type === FrameType.FRAME_STATEMENT) brought.push(hexOf(payload));
      return undefined;
    };
    expect(value(await at.there.port.run('goOn', { link })).state).toBe('here');
    const said = inside(at.per).sayings.map(({ signed }) => hexOf(signed));
    expect(said.length).toBeGreaterThan(30); // and the invitation, last
    expect(brought.slice(0, said.length)).toEqual(said);
  });

  test('words go along in it too', async () => {
    const at = await moved(async ({ per }) => {
      for (let i = 0; i < 30; i++) {
        const texts = { text: `${i} ${'abcdefghij'.repeat(190)}` };
        const ask = { space: per.space, kind: 'comment', texts } as const;
        value(await per.port.run('addItem', ask));
      }
    });
    const { link, isLong } = value(await at.per.port.run('passage', { space: at.per.space }));
    expect(isLong).toBe(true);
    value(await at.there.port.run('goOn', { link }));
    const { running } = at.there.app;
    await running.inside?.resume(running, running.spaces.get(at.there.space)!);
    await syncAll(at.there, at.kari);
    expect((await plan(at.kari)).comments).toHaveLength(30);
  });

  test('what is little is a link', async () => {
    const at = await moved();
    const { link, isLong } = value(await at.per.port.run('passage', { space: at.per.space }));
    expect([isLong, link.length <= MAX_PASSAGE_LINK]).toEqual([false, true]);
  });

  test('a server that takes no more just now says so, and later takes the rest', async () => {
    const at = await moved((scene) => sayMuch(scene, 3));
    const link = await passageOf(at.per);
    let room = 2;
    at.second.feign = ({ type }) =>
      type === FrameType.FRAME_STATEMENT && room-- <= 0 ? 'quota' : undefined;
    const outcome = await at.there.port.run('goOn', { link });
    expect(outcome).toMatchObject({ ok: false, error: 'quota' });
    at.second.feign = () => undefined;
    expect(value(await at.there.port.run('goOn', { link })).state).toBe('here');
  });
});

describe('a clock that is off', () => {
  test.each([
    ['half a day behind', -HALF_DAY_S],
    ['ten days ahead', 20 * HALF_DAY_S],
  ])('%s makes a link that opens, days after the move too', async (_, off) => {
    const at = await moved();
    for (const server of [at.first, at.second]) server.time += 10 * HALF_DAY_S;
    const { home } = at.per;
    const seams = { ...home.seams, now: () => at.first.time + off };
    const per = await restarted({ ...at.per, home: { ...home, seams } });
    expect(await goOn(per, at.there)).toBe('here');
  });

  test('with no line, what a server has said last counts', async () => {
    const at = await moved();
    const { home } = at.per;
    const seams = {
      ...home.seams,
      now: () => at.first.time - 20 * HALF_DAY_S,
      fetch: () => Promise.reject(new TypeError('no line')),
    };
    const per = await restarted({ ...at.per, home: { ...home, seams } });
    expect(await goOn(per, at.there)).toBe('here');
  });
});

describe('what is damaged', () => {
  let at: Moved;
  let code: MovingCode & Passage;
  beforeAll(async () => {
    at = await moved();
    const read = readMovingCode(await passageOf(at.per));
    if (read?.kind !== 'passage') throw new Error('no passage');
    code = read;
  });

  const flipped = (bytes: Uint8Array, at: number): Uint8Array =>
    bytes.map((byte, i) => (i === at ? byte ^ 1 : byte));

  test.each<[string, (code: Passage) => Partial<Passage>]>([
    ['words that are none', () => ({ words: utf8('{"plan":') })],
    ['words that are no text', () => ({ words: new Uint8Array([0xff, 0xfe, 0]) })],
    ['words of another form', () => ({ words: utf8('{"plan":[],"items":7}') })],
    ['no statements', () => ({ statements: new Uint8Array() })],
    ['statements cut off', ({ statements }) => ({ statements: statements.slice(0, -3) })],
    ['a statement that is none', ({ statements }) => ({ statements: flipped(statements, 60) })],
    ['another plan', () => ({ space: hexOf(new Uint8Array(32).fill(9)) })],
  ])('%s: the link is damaged, and nothing is done', async (_, change) => {
    const link = spellPassage(code.origin, { ...code, ...change(code) });
    const before = at.second.stored.length;
    const outcome = await at.there.port.run('goOn', { link });
    expect(outcome).toMatchObject({ ok: false, error: 'bad-link' });
    expect(at.second.stored).toHaveLength(before);
    expect(at.there.app.running.spaces.size).toBe(0);
  });

  test('the whole of it still opens afterwards', async () => {
    const link = spellPassage(code.origin, code);
    expect(value(await at.there.port.run('goOn', { link })).state).toBe('here');
  });
});

describe('words set aside that cannot be read', () => {
  test('stay, and the rest goes along', async () => {
    const at = await moved();
    const { store } = at.per.home;
    await store.write([{ key: leftKey(at.per.space), value: utf8('{"plan":') }]);
    const per = await restarted(at.per);
    const { isWithout } = value(await per.port.run('passage', { space: per.space }));
    expect(isWithout).toBe(true);
    expect(await goOn(per, at.there)).toBe('here');
  });

  test('no link takes their place', async () => {
    const at = await moved(async ({ per }) => {
      value(await per.port.run('addGoal', { space: per.space, title: 'Ikke sendt' }));
    });
    const [first, link] = [await passageOf(at.per), await passageOf(at.per)];
    value(await at.there.port.run('goOn', { link: first }));
    const { store } = at.there.home;
    const damaged = utf8('{"plan":');
    await store.write([{ key: leftKey(at.there.space), value: damaged }]);
    const there = await restarted(at.there);
    expect(await there.port.run('goOn', { link })).toMatchObject({ ok: false, error: 'storage' });
    expect(inside(there).left).toEqual(damaged);
  });
});

test('a link with an invitation that anybody gives is none: nobody goes on by it', async () => {
  const at = await moved();
  const code = readMovingCode(await passageOf(at.per)) as Passage;
  const { space } = at.kari;
  const { link } = value(await at.kari.port.run('invite', { space, party: 'Gruppa' }));
  const { secret } = readLink(link)!;
  const opened = spellPassage(at.second.origin, { ...code, secret });
  const outcome = await at.there.port.run('goOn', { link: opened });
  expect(outcome).toMatchObject({ ok: false, error: 'bad-link' });
  expect(at.there.app.running.spaces.size).toBe(0);
  expect(await at.there.home.store.list('s/')).toEqual([]);
});

describe('a link for a plan that is here', () => {
  const TITLE = 'Ikke sendt';
  let at: Moved;
  let link: string;
  beforeEach(async () => {
    at = await moved(async ({ per }) => {
      value(await per.port.run('addGoal', { space: per.space, title: TITLE }));
    });
    link = await passageOf(at.per);
    value(await at.there.port.run('goOn', { link }));
  });

  async function goalsAfter(opened: string): Promise<string[]> {
    const outcome = await at.there.port.run('goOn', { link: opened });
    expect(outcome.ok || outcome.error).toBe(opened === link || 'ended');
    const { running } = at.there.app;
    await running.inside?.resume(running, running.spaces.get(at.there.space)!);
    await syncAll(at.there, at.kari);
    return (await plan(at.kari)).goals.map(({ title }) => title);
  }

  const withOther = (change: Partial<Passage>): string => {
    const code = readMovingCode(link) as Passage;
    const words = utf8(textOf(code.words)!.replaceAll(TITLE, 'Noko anna'));
    return spellPassage('http://evil.test', { ...code, words, ...change });
  };

  test('opened again, it changes nothing', async () => {
    expect(await goalsAfter(link)).toEqual(['Møteplass', TITLE]);
  });

  test('made anew by the device that is ended meanwhile, its words come too', async () => {
    await syncAll(at.there, at.kari);
    link = await passageOf(at.per);
    link = withOther({});
    expect((await goalsAfter(link)).join()).toContain('Noko anna');
  });

  test('opened again after others wrote on, it takes nothing back', async () => {
    expect(await goalsAfter(link)).toEqual(['Møteplass', TITLE]);
    const { kari } = at;
    const { id } = (await plan(kari)).goals.at(-1)!;
    value(await kari.port.run('setGoal', { space: kari.space, id, title: 'Sendt' }));
    await syncAll(kari, at.there);
    expect(await goalsAfter(link)).toEqual(['Møteplass', 'Sendt']);
  });

  test('whoever was not told its secret writes nothing in the name of who opens it', async () => {
    const opened = withOther({ secret: new Uint8Array(16) });
    expect(await goalsAfter(opened)).toEqual(['Møteplass', TITLE]);
  });

  test('nor does another member, by an own invitation', async () => {
    const code = readMovingCode(await passageOf(at.kari)) as Passage;
    const opened = withOther({ secret: code.secret, statements: code.statements });
    expect(await goalsAfter(opened)).toEqual(['Møteplass', TITLE]);
  });
});
