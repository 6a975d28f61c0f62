/** Spellings of bytes that others rely on: one for each value, and nothing else is read. */
import { expect, test } from 'vitest';
import { bytesOfHex, equalBytes, hexOf } from './bytes';

test('every byte has one spelling in hex, and is read back', () => {
  const all = Uint8Array.from({ length: 256 }, (_, byte) => byte);
  const text = hexOf(all);
  expect(text).toBe(Buffer.from(all).toString('hex'));
  expect(bytesOfHex(text)).toEqual(all);
  expect(bytesOfHex('')).toEqual(new Uint8Array());
});

test.each(['0', 'abc', 'AB', 'aB', '0g', 'g0', ' 0', '0x', '-1', '1 ', ':0', '/0', '`0', 'é0'])(
  '%o is no hex',
  (text) => {
    expect(bytesOfHex(text)).toBeUndefined();
    expect(bytesOfHex(`00${text}`)).toBeUndefined();
  },
);

test('bytes are equal where all are, and there are as many', () => {
  const bytes = Uint8Array.of(1, 2, 3);
  expect(equalBytes(bytes, bytes.slice())).toBe(true);
  for (const other of [[1, 2], [1, 2, 3, 4], [1, 2, 4], [0, 2, 3], []]) {
    expect(equalBytes(bytes, Uint8Array.from(other))).toBe(false);
  }
});
