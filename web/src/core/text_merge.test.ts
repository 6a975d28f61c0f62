import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { carryOver, changeBetween } from './text_merge';

describe('carryOver', () => {
  test('keeps what both wrote in different places', () => {
    expect(carryOver('middag', 'Prøve middag', 'middag på tirsdag')).toBe(
      'Prøve middag på tirsdag',
    );
    expect(carryOver('middag', 'middag på tirsdag', 'Prøve middag')).toBe(
      'Prøve middag på tirsdag',
    );
  });

  test('keeps both where both wrote over the same words', () => {
    expect(carryOver('to middager', 'tre middager', 'fire middager')).toContain('fire');
    expect(carryOver('to middager', 'ti middager', 'seks middager')).toMatch(/i/);
  });

  test('a draft that was not touched becomes what the others wrote', () => {
    expect(carryOver('a', 'a', 'b')).toBe('b');
    expect(carryOver('a', 'c', 'a')).toBe('c');
  });

  test('what the others appended is never lost by what I prepended, nor the reverse', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.string(), fc.string(), (base, mine, theirs) => {
        fc.pre(mine + base !== base + theirs); // the same text twice is one text
        const merged = carryOver(base, mine + base, base + theirs);
        expect(merged.length).toBe(mine.length + base.length + theirs.length);
      }),
      { examples: [['aa', 'a', 'aa']] },
    );
  });
});

describe('changeBetween', () => {
  test('applied to the old text it gives the new one', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (old, next) => {
        const { from, to, text } = changeBetween(old, next);
        expect(old.slice(0, from) + text + old.slice(to)).toBe(next);
      }),
    );
  });
});
