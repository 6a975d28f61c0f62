import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pad, paddedSize, unpad } from './padding';

test('COMMIT5 what was padded comes back, and costs at most 12 percent', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 5000 }), (content) => {
      const padded = pad(content);
      expect(unpad(padded)).toEqual({ ok: true, value: content });
      expect(padded.length).toBeLessThanOrEqual(Math.max(128, (content.length + 4) * 1.12));
    }),
  );
});

test('COMMIT5 sizes grow, and the largest content fits into a record', () => {
  for (let size = 1; size < 5000; size++) {
    expect(paddedSize(size + 1)).toBeGreaterThanOrEqual(paddedSize(size));
  }
  expect(paddedSize(63_484 + 4) + 40).toBeLessThanOrEqual(65_536);
  expect(paddedSize(63_485 + 4) + 40).toBeGreaterThan(65_536);
});

test('COMMIT5 another byte than zero in the padding is refused', () => {
  const padded = pad(Uint8Array.of(1, 2, 3));
  padded[padded.length - 1] = 1;
  expect(unpad(padded).ok).toBe(false);
});
