/** A plan that moves more than once, logs as long as they get, and links that come late. */
import '../crypto/testing/fast_curves';
import { describe, expect, test } from 'vitest';
import { bring, readLogFile, spellPlace } from '../sync/moving';
import { decodeFrames, encodeFrame, FrameType } from '../proto/frames';
import { decodeEnd, encodeEnd, encodeSignedHead } from '../proto/sync';
import { newLine } from '../sync/transport';
import {
  FIRST,
  goOn,
  homeFor,
  moveTo,
  movingScene,
  SECOND,
  THIRD,
  type MovingScene,
} from './testing/moving_scene';
import {
  furtherDevice,
  inside,
  joinParty,
  member,
  plan,
  restarted,
  sync,
  syncAll,
  value,
  type Member,
} from './testing/scene';

describe('moving, and moving again', () => {
  test('a browser goes there and comes back with the plan', async () => {
    const at = await movingScene();
    await moveTo(at.kari, at.second);
    value(await sync(at.per));
    const there = await member(homeFor(at.second), at.per.space);
    expect(await goOn(at.per, there)).toBe('here');
    await syncAll(at.kari, there);
    await moveTo(at.kari, at.first);
    value(await sync(there)); // it hears of it
    expect((await plan(there)).membership).toBe('moved');
    // The browser at the first server still has what it left behind there.
    expect(await goOn(there, at.per)).toBe('here');
    expect((await plan(at.per)).membership).toBe('member');
    value(await at.per.port.run('addGoal', { space: at.per.space, title: 'Hjemme' }));
    value(await sync(at.per));
  });

  test('a browser that did not go along goes on where it is, when the plan is back', async () => {
    const at = await movingScene();
    await moveTo(at.kari, at.second);
    value(await sync(at.per));
    await moveTo(at.kari, at.first);
    await sync(at.per);
    await sync(at.per);
    expect((await plan(at.per)).membership).toBe('member');
  });

  test('who slept through two moves and reaches all servers finds it by itself', async () => {
    const at = await movingScene();
    const guest = await joinParty(at.first, at.kari, 'Ola');
    const reachesAll = homeFor(at.first, at.second, at.third);
    const ola = await member({ ...reachesAll, store: guest.home.store }, guest.space);
    await moveTo(at.kari, at.second);
    await moveTo(at.kari, at.third);
    value(await sync(ola));
    expect(inside(ola).me.server).toBe(THIRD);
    value(await ola.port.run('addGoal', { space: ola.space, title: 'Etterpå' }));
    value(await sync(ola));
  });

  test.each([1, 2, 3, 4, 5])(
    'who slept while it went there and back reads it, %i at a time',
    async (chunk) => {
      const at = await movingScene();
      await moveTo(at.kari, at.second);
      await at.kari.port.run('addGoal', { space: at.kari.space, title: 'Underveis' });
      value(await sync(at.kari));
      await moveTo(at.kari, at.first);
      await at.kari.port.run('addGoal', { space: at.kari.space, title: 'Hjemme' });
      value(await sync(at.kari));
      at.first.chunk = chunk;
      expect(await sync(at.per)).toMatchObject({ ok: true });
      expect((await plan(at.per)).goals).toHaveLength(3);
    },
  );

  test('who slept through two moves is told where the plan is, not that it has not come', async () => {
    const at = await movingScene();
    await moveTo(at.kari, at.second);
    value(await sync(at.per));
    await moveTo(at.kari, at.third);
    const there = await member(homeFor(at.second), at.per.space);
    const { link } = value(await at.per.port.run('passage', { space: at.per.space }));
    const outcome = await there.port.run('goOn', { link });
    expect(outcome).toMatchObject({ ok: false, error: 'moved' });
  });
});

