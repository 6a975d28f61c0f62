import { describe, expect, test } from 'vitest';
import { meet, SimulatedDevice } from '../testing/device';
import { createItem, itemMap, removeItem, setFields, setName } from './document';
import { readItems } from './items';
import { open } from './meetings';
import { readContent } from './content';
import { MIN_SPREAD, MIN_WORD, scoresOf, spreadOf, widestGap } from './wheel';

const answers = (sector: number, scores: readonly number[]) =>
  scores.map((score, i) => ({
    ...{ sector, writer: `${sector}/${i}` },
    scores: [['goals', score]] as [string, number][],
  }));

const spread = (scores: readonly number[]) =>
  spreadOf(['goals'], [1], answers(1, scores))[0]!.sectors[0];

describe('of a sector with', () => {
  test.each([
    [[], 'nothing'],
    [[5], 'nothing'],
    [[5, 1], 'nothing'],
    [[3, 4, 3], 'agrees'],
    [[2, 4, 3], 'differs'],
    [[3, 4, 3, 4], 'agrees'],
    [[1, 5, 3, 3], 'differs'],
  ])('answers %j it is told: %s', (scores, kind) => {
    expect(spread(scores)).toEqual({ sector: 1, kind });
  });

  test('five answers, the middle half is told', () => {
    expect(spread([1, 2, 3, 4, 5])).toEqual({
      ...{ sector: 1, kind: 'spread' },
      ...{ low: 2, middle: 3, high: 4 },
    });
    expect(spread([1, 1, 2, 2, 3, 5])).toMatchObject({ low: 1.3, middle: 2, high: 2.8 });
  });

  test('"vet ikke" it is no answer: whoever gives it does not fill up a sector', () => {
    expect(spread([...Array<number>(MIN_WORD - 1).fill(3), 0, 0, 0])).toMatchObject({
      kind: 'nothing',
    });
    expect(spread([...Array<number>(MIN_SPREAD - 1).fill(3), 0])).toMatchObject({ kind: 'agrees' });
  });
});

describe('where a helper wrote down answers', () => {
  const told = (own: number, written: number): string | undefined => {
    const all = answers(1, Array<number>(own + written).fill(3));
    const by = all.map((one, i) => (i < own ? one : { ...one, writer: 'helper' }));
    return spreadOf(['goals'], [1], by)[0]!.sectors[0]?.kind;
  };

  test.each([
    [1, 4, 'nothing'], // the one that is missing would be told
    [MIN_WORD - 2, 9, 'nothing'],
    [MIN_WORD - 1, 9, 'agrees'],
    [MIN_SPREAD - 2, 9, 'agrees'],
    [MIN_SPREAD - 1, 9, 'spread'],
    [MIN_SPREAD - 1, 1, 'spread'],
    [0, MIN_SPREAD, 'spread'],
    [0, MIN_SPREAD - 1, 'agrees'],
    [0, MIN_WORD - 1, 'nothing'],
  ])('of %i that others wrote and %i of theirs: %s', (own, written, kind) => {
    expect(told(own, written)).toBe(kind);
  });
});

test('the widest gap is between two sectors that can be told', () => {
  const many = (sector: number, score: number) => answers(sector, Array<number>(5).fill(score));
  const all = [...many(1, 2), ...many(2, 5), ...answers(3, [1, 1, 1, 1])];
  expect(widestGap(spreadOf(['goals'], [1, 2, 3], all))).toEqual({
    ...{ field: 'goals', low: 1, high: 2 },
  });
  expect(widestGap(spreadOf(['goals'], [1, 3], all))).toBeUndefined();
  expect(widestGap(spreadOf(['goals'], [1, 2], [...many(1, 3), ...many(2, 3)]))).toBeUndefined();
});

const SCORE = { kind: 'score', id: 's' } as const;

