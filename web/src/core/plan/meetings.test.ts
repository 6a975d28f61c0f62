import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { meet, SimulatedDevice } from '../testing/device';
import { canonicalJson } from './canonical';
import { readContent } from './content';
import { createItem, setText, textName } from './document';
import { readItems } from './items';
import { LogOrder, NO_LOG } from './log_order';
import { hold, holdsAt, holdsOf, HOLD_S, open, openingsOf, roundsOf } from './meetings';

const clocksOf = (doc: Y.Doc) => Y.decodeStateVector(Y.encodeStateVector(doc));
const ROUND = { kind: 'round', id: 'r' } as const;

function pair(): [SimulatedDevice, SimulatedDevice] {
  const [one, two] = [new SimulatedDevice(1), new SimulatedDevice(2)];
  one.edit((doc) => {
    createItem(doc, ROUND, { order: 'b1' }, 1);
    setText(doc, textName('r', 'question'), 'Hva nå?');
  });
  meet(one, two);
  return [one, two];
}

test.each([
  [HOLD_S - 1, 1],
  [HOLD_S, 0],
  [HOLD_S + 1, 0],
  [-(HOLD_S - 1), 1],
  [-HOLD_S, 0],
])('a "vent litt" said %i seconds ago: %i holds', (ago, count) => {
  const [one] = pair();
  one.edit((doc) => hold(doc, ROUND, 10 * HOLD_S, true));
  expect(holdsAt(holdsOf(one.doc, ROUND), 10 * HOLD_S + ago)).toHaveLength(count);
});

test('whoever asked to wait lets go of their own wish alone', () => {
  const [one, two] = pair();
  one.edit((doc) => hold(doc, ROUND, 5, true));
  two.edit((doc) => hold(doc, ROUND, 5, true));
  meet(one, two);
  two.edit((doc) => hold(doc, ROUND, 6, false));
  meet(one, two);
  for (const { doc } of [one, two]) {
    expect(holdsOf(doc, ROUND).map(({ device }) => device)).toEqual([1]);
  }
});

test('of two openings at once all devices take the same one', () => {
  const [one, two] = pair();
  one.edit((doc) => open(doc, ROUND, 7, ['a']));
  two.edit((doc) => open(doc, ROUND, 6, ['b']));
  meet(one, two);
  for (const { doc } of [one, two]) {
    expect(openingsOf(doc, ROUND).map(({ device }) => device)).toEqual([2, 1]);
  }
});

test('the opening that came into the log first is the first, and one that has not come is the last', () => {
  const [one, two] = pair();
  one.edit((doc) => open(doc, ROUND, 7, ['a']));
  two.edit((doc) => open(doc, ROUND, 6, ['b']));
  two.edit((doc) => open(doc, ROUND, 5, ['c']));
  const order = new LogOrder();
  const first = (): string | undefined =>
    openingsOf(two.doc, ROUND, { ...NO_LOG, placeOf: order.placeOf })[0]?.had[0];
  meet(one, two);
  expect(first()).toBe('c');
  order.take(1, clocksOf(two.doc));
  expect(first()).toBe('a');
  order.take(2, clocksOf(two.doc));
  expect(first()).toBe('a');
});

test('until a round is opened nobody finds its words in what is told of the plan', () => {
  const [one, two] = pair();
  one.edit((doc) => {
    createItem(doc, { kind: 'answer', id: 'a' }, { round: 'r' }, 2);
    setText(doc, textName('a', 'text'), 'kanarifugl');
    setText(doc, textName('r', 'group/1'), 'kanarifugl');
  });
  meet(one, two);
  expect(canonicalJson(readContent(two.doc))).not.toContain('kanarifugl');
  expect(roundsOf(two.doc, readItems(two.doc))[0]?.answers).toHaveLength(1);
  two.edit((doc) => open(doc, ROUND, 3, ['a']));
  meet(one, two);
  expect(canonicalJson(readContent(one.doc)).split('kanarifugl')).toHaveLength(3);
});
