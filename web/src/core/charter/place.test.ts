import { expect, test } from 'vitest';
import { TestCharter } from '../testing/charter';
import { charterApply } from './apply';

const GOOD = { isVerified: true, doCutsFit: true, isSilent: true };

test('CHARTER2 a place that is not the next is told before a statement that is another', () => {
  const { state } = new TestCharter([1, 2]);
  const body = { type: 'object', proposal: 'p', epoch: '', reason: new Uint8Array() } as const;
  const author = { device: 1, counter: 1n, charterHead: state.head };
  const statement = { hash: 's', space: state.space, ...author, body };
  const next = { hash: 'e', height: state.height + 1n, previous: state.head, time: state.time };
  const verdict = (height: bigint, named: string): unknown => {
    const position = { ...next, height, statement: named };
    return charterApply(state, { position, statement }, GOOD);
  };
  expect(verdict(next.height + 1n, 'other')).toEqual({ ok: false, error: 'conflict' });
  expect(verdict(next.height, 'other')).toEqual({ ok: false, error: 'malformed' });
  expect(verdict(next.height, 's')).toEqual({ ok: false, error: 'not-found' });
});
