import { describe, expect, test } from 'vitest';
import { NOTHING, PATIENCE_MS, press, SHORTCUTS, type Pressed } from './shortcuts';

/** Letter by letter, `gap` apart: where each led. */
function type(letters: string, gap = 100): readonly (string | undefined)[] {
  let pressed: Pressed = NOTHING;
  return Array.from(letters, (letter, i) => {
    const step = press(pressed, letter, 10_000 + i * gap);
    pressed = step.next;
    return step.to;
  });
}

describe('a shortcut', () => {
  test('of two letters leads to the four places', () => {
    expect(type('gpgmgdgv')).toEqual([
      ...[undefined, 'plan', undefined, 'meeting'],
      ...[undefined, 'resources', undefined, 'people'],
    ]);
  });

  test('of one letter works at once', () => {
    expect(type('n/?')).toEqual(['new-action', 'search', 'keys']);
  });

  test('that was begun is forgotten after a while', () => {
    expect(type('gp', PATIENCE_MS)).toEqual([undefined, 'plan']);
    expect(type('gp', PATIENCE_MS + 1)).toEqual([undefined, undefined]);
  });

  test('begun twice is begun', () => {
    expect(type('ggm')).toEqual([undefined, undefined, 'meeting']);
  });

  test('that there is not leads nowhere, and takes nothing along', () => {
    expect(type('pgxpmq')).toEqual(Array(6).fill(undefined));
    expect(type('gn')).toEqual([undefined, 'new-action']);
  });

  test('is told apart from every other', () => {
    expect(new Set(SHORTCUTS.map(({ letters }) => letters)).size).toBe(SHORTCUTS.length);
  });
});
