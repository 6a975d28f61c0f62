/** CHARTER7, CHARTER8: a further device that comes without the key waits for the next. */
import { expect, test } from 'vitest';
import { TestCharter } from '../testing/charter';
import { DAY_S, isKeyAwaited } from './state';

/** A further device of the first person, by an invitation that holds no key. */
function joinedWithoutKey(charter: TestCharter): number {
  const keys = charter.keys();
  const person = charter.personOf(1);
  const whole = { party: 1, sector: 0, replaces: 0, person, keys: [], card: new Uint8Array() };
  charter.must(1, { type: 'invite', ...keys, ...whole, expires: charter.time + DAY_S });
  const device = charter.keys();
  charter.must(0, { type: 'join', invitation: keys.signKey, person, device });
  return charter.state.devices.length;
}

test('CHARTER8 without the key where there is one, until the next', () => {
  const charter = new TestCharter([1, 2]);
  expect(charter.rekey(1)).toBe('ok');
  expect(isKeyAwaited(charter.state)).toBe(false);
  const device = joinedWithoutKey(charter);
  expect(charter.state.devices[device - 1]?.lacksKey).toBe(true);
  expect(isKeyAwaited(charter.state)).toBe(true);
  expect(charter.wait(3600n).rekey(1)).toBe('ok');
  expect(isKeyAwaited(charter.state)).toBe(false);
});

test('CHARTER8 without the key where there is none yet, as everybody', () => {
  const charter = new TestCharter([1, 2]);
  const device = joinedWithoutKey(charter);
  expect(charter.state.devices[device - 1]?.lacksKey).not.toBe(true);
  expect(isKeyAwaited(charter.state)).toBe(false);
});

test('CHARTER26 for a device that ended without it no key is awaited', () => {
  const charter = new TestCharter([1, 2]);
  charter.rekey(1);
  expect(charter.retire(1, joinedWithoutKey(charter))).toBe('ok');
  expect(charter.wait(3600n).rekey(1)).toBe('ok');
  expect(isKeyAwaited(charter.state)).toBe(false);
});
