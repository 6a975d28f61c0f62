import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { deltaOf } from './view_delta';
import { patched } from './view_patch';

/** As a view is: plain data, with things that have ids in lists. */
const view = fc.letrec((tie) => ({
  node: fc.oneof(
    { depthSize: 'small' },
    fc.integer({ min: 0, max: 3 }),
    fc.constantFrom('', 'a', 'b'),
    fc.constantFrom(null, undefined, true),
    fc.array(tie('node'), { maxLength: 4 }),
    fc.uniqueArray(
      fc.record({ id: fc.constantFrom('p', 'q', 'r', 's'), x: tie('node'), y: tie('node') }),
      { maxLength: 4, selector: ({ id }) => id },
    ),
    fc.dictionary(fc.constantFrom('k', 'l', 'm'), tie('node'), { maxKeys: 3 }),
  ),
})).node;

describe('a view and what changed of it', () => {
  test('is the next view again, and what stayed is the same object', () => {
    const check = fc.property(view, view, (before, after) => {
      const delta = structuredClone(deltaOf(before, after));
      const shown = delta ? patched(before, delta) : before;
      expect(shown).toEqual(after);
      // Nothing is told twice: of what is shown now, nothing is otherwise.
      expect(deltaOf(shown, after)).toBeUndefined();
    });
    fc.assert(check, { numRuns: 2000 });
  });

  test('what is not touched by a change is not told again, wherever it stands', () => {
    const before = {
      goals: [
        { id: 'a', words: ['x'] },
        { id: 'b', words: ['y'] },
      ] as const,
      n: 1,
    };
    const [a, b] = before.goals;
    const after = { goals: [structuredClone(b), { ...a, words: ['z'] }], n: 1 };
    const delta = deltaOf(before, after)!;
    const shown = patched(before, delta) as typeof after;
    expect(shown).toEqual(after);
    expect(shown.goals[0]).toBe(b);
    expect(JSON.stringify(delta)).not.toContain('y');
  });

  test('an absent field is not an undefined one', () => {
    const delta = deltaOf({ a: 1, b: 2 }, { a: 1 })!;
    expect(Object.keys(patched({ a: 1, b: 2 }, delta) as object)).toEqual(['a']);
    expect(deltaOf({}, { a: undefined })).toBeDefined();
  });

  test('two of the same id in a list are both told', () => {
    const before = [{ id: 'a', x: 1 }];
    const after = [
      { id: 'a', x: 1 },
      { id: 'a', x: 2 },
    ];
    expect(patched(before, deltaOf(before, after)!)).toEqual(after);
  });
});
