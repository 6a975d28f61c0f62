import { describe, expect, test } from 'vitest';
import { meet, SimulatedDevice } from '../testing/device';
import { amendItem } from './amend';
import { createItem, itemMap, setText, textName, type FieldValue } from './document';
import { changesOf, fieldNow, SITTING_S } from './history';
import { readText } from './items';

const ITEM = { kind: 'action', id: 'a' } as const;
const NAME = textName('a', 'title');

function pair(): [SimulatedDevice, SimulatedDevice] {
  const [one, two] = [new SimulatedDevice(1), new SimulatedDevice(2)];
  one.edit((doc) => {
    createItem(doc, ITEM, { due: '' }, 1);
    setText(doc, NAME, 'Buss');
  });
  meet(one, two);
  return [one, two];
}

const title = (device: SimulatedDevice, text: string, at: number): void =>
  void device.edit((doc) => amendItem(doc, ITEM, { texts: { title: text } }, at));
const field = (device: SimulatedDevice, name: string, value: FieldValue, at: number): void =>
  void device.edit((doc) => amendItem(doc, ITEM, { fields: { [name]: value } }, at));

function changes({ doc }: SimulatedDevice): unknown[] {
  const map = itemMap(doc, ITEM);
  const read = (name: string): FieldValue =>
    doc.share.has(textName('a', name)) ? readText(doc, textName('a', name)) : fieldNow(map, name);
  return changesOf(map, read).map((one) => [one.device, one.field, one.before, one.after]);
}

test('every change tells what stood there before, and what came of it', () => {
  const [one, two] = pair();
  title(one, 'Minibuss', 1_000);
  field(one, 'due', '2027-01-01', 1_001);
  meet(one, two);
  title(two, 'Minibuss tirsdag', 5_000);
  meet(one, two);
  for (const device of [one, two]) {
    expect(changes(device)).toEqual([
      [1, 'title', 'Buss', 'Minibuss'],
      [1, 'due', '', '2027-01-01'],
      [2, 'title', 'Minibuss', 'Minibuss tirsdag'],
    ]);
  }
});

test('a wording that is fetched back is a change like any other', () => {
  const [one] = pair();
  title(one, 'Sykkel', 1_000);
  title(one, 'Buss', 9_000);
  expect(changes(one)).toEqual([
    [1, 'title', 'Buss', 'Sykkel'],
    [1, 'title', 'Sykkel', 'Buss'],
  ]);
});

describe('a sitting of writing is one change', () => {
  test.each([
    [SITTING_S - 1, 1],
    [SITTING_S, 2],
    [SITTING_S + 1, 2],
  ])('after %i seconds: %i', (pause, count) => {
    const [one] = pair();
    title(one, 'Minibuss', 1_000);
    title(one, 'Minibussen', 1_000 + pause);
    expect(changes(one)).toHaveLength(count);
  });

  test('not where the clock went back, and not in another field', () => {
    const [one] = pair();
    title(one, 'Minibuss', 1_000);
    title(one, 'Minibussen', 999);
    field(one, 'due', '2027-01-01', 999);
    title(one, 'Minibussene', 999);
    expect(changes(one)).toHaveLength(4);
  });

  test.each([1, 500, 1_100, 9_000])(
    'not where somebody else wrote between, by whatever clock: %i',
    (theirs) => {
      const [one, two] = pair();
      title(one, 'Minibuss', 1_000);
      meet(one, two);
      title(two, 'Rød minibuss', theirs);
      meet(one, two);
      title(one, 'Rød minibuss tirsdag', 1_200);
      meet(one, two);
      expect(changes(one)).toHaveLength(3);
      expect(changes(one)).toContainEqual([1, 'title', 'Rød minibuss', 'Rød minibuss tirsdag']);
      expect(changes(two)).toEqual(changes(one));
    },
  );
});

test('what changes nothing, and a place in a list, is no change to read', () => {
  const [one] = pair();
  title(one, 'Buss', 1_000);
  field(one, 'order', 'c1', 1_000);
  field(one, 'due', '', 1_000);
  expect(changes(one)).toEqual([]);
});

test('two changes made apart are both told, the same on both devices', () => {
  const [one, two] = pair();
  field(one, 'due', '2027-01-01', 1_000);
  field(two, 'due', '2027-02-02', 1_001);
  meet(one, two);
  expect(changes(one)).toEqual([
    [1, 'due', '', '2027-01-01'],
    [2, 'due', '', '2027-02-02'],
  ]);
  expect(changes(two)).toEqual(changes(one));
});

test('the base of a text is that of one text: with two, none is carried over', () => {
  const [one] = pair();
  one.edit((doc) => setText(doc, textName('a', 'why'), 'Fordi'));
  const texts = { title: 'Minibuss', why: 'Fordi vi vil' };
  one.edit((doc) => amendItem(doc, ITEM, { texts, base: 'Buss' }, 5));
  expect(readText(one.doc, NAME)).toBe('Minibuss');
  expect(readText(one.doc, textName('a', 'why'))).toBe('Fordi vi vil');
});
