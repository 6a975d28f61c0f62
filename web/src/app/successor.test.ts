/** A plan that carries on where another stood still: openly a copy, with nobody's name taken. */
import { describe, expect, test } from 'vitest';
import { itemMap, setText, textName } from '../core/plan/document';
import { makeEdit } from '../sync/space';
import { homeOn } from '../sync/testing/plan_on_double';
import { ServerDouble } from '../sync/testing/server_double';
import type { Commands } from './port';
import {
  foundPlan,
  inside,
  member,
  plan,
  sync,
  syncAll,
  value,
  type Member,
} from './testing/scene';

/** Gruppa and Laget in one plan, with words of both. */
async function twoGroups(): Promise<{ server: ServerDouble; kari: Member; turid: Member }> {
  const server = new ServerDouble();
  const kari = await foundPlan(server);
  const ask = { space: kari.space, party: 'Laget', sector: 2 };
  const { link } = value(await kari.port.run('invite', ask));
  const turid = await member(homeOn(server), kari.space);
  value(await turid.port.run('join', { link, person: 'Turid' }));
  await sync(kari);
  const [proposal] = (await plan(kari)).proposals;
  value(await kari.port.run('consent', { space: kari.space, proposal: proposal!.id }));
  for (const one of [kari, turid, kari, turid]) await sync(one);
  const { id: goal } = value(
    await kari.port.run('addGoal', { space: kari.space, title: 'Ingen spiser alene' }),
  );
  const fields = { title: 'Middag', status: 'ongoing' as const, due: '2027-02-01' };
  const { id } = value(await kari.port.run('addAction', { space: kari.space, goal, fields }));
  await sync(kari);
  await sync(turid);
  const { space } = turid;
  const part = { space, action: id };
  value(await turid.port.run('setPart', { ...part, party: 2, text: 'Vi kjører' }));
  value(await kari.port.run('setPart', { ...part, party: 1, text: 'Vi lager mat' }));
  value(await turid.port.run('addItem', { space, kind: 'resource', texts: { what: 'En buss' } }));
  for (const one of [kari, turid, kari, turid]) await sync(one);
  return { server, kari, turid };
}

/** One double holds one plan. */
function anotherServer({ home }: Member, time: number): void {
  const other = new ServerDouble();
  other.time = time;
  Object.assign(home.seams, { fetch: other.fetch });
}

