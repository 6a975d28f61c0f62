import fc from 'fast-check';
import { expect, test } from 'vitest';
import { applyChanges, diffText } from './text_diff';

test('the changes lead from one text to the other', () => {
  const text = fc
    .array(fc.constantFrom('a', 'bb', ' ', 'Å', '🚌', '\n', '.'))
    .map((w) => w.join(''));
  fc.assert(
    fc.property(text, text, (from, to) => {
      expect(applyChanges(from, diffText(from, to))).toBe(to);
    }),
  );
});

test('changes at both ends leave the middle alone', () => {
  const changes = diffText('rød buss kjører sent', 'blå buss kjører tidlig');
  expect(changes.map(({ remove }) => remove)).toEqual([3, 4]);
});
