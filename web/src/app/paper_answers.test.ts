/** A hall with one laptop: words on paper, whose they are, and what nobody says for others. */
import '../crypto/testing/fast_curves';
import { beforeEach, describe, expect, test } from 'vitest';
import { readItems } from '../core/plan/items';
import { scoresOf } from '../core/plan/wheel';
import { homeOn } from '../sync/testing/plan_on_double';
import { ServerDouble } from '../sync/testing/server_double';
import type { Commands, SlipView } from './port';
import { foundPlan, inside, member, plan, sync, value, type Member } from './testing/scene';

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

describe('a sheet of the wheel that was wrong', () => {
  let evaluation: string;
  beforeEach(async () => {
    const fields = { date: '2026-11-28', asked: ['goals', 'equality'] };
    evaluation = await add('evaluation', { fields });
    await typeIn('Olga', 2);
    await typeIn('Nils', 4);
  });

  async function typeIn(name: string, score: number): Promise<void> {
    const ask = { space: marit.space, evaluation, values: [['goals', score] as const] };
    value(await marit.port.run('score', { ...ask, behalf: { name, party: 1 } }));
  }
  const shown = async (by: Member) => (await plan(by)).evaluations[0]!;
  const scores = () => scoresOf(inside(marit).doc, readItems(inside(marit).doc));
  const take = (by: Member, id: string, taken: boolean) =>
    by.port.run('takeScoreBack', { space: by.space, evaluation, id, taken });

  test('is taken back without a network, and comes back as it was', async () => {
    const [first] = (await shown(marit)).entered;
    const said = (): unknown => scores().find(({ id }) => id === first!.id)?.states[0]?.scores;
    const before = said();
    value(await take(marit, first!.id, true));
    value(await take(marit, first!.id, true)); // again, it changes nothing
    expect(await shown(marit)).toMatchObject({ written: 1, entered: [{ number: 2 }] });
    expect(said()).toEqual([]);
    value(await take(marit, first!.id, false));
    expect(await shown(marit)).toMatchObject({
      written: 2,
      entered: [{ number: 1 }, { number: 2 }],
    });
    expect(said()).toEqual(before);
  });

  test('is typed in anew under the same number', async () => {
    const { entered } = await shown(marit);
    const olga = scores().find(({ created }) => created.behalf?.name === 'Olga')!;
    value(await take(marit, olga.id, true));
    await typeIn('Olga', 5);
    expect(await shown(marit)).toMatchObject({ written: 2, entered });
  });

  test('is counted by no opening, and is frozen by one', async () => {
    const [one, other] = (await shown(marit)).entered;
    value(await take(marit, one!.id, true));
    value(await sync(marit));
    value(await marit.port.run('openAnswers', { space: marit.space, id: evaluation }));
    expect(await shown(marit)).toMatchObject({ written: 1, entered: [] });
    for (const id of [one!.id, other!.id]) {
      expect(await take(marit, id, id === other!.id)).toMatchObject({ ok: false, error: 'ended' });
    }
  });

  test("is nobody else's to take back, and my own answer is no sheet", async () => {
    const [sheet] = (await shown(marit)).entered;
    const olga = await olgaJoins();
    expect((await shown(olga)).entered).toEqual([]);
    const ask = { space: marit.space, evaluation, values: [['goals', 1] as const] };
    value(await marit.port.run('score', ask));
    const own = scores().find(({ created }) => !created.behalf)!;
    for (const [by, id] of [
      [olga, sheet!.id],
      [marit, own.id],
      [marit, 'nothing'],
    ] as const) {
      expect(await take(by, id, true)).toMatchObject({ ok: false, error: 'not-found' });
    }
    expect((await shown(marit)).written).toBe(3);
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
