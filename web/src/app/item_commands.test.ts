/** What people may ask of a plan's items: bad input changes nothing, and nobody signs for another. */
import '../crypto/testing/fast_curves';
import { beforeEach, describe, expect, test } from 'vitest';
import { HOLD_S } from '../core/plan/meetings';
import type { ServerDouble } from '../sync/testing/server_double';
import type { AddedKind } from './content_port';
import type { Commands } from './port';
import {
  confirmed,
  furtherDevice,
  inside,
  hashOf,
  plan,
  sayYes,
  syncAll,
  twoPeople,
  value,
} from './testing/scene';
import type { Member } from './testing/scene';

/** Of what is refused, whatever was seen. */
const seen = { what: '', who: [], part: '' };

type Ask<N extends keyof Commands> = Omit<Commands[N]['ask'], 'space'>;

let server: ServerDouble;
let kari: Member;
let per: Member;
let goal: string;
let action: string;

beforeEach(async () => {
  ({ server, kari, per } = await twoPeople());
  goal = (await must(kari, 'addGoal', { title: 'Mål' })).id;
  action = (await must(kari, 'addAction', { goal, fields: { title: 'Middag' } })).id;
});

function ask<N extends keyof Commands>({ port, space }: Member, name: N, what: Ask<N>) {
  return port.run(name, { space, ...what });
}

async function must<N extends keyof Commands>(of: Member, name: N, what: Ask<N>) {
  return value(await ask(of, name, what));
}

const add = (kind: AddedKind, words: Omit<Ask<'addItem'>, 'kind'> = {}): Promise<{ id: string }> =>
  must(kari, 'addItem', { kind, ...words });

async function refused<N extends keyof Commands>(
  of: Member,
  name: N,
  what: Ask<N>,
): Promise<readonly [string, string]> {
  const before = await hashOf(of);
  const outcome = await ask(of, name, what);
  expect(await hashOf(of)).toBe(before);
  return outcome.ok ? ['ok', ''] : [outcome.error, outcome.detail ?? ''];
}

const WRONG: readonly [field: string, what: Ask<'addItem'>][] = [
  ['kind', { kind: 'score' as AddedKind }],
  ['kind', { kind: 'constructor' as AddedKind }],
  ['text', { kind: 'comment' }],
  ['text', { kind: 'comment', texts: { text: ' ' } }],
  ['text', { kind: 'comment', texts: { text: 'x'.repeat(4_001) } }],
  ['title', { kind: 'comment', texts: { text: 'x', title: 'x' } }],
  ['on', { kind: 'comment', texts: { text: 'x' }, fields: { on: 'A/B' } }],
  ['made', { kind: 'comment', texts: { text: 'x' }, fields: { made: 1 } }],
  ['behalf', { kind: 'comment', texts: { text: 'x' }, fields: { behalf: [1, 1, 'x', 2, ''] } }],
  ['t2', { kind: 'comment', texts: { text: 'x' }, fields: { t2: [1, 1, []] } }],
  ['party', { kind: 'answer', texts: { text: 'x' }, fields: { party: 2 } }],
  ['party', { kind: 'stepping', fields: { party: 2, out: 1 } }],
  ['date', { kind: 'meeting', fields: { date: '2027-02-29' } }],
  ['hasOwnProperty', { kind: 'meeting', fields: { hasOwnProperty: 'date' } }],
  ['behalf', { kind: 'answer', texts: { text: 'x' }, behalf: { name: ' ', party: 2 } }],
  ['behalf', { kind: 'answer', texts: { text: 'x' }, behalf: { name: 'O', party: NaN } }],
  ['behalf', { kind: 'answer', texts: { text: 'x' }, behalf: { name: 'O', party: 2, slip: 'Æ' } }],
];