describe('what a link says later', () => {
  test('an older link of the same device does not say that the plan is not there', async () => {
    const at = await movingScene();
    await moveTo(at.kari, at.second);
    value(await sync(at.per));
    const { space } = at.per;
    const { link: older } = value(await at.per.port.run('passage', { space }));
    const there = await member(homeFor(at.second), space);
    expect(await goOn(at.per, there)).toBe('here');
    await syncAll(at.kari, there);
    const other = await member(homeFor(at.second), space);
    const outcome = await other.port.run('goOn', { link: older });
    expect(outcome).not.toMatchObject({ ok: true, value: { state: 'not-there' } });
  });

  test('what is written in the link is not lost where the plan is known already', async () => {
    const at = await movingScene();
    await at.per.port.run('addGoal', { space: at.per.space, title: 'Ikke sendt' });
    await moveTo(at.kari, at.second);
    await sync(at.per);
    await sync(at.per);
    const { space } = at.per;
    const { link } = value(await at.per.port.run('passage', { space }));
    const there = await member(homeFor(at.second), space);
    const { link: further } = value(await at.kari.port.run('invite', { space, party: 'Gruppa' }));
    value(await there.port.run('join', { link: further, person: 'Per' }));
    value(await sync(there));
    const outcome = await there.port.run('goOn', { link });
    await sync(there);
    await sync(at.kari);
    const titles = (await plan(at.kari)).goals.map(({ title }) => title);
    // Either it is here, or it is said that it is not.
    expect(titles.includes('Ikke sendt') || !outcome.ok).toBe(true);
  });
});

function countFrames(body: Uint8Array): number {
  const frames = decodeFrames(body);
  return frames.ok ? frames.value.length : 0;
}

function answerNext(next: number): Response {
  const end = { next: BigInt(next), more: true, retryAfterS: 0, proof: [] };
  return new Response(encodeFrame(FrameType.FRAME_END, encodeEnd(end)) as BodyInit);
}

describe('going on', () => {
  async function ready(): Promise<MovingScene & { there: Member; link: string }> {
    const at = await movingScene();
    await moveTo(at.kari, at.second);
    value(await sync(at.per));
    const { space } = at.per;
    const { link } = value(await at.per.port.run('passage', { space }));
    return { ...at, there: await member(homeFor(at.second), space), link };
  }

  test('twice at once is once', async () => {
    const { there, link, second, kari } = await ready();
    const before = second.charter!.devices.length;
    const both = [there.port.run('goOn', { link }), there.port.run('goOn', { link })];
    for (const outcome of await Promise.all(both)) expect(value(outcome).state).toBe('here');
    expect(second.charter!.devices).toHaveLength(before + 1);
    const again = await restarted(there);
    value(await again.port.run('addGoal', { space: again.space, title: 'Etter omstart' }));
    value(await sync(again));
    value(await sync(kari));
    expect((await plan(kari)).goals).toHaveLength(2);
  });

  test('a page that is closed anywhere on the way goes on by the same link', async () => {
    for (let cut = 1; cut <= 8; cut++) {
      const { there, link, second } = await ready();
      let requests = 0;
      second.interrupt = (_, phase) => {
        if (++requests === cut) throw new TypeError(`cut ${phase}`);
      };
      await there.port.run('goOn', { link });
      second.interrupt = () => undefined;
      const again = await restarted(there);
      expect(value(await again.port.run('goOn', { link })).state).toBe('here');
      value(await sync(again));
    }
  });
});

describe('who waits to be let in', () => {
  test.each(['a browser', 'who reaches all'])('%s hears that the plan has moved', async (who) => {
    const at = await movingScene();
    const { space } = at.kari;
    const asked = { space, party: 'Kommunen', sector: 2 };
    const { link } = value(await at.kari.port.run('invite', asked));
    const isBrowser = who === 'a browser';
    const home = isBrowser ? homeFor(at.first) : homeFor(at.first, at.second);
    const guest = await member(home, space);
    expect(value(await guest.port.run('join', { link, person: 'Ida' })).state).toBe('waiting');
    value(await sync(at.kari));
    await moveTo(at.kari, at.second);
    const open = (await plan(at.kari)).proposals.find(({ kind }) => kind === 'admit')!;
    value(await at.kari.port.run('consent', { space, proposal: open.id }));
    value(await sync(at.kari));
    await sync(guest);
    await sync(guest);
    const { membership, check } = await plan(guest);
    // What can be told is where; what is asked for is a new invitation from there.
    expect([membership, check.server]).toEqual([isBrowser ? 'waiting' : 'member', SECOND]);
  });
});

