import { expect, test } from 'vitest';
import {
  confirmed,
  plan,
  restarted,
  syncAll,
  twoPeople,
  value,
  type Member,
} from './testing/scene';

async function roundIn({ port, space }: Member, meeting: string): Promise<string> {
  const round = { kind: 'round' as const, texts: { question: 'Hva nå?' }, fields: { meeting } };
  return value(await port.run('addItem', { space, ...round })).id;
}

async function opening({ port, space }: Member, id: string): Promise<string> {
  const outcome = await port.run('openAnswers', { space, id });
  return outcome.ok ? 'opened' : outcome.error;
}

test('whoever asks a meeting to wait holds its rounds, and no others, until they let go', async () => {
  const { kari, per } = await twoPeople();
  const { space } = kari;
  const made = await kari.port.run('addItem', { space, kind: 'meeting' });
  const meeting = value(made).id;
  const [inIt, apart] = [await roundIn(kari, meeting), await roundIn(kari, '')];
  await syncAll(kari, per);
  value(await per.port.run('waitABit', { space, id: meeting, waits: true }));
  await syncAll(per, kari);
  expect((await plan(kari)).meetings[0]?.holds.map(({ name }) => name)).toEqual(['Per']);
  expect(await opening(kari, inIt)).toBe('held');
  expect(await opening(kari, apart)).toBe('opened');
  value(await per.port.run('waitABit', { space, id: meeting, waits: false }));
  await syncAll(per, kari);
  expect(await opening(kari, inIt)).toBe('opened');
});

test('the minutes of a meeting name whoever wrote that a sector was heard', async () => {
  const { kari, per } = await twoPeople();
  await confirmed(kari, per);
  const { space } = kari;
  const fields = { held: 1 };
  const meeting = value(await kari.port.run('addItem', { space, kind: 'meeting', fields })).id;
  const texts = { question: 'Vi prøver' };
  const asked = await kari.port.run('addItem', { space, kind: 'decision', texts });
  const decision = value(asked).id;
  await syncAll(kari, per);
  value(await per.port.run('minute', { space, decision, meeting, sectors: [1] }));
  await syncAll(per, kari);
  const [minuted] = (await plan(kari)).decisions[0]?.minutedIn ?? [];
  expect(minuted).toMatchObject({ meeting, sectors: [1], by: { name: 'Per' } });
});

test('of two openings without coverage the first to be sent stands, whatever the clocks say', async () => {
  const { kari, per, server } = await twoPeople();
  const id = await roundIn(kari, '');
  await syncAll(kari, per);
  expect(await opening(per, id)).toBe('forbidden'); // nobody has confirmed him yet
  await confirmed(kari, per);
  await syncAll(kari, per);
  expect(await opening(per, id)).toBe('opened');
  server.time += 3600;
  expect(await opening(kari, id)).toBe('opened'); // later by the clock, and sent first
  await syncAll(kari, per, kari);
  for (const one of [kari, per, await restarted(per)]) {
    expect((await plan(one)).rounds[0]?.opened?.name).toBe('Kari');
  }
});
