import { describe, expect, test } from 'vitest';
import { MAX_ORDER_KEY } from '../order_key';
import { KINDS, type FieldValue, type Kind } from './document';
import { ARENAS, MODES, RESOURCE_KINDS, SCORES, STATUSES } from './choices';
import {
  isDay,
  MAX_AMOUNT,
  MAX_LIST,
  MAX_PARTY,
  MAX_PEOPLE,
  MAX_SECTOR,
  neededText,
  SCHEMA,
  wrongIn,
} from './schema';

const field = (kind: Kind, name: string, value: FieldValue): string | undefined =>
  wrongIn(kind, {}, { [name]: value });
const text = (kind: Kind, name: string, words: string): string | undefined =>
  wrongIn(kind, { [name]: words }, {});

const TEXTS = KINDS.flatMap((kind) =>
  Object.entries(SCHEMA[kind].texts).map(([name, most]) => [kind, name, most] as const),
);

test.each(TEXTS)('a %s holds a %s of %i letters, and none more', (kind, family, most) => {
  const name = family.endsWith('/') ? `${family}3` : family;
  expect(text(kind, name, 'å'.repeat(most - 1))).toBeUndefined();
  expect(text(kind, name, 'å'.repeat(most))).toBeUndefined();
  expect(text(kind, name, 'å'.repeat(most + 1))).toBe(name);
  expect(text(kind, name, '')).toBeUndefined();
});

const NUMBERS: [Kind, string, number][] = [
  ['action', 'costKr', MAX_AMOUNT],
  ['action', 'kr/2027', MAX_AMOUNT],
  ['resource', 'party', MAX_PARTY],
  ['meeting', 'count/2', MAX_PEOPLE],
];

test.each(NUMBERS)('%s %s goes from none to %i', (kind, name, most) => {
  for (const good of [0, 1, most - 1, most, null]) {
    expect(field(kind, name, good), String(good)).toBeUndefined();
  }
  for (const bad of [-1, most + 1, 0.5, NaN, Infinity, '1', [1]]) {
    expect(field(kind, name, bad), String(bad)).toBe(name);
  }
});

const LISTS: [Kind, string, readonly string[]][] = [
  ['action', 'status', STATUSES],
  ['action', 'arena', ARENAS],
  ['action', 'mode', MODES],
  ['need', 'kind', RESOURCE_KINDS],
  ['move', 'from', ARENAS],
  ['move', 'to', ARENAS],
  ['reflection', 'kind', ['reflection', 'story']],
];

test.each(LISTS)('%s %s is one of its list, or open', (kind, name, known) => {
  for (const good of [...known, '']) expect(field(kind, name, good), good).toBeUndefined();
  for (const bad of ['finished', 'Idea', 'constructor', '__proto__', 0, null]) {
    expect(field(kind, name, bad), String(bad)).toBe(name);
  }
});

test.each(['2027-01-31', '2028-02-29', '2000-02-29', '2027-12-31', '2027-04-30'])(
  '%s is a day',
  (day) => {
    expect(isDay(day)).toBe(true);
    expect(field('action', 'due', day)).toBeUndefined();
  },
);

test.each([
  ...['2027-02-29', '2100-02-29', '2028-02-30', '2027-04-31', '2027-13-01', '2027-00-10'],
  ...['2027-01-00', '2027-1-1', '27-01-01', '2027-01-01 ', '2027-01-01\n', '２０２７-01-01'],
])('%j is no day', (day) => {
  expect(isDay(day)).toBe(false);
  expect(field('action', 'due', day)).toBe('due');
});

test.each(['00:00', '09:05', '19:59', '23:59', ''])('%j is a time, or open', (time) => {
  expect(field('meeting', 'time', time)).toBeUndefined();
});

test.each(['24:00', '9:05', '12:60', '12.30', '12:30:00', '12:30\n'])('%j is no time', (time) => {
  expect(field('meeting', 'time', time)).toBe('time');
});

test('a flag is yes or no', () => {
  for (const good of [0, 1]) expect(field('goal', 'unknown', good)).toBeUndefined();
  for (const bad of [2, '1', null, '']) expect(field('goal', 'unknown', bad)).toBe('unknown');
});