describe('what a browser had before', () => {
  test('what an ended device had not sent here is not lost where its person goes on', async () => {
    const at = await movingScene();
    await moveTo(at.kari, at.second);
    value(await sync(at.per));
    const { space } = at.per;
    // An earlier membership at the new server, ended, with words that it could not send.
    const there = await member(homeFor(at.second), space);
    const { link } = value(await at.kari.port.run('invite', { space, party: 'Gruppa' }));
    value(await there.port.run('join', { link, person: 'Per' }));
    await syncAll(at.kari, there);
    const further = await furtherDevice(at.second, there);
    value(await there.port.run('addGoal', { space, title: 'Ikke sendt' }));
    const { device } = inside(there).me;
    value(await further.port.run('endDevice', { space, device }));
    await sync(there);
    expect(inside(there).me.ended).toBeDefined();
    expect(await goOn(at.per, there)).toBe('here');
    const { running } = there.app;
    await running.inside?.resume(running, running.spaces.get(space)!);
    await syncAll(at.kari, there, at.kari);
    expect((await plan(at.kari)).goals.map(({ title }) => title)).toContain('Ikke sendt');
  });

  test('a device on trial is told so, and gets no link that opens nothing', async () => {
    const at = await movingScene();
    const { space } = at.kari;
    const made = value(await at.kari.port.run('makeWords', { space }));
    const words = made.words.join(' ');
    value(await at.kari.port.run('setRecovery', { space, words }));
    value(await sync(at.kari));
    const browser = await member(homeFor(at.first), space);
    value(await browser.port.run('recover', { server: FIRST, words }));
    value(await sync(at.kari));
    await moveTo(at.kari, at.second);
    await sync(browser);
    const outcome = await browser.port.run('passage', { space });
    expect(outcome).toMatchObject({ ok: false, error: 'forbidden' });
  });
});

describe('whose the address is', () => {
  test('a code with another key than the address has is not proposed, nor agreed to', async () => {
    const at = await movingScene();
    const { space } = at.kari;
    const to = spellPlace(SECOND, at.third.keys.signKey);
    expect(await at.kari.port.run('proposeMove', { space, to })).toMatchObject({ ok: false });
    // A browser cannot look; who can look does.
    const { proposal } = value(await at.per.port.run('proposeMove', { space, to }));
    value(await sync(at.per));
    value(await sync(at.kari));
    const agreed = await at.kari.port.run('consent', { space, proposal });
    expect(agreed).toMatchObject({ ok: false, error: 'misconduct' });
  });
});

describe('bringing', () => {
  test('LIMIT SYNC15 no request has more leaves than a server takes', async () => {
    const at = await movingScene();
    const { space } = at.kari;
    const { frames } = value(await at.kari.port.run('exportLog', { space }));
    const file = readLogFile(frames)!;
    const leaf = file.leaves.at(-1)!;
    const many = Array.from({ length: 3000 }, () => leaf);
    const counts: number[] = [];
    const proofs: number[] = [];
    const seams = {
      ...at.kari.home.seams,
      fetch: async (_: string, request: RequestInit) => {
        const body = new Uint8Array(await (request.body as Blob).arrayBuffer());
        const leaves = countFrames(body) - 3;
        counts.push(leaves);
        const frames = decodeFrames(body);
        const end = frames.ok && decodeEnd(frames.value.at(-1)!.payload);
        proofs.push(end && end.ok ? end.value.proof.length : 0);
        return answerNext(counts.reduce((sum, one) => sum + one, 0));
      },
    };
    const line = newLine(SECOND, at.second.keys.signKey, seams);
    const { bytes, signature } = file.head;
    await bring(line, encodeSignedHead(bytes, signature), many);
    expect(Math.max(...counts)).toBeLessThanOrEqual(1024);
    expect(counts.reduce((sum, one) => sum + one, 0)).toBe(3000);
    // Asked first, then two that lead to the head, and the last that reaches it.
    expect(proofs.map((count) => count > 0)).toEqual([false, true, true, false]);
  });
});
