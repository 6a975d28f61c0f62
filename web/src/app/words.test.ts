/** KEYS8: what somebody types from a paper, and what is said of it. */
import { beforeEach, expect, test } from 'vitest';
import { WORDS } from '../crypto/word_list';
import { ServerDouble } from '../sync/testing/server_double';
import { foundPlan, value, type Member } from './testing/scene';

let kari: Member;

beforeEach(async () => {
  kari = await foundPlan(new ServerDouble());
});

test('KEYS8 words are looked at before they are used', async () => {
  const made = value(await kari.port.run('makeWords', { space: kari.space }));
  const words = made.words.join(' ');
  const check = async (typed: string) => value(await kari.port.run('checkWords', { words: typed }));
  expect(made.words).toHaveLength(12);
  expect(await check(made.paper)).toEqual({ unknown: [], count: 12, doFit: true });
  expect(await check('')).toMatchObject({ unknown: [], count: 0, doFit: true });
  expect(await check('qqqq')).toMatchObject({ unknown: [1], count: 1 });
  const fit = { unknown: [], count: 12, doFit: true };
  const list = made.words;
  const short = list.map((word) => word.slice(0, 4)).join(' ');
  const plain = words.replace(/å/g, 'a').replace(/ø/g, 'o').replace(/æ/g, 'a');
  const typed = [words, words.toUpperCase(), words.normalize('NFD'), short, plain];
  for (const text of [...typed, ` ${list.join(',\n 7. ')}. `])
    expect(await check(text)).toEqual(fit);
  expect(await check(list.slice(1).join(' '))).toMatchObject({ unknown: [], count: 11 });
  const misread = list.map((word, i) => (i === 4 ? 'qqqq' : word)).join(' ');
  expect(await check(misread)).toMatchObject({ unknown: [5], count: 12 });
  const [first, second, ...rest] = list;
  const turned = [second, first, ...rest].join(' ');
  expect(await check(turned)).toEqual({ unknown: [], count: 12, doFit: false });
});

test('KEYS8 every word is known by its beginning, with its marks or without', async () => {
  const marked = WORDS.filter((word) => /[åøæ]/.test(word));
  expect(marked.length).toBeGreaterThan(0);
  const ways = [
    (word: string) => word,
    (word: string) => word.normalize('NFD'),
    (word: string) => word.slice(0, 4).toUpperCase(),
    (word: string) => word.replace(/å/g, 'a').replace(/ø/g, 'o').replace(/æ/g, 'a'),
  ];
  for (const spell of ways) {
    const words = marked.map(spell).join(' ');
    const { unknown } = value(await kari.port.run('checkWords', { words }));
    expect(unknown).toEqual([]);
  }
});