test('the id of an item has 64 characters at most', () => {
  for (const good of ['', 'a', 'a'.repeat(63), 'a'.repeat(64)]) {
    expect(field('comment', 'on', good)).toBeUndefined();
  }
  for (const bad of ['a'.repeat(65), 'Æ', 'a/b', 1]) expect(field('comment', 'on', bad)).toBe('on');
});

test('a place in a list is a key with room on both sides', () => {
  for (const size of [1, MAX_ORDER_KEY - 1, MAX_ORDER_KEY]) {
    expect(field('goal', 'order', 'b'.repeat(size))).toBeUndefined();
  }
  expect(field('goal', 'order', 'b'.repeat(MAX_ORDER_KEY + 1))).toBe('order');
  expect(field('goal', 'order', 'B')).toBe('order');
});

describe('a list', () => {
  test('has no more than its most, and nothing open in it', () => {
    for (const size of [0, MAX_LIST - 1, MAX_LIST]) {
      expect(field('round', 'sequence', Array<number>(size).fill(1))).toBeUndefined();
    }
    for (const bad of [Array<number>(MAX_LIST + 1).fill(1), [null], [''], [MAX_SECTOR + 1], 1]) {
      expect(field('round', 'sequence', bad)).toBe('sequence');
    }
  });

  test('of what is asked about holds known fields and values', () => {
    expect(field('evaluation', 'asked', ['goals', 'openness', 'value3'])).toBeUndefined();
    for (const bad of [['value4'], [''], ['constructor'], 'goals']) {
      expect(field('evaluation', 'asked', bad)).toBe('asked');
    }
  });
});

describe('answers to the wheel', () => {
  test.each(SCORES)('may be %i', (score) => {
    expect(field('score', 'values', [['goals', score]])).toBeUndefined();
  });

  test.each<[string, FieldValue]>([
    ['6', [['goals', 6]]],
    ['a half', [['goals', 2.5]]],
    ['a text', [['goals', '3']]],
    ['of an unknown field', [['constructor', 3]]],
    ['of no field', [['', 3]]],
    ['without a number', [['goals']]],
    [
      'twice to one field: who answers is one person',
      [
        ['goals', 1],
        ['goals', 5],
      ],
    ],
  ])('may not be %s', (_, values) => {
    expect(field('score', 'values', values)).toBe('values');
  });
});

describe('names in families', () => {
  test.each<[Kind, string, FieldValue]>([
    ['action', 'kr/2027', 100],
    ['action', 'party/3', 1],
    ['meeting', 'count/1', 4],
    ['evaluation', 'tie/goals', 'a1'],
  ])('%s %s', (kind, name, value) => {
    expect(field(kind, name, value)).toBeUndefined();
  });

  test.each([
    ...['party/', 'party/0', 'party/03', 'party/x', 'party/10000', 'party/3/4', 'party/3\n'],
    ...['party', 'kr/', 'kr', 'tie/goals', 'part/3'],
  ])('an action has no field %j', (name) => {
    expect(field('action', name, 1)).toBe(name);
  });

  test.each(['part/', 'part/0', 'part/x', 'part', 'party/3', 'takes/3'])(
    'an action has no text %j',
    (name) => {
      expect(text('action', name, 'x')).toBe(name);
    },
  );
});

describe('what every object has is nothing that an item holds', () => {
  const names = [...Object.getOwnPropertyNames(Object.prototype), 'length', ''];

  test.each(names)('%j', (name) => {
    for (const kind of KINDS) {
      const own = Object.fromEntries([[name, 'title']]);
      expect(wrongIn(kind, {}, own), kind).toBe(name);
      expect(wrongIn(kind, Object.fromEntries([[name, 'x']]), {}), kind).toBe(name);
    }
  });
});

test('what is not given is not wrong', () => {
  expect(wrongIn('action', { title: undefined }, { due: undefined, x: undefined })).toBeUndefined();
});

test('only what an item is called is ever needed', () => {
  expect(neededText('action')).toBe('title');
  expect(neededText('decision')).toBe('question');
  expect(neededText('comment')).toBe('text');
  for (const kind of ['meeting', 'evaluation', 'account', 'stepping'] as const) {
    expect(neededText(kind)).toBeUndefined();
  }
});
