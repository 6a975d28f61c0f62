import { expect, test } from 'vitest';
import { SimulatedDevice } from '../testing/device';
import { createItem, itemMap } from './document';
import { takeStance, type Verdict } from './decisions';
import { saidIn } from './register';
import { isSaidAnew, MAX_LIST, MAX_WORD, saidSince, saySteps } from './said_anew';

const ITEM = { kind: 'decision', id: 'd' } as const;

function device(): SimulatedDevice {
  const one = new SimulatedDevice(1);
  one.edit((doc) => createItem(doc, ITEM, {}, 1));
  return one;
}
const stand = (one: SimulatedDevice, verdict: Verdict, at: number): void => {
  one.edit((doc) => takeStance(doc, ITEM, at, { verdict, reason: '' }));
};
const verdict = ({ doc }: SimulatedDevice): unknown =>
  saidIn(itemMap(doc, ITEM), 'stance')[0]?.words[0];

test.each([
  ['sooner stands', 4, 'yes'],
  ['later is not answered by it', 5, 'stop'],
])('what somebody said %s', (_, stoppedAt, now) => {
  const [lost, back] = [device(), device()];
  stand(lost, 'yes', 5);
  const said = saidSince(device().doc, lost.doc, ITEM);
  stand(back, 'stop', stoppedAt);
  for (const step of saySteps(back.doc, ITEM, said, 9)) back.edit(step);
  expect(verdict(back)).toBe(now);
  expect(saySteps(back.doc, ITEM, said, 10)).toEqual([]);
});

test.each([
  ['a word', (n: number): unknown => 'x'.repeat(n), MAX_WORD],
  ['a list', (n: number): unknown => Array.from({ length: n }, () => 1), MAX_LIST],
])('%s is as long as it may be, and no longer', (_, of, most) => {
  const said = (n: number): unknown => ({ prefix: 'yes', about: '', at: 1, words: [of(n)] });
  expect([most - 1, most, most + 1].map((n) => isSaidAnew(said(n)))).toEqual([true, true, false]);
});

test('without its time nothing is said anew', () => {
  const whole = { prefix: 'yes', about: '', at: 1, words: [] };
  expect(isSaidAnew(whole)).toBe(true);
  for (const at of [undefined, -1, 1.5, '1']) expect(isSaidAnew({ ...whole, at })).toBe(false);
});
