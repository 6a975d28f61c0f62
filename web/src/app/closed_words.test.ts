import '../crypto/testing/fast_curves';
import { beforeEach, expect, test } from 'vitest';
import { say } from '../core/plan/register';
import { ServerDouble } from '../sync/testing/server_double';
import { makeEdit } from '../sync/space';
import {
  carryIn,
  carryOut,
  gathered,
  inside,
  joinParty,
  plan,
  syncAll,
  value,
  type Member,
} from './testing/scene';

const SECRET = 'Hemmelig sammen';
let server: ServerDouble;
let kari: Member;
let per: Member;
let liv: Member;
let id: string; // of a round that nobody has opened

beforeEach(async () => {
  server = new ServerDouble();
  [kari, per, liv] = await gathered(server, 'Per', 'Liv');
  const round = { kind: 'round' as const, texts: { question: 'Hva?' } };
  ({ id } = value(await kari.port.run('addItem', { space: kari.space, ...round })));
  await syncAll(kari, per, liv);
});

async function hand(from: Member, to: Member): Promise<void> {
  value(await carryIn(to, await carryOut(from)));
}
async function readOf(from: Member, by: Member): Promise<string> {
  const { device } = inside(from).me;
  return JSON.stringify(value(await by.port.run('readHanded', { space: by.space, device })));
}

test('FILE6 what a group wrote in a closed round is not read in what came by hand', async () => {
  const texts = { 'group/2': SECRET };
  value(await kari.port.run('setItem', { space: kari.space, id, texts, base: '' }));
  await hand(kari, per);
  expect(await readOf(kari, per)).not.toContain(SECRET);
});

test('FILE6 an opening that came by hand lets nobody read an answer that did', async () => {
  const answer = { kind: 'answer' as const, fields: { round: id }, texts: { text: SECRET } };
  value(await kari.port.run('addItem', { space: kari.space, ...answer }));
  value(await liv.port.run('openAnswers', { space: liv.space, id }));
  await hand(liv, per);
  await hand(kari, per);
  expect((await plan(per)).rounds[0]?.opened).toBeUndefined();
  expect(await readOf(kari, per)).not.toContain(SECRET);
});

test('the history of a round that somebody unconfirmed opened tells no words of another group', async () => {
  const eva = await joinParty(server, kari, 'Eva');
  await syncAll(kari, per, eva);
  for (const text of [SECRET, `${SECRET} to`]) {
    const texts = { 'group/2': text };
    value(await kari.port.run('setItem', { space: kari.space, id, texts, base: '' }));
  }
  await syncAll(kari, eva);
  const { doc } = inside(eva);
  const opens = (): void => say(doc, { kind: 'round', id }, 'open', 5, [[]]);
  value(await makeEdit(inside(eva), opens));
  await syncAll(eva, kari, per);
  const changes = value(await per.port.run('changes', { space: per.space, id }));
  expect(JSON.stringify(changes)).not.toContain(SECRET);
});