describe('bad input is refused by the name of its field, and nothing has happened', () => {
  test('of something added', async () => {
    for (const [field, what] of WRONG) {
      expect(await refused(kari, 'addItem', what)).toEqual(['bad-input', field]);
    }
  });

  test('of an action', async () => {
    const set = (fields: Record<string, unknown>): Promise<readonly [string, string]> =>
      refused(kari, 'setAction', { id: action, fields });
    expect(await set({ status: 'finished' })).toEqual(['bad-input', 'status']);
    expect(await set({ title: 'x'.repeat(301) })).toEqual(['bad-input', 'title']);
    expect(await set({ due: 'soon' })).toEqual(['bad-input', 'due']);
    expect(await set({ goal: 'nowhere' })).toEqual(['not-found', 'goal']);
    const place = { id: action, arena: 'summit' as 'board' };
    expect(await refused(kari, 'placeAction', place)).toEqual(['bad-input', 'arena']);
    const why = { id: action, arena: 'board' as const, why: 'x'.repeat(501) };
    expect(await refused(kari, 'placeAction', why)).toEqual(['bad-input', 'why']);
    const part = { action, party: 0, text: 'x' };
    expect(await refused(kari, 'setPart', part)).toEqual(['bad-input', 'party']);
    // As well as of a group that could be, and is not.
    const { length } = (await plan(kari)).parties;
    const of = (party: number) => ({ action, party, text: 'Vi er ikke her' });
    expect(await refused(kari, 'setPart', of(length + 1))).toEqual(['bad-input', 'party']);
    await must(kari, 'setPart', of(length));
  });

  test('of a decision, a meeting and the wheel', async () => {
    const { id } = await add('decision', { texts: { question: 'Skal vi?' } });
    const stop = { decision: id, verdict: 'stop' as const };
    expect(await refused(kari, 'stand', stop)).toEqual(['bad-input', 'reason']);
    const veto = { decision: id, verdict: 'veto' as 'stop', reason: 'x' };
    expect(await refused(kari, 'stand', veto)).toEqual(['bad-input', 'verdict']);
    const minutes = { decision: id, meeting: 'x', sectors: [0] };
    expect(await refused(kari, 'minute', minutes)).toEqual(['bad-input', 'sectors']);
    expect(await refused(kari, 'minute', { ...minutes, sectors: [1] })).toEqual(['not-found', '']);
    const wheel = await add('evaluation', { fields: { asked: ['goals'] } });
    const twice = [['goals', 1] as const, ['goals', 5] as const];
    expect(await refused(kari, 'score', { evaluation: wheel.id, values: twice })).toEqual([
      ...['bad-input', 'values'],
    ]);
    const named = { value: 'value4', name: 'Tillit' };
    expect(await refused(kari, 'nameValue', named)).toEqual(['bad-input', 'value']);
    const anchor = { body: 'Styret', date: '2027-13-01', caseNumber: '' };
    expect(await refused(kari, 'anchor', anchor)).toEqual(['bad-input', 'date']);
  });

  test('what is not there is not found', async () => {
    expect(await refused(kari, 'sayYes', { action: 'x', seen })).toEqual(['not-found', '']);
    expect(await refused(kari, 'takeYesBack', { action: 'x' })).toEqual(['not-found', '']);
    for (const name of ['remove', 'restore', 'openAnswers'] as const) {
      expect(await refused(kari, name, { id: 'x' })).toEqual(['not-found', '']);
    }
    expect(await refused(kari, 'remove', { id: 'plan' })).toEqual(['not-found', '']);
    expect(await refused(kari, 'setItem', { id: 'x' })).toEqual(['not-found', '']);
  });
});

const partOf = async (of: Member) => (await plan(of)).goals[0]!.actions[0]!.parts[0];

describe('a yes', () => {
  test('is said by who is confirmed, and by nobody else', async () => {
    await syncAll(kari, per);
    expect((await plan(per)).me.maySign).toBe(false);
    expect(await refused(per, 'sayYes', { action, seen })).toEqual(['forbidden', '']);
    await confirmed(kari, per);
    expect((await plan(per)).me.maySign).toBe(true);
    value(await sayYes(per, action));
    expect(await partOf(per)).toMatchObject({ party: 1, yes: 'stands', mine: true });
  });

  test('is taken back on any device of the group, and not said of what is deleted', async () => {
    const phone = await furtherDevice(server, kari);
    value(await sayYes(kari, action));
    await syncAll(kari, phone);
    expect(await partOf(phone)).toMatchObject({ yes: 'stands', mine: true });
    await must(phone, 'takeYesBack', { action });
    await syncAll(phone, kari);
    expect(await partOf(kari)).toMatchObject({ yes: 'back', mine: false });
    await must(kari, 'remove', { id: action });
    expect(await refused(kari, 'sayYes', { action, seen })).toEqual(['not-found', '']);
  });

  test('is said to what was seen, and to nothing else', async () => {
    const [part] = (await plan(kari)).goals[0]!.actions[0]!.parts;
    const what = (await plan(kari)).goals[0]!.actions[0]!.title;
    const seen = { what, who: part ? [part.party] : [], part: part?.text ?? '' };
    await must(kari, 'setAction', { id: action, fields: { title: 'Noe annet' } });
    expect(await refused(kari, 'sayYes', { action, seen })).toEqual(['changed', '']);
    const who = [...seen.who, 7];
    expect(await refused(kari, 'sayYes', { action, seen: { ...seen, who } })).toEqual([
      'changed',
      '',
    ]);
    await must(kari, 'setAction', { id: action, fields: { title: what } });
    const other = { ...seen, part: 'Vi kjører' };
    expect(await refused(kari, 'sayYes', { action, seen: other })).toEqual(['changed', '']);
    await must(kari, 'sayYes', { action, seen });
  });

  test('is not said while the group takes a pause', async () => {
    const step = { kind: 'stepping' as const, texts: { words: 'Høstferie' } };
    await must(kari, 'addItem', { ...step, fields: { out: 1 } });
    expect(await refused(kari, 'sayYes', { action, seen })).toEqual(['paused', '']);
    server.time += 1;
    await must(kari, 'addItem', { ...step, fields: { out: 0 } });
    value(await sayYes(kari, action));
  });

  test('is of the agreed words: agreed is never chosen', async () => {
    await must(kari, 'setAction', { id: action, fields: { status: 'agreed' } });
    expect((await plan(kari)).goals[0]!.actions[0]!.status).toBe('proposed');
  });
});

