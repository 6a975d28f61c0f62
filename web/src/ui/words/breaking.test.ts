import { expect, test, vi } from 'vitest';
import { softened } from './breaking';

const shown = (text: string): string => softened(text).replaceAll('\u00ad', '-');

test.each([
  ['omsorgstjenesteavdelingen', 'om-sorgs-tje-nes-teav-de-lin-gen'],
  ['frivillighetssentralen', 'fri-vil-lig-hets-sen-tra-len'],
  ['Folkehelsekoordinatoren i Nesset', 'Fol-ke-hel-se-koor-di-na-to-ren i Nesset'],
  ['hjemmesykepleietjenesten', 'hjem-me-sy-ke-pleie-tje-nes-ten'],
])('%s may be broken: %s', (text, words) => {
  expect(shown(text)).toBe(words);
});

test.each([
  'Hjemmetjenesten',
  'Fjordvik kommune, hjemmetjenesten og folkehelse',
  'xxxxxxxxxxxxxxxxxxxxxxxx',
  '',
])('nothing is done to %s', (text) => {
  expect(softened(text)).toBe(text);
});

test('each syllable of a word of the greatest length is looked at once', () => {
  const looks = vi.spyOn(RegExp.prototype, 'test');
  const soft = softened('bakst'.repeat(4000));
  const times = looks.mock.calls.length;
  looks.mockRestore();
  expect(soft.split('\u00ad')).toHaveLength(4000);
  expect(times).toBe(3999);
});
