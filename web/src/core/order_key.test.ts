import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isOrderKey, MAX_ORDER_KEY, orderBetween } from './order_key';

const below1 = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

test('a key lies strictly between its neighbours, wherever one inserts', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(), below1), { maxLength: 60 }), (inserts) => {
      const keys: string[] = [];
      for (const [place, random] of inserts) {
        const at = place % (keys.length + 1);
        keys.splice(at, 0, orderBetween(keys[at - 1], keys[at], random));
      }
      expect(keys).toEqual([...keys].sort());
      expect(new Set(keys).size).toBe(keys.length);
      expect(keys.every(isOrderKey)).toBe(true);
    }),
  );
});

test('a list that only grows at its end keeps short keys', () => {
  let last: string | undefined;
  for (let i = 0; i < 200; i++) last = orderBetween(last, undefined, 0.5);
  expect(last!.length).toBeLessThan(MAX_ORDER_KEY);
});
