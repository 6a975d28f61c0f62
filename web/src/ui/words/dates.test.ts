import { beforeEach, describe, expect, test } from 'vitest';
import { clockInWords, dayInWords, momentInWords } from './dates';
import { learnLanguage } from './texts.svelte';

const now = new Date(2026, 10, 23, 18, 0);
const at = (...parts: [number, number, number, number, number]): number =>
  new Date(...parts).getTime() / 1000;

describe('dates in bokmål', () => {
  beforeEach(() => learnLanguage('nb'));

  test.each([
    [86_399, undefined],
    [86_400, undefined],
    [86_401, '1 døgn'],
    [-40 * 86_400, '40 døgn'],
  ])('SYNC16 a clock %d s ahead is said as %s', (ahead, words) => {
    if (words === undefined) expect(clockInWords(ahead)).toBeUndefined();
    else expect(clockInWords(ahead)).toContain(words);
  });

  test.each([
    [at(2026, 10, 23, 17, 59), 'akkurat nå'],
    [at(2026, 10, 23, 9, 5), 'i dag kl.\u00a009.05'],
    [at(2026, 10, 22, 23, 59), 'i går'],
    [at(2026, 10, 17, 12, 0), 'tirsdag'],
    [at(2026, 9, 12, 12, 0), '12. oktober'],
    [at(2025, 9, 12, 12, 0), '12. oktober 2025'],
  ])('%d is said as %s', (seconds, words) => {
    expect(momentInWords(seconds, now)).toBe(words);
  });

  test.each([
    ['2026-11-23', 'i dag'],
    ['2026-11-24', 'i morgen'],
    ['2027-02-28', '28. februar 2027'],
    ['ikke en dag', 'ikke en dag'],
  ])('the day %s is said as %s', (day, words) => {
    expect(dayInWords(day, now)).toBe(words);
  });
});

describe('dates in other languages', () => {
  test('nynorsk has its own names, and North Sámi falls back to bokmål', async () => {
    const tuesday = at(2026, 10, 17, 12, 0);
    await learnLanguage('nn');
    expect(momentInWords(tuesday, now)).toBe('tysdag');
    await learnLanguage('en');
    expect(momentInWords(tuesday, now)).toBe('Tuesday');
    await learnLanguage('se');
    expect(momentInWords(tuesday, now)).toBe('tirsdag');
  });
});
