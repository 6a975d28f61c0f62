import { expect, test } from 'vitest';
import { barsOf, longest } from './balance_bars';

const share = (sector: number, proposes: number, decides: number, does: number) => ({
  sector,
  proposes,
  decides,
  does,
});
const autumn = { from: '2026-07-01', sectors: [share(1, 1, 2, 0), share(3, 3, 2, 0)] };
const winter = { from: '2026-10-01', sectors: [share(2, 1, 0, 0)] };

test('all bars have one scale', () => {
  expect(longest([autumn, winter])).toBe(4);
  expect(longest([])).toBe(0);
  const [proposes] = barsOf(winter, 4, 100);
  expect(proposes?.segments).toEqual([{ sector: 2, x: 0, width: 23 }]);
});

test('a bar has a segment for each sector that did something, side by side', () => {
  const [proposes, decides, does] = barsOf(autumn, 4, 100);
  expect(proposes?.segments).toEqual([
    { sector: 1, x: 0, width: 23 },
    { sector: 3, x: 25, width: 73 },
  ]);
  expect(decides?.segments.map(({ x }) => x)).toEqual([0, 50]);
  expect(does?.segments).toEqual([]);
});
