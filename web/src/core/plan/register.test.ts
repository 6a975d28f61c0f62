import { expect, test } from 'vitest';
import type * as Y from 'yjs';
import { meet, SimulatedDevice } from '../testing/device';
import { createItem, itemMap, setAuthor } from './document';
import { allSaid, countsOf, readCounts, saidIn, say } from './register';

const ITEM = { kind: 'action', id: 'a' } as const;

function pair(): [SimulatedDevice, SimulatedDevice] {
  const [one, two] = [new SimulatedDevice(1), new SimulatedDevice(2)];
  one.edit((doc) => createItem(doc, ITEM, {}, 1));
  meet(one, two);
  return [one, two];
}

const wordsIn = (doc: Y.Doc): unknown[] =>
  saidIn(itemMap(doc, ITEM), 'yes').map(({ device, words }) => [device, ...words]);

test('each device says its own, and the last of it stands', () => {
  const [one, two] = pair();
  one.edit((doc) => say(doc, ITEM, 'yes', 5, ['ja']));
  one.edit((doc) => say(doc, ITEM, 'yes', 4, ['ja, men']));
  two.edit((doc) => say(doc, ITEM, 'yes', 9, ['gjerne']));
  meet(one, two);
  for (const { doc } of [one, two]) {
    expect(wordsIn(doc)).toEqual([
      [1, 'ja, men'],
      [2, 'gjerne'],
    ]);
  }
});

test('what was said before stays, in the order in which that device said it', () => {
  const [one, two] = pair();
  for (const word of ['a', 'b', 'c']) one.edit((doc) => say(doc, ITEM, 'yes', 1, [word]));
  meet(one, two);
  const all = allSaid(itemMap(two.doc, ITEM), 'yes');
  expect(all.map(({ count, words }) => [count, words[0]])).toEqual([
    [1, 'a'],
    [2, 'b'],
    [3, 'c'],
  ]);
});

test("nobody speaks under another device's key, before, between or after its words", () => {
  const [one, two] = pair();
  const forge = (value: readonly (string | number)[]) => (doc: Y.Doc) =>
    void itemMap(doc, ITEM).set('yes1', value);
  two.edit(forge([7, 1, 'før']));
  meet(one, two);
  expect(wordsIn(one.doc)).toEqual([]);
  one.edit((doc) => say(doc, ITEM, 'yes', 5, ['mitt']));
  meet(one, two);
  two.edit(forge([9, 9, 'etter']));
  meet(one, two);
  for (const { doc } of [one, two]) expect(wordsIn(doc)).toEqual([[1, 'mitt']]);
  one.edit((doc) => say(doc, ITEM, 'yes', 6, ['mitt igjen']));
  meet(one, two);
  for (const { doc } of [one, two]) expect(wordsIn(doc)).toEqual([[1, 'mitt igjen']]);
});

test('one device says several things of one item, each under its name', () => {
  const [one] = pair();
  one.edit((doc) => say(doc, ITEM, 'minutes', 1, [[1]], 'm2'));
  one.edit((doc) => say(doc, ITEM, 'minutes', 1, [[2]], 'm1'));
  one.edit((doc) => say(doc, ITEM, 'minutes', 1, [[3]], 'm2'));
  const said = saidIn(itemMap(one.doc, ITEM), 'minutes');
  expect(said.map(({ about, count, words }) => [about, count, words[0]])).toEqual([
    ['m1', 1, [2]],
    ['m2', 2, [3]],
  ]);
});

test.each<[string, string, unknown]>([
  ['a text', 'yes1', 'ja'],
  ['no count', 'yes1', ['x', 1, 'ja']],
  ['a count below none', 'yes1', [-1, 1, 'ja']],
  ['half a time', 'yes1', [1, 0.5, 'ja']],
  ['no device', 'yes', [1, 1, 'ja']],
  ['device 0', 'yes0', [1, 1, 'ja']],
  ['a device with a zero before', 'yes01', [1, 1, 'ja']],
  ['a device with many digits', 'yes1234567890', [1, 1, 'ja']],
  ['capitals', 'yes1/Ab', [1, 1, 'ja']],
  ['another prefix', 'yesterday1', [1, 1, 'ja']],
])('%s is nothing that was said', (_, key, value) => {
  const [one] = pair();
  one.edit((doc) => void itemMap(doc, ITEM).set(key, value as string));
  expect(wordsIn(one.doc)).toEqual([]);
});

test('of two that count the same, the one written later stands, on every device', () => {
  const [one, two] = pair();
  one.edit((doc) => void itemMap(doc, ITEM).set('yes1', [1, 1, 'først']));
  one.edit((doc) => {
    setAuthor(doc, 1, 1);
    itemMap(doc, ITEM).set('yes1', [1, 2, 'sist']);
  });
  meet(one, two);
  for (const { doc } of [one, two]) expect(wordsIn(doc)).toEqual([[1, 'sist']]);
});

test('counters are pairs of numbers, whatever else is there', () => {
  expect(readCounts([[1, 2], [3], ['x', 1], [4, -1], 7, null, [5, 6]])).toEqual([
    [1, 2],
    [5, 6],
  ]);
  expect(readCounts('x')).toEqual([]);
  expect(readCounts(undefined)).toEqual([]);
  const said = { device: 4, count: 2, at: 1, about: '', words: [] };
  expect(countsOf([said])).toEqual([[4, 2]]);
});
