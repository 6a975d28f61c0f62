import { beforeAll, describe, expect, test } from 'vitest';
import { langOf, learnLanguage } from './texts.svelte';

describe.each([
  ['nb', { nb: undefined, nn: 'nn', en: 'en', se: 'se' }],
  ['nn', { nb: 'nb', nn: undefined, en: 'en', se: 'se' }],
  ['en', { nb: 'nb', nn: 'nn', en: undefined, se: 'se' }],
  // Its texts are in bokmål until a person has translated them.
  ['se', { nb: undefined, nn: 'nn', en: 'en', se: 'se' }],
] as const)('on screens in %s', (screens, marked) => {
  beforeAll(() => learnLanguage(screens));

  test.each(Object.entries(marked))('words in %s are marked %s', (language, lang) => {
    expect(langOf({ language })).toBe(lang);
  });

  test('words of nobody knows which are not marked', () => {
    expect(langOf({ language: '' })).toBeUndefined();
    expect(langOf(undefined)).toBeUndefined();
  });
});
