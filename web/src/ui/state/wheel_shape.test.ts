import { describe, expect, test } from 'vitest';
import type { FieldSpread, SectorSpread } from '../../app/port';
import { bandOf, labelOf, pointAt, RADIUS, radiusOf, RINGS, widthOfGap } from './wheel_shape';

const spread = (sector: number, low: number, middle: number, high: number): SectorSpread => ({
  sector,
  kind: 'spread',
  low,
  middle,
  high,
});

const fields = (...told: (SectorSpread | undefined)[]): FieldSpread[] =>
  told.map((one, i) => ({
    field: `f${i}`,
    sectors: one ? [one] : [{ sector: 1, kind: 'nothing' }],
  }));

const moves = (path: string): number => path.split('M').length - 1;
const closings = (path: string): number => path.split('Z').length - 1;
const placesIn = (path: string): string[] => path.split(/[ML]/).sort();
const NOWHERE = { x: 0, y: 0 };
const LEVEL = spread(1, 2, 3, 4);

describe('the scale', () => {
  test('begins at a ring and ends at the rim', () => {
    expect(radiusOf(1)).toBeGreaterThan(10);
    expect(radiusOf(5)).toBe(RADIUS);
    expect(RINGS).toHaveLength(5);
    expect(radiusOf(9)).toBe(RADIUS);
  });

  test('goes round from the top to the right', () => {
    expect(pointAt(0, 10)).toEqual({ x: 0, y: -10 });
    expect(pointAt(0.25, 10)).toEqual({ x: 10, y: -0 });
  });
});

describe('a band', () => {
  test('goes all the way round where every field is told of', () => {
    const { area, line, marks } = bandOf(fields(LEVEL, LEVEL, LEVEL, LEVEL), 1, [1]);
    expect(moves(area)).toBe(2); // the rim and the hole
    expect(line.endsWith('Z')).toBe(true);
    expect(marks).toHaveLength(4);
  });

  test('leaves out what may not be shown, and joins across the top', () => {
    const { area, line } = bandOf(fields(LEVEL, undefined, LEVEL, LEVEL), 1, [1]);
    expect([moves(area), closings(area)]).toEqual([1, 1]);
    expect([moves(line), closings(line)]).toEqual([1, 0]);
    expect(line.split('L')).toHaveLength(3); // third, fourth, first
  });

  test('of a single field is a sliver on its spoke, without a line', () => {
    const { area, line, marks } = bandOf(fields(undefined, LEVEL, undefined), 1, [1]);
    expect(moves(area)).toBe(1);
    expect(line).toBe('');
    expect(marks).toHaveLength(1);
  });

  test('of few answers is nothing at all', () => {
    const few: SectorSpread = { sector: 1, kind: 'agrees' };
    expect(bandOf(fields(few, few, few), 1, [1])).toEqual({
      sector: 1,
      area: '',
      line: '',
      marks: [],
    });
  });

  test('can be seen where all answered the same, also at the ends of the scale', () => {
    for (const score of [1, 3, 5]) {
      const same = spread(1, score, score, score);
      const { area } = bandOf(fields(same, same, same), 1, [1]);
      const [rim = '', hole = ''] = area.split('Z');
      expect(placesIn(rim)).not.toEqual(placesIn(hole));
    }
  });

  test('marks of several sectors stand beside each other', () => {
    const all = fields(LEVEL, LEVEL, LEVEL);
    const [a = NOWHERE] = bandOf(all, 1, [1, 2, 3]).marks;
    const [b = NOWHERE] = bandOf(
      all.map(({ field }) => ({ field, sectors: [spread(3, 2, 3, 4)] })),
      3,
      [1, 2, 3],
    ).marks;
    expect(a.y).toBe(b.y);
    expect(b.x - a.x).toBe(18);
  });
});

describe('a label', () => {
  test('stands on the side of its spoke', () => {
    expect(labelOf('mål', 0, 4).anchor).toBe('middle');
    expect(labelOf('mål', 1, 4).anchor).toBe('start');
    expect(labelOf('mål', 3, 4).anchor).toBe('end');
  });

  test('breaks at a space or where the word may, where there is no room', () => {
    expect(labelOf('åpenhet', 0, 4).lines).toEqual(['åpenhet']);
    expect(labelOf('kommuni\u00adkasjon', 0, 4).lines).toEqual(['kommuni-', 'kasjon']);
    expect(labelOf('det vi alt har', 0, 4).lines).toEqual(['det vi', 'alt har']);
    expect(labelOf('støtte i egen gruppe', 0, 4).lines).toEqual(['støtte i', 'egen', 'gruppe']);
    expect(labelOf('gjensidighet', 0, 4).lines).toEqual(['gjensidighet']);
  });
});

test('the gap is between the two middles', () => {
  const told = [{ field: 'goals', sectors: [spread(1, 1, 2, 3), spread(3, 3, 4.5, 5)] }];
  expect(widthOfGap(told, { field: 'goals', low: 1, high: 3 })).toBe(2.5);
  expect(widthOfGap(told, undefined)).toBe(0);
});
