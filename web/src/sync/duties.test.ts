/** What is due follows from the charter alone. */
import { expect, test } from 'vitest';
import type { CharterState } from '../core/charter/state';
import { unhex, hexOf } from '../core/bytes';
import { hash } from '../crypto/hash';
import { decodeEntry } from '../proto/charter';
import { FrameType } from '../proto/frames';
import { isRekeyDue, mustPause } from './duties';
import { EMPTY_LOG, takeLeaf } from './log';
import { loadVectors } from './testing/vector_file';

/** The charter after all entries of a vector. */
function charterOf(name: string): CharterState {
  const vector = loadVectors('charter').find((found) => found.name === name)!;
  let log = EMPTY_LOG;
  for (const text of vector.texts('entry')) {
    const frame = { type: FrameType.FRAME_ENTRY, payload: unhex(text) };
    const first = decodeEntry(frame.payload, hash);
    const space = log.charter?.space ?? (first.ok ? spaceOf(first.value.signed.body) : '');
    const step = takeLeaf(log, frame, space, 'verify');
    if (!step.ok) throw new Error(step.error);
    log = step.value.log;
  }
  return log.charter!;
}

function spaceOf(genesis: Uint8Array): string {
  return hexOf(hash('space', genesis));
}

test('CHARTER16 a room without a key gets one', () => {
  const charter = charterOf('founded_alone');
  expect(isRekeyDue(charter, charter.time)).toBe(true);
});

test('CHARTER16 a key serves for ninety days', () => {
  const charter = charterOf('first_key');
  const ninety = 90n * 86_400n;
  expect(isRekeyDue(charter, charter.time)).toBe(false);
  expect(isRekeyDue(charter, charter.time + ninety)).toBe(false);
  expect(isRekeyDue(charter, charter.time + ninety + 1n)).toBe(true);
});

test('CHARTER15 an admission with the key needs no other, one without it does', () => {
  const withKey = charterOf('enacted_with_key');
  expect(isRekeyDue(withKey, withKey.time)).toBe(false);
  const without = charterOf('enacted_without_key');
  expect(isRekeyDue(without, without.time)).toBe(true);
});

test('CHARTER16 the next key is for everybody', () => {
  const charter = charterOf('rekey_after_bare_admission');
  expect(isRekeyDue(charter, charter.time)).toBe(false);
});

test('CHARTER26 an invitation that ran out unused has read along: the key changes once', () => {
  const charter = charterOf('first_key');
  const expires = charter.time + 100n;
  const unused = { party: 1, isUsed: false, isRevoked: false, expires };
  const due = (invitation: object, time: bigint): boolean => {
    // As much of an invitation as is looked at.
    const invitations = new Map([['', invitation]]) as unknown as CharterState['invitations'];
    return isRekeyDue({ ...charter, invitations }, time);
  };
  expect(due(unused, expires - 1n)).toBe(false);
  expect(due(unused, expires)).toBe(true);
  expect(due({ ...unused, isUsed: true }, expires)).toBe(false);
  expect(due({ ...unused, party: 0 }, expires)).toBe(false); // it carries no key
  expect(due({ ...unused, expires: charter.time }, expires)).toBe(false); // changed since
});

test('CHARTER16 a device that has just changed the key leaves it to others for an hour', () => {
  const charter = charterOf('first_key');
  const device = charter.devices.find(({ lastRekey }) => lastRekey !== undefined)!;
  const hour = device.lastRekey! + 3600n;
  expect(mustPause(charter, device.index, hour - 1n)).toBe(true);
  expect(mustPause(charter, device.index, hour)).toBe(false);
  expect(mustPause({ ...charter, awaitsRekey: true }, device.index, hour - 1n)).toBe(false);
});