describe('"vent litt"', () => {
  test('holds the opening, and ends by itself', async () => {
    const { id } = await add('round', { texts: { question: 'Hva nå?' } });
    await syncAll(kari, per);
    await must(per, 'waitABit', { id, waits: true });
    await syncAll(per, kari);
    expect(await refused(kari, 'openAnswers', { id })).toEqual(['held', '']);
    server.time += HOLD_S - 1;
    expect(await refused(kari, 'openAnswers', { id })).toEqual(['held', '']);
    server.time += 1;
    await must(kari, 'openAnswers', { id });
    expect((await plan(kari)).rounds[0]!.opened?.name).toBe('Kari');
  });
});

describe('the wheel', () => {
  test('is in no list of changes, in no export, and no one else sees it', async () => {
    const { id } = await add('evaluation', { fields: { asked: ['goals'] } });
    const before = value(await ask(kari, 'export', {})).json;
    await must(kari, 'score', { evaluation: id, values: [['goals', 1]] });
    await must(kari, 'score', { evaluation: id, values: [['goals', 4]] });
    await syncAll(kari, per);
    const item = [...inside(kari).doc.share.keys()].find((key) => key.startsWith('i/score/'))!;
    const score = item.split('/')[2]!;
    for (const of of [kari, per]) {
      for (const name of ['changes', 'remove', 'restore'] as const) {
        expect(await refused(of, name, { id: score })).toEqual(['not-found', '']);
      }
      const fields = { values: [['goals', 5]] };
      expect(await refused(of, 'setItem', { id: score, fields })).toEqual(['not-found', '']);
    }
    expect(value(await ask(kari, 'export', {})).json).toBe(before);
    expect((await plan(per)).evaluations[0]).toMatchObject({ written: 1, mine: [] });
    expect((await plan(kari)).evaluations[0]!.mine).toEqual([['goals', 4]]);
    await must(kari, 'openAnswers', { id });
    const late = { evaluation: id, values: [['goals', 2] as const] };
    expect(await refused(kari, 'score', late)).toEqual(['ended', '']);
  });

  test('a paper that is written down again is corrected', async () => {
    const { id } = await add('evaluation', { fields: { asked: ['goals'] } });
    const behalf = { name: 'Olga', party: 1, slip: 'slip-1' };
    for (const score of [2, 3]) {
      await must(kari, 'score', { evaluation: id, values: [['goals', score]], behalf });
    }
    expect((await plan(kari)).evaluations[0]).toMatchObject({ written: 1, mine: [] });
    const scores = [...inside(kari).doc.share.keys()].filter((key) => key.startsWith('i/score/'));
    expect(scores).toHaveLength(1);
  });
});

test('what somebody has is handed to another of the group, or to the group itself', async () => {
  const { id } = await add('resource', { texts: { what: 'Buss' }, fields: { person: 'somebody' } });
  const of = async () => (await plan(kari)).resources.find((one) => one.id === id);
  const me = (await plan(kari)).me.person;
  await must(kari, 'setItem', { id, fields: { person: me } });
  expect(await of()).toMatchObject({ person: me, personName: 'Kari' });
  await must(kari, 'setItem', { id, fields: { person: '' } });
  expect(await of()).toMatchObject({ person: '', personName: '' });
  const { changes } = await must(kari, 'changes', { id });
  expect(changes.map(({ field, before }) => [field, before])).toEqual([
    ['person', me],
    ['person', 'somebody'],
  ]);
  const refused = await ask(kari, 'setItem', { id, fields: { person: 'Not an id' } });
  expect(refused).toMatchObject({ ok: false, error: 'bad-input' });
});

