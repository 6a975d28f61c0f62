/** A plan that has moved on: whoever comes to where it was is led to where it is. */
import '../crypto/testing/fast_curves';
import { describe, expect, test } from 'vitest';
import {
  FIRST,
  homeFor,
  moveTo,
  movingScene,
  SECOND,
  THIRD,
  type MovingScene,
} from './testing/moving_scene';
import { inside, member, plan, sync, value } from './testing/scene';

async function movedTwice(
  prepare: (at: MovingScene) => Promise<string>,
): Promise<MovingScene & { readonly made: string }> {
  const at = await movingScene();
  const made = await prepare(at);
  await moveTo(at.kari, at.second);
  value(await sync(at.per));
  await moveTo(at.kari, at.third);
  return { ...at, made };
}

describe('an invitation from the first server', () => {
  const invited = async ({ kari: { port, space } }: MovingScene): Promise<string> =>
    value(await port.run('invite', { space, party: 'Gruppa' })).link;

  test('leads a browser from one to the next, and in at the third', async () => {
    const at = await movedTwice(invited);
    const { space } = at.kari;
    let link = at.made;
    for (const [server, next] of [
      [at.first, SECOND],
      [at.second, THIRD],
    ] as const) {
      const browser = await member(homeFor(server), space);
      const moved = { ok: false, error: 'moved', detail: next };
      expect(await browser.port.run('preview', { link })).toEqual(moved);
      expect(await browser.port.run('join', { link, person: 'Ida' })).toEqual(moved);
      link = link.replace(server.origin, next);
    }
    const there = await member(homeFor(at.third), space);
    expect(value(await there.port.run('join', { link, person: 'Ida' })).state).toBe('member');
  });
});

describe('twelve words from the first server', () => {
  const written = async ({ kari: { port, space } }: MovingScene): Promise<string> => {
    const words = value(await port.run('makeWords', { space })).words.join(' ');
    value(await port.run('setRecovery', { space, words }));
    return words;
  };

  test('lead a browser from one to the next, and in at the third', async () => {
    const at = await movedTwice(written);
    const { space } = at.kari;
    const recoverAt = async (server: MovingScene['first']): Promise<unknown> => {
      const browser = await member(homeFor(server), space);
      const asked = { server: server.origin, words: at.made };
      return value(await browser.port.run('recover', asked));
    };
    expect(await recoverAt(at.first)).toEqual({ spaces: [], moved: [SECOND] });
    expect(await recoverAt(at.second)).toEqual({ spaces: [], moved: [THIRD] });
    expect(await recoverAt(at.third)).toEqual({ spaces: [space], moved: [] });
  });

  test('open it at the third for whoever reaches all', async () => {
    const at = await movedTwice(written);
    const anywhere = await member(homeFor(at.first, at.second, at.third), at.kari.space);
    const found = value(await anywhere.port.run('recover', { server: FIRST, words: at.made }));
    expect(found).toEqual({ spaces: [at.kari.space], moved: [] });
    expect(inside(anywhere).me.server).toBe(THIRD);
  });
});

describe('a device that goes on', () => {
  const nothing = (): Promise<string> => Promise.resolve('');

  test('at a server that the plan has left is told so', async () => {
    const at = await movedTwice(nothing);
    const { link } = value(await at.per.port.run('passage', { space: at.per.space }));
    const there = await member(homeFor(at.second), at.per.space);
    expect(await there.port.run('goOn', { link })).toMatchObject({ ok: false, error: 'moved' });
  });

  test('goes on at the third by the same link, at its address', async () => {
    const at = await movedTwice(nothing);
    const { link } = value(await at.per.port.run('passage', { space: at.per.space }));
    const there = await member(homeFor(at.third), at.per.space);
    const outcome = await there.port.run('goOn', { link: link.replace(SECOND, THIRD) });
    expect(value(outcome).state).toBe('here');
  });

  test('and had the plan there before is led on', async () => {
    const at = await movingScene();
    await moveTo(at.kari, at.second);
    value(await sync(at.per));
    const { space } = at.per;
    const there = await member(homeFor(at.second), space);
    const { link: guest } = value(await at.kari.port.run('invite', { space, party: 'Gruppa' }));
    value(await there.port.run('join', { link: guest, person: 'Per' }));
    const { link } = value(await at.per.port.run('passage', { space }));
    await moveTo(at.kari, at.third);
    value(await sync(there));
    const outcome = await there.port.run('goOn', { link });
    expect(outcome).toMatchObject({ ok: false, error: 'moved', detail: THIRD });
  });

  test('reads at each what is there, and is shown the next', async () => {
    const at = await movedTwice(nothing);
    expect((await plan(at.per)).check.server).toBe(SECOND);
  });
});

test('SYNC15 who brings a plan hears why it is held back, and goes on later', async () => {
  const { first, second, kari } = await movingScene();
  const lone = await member({ ...homeFor(first), store: kari.home.store }, kari.space);
  const { port, space } = lone;
  const there = await member(homeFor(second), '');
  const { code } = value(await there.port.run('placeHere', { server: SECOND }));
  const { proposal } = value(await port.run('proposeMove', { space, to: code }));
  value(await port.run('consent', { space, proposal }));
  await sync(lone);
  const { frames } = value(await port.run('exportLog', { space }));
  const bring = (): Promise<unknown> =>
    there.port.run('bringPlan', { server: SECOND, bytes: frames });
  second.time -= 86_400;
  expect(await bring()).toMatchObject({ ok: false, error: 'stale-time' });
  second.time += 86_400;
  second.arrivalsWaitS = 60;
  expect(await bring()).toMatchObject({ ok: false, error: 'quota' });
  second.arrivalsWaitS = 0;
  expect(await bring()).toMatchObject({ ok: true });
});
