import { expect, test } from 'vitest';
import { concat, unhex, utf8 } from '../core/bytes';
import { blake2b } from '@noble/hashes/blake2.js';
import { indicesAloud, paperLink, readPaperLink } from './recovery';

const ENTRY = 'ab'.repeat(32);

test('KEYS10 six words are the first 66 bits, eleven a word', () => {
  const hashed = blake2b(concat(utf8('samskap/1/aloud\0'), unhex(ENTRY)), { dkLen: 32 });
  const bits = [...hashed].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  const words = Array.from({ length: 6 }, (_, i) => parseInt(bits.slice(11 * i, 11 * i + 11), 2));
  expect(indicesAloud(ENTRY)).toEqual(words);
  expect(indicesAloud('ac'.repeat(32))).not.toEqual(words);
});

test('KEYS8 the paper leads back, whole or not at all', () => {
  const paper = { origin: 'https://plan.test', entropy: unhex('0123456789abcdef'.repeat(2)) };
  const link = paperLink(paper);
  expect(readPaperLink(` ${link} `)).toEqual(paper);
  for (const other of [link.slice(0, -1), `${link}A`, link.replace('tilbake', 'bli-med'), '']) {
    expect(readPaperLink(other)).toBeUndefined();
  }
});
