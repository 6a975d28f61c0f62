import { expect, test } from 'vitest';
import { WORDS } from './word_list';

/** As people may type them: without marks. */
const plain = (word: string): string =>
  word.replace(/å/g, 'a').replace(/ø/g, 'o').replace(/æ/g, 'a');

/** Two words that are one letter apart (another one, one more, one less) have one of these in common. */
function blurred(word: string): string[] {
  const replaced = Array.from(word, (_, i) => `${word.slice(0, i)}?${word.slice(i + 1)}`);
  const inserted = Array.from(`${word}?`, (_, i) => `${word.slice(0, i)}?${word.slice(i)}`);
  return [...new Set([...replaced, ...inserted])];
}

function swapped(word: string): string[] {
  const pairs = Array.from(
    word.slice(1),
    (letter, i) => `${word.slice(0, i)}${letter}${word[i]!}${word.slice(i + 2)}`,
  );
  return pairs.filter((other) => other !== word);
}

function repeated(texts: readonly string[]): string[] {
  const seen = new Set<string>();
  return texts.filter((text) => seen.size === seen.add(text).size);
}

test('KEYS8 there are 2,048 words, sorted by code unit', () => {
  expect(WORDS.length).toBe(2048);
  expect(WORDS).toEqual([...WORDS].sort());
});

test('KEYS8 a word has four to eight letters, all of them Norwegian', () => {
  expect(WORDS.filter((word) => !/^[a-zæøå]{4,8}$/.test(word))).toEqual([]);
});

test('KEYS8 a word is known by its first four letters, with or without marks', () => {
  expect(repeated(WORDS.map((word) => plain(word).slice(0, 4)))).toEqual([]);
});

test.each([
  ['with', (word: string) => word],
  ['without', plain],
])('KEYS8 no slip of one letter makes a word another word, %s marks', (_, written) => {
  const words = WORDS.map(written);
  expect(repeated(words.flatMap(blurred))).toEqual([]);
  const all = new Set(words);
  expect(words.filter((word) => swapped(word).some((other) => all.has(other)))).toEqual([]);
});