function pair(): [SimulatedDevice, SimulatedDevice] {
  const [one, two] = [new SimulatedDevice(1), new SimulatedDevice(2)];
  one.edit((doc) => {
    createItem(doc, { kind: 'evaluation', id: 'e' }, { order: 'b1', asked: ['goals'] }, 1);
    const values = [['goals', 4]];
    createItem(doc, SCORE, { evaluation: 'e', party: 1, salt: 'abc', values }, 1);
  });
  meet(one, two);
  return [one, two];
}

const score = ({ doc }: SimulatedDevice) => scoresOf(doc, readItems(doc))[0]!;

describe('one person’s answers', () => {
  test('keep every state, the last first, also where one device wrote them in a row', () => {
    const [one, two] = pair();
    for (const n of [3, 2, 1]) one.edit((doc) => setFields(doc, SCORE, { values: [['goals', n]] }));
    meet(one, two);
    for (const device of [one, two]) {
      expect(score(device).states.map(({ scores }) => scores[0]![1])).toEqual([1, 2, 3, 4]);
    }
  });

  test('are of the evaluation and salt that their author wrote, and stay when somebody deletes them', () => {
    const [one, two] = pair();
    two.edit((doc) => {
      setFields(doc, SCORE, { salt: 'x', evaluation: 'other', values: [['goals', 1]] });
      removeItem(doc, SCORE, 9);
    });
    meet(one, two);
    const { salt, evaluation, states } = score(one);
    expect([salt, evaluation]).toEqual(['abc', 'e']);
    expect(states.filter(({ device }) => device === 1)).toEqual([
      { device: 1, scores: [['goals', 4]] },
    ]);
  });

  test('count once in a field, however often it is there', () => {
    const [one] = pair();
    const twice = Array.from({ length: 9 }, (_, i) => ['goals', i % 5]);
    one.edit((doc) => setFields(doc, SCORE, { values: twice }));
    expect(score(one).states[0]!.scores).toEqual([['goals', 3]]);
  });

  test.each<[string, unknown]>([
    ['a text', 'x'],
    ['numbers out of range', [['goals', 6]]],
    ['a number', 3],
    ['pairs of nothing', [[], [null, null], ['goals']]],
  ])('that are %s are none', (_, values) => {
    const [one] = pair();
    one.edit((doc) => void itemMap(doc, SCORE).set('values', values as string));
    expect(score(one).states[0]?.scores.filter(([field]) => field !== 'goals') ?? []).toEqual([]);
  });
});

test('what is told of the plan holds no answer, and the hashes of those that were frozen', () => {
  const [one] = pair();
  one.edit((doc) => open(doc, { kind: 'evaluation', id: 'e' }, 5, ['beef', 'abad', 'beef']));
  const [evaluation] = readContent(one.doc).evaluations;
  expect(evaluation?.frozen).toEqual(['abad', 'beef']);
  const { text } = one;
  for (const canary of ['"s"', 'abc', '["goals",4]', 'values', 'salt']) {
    expect(text).not.toContain(canary);
  }
});

test('what a field led to is told in the same order, in whatever order it came', () => {
  const [one, two] = pair();
  const item = { kind: 'evaluation', id: 'e' } as const;
  one.edit((doc) => setFields(doc, item, { 'tie/goals': 'a1' }));
  two.edit((doc) => setFields(doc, item, { 'tie/equality': 'a2' }));
  meet(one, two);
  expect(two.text).toBe(one.text);
  expect(readContent(one.doc).evaluations[0]?.ties.map(([field]) => field)).toEqual([
    'equality',
    'goals',
  ]);
});

test('values are called as they were when they were asked about', () => {
  const one = new SimulatedDevice(1);
  one.edit((doc) => {
    const fields = { asked: ['value1'], 'called/value1': 'tillit', 'called/value2': '' };
    createItem(doc, { kind: 'evaluation', id: 'e' }, { order: 'b1', ...fields }, 1);
    setName(doc, 'value/1', 'respekt');
  });
  expect(readContent(one.doc).evaluations[0]?.called).toEqual([['value1', 'tillit']]);
});
