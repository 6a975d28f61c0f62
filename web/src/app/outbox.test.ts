/** What becomes of what somebody wrote: kept, sealed once, sent until it is answered. */
import { seededChance } from '../core/testing/random';
import '../crypto/testing/fast_curves';
import { describe, expect, test } from 'vitest';
import { decodeCommit } from '../proto/commit';
import { FrameType } from '../proto/frames';
import { hash } from '../crypto/hash';
import { sayRekey } from '../sync/statements';
import {
  foundPlan,
  inside,
  joinParty,
  hashOf,
  plan,
  restarted,
  sync,
  twoPeople,
  value,
  type Member,
} from './testing/scene';
import { createItem, setText, textName } from '../core/plan/document';
import { makeEdit } from '../sync/space';
import { ServerDouble } from '../sync/testing/server_double';

const chance = seededChance(1);

const cut = (): never => {
  throw new TypeError('the connection broke');
};

function commitsOf(server: ServerDouble, device: number) {
  return server.stored
    .filter(({ type }) => type === FrameType.FRAME_COMMIT)
    .map(({ payload }) => decodeCommit(payload, (record) => hash('record', record)))
    .flatMap((commit) => (commit.ok && commit.value.core.device === device ? [commit.value] : []));
}

describe('SYNC9 a commit is kept until the durable answer', () => {
  test('an edit made offline survives the end of the program', async () => {
    const { server, kari, per } = await twoPeople();
    server.interrupt = cut;
    value(await per.port.run('addGoal', { space: per.space, title: 'Uten nett' }));
    expect((await sync(per)).ok).toBe(false);
    expect((await plan(per)).sync).toMatchObject({ state: 'waiting', unsent: 1 });
    const again = await restarted(per);
    server.interrupt = () => undefined;
    expect(value(await sync(again))).toMatchObject({ sent: 1, unsent: 0 });
    await sync(kari);
    expect((await plan(kari)).goals.map((goal) => goal.title)).toEqual(['Uten nett']);
  });

  test('LOG3 a lost answer: the identical bytes again, and one commit in the log', async () => {
    const { server, per } = await twoPeople();
    const before = commitsOf(server, 2).length;
    value(await per.port.run('addGoal', { space: per.space, title: 'Mål' }));
    let requests = 0;
    server.interrupt = (_, phase) => {
      if (phase === 'after' && ++requests === 2) cut(); // taken, but not heard
    };
    expect((await sync(per)).ok).toBe(false);
    server.interrupt = () => undefined;
    value(await sync(await restarted(per)));
    expect(commitsOf(server, 2)).toHaveLength(before + 1);
  });

  test('the state in words: here, sent, and held once somebody else has it', async () => {
    const { kari, per } = await twoPeople();
    value(await per.port.run('addGoal', { space: per.space, title: 'Mål' }));
    expect((await plan(per)).sync.state).toBe('local');
    value(await sync(per));
    expect((await plan(per)).sync.state).toBe('sent');
    value(await sync(kari)); // takes it, and says so (COMMIT12)
    value(await sync(per));
    expect((await plan(per)).sync.state).toBe('held');
  });
});

describe('COMMIT9 what was sealed under an old key', () => {
  test('goes out void, and its edits are sealed again under the next seq', async () => {
    const { server, kari, per } = await twoPeople();
    value(await per.port.run('addGoal', { space: per.space, title: 'Før nøkkelbyttet' }));
    let requests = 0;
    server.interrupt = (_, phase) => {
      if (phase === 'before' && ++requests === 2) cut(); // sealed and stored, not sent
    };
    expect((await sync(per)).ok).toBe(false);
    server.interrupt = () => undefined;
    server.time += 4000;
    const { charter } = inside(kari).log;
    value(await sayRekey(inside(kari), charter!, BigInt(server.time)));
    value(await sync(kari));
    const again = await restarted(per);
    value(await sync(again));
    const commits = commitsOf(server, 2);
    expect(commits.filter((commit) => commit.isVoid)).toHaveLength(1);
    value(await sync(kari));
    expect((await plan(kari)).goals.map((goal) => goal.title)).toEqual(['Før nøkkelbyttet']);
    expect(await hashOf(kari)).toBe(await hashOf(again));
  });
});

test('COMMIT9 what came back from a void commit survives the end of the program', async () => {
  const { server, kari, per } = await twoPeople();
  value(await per.port.run('addGoal', { space: per.space, title: 'Før nøkkelbyttet' }));
  let requests = 0;
  server.interrupt = (_, phase) => {
    if (phase === 'before' && ++requests === 2) cut();
  };
  await sync(per);
  server.interrupt = () => undefined;
  server.time += 4000;
  value(await sayRekey(inside(kari), inside(kari).log.charter!, BigInt(server.time)));
  value(await sync(kari));
  requests = 0;
  server.interrupt = (_, phase) => {
    if (phase === 'before' && ++requests === 2) cut(); // void and sealed anew, not sent
  };
  expect((await sync(per)).ok).toBe(false);
  server.interrupt = () => undefined;
  value(await sync(await restarted(per)));
  value(await sync(kari));
  expect((await plan(kari)).goals.map((goal) => goal.title)).toEqual(['Før nøkkelbyttet']);
});

