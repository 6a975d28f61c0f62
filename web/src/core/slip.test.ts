import { describe, expect, test } from 'vitest';
import { bytesOfLetters, faultIn, inFours, lettersOf, meantLetters, prefixIn } from './slip';

describe('KEYS11 what is typed', () => {
  test('is the same however it is written', () => {
    for (const typed of ['0O1l-iI23', ' 0o1 L 1i23 ', '00-11-11-23'])
      expect(meantLetters(typed)).toBe('00111123');
  });

  test('says what is wrong with it', () => {
    expect(faultIn('ABCD-EFGU', 8)).toEqual({ kind: 'sign', sign: 'U' });
    expect(faultIn('ABCD.EFG', 8)).toEqual({ kind: 'sign', sign: '.' });
    expect(faultIn('ÅBCD EFGH', 8)).toEqual({ kind: 'sign', sign: 'Å' });
    expect(faultIn('ABCD-EFG', 8)).toEqual({ kind: 'short', missing: 1 });
    expect(faultIn('ABCD-EFGH', 8)).toBeUndefined();
    expect(faultIn('ABCD-EFGH-J', 8)).toEqual({ kind: 'long', extra: 1 });
    expect(bytesOfLetters('ABCD-EFG', 8)).toBeUndefined();
  });

  test('comes back as it was written, whatever the bytes', () => {
    for (let byte = 0; byte < 256; byte++) {
      const bytes = new Uint8Array([byte, 255 - byte, 0, byte, 7]);
      expect(bytesOfLetters(lettersOf(bytes), 8)).toEqual(bytes);
    }
  });

  test('stands in fours', () => {
    expect(inFours('ABCDEFGHJKMNPQRS')).toBe('ABCD-EFGH-JKMN-PQRS');
  });
});

test.each([
  ['https://plan.example/l/61MDBFYP', '61MDBFYP'],
  ['plan.example/l/61mdbfyp/', '61MDBFYP'],
  ['http://127.0.0.1:8440/l/61MD-BFYP', '61MDBFYP'],
  ['https://plan.example/l/61MDBFY', undefined],
  ['https://plan.example/l/61MDBFYU', undefined],
  ['https://plan.example/bli-med', undefined],
  ['61MDBFYP', undefined],
])('KEYS11 the address %s', (address, prefix) => {
  expect(prefixIn(address)).toBe(prefix);
});
