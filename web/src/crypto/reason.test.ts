import { expect, test } from 'vitest';
import { newEpochKey } from './epoch_key';
import { openReason, sealReason } from './reason';

const random = (size: number): Uint8Array => crypto.getRandomValues(new Uint8Array(size));
const id = (byte: string): string => byte.repeat(32);
const CONTEXT = { space: id('01'), room: 0, epoch: id('02'), proposal: id('03'), device: 4 };

test('KEYS7 a reason is read by whoever has the key, and is padded', () => {
  const key = newEpochKey(random);
  const short = sealReason(key, CONTEXT, 'Nei', random);
  expect(openReason(key, CONTEXT, short)).toBe('Nei');
  expect(short.length).toBe(sealReason(key, CONTEXT, 'Vi må spørre styret', random).length);
  expect(sealReason(key, CONTEXT, 'å'.repeat(950), random).length).toBeLessThanOrEqual(2048);
});

test.each([
  ['space', { space: id('09') }],
  ['room', { room: 1 }],
  ['epoch', { epoch: id('09') }],
  ['proposal', { proposal: id('09') }],
  ['device', { device: 5 }],
])('KEYS7 a reason opens in no other %s', (_, other) => {
  const key = newEpochKey(random);
  const sealed = sealReason(key, CONTEXT, 'Nei', random);
  expect(openReason(key, { ...CONTEXT, ...other }, sealed)).toBeUndefined();
});

test('KEYS7 a reason does not open with another key', () => {
  const sealed = sealReason(newEpochKey(random), CONTEXT, 'Nei', random);
  expect(openReason(newEpochKey(random), CONTEXT, sealed)).toBeUndefined();
});
