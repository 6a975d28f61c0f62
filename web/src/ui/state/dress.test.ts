import { expect, test } from 'vitest';
import { writingOf } from './dress';

test('people are taken to write what their screens say, but not what an English phone does', () => {
  expect(writingOf('nb', null)).toBe('nb');
  expect(writingOf('nn', 'nn')).toBe('nn');
  expect(writingOf('en', 'en')).toBe('en');
  expect(writingOf('en', null)).toBe('');
});
