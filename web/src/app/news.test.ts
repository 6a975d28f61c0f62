/** What is new since somebody last looked, by what had come then and by nobody's clock. */
import '../crypto/testing/fast_curves';
import { beforeEach, describe, expect, test } from 'vitest';
import type { NewsView } from './history_port';
import { confirmed, sync, twoPeople, value, type Member } from './testing/scene';

let kari: Member;
let per: Member;
let goal: string;
let action: string;

beforeEach(async () => {
  const scene = await twoPeople();
  ({ kari, per } = scene);
  await confirmed(kari, per);
  const { space } = kari;
  goal = value(await kari.port.run('addGoal', { space, title: 'Middag' })).id;
  const fields = { title: 'Suppe' };
  action = value(await kari.port.run('addAction', { space, goal, fields })).id;
  await met();
});

async function met(): Promise<void> {
  for (const one of [kari, per, kari]) value(await sync(one));
}

async function told({ port, space }: Member): Promise<readonly NewsView[]> {
  return value(await port.run('news', { space })).news;
}

const read = ({ port, space }: Member) => port.run('markSeen', { space, isRead: true });
const putAway = ({ port, space }: Member) => port.run('markSeen', { space });
async function look(member: Member) {
  await told(member);
  value(await read(member));
  return putAway(member);
}
const add = ({ port, space }: Member, text: string) =>
  port.run('addItem', { space, kind: 'comment', texts: { text }, fields: { on: action } });

describe('what is new', () => {
  test('the first time, all is, and nothing is told', async () => {
    expect(await told(per)).toEqual([]);
    value(await add(kari, 'Fisk?'));
    await met();
    expect(await told(per)).toEqual([]);
    value(await putAway(per));
    value(await add(kari, 'Kake?'));
    await met();
    expect(await told(per)).toHaveLength(1);
  });

  test('stays until it is read and the app put away; what nobody was told stays longer', async () => {
    value(await look(per));
    value(await add(kari, 'Fisk?'));
    await met();
    expect(await told(per)).toHaveLength(1);
    value(await putAway(per));
    expect(await told(per)).toHaveLength(1);
    value(await read(per));
    expect(await told(per)).toHaveLength(1);
    value(await add(kari, 'Kake?'));
    await met();
    value(await putAway(per));
    expect(await told(per)).toHaveLength(1);
  });

  test('is what others did since, with whom and where; never my own', async () => {
    value(await look(per));
    value(await look(kari));
    value(await add(kari, 'Fisk?'));
    await met();
    const [first, ...more] = await told(per);
    expect(more).toEqual([]);
    expect(first).toMatchObject({ what: 'made', kind: 'comment', by: { name: 'Kari' } });
    expect(first!.about).toEqual({ id: action, kind: 'action', title: 'Suppe' });
    expect(await told(kari)).toEqual([]);
  });

  test('is told as the word of whoever said it, where a helper wrote it down', async () => {
    value(await look(per));
    const { space } = kari;
    const texts = { question: 'Skal vi?' };
    const asked = await kari.port.run('addItem', { space, kind: 'decision', texts });
    const decision = value(asked).id;
    for (const name of ['Olga', 'Ivar']) {
      const behalf = { name, party: 1 };
      const said = { space, decision, behalf, verdict: 'stop' as const, reason: 'For dyrt' };
      value(await kari.port.run('stand', said));
    }
    await met();
    const stops = (await told(per)).filter(({ what }) => what === 'stance');
    expect(stops.map(({ by }) => [by.name, by.behalf?.name]).sort()).toEqual([
      ['Kari', 'Ivar'],
      ['Kari', 'Olga'],
    ]);
  });

  test('is told once: after a look there is nothing', async () => {
    value(await look(per));
    value(await add(kari, 'Fisk?'));
    await met();
    expect(await told(per)).toHaveLength(1);
    value(await look(per));
    expect(await told(per)).toEqual([]);
  });

  test('is also what was written long ago and comes now', async () => {
    Object.assign(per.home.seams, { now: () => 1_600_000_000 });
    value(await add(per, 'Skrevet uten nett'));
    value(await look(kari));
    await met();
    expect((await told(kari)).map(({ by }) => by.at)).toEqual([1_600_000_000]);
  });

  test('each of several things that one person did in a row', async () => {
    value(await look(per));
    const { space } = kari;
    for (const status of ['ongoing', 'resting'] as const) {
      value(await kari.port.run('setAction', { space, id: action, fields: { status } }));
    }
    value(await kari.port.run('setItem', { space, id: action, fields: { due: '2027-01-31' } }));
    await met();
    expect((await told(per)).map(({ what, word }) => [what, word])).toEqual(
      expect.arrayContaining([
        ['changed', 'status'],
        ['changed', 'due'],
      ]),
    );
  });

  test('an answer is none before its round is opened, and a score never is', async () => {
    const { space } = kari;
    const round = { space, kind: 'round', texts: { question: 'Hva er en god dag?' } } as const;
    const { id } = value(await kari.port.run('addItem', round));
    const wheel = { space, kind: 'evaluation', fields: { asked: ['equality'] } } as const;
    const { id: evaluation } = value(await kari.port.run('addItem', wheel));
    await met();
    value(await look(per));
    const answer = {
      space,
      kind: 'answer',
      texts: { text: 'Kaffe' },
      fields: { round: id },
    } as const;
    value(await kari.port.run('addItem', answer));
    value(await kari.port.run('score', { space, evaluation, values: [['equality', 4]] }));
    await met();
    expect(await told(per)).toEqual([]);
  });

  test('what was taken away is told by its name', async () => {
    value(await look(per));
    value(await kari.port.run('remove', { space: kari.space, id: action }));
    await met();
    expect(await told(per)).toMatchObject([{ what: 'removed', about: { title: 'Suppe' } }]);
  });
});
