import { expect, test } from 'vitest';
import { twoToCheck } from './words_check';

test('two different words of the twelve, whatever chance says', () => {
  for (let a = 0; a < 24; a++) {
    for (let b = 0; b < 24; b++) {
      const chances = [a / 24, b / 24];
      const [one, other] = twoToCheck(12, () => chances.shift() ?? 0);
      expect(one).toBeGreaterThanOrEqual(1);
      expect(other).toBeLessThanOrEqual(12);
      expect(one).toBeLessThan(other);
    }
  }
});