describe('what is deleted comes back', () => {
  const KINDS: [AddedKind, Omit<Ask<'addItem'>, 'kind'>, string][] = [
    ['resource', { texts: { what: 'Buss' } }, 'resources'],
    ['comment', { texts: { text: 'Hei' } }, 'comments'],
    ['decision', { texts: { question: 'Skal vi?' } }, 'decisions'],
    ['meeting', { texts: { place: 'Klubben' } }, 'meetings'],
    ['round', { texts: { question: 'Hva nå?' } }, 'rounds'],
    ['evaluation', { fields: { asked: ['goals'] } }, 'evaluations'],
    ['reflection', { texts: { text: 'Vi lærte' } }, 'reflections'],
    ['account', { texts: { democratic: 'Flere kom' } }, 'accounts'],
    ['stepping', { fields: { out: 1 } }, 'steppings'],
    ['report', { fields: { date: '2027-01-01' } }, 'reports'],
  ];

  test.each(KINDS)('a %s', async (kind, words, list) => {
    const { id } = await add(kind, words);
    const shown = async (): Promise<unknown> =>
      (await plan(kari))[list as 'comments'].map((one) => ({ ...one, edited: undefined }));
    const before = await shown();
    expect(before).toHaveLength(1);
    await must(kari, 'remove', { id });
    expect(await shown()).toEqual([]);
    await must(kari, 'restore', { id });
    expect(await shown()).toEqual(before);
  });

  test('a need, and an answer', async () => {
    const need = await add('need', { texts: { what: 'Sjåfør' }, fields: { action } });
    const round = await add('round', { texts: { question: 'Hva nå?' } });
    const answer = await add('answer', { texts: { text: 'Buss' }, fields: { round: round.id } });
    const counts = async (): Promise<number[]> => {
      const { goals, rounds } = await plan(kari);
      return [goals[0]!.actions[0]!.needs.length, rounds[0]!.answers.length];
    };
    for (const { id } of [need, answer]) await must(kari, 'remove', { id });
    expect(await counts()).toEqual([0, 0]);
    for (const { id } of [need, answer]) await must(kari, 'restore', { id });
    expect(await counts()).toEqual([1, 1]);
  });

  test('a goal, with the actions that went with it, and not those that went before', async () => {
    const other = await must(kari, 'addAction', { goal, fields: { title: 'Tur' } });
    await must(kari, 'remove', { id: other.id });
    server.time += 60;
    await must(kari, 'remove', { id: goal });
    expect((await plan(kari)).goals).toEqual([]);
    server.time += 60;
    await must(kari, 'restore', { id: goal });
    const titles = (await plan(kari)).goals.map((one) => one.actions.map(({ title }) => title));
    expect(titles).toEqual([['Middag']]);
  });
});

test('what is added comes last, also after something was deleted, and after a key without room', async () => {
  const what = async (): Promise<string[]> => (await plan(kari)).resources.map((one) => one.what);
  const first = await add('resource', { texts: { what: 'a' } });
  await add('resource', { texts: { what: 'b' } });
  await must(kari, 'remove', { id: first.id });
  await add('resource', { texts: { what: 'c' } });
  await add('resource', { texts: { what: 'd' } });
  expect(await what()).toEqual(['b', 'c', 'd']);
  await must(kari, 'setItem', { id: goal, fields: { order: 'z'.repeat(200) } });
  await must(kari, 'addGoal', { title: 'Enda et' });
  expect((await plan(kari)).goals).toHaveLength(2);
});

test('the history of an item tells who changed what, newest first', async () => {
  await must(kari, 'setAction', { id: action, fields: { title: 'Middag tirsdag' } });
  await syncAll(kari, per);
  server.time += 5_000;
  await must(per, 'setAction', { id: action, fields: { due: '2027-05-01' } });
  const { changes } = await must(per, 'changes', { id: action });
  expect(changes.map(({ field, before, after, by }) => [by.name, field, before, after])).toEqual([
    ['Per', 'due', null, '2027-05-01'],
    ['Kari', 'title', 'Middag', 'Middag tirsdag'],
  ]);
});

test('a goal that nobody knew yet is known once it has words of its own', async () => {
  const made = { title: 'Vi vet ikke ennå', unknown: true };
  const { id } = await must(kari, 'addGoal', made);
  const goal = async () => (await plan(kari)).goals.find((one) => one.id === id);
  await must(kari, 'setGoal', { id, indicator: 'Antall' });
  expect((await goal())?.unknown).toBe(true);
  await must(kari, 'setGoal', { id, title: 'Alle har skyss' });
  expect((await goal())?.unknown).toBe(false);
});
