/** What was there before can be read and fetched back, and nobody reads what is not theirs yet. */
import '../crypto/testing/fast_curves';
import { beforeEach, describe, expect, test } from 'vitest';
import { confirmed, plan, sync, twoPeople, value, type Member } from './testing/scene';
import type { ChangeView, RemovedView } from './port';

let kari: Member;
let per: Member;
let goal: string;

beforeEach(async () => {
  ({ kari, per } = await twoPeople());
  await confirmed(kari, per);
  goal = value(await kari.port.run('addGoal', { space: kari.space, title: 'Middag' })).id;
  await met();
});

async function met(): Promise<void> {
  for (const one of [kari, per, kari]) value(await sync(one));
}

async function told({ port, space }: Member, id: string): Promise<readonly ChangeView[]> {
  return value(await port.run('changes', { space, id })).changes;
}

async function gone({ port, space }: Member): Promise<readonly RemovedView[]> {
  return value(await port.run('removed', { space })).removed;
}

async function added(
  { port, space }: Member,
  kind: 'comment' | 'round' | 'decision',
  texts: Readonly<Record<string, string>>,
  fields: Readonly<Record<string, string>> = {},
): Promise<string> {
  return value(await port.run('addItem', { space, kind, texts, fields })).id;
}

describe('the history', () => {
  test('tells where a group said yes before, and what a value was called', async () => {
    const { port, space } = kari;
    const said = { space, date: '2027-02-01', caseNumber: '' };
    value(await port.run('anchor', { ...said, body: 'Styret' }));
    value(await port.run('anchor', { ...said, body: 'Årsmøtet' }));
    value(await port.run('nameValue', { space, value: 'value1', name: 'Ro' }));
    await met();
    const { me, parties } = await plan(per);
    expect(parties[0]?.anchoring?.body).toBe('Årsmøtet');
    const mine = String(me.party);
    expect(
      (await told(per, 'plan')).map(({ field, before, after, by }) => [
        ...[field, before, after, by.name],
      ]),
    ).toEqual([
      ['value/1', null, 'Ro', 'Kari'],
      [`anchoring/${mine}`, ['Styret', '2027-02-01', ''], ['Årsmøtet', '2027-02-01', ''], 'Kari'],
      [`anchoring/${mine}`, null, ['Styret', '2027-02-01', ''], 'Kari'],
    ]);
  });

  test('says nothing new where the same name is given again', async () => {
    const { port, space } = kari;
    for (const name of ['Ro', ' Ro ']) {
      value(await port.run('nameValue', { space, value: 'value1', name }));
    }
    expect(await told(kari, 'plan')).toHaveLength(1);
  });

  test('tells a text from a field, so that it is fetched back as what it was', async () => {
    const { port, space } = kari;
    const decision = await added(kari, 'decision', { question: 'Skal vi?' });
    const now = { texts: { question: 'Skal vi nå?' }, fields: { until: '2027-05-01' } };
    value(await port.run('setItem', { space, id: decision, ...now }));
    const all = (await told(kari, decision)).map(({ field, isText }) => [field, isText]);
    expect(all.sort()).toEqual([
      ['question', true],
      ['until', false],
    ]);
  });

  test('of a closed round has no word that another group wrote together', async () => {
    const round = await added(kari, 'round', { question: 'Hva nå?' });
    const other = (await plan(kari)).me.party + 1;
    const texts = { [`group/${other}`]: 'Bare de vet dette' };
    value(await kari.port.run('setItem', { space: kari.space, id: round, texts }));
    await met();
    expect(await told(per, round)).toEqual([]);
    value(await kari.port.run('openAnswers', { space: kari.space, id: round }));
    await met();
    expect(await told(per, round)).toHaveLength(1);
  });
});

describe('what was taken away', () => {
  test('is told with who did it, and is back once somebody fetches it', async () => {
    const { port, space } = per;
    value(await port.run('remove', { space, id: goal }));
    await met();
    const [first, ...more] = await gone(kari);
    expect(more).toEqual([]);
    expect(first).toMatchObject({ kind: 'goal', id: goal, title: 'Middag', by: { name: 'Per' } });
    value(await kari.port.run('restore', { space, id: goal }));
    expect(await gone(kari)).toEqual([]);
    expect((await plan(kari)).goals.map(({ title }) => title)).toEqual(['Middag']);
  });

  test('of what somebody said is told to nobody else', async () => {
    const comment = await added(per, 'comment', { text: 'Det skulle jeg ikke sagt' }, { on: goal });
    value(await per.port.run('remove', { space: per.space, id: comment }));
    await met();
    expect((await gone(per)).map(({ id }) => id)).toEqual([comment]);
    expect(await gone(kari)).toEqual([]);
  });
});