describe('a successor', () => {
  test('has the content, says what it is a copy of, and leaves to each group its words', async () => {
    const { server, turid } = await twoGroups();
    const before = await plan(turid);
    anotherServer(turid, server.time);
    const ask = { space: turid.space, title: 'Planen videre' };
    const { space } = value(await turid.port.run('foundSuccessor', ask));
    const after = await plan({ ...turid, space });
    expect(after.title).toBe('Planen videre');
    expect(after.predecessor).toMatchObject({ space: turid.space, title: 'Planen' });
    expect(after.parties.map(({ name }) => name)).toEqual(['Laget']);
    expect(after.former.map(({ name, sector }) => [name, sector])).toEqual([['Gruppa', 1]]);
    const [action] = after.goals[0]!.actions;
    expect(action).toMatchObject({ title: 'Middag', status: 'ongoing', due: '2027-02-01' });
    const former = after.former[0]!.index;
    expect(action!.parts).toMatchObject([
      { party: 1, text: 'Vi kjører' },
      { party: former, text: 'Vi lager mat' },
    ]);
    expect(after.resources.map(({ what, party }) => [what, party])).toEqual([['En buss', 1]]);
    expect((await plan(turid)).goals).toEqual(before.goals);
    expect((await plan(turid)).successors).toMatchObject([{ title: 'Planen videre' }]);
    expect((await plan(turid)).successors[0]!.by.name).toBe('Turid');
    // Of a copy another copy: nobody's number is taken by somebody else.
    const again = { space, title: 'Enda videre' };
    anotherServer(turid, server.time);
    const next = value(await turid.port.run('foundSuccessor', again));
    const last = await plan({ ...turid, space: next.space });
    expect(last.former.map(({ index, name }) => [index, name])).toEqual([[former, 'Gruppa']]);
    expect(last.goals[0]!.actions[0]!.parts.map(({ party }) => party)).toEqual([1, former]);
  });

  test('numbers the groups anew everywhere, and shows nobody what was still hidden', async () => {
    const { server, kari, turid } = await twoGroups();
    const { space } = kari;
    const run = async (of: Member, ask: Omit<Commands['addItem']['ask'], 'space'>) =>
      value(await of.port.run('addItem', { space, ...ask })).id;
    const goal = (await plan(kari)).goals[0]!.id;
    const added = { space, goal, fields: { title: 'Tur' } };
    const { id: named } = value(await kari.port.run('addAction', added));
    value(await kari.port.run('setItem', { space, id: named, fields: { 'party/1': 1 } }));
    await run(kari, { kind: 'meeting', texts: { 'takes/1': 'Kaffe', 'takes/2': 'Buss' } });
    const round = async (question: string): Promise<string> => {
      const id = await run(kari, { kind: 'round', texts: { question, 'group/1': 'Vi i en' } });
      await run(kari, {
        kind: 'answer',
        texts: { text: `Svar: ${question}` },
        fields: { round: id },
      });
      return id;
    };
    await round('Skjult');
    value(await kari.port.run('openAnswers', { space, id: await round('Åpnet') }));
    const evaluation = await run(kari, { kind: 'evaluation', fields: { asked: ['goals'] } });
    value(await kari.port.run('score', { space, evaluation, values: [['goals', 4]] }));
    value(await kari.port.run('nameValue', { space, value: 'value1', name: 'Tillit' }));
    await syncAll(kari, turid);
    anotherServer(turid, server.time);
    const next = value(await turid.port.run('foundSuccessor', { space, title: 'Videre' }));
    const there = { ...turid, space: next.space };
    const after = await plan(there);
    const former = after.former[0]!.index;
    const parts = after.goals[0]!.actions.map((one) => one.parts.map(({ party }) => party));
    expect(parts).toEqual([[1, former], [former]]);
    expect(after.meetings[0]!.takes).toEqual([
      { party: 1, text: 'Buss' },
      { party: former, text: 'Kaffe' },
    ]);
    const answers = after.rounds.map((one) => [one.question, one.answers.map(({ text }) => text)]);
    expect(answers).toEqual([
      ['Skjult', []],
      ['Åpnet', ['Svar: Åpnet']],
    ]);
    expect(after.rounds[1]!.answers[0]!.party).toBe(former);
    expect(after.evaluations[0]).toMatchObject({ asked: ['goals'], written: 0, mine: [] });
    expect(after.valueNames['value1']).toBe('Tillit');
    for (const { id } of after.rounds)
      value(await there.port.run('openAnswers', { space: there.space, id }));
    expect((await plan(there)).rounds.flatMap(({ groups }) => groups)).toEqual([
      { party: former, text: 'Vi i en' },
    ]);
  });

  test('is there whole after a crash on the way', async () => {
    const { server, turid } = await twoGroups();
    anotherServer(turid, server.time);
    const { write } = turid.home.store;
    let writes = 0;
    Object.assign(turid.home.store, {
      write: (changes: Parameters<typeof write>[0]) =>
        ++writes > 4 ? Promise.resolve({ ok: false, error: 'io' }) : write(changes),
    });
    await turid.port.run('foundSuccessor', { space: turid.space, title: 'Videre' });
    Object.assign(turid.home.store, { write });
    const again = await member(turid.home, '');
    const space = [...again.app.running.spaces.keys()].find((id) => id !== turid.space)!;
    await sync({ ...again, space });
    const after = await plan({ ...again, space });
    expect(after.predecessor?.title).toBe('Planen');
    expect(after.goals[0]!.actions[0]!.title).toBe('Middag');
    expect(inside({ ...again, space }).left).toBeUndefined();
  });

  test('begins with all of it: a field no version knows, a long title, and texts of many kilobytes', async () => {
    const { server, turid } = await twoGroups();
    const { id, actions } = (await plan(turid)).goals[0]!;
    const { doc } = inside(turid);
    const odd = (): void => {
      itemMap(doc, { kind: 'goal', id }).set('x-1', 1);
      setText(doc, textName('plan', 'title'), 'x'.repeat(500));
    };
    value(await makeEdit(inside(turid), odd));
    for (const party of [1, 2, 3, 4]) {
      const action = { kind: 'action', id: actions[0]!.id } as const;
      const much = (): void => {
        itemMap(doc, action).set(`party/${party}`, 1);
        setText(doc, textName(action.id, `part/${party}`), 'åø'.repeat(9_000));
      };
      value(await makeEdit(inside(turid), much));
    }
    await sync(turid);
    anotherServer(turid, server.time);
    const ask = { space: turid.space, title: 'Videre' };
    const { space } = value(await turid.port.run('foundSuccessor', ask));
    const [goal] = (await plan({ ...turid, space })).goals;
    expect(goal!.title).toBe('Ingen spiser alene');
    expect(goal!.actions[0]!.parts.map(({ text }) => text.length)).toEqual(Array(4).fill(18_000));
    expect(inside({ ...turid, space }).left).toBeUndefined();
  });
});
