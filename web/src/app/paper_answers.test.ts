/** A hall with one laptop: words on paper, whose they are, and what nobody says for others. */
import '../crypto/testing/fast_curves';
import { beforeEach, describe, expect, test } from 'vitest';
import { homeOn } from '../sync/testing/plan_on_double';
import { ServerDouble } from '../sync/testing/server_double';
import type { Commands, SlipView } from './port';
import { foundPlan, member, plan, sync, value, type Member } from './testing/scene';

let server: ServerDouble;
let marit: Member;
let slip: SlipView;
let round: string;

beforeEach(async () => {
  server = new ServerDouble();
  marit = await foundPlan(server);
  const { slips } = value(await marit.port.run('inviteMany', { space: marit.space, count: 2 }));
  slip = slips[0]!;
  round = await add('round', { texts: { question: 'Hva skal til?' } });
});

async function add(
  kind: Commands['addItem']['ask']['kind'],
  rest: Partial<Commands['addItem']['ask']>,
): Promise<string> {
  return value(await marit.port.run('addItem', { space: marit.space, kind, ...rest })).id;
}

const forOlga = () => ({ name: 'Olga', party: 1, slip: slip.id });
const answerOf = (text: string) => ({ texts: { text }, fields: { round }, behalf: forOlga() });

async function olgaJoins(): Promise<Member> {
  value(await sync(marit));
  const olga = await member(homeOn(server), marit.space);
  const { address, code } = slip;
  const { link } = value(await olga.port.run('openSlip', { address, code }));
  value(await olga.port.run('join', { link, person: 'Olga' }));
  value(await sync(olga));
  return olga;
}

describe('words on paper', () => {
  test('by the code on the slip are those by its number', async () => {
    const ask = { space: marit.space, code: slip.code };
    expect(value(await marit.port.run('slipOf', ask)).id).toBe(slip.id);
    const wrong = await marit.port.run('slipOf', { ...ask, code: 'ABCD' });
    expect(wrong).toMatchObject({ ok: false, error: 'bad-input' });
  });

  test('are found by whoever comes with the slip, and say who wrote them', async () => {
    await add('answer', answerOf('Noen å gå sammen med'));
    const decision = await add('decision', { texts: { question: 'Middag tirsdag?' } });
    const stance = { space: marit.space, decision, verdict: 'stop', reason: 'For langt' } as const;
    value(await marit.port.run('stand', { ...stance, behalf: forOlga() }));
    expect((await plan(marit)).claimed).toEqual([]);
    const olga = await olgaJoins();
    const { claimed } = await plan(olga);
    expect(
      claimed.map(({ kind, question, text, verdict }) => [kind, question, text, verdict]),
    ).toEqual([
      ['round', 'Hva skal til?', 'Noen å gå sammen med', ''],
      ['decision', 'Middag tirsdag?', 'For langt', 'stop'],
    ]);
    expect(claimed[0]!.by).toMatchObject({ name: 'Kari', behalf: { name: 'Olga', isMine: true } });
    value(await sync(marit));
    expect((await plan(marit)).claimed).toEqual([]);
  });

  test('are taken away by whom they are for', async () => {
    const id = await add('answer', answerOf('Noen å gå sammen med'));
    const olga = await olgaJoins();
    value(await olga.port.run('remove', { space: olga.space, id }));
    expect((await plan(olga)).claimed).toEqual([]);
    value(await sync(olga));
    value(await sync(marit));
    expect((await plan(marit)).rounds[0]).toMatchObject({ written: 0, answers: [] });
  });

  test("for somebody without a slip are nobody else's to claim", async () => {
    const behalf = { name: 'Olga', party: 1 };
    await add('answer', { texts: { text: 'Ja' }, fields: { round }, behalf });
    expect((await plan(await olgaJoins())).claimed).toEqual([]);
  });
});

test("a yes cannot be said on behalf: it is the group's of whoever says it, or nobody's", async () => {
  const { space } = marit;
  const goal = value(await marit.port.run('addGoal', { space, title: 'Et mål' })).id;
  const action = value(
    await marit.port.run('addAction', { space, goal, fields: { title: 'Middag' } }),
  ).id;
  value(await marit.port.run('setPart', { space, action, party: 1, text: 'Lager mat' }));
  const theirs = { texts: { 'part/2': 'Låser opp' }, fields: { 'party/2': 1 } };
  value(await marit.port.run('setItem', { space, id: action, ...theirs }));
  const behalf = { name: 'Olga', party: 2, slip: slip.id };
  const [part] = (await plan(marit)).goals.at(-1)!.actions[0]!.parts;
  const who = [1, 2];
  const seen = { what: 'Middag', who, part: part!.text };
  const asked = { space, action, seen, behalf };
  value(await marit.port.run('sayYes', asked));
  const kind = 'yes' as unknown as Commands['addItem']['ask']['kind'];
  const made = await marit.port.run('addItem', { space, kind, behalf });
  expect(made).toMatchObject({ ok: false, error: 'bad-input' });
  const parts = (await plan(marit)).goals[0]!.actions[0]!.parts;
  expect(parts.map(({ party, yes, by }) => [party, yes, by.length])).toEqual([
    [1, 'stands', 1],
    [2, 'none', 0],
  ]);
});