describe('COMMIT12 telling that one holds', () => {
  test('answers edits, never answers: the log comes to rest', async () => {
    const { server, kari, per } = await twoPeople();
    value(await per.port.run('addGoal', { space: per.space, title: 'Mål' }));
    for (let i = 0; i < 3; i++) {
      await sync(per);
      await sync(kari);
    }
    const size = server.stored.length;
    for (let i = 0; i < 3; i++) {
      await sync(per);
      await sync(kari);
    }
    expect(server.stored).toHaveLength(size);
  });

  test('SYNC6 a reconnect with nothing new is one request', async () => {
    const { server, kari } = await twoPeople();
    await sync(kari);
    server.seen.length = 0;
    await sync(kari);
    expect(server.seen).toEqual(['/v1/sync']);
  });
});

/** Nothing that could be packed. */
function noise(): string {
  const letters = () => String.fromCodePoint(0x4e00 + Math.floor(chance() * 0x5000));
  return Array.from({ length: 6000 }, letters).join('');
}

/** Longer than any command lets through: a plan may hold it from elsewhere. */
async function writeMuch(member: Member, count: number): Promise<void> {
  const space = inside(member);
  for (let i = 0; i < count; i++) {
    const write = (): void => {
      createItem(space.doc, { kind: 'goal', id: `much${i}` }, { order: 'b1' }, 1);
      setText(space.doc, textName(`much${i}`, 'title'), `${i} ${noise()}`);
    };
    value(await makeEdit(space, write));
  }
}

test('COMMIT2 much that waits goes out in several commits, in order', async () => {
  const server = new ServerDouble();
  const kari = await foundPlan(server);
  await writeMuch(kari, 30);
  value(await sync(kari));
  expect(commitsOf(server, 1).length).toBeGreaterThan(2);
  const per = await joinParty(server, kari, 'Per');
  expect((await plan(per)).goals).toHaveLength(30);
  expect((await plan(per)).notices).toEqual([]);
});

test('LOG6 a new device takes a long log in small pieces', async () => {
  const server = new ServerDouble();
  const kari = await foundPlan(server);
  for (let i = 0; i < 12; i++) {
    value(await kari.port.run('addGoal', { space: kari.space, title: `Mål ${i}` }));
    value(await sync(kari));
  }
  server.chunk = 1;
  const per = await joinParty(server, kari, 'Per');
  server.chunk = 3;
  expect((await plan(per)).goals).toHaveLength(12);
});

test('two people in one text: both words stay, and it is said once', async () => {
  const { server, kari, per } = await twoPeople();
  const { id } = value(
    await kari.port.run('addGoal', { space: kari.space, title: 'Middag tirsdag' }),
  );
  await sync(kari);
  await sync(per);
  server.interrupt = cut;
  value(await per.port.run('setGoal', { space: per.space, id, title: 'God Middag tirsdag' }));
  await sync(per);
  server.interrupt = () => undefined;
  // In two pauses: whoever has written more than once is named once.
  for (const title of ['Middag hv tirsdag', 'Middag hver tirsdag']) {
    value(await kari.port.run('setGoal', { space: kari.space, id, title }));
    await sync(kari);
  }
  await sync(per);
  const { goals, notices } = await plan(per);
  expect(goals[0]?.title).toBe('God Middag hver tirsdag');
  expect(notices).toEqual([
    { kind: 'same-text', name: 'Kari', item: 'God Middag hver tirsdag' },
    { kind: 'back-online', sent: 1, received: 2 },
  ]);
  await per.port.run('dismiss', { space: per.space });
  expect((await plan(per)).notices).toEqual([]);
});

test('SYNC6 what does not fit into one request is sent in several, answers only until the last', async () => {
  const server = new ServerDouble();
  const kari = await foundPlan(server);
  await writeMuch(kari, 300);
  server.seen.length = 0;
  expect(value(await sync(kari))).toEqual({ sent: 300, received: 0, unsent: 0 });
  expect(server.seen.length).toBeLessThan(12);
});

test('EDIT4 a record that is no edit is counted, and stops nothing else', async () => {
  const { kari, per } = await twoPeople();
  const junk = { number: 999, at: 0, update: new Uint8Array([255, 1, 2, 3]) };
  inside(kari).edits = [junk];
  value(await sync(kari));
  value(await per.port.run('addGoal', { space: per.space, title: 'Etterpå' }));
  value(await sync(per));
  const { goals, notices } = await plan(per);
  expect(goals.map((goal) => goal.title)).toEqual(['Etterpå']);
  expect(notices).toContainEqual({ kind: 'unreadable', count: 1 });
});
