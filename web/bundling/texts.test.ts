import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { allTextProblems, splitTexts, textProblems } from './texts';

const read = (locale: string): Record<string, string> =>
  JSON.parse(
    readFileSync(new URL(`../messages/${locale}.json`, import.meta.url), 'utf8'),
  ) as Record<string, string>;

/** Names of the languages, lists and lone labels need no sentence. */
const sentences = (text: string): string[] =>
  text.split(/[.;:!?…]\s+/).filter((part) => part !== '');

describe('texts', () => {
  test('no text is missing in nynorsk or English, and parameters agree', () => {
    expect(allTextProblems()).toEqual([]);
  });

  test('a missing text and a wrong parameter are found', () => {
    const base = { one: 'Hei {name}', two: 'Ja' };
    expect(textProblems(base, { one: 'Hei {navn}' }, 'nn', true)).toEqual([
      'nn: one has other parameters',
      'nn: two is missing',
    ]);
  });

  test.each(['nb', 'nn'])(
    '%s says nothing in the words of machines, and does not shout',
    (locale) => {
      const forbidden =
        /synkroniser|krypter|\bnode\b|\btoken\b|\bnøkkel(?!, ei)|sektor|samtykke|forankring|vennligst|!/i;
      const found = Object.entries(read(locale)).filter(([, text]) =>
        forbidden.test(text.replace('en nøkkel, en', '')),
      );
      expect(found).toEqual([]);
    },
  );

  test.each(['nb', 'nn', 'en'])('%s stays within twenty words a sentence', (locale) => {
    const lists = new Set(['months', 'weekdays']);
    const long = Object.entries(read(locale))
      .filter(([key]) => !lists.has(key))
      .filter(([, text]) => sentences(text).some((sentence) => sentence.split(/\s+/).length > 20));
    expect(long).toEqual([]);
  });

  test('a module of texts is split without losing one', () => {
    const text = (name: string): string => `export const ${name} = (i) => {\n\treturn \`x\`\n};`;
    const names = ['join_title', 'proposal_by', 'wheel_title', 'about_free', 'plan_title'];
    const { first, later, last } = splitTexts(names.map(text).join('\n\n'));
    const namesIn = (module: string) => [...module.matchAll(/const (\w+)/g)].map((m) => m[1]);
    expect(namesIn(first)).toEqual(['join_title', 'plan_title']);
    expect(namesIn(later)).toEqual(['proposal_by', 'about_free']);
    expect(namesIn(last)).toEqual(['wheel_title']);
  });
});
