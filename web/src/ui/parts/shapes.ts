/** A shape for each sector, in a square of 16: they are told apart without colours. */
const CIRCLE = 'M2 8a6 6 0 1 0 12 0a6 6 0 1 0-12 0Z';
const TRIANGLE = 'M8 1.5 15 14H1Z';
const SQUARE = 'M3.5 2.5h9a1 1 0 0 1 1 1v9a1 1 0 0 1-1 1h-9a1 1 0 0 1-1-1v-9a1 1 0 0 1 1-1Z';
const DIAMOND = 'M8 1 15 8 8 15 1 8Z';

export function shapeOf(sector: number): string {
  return [CIRCLE, TRIANGLE, SQUARE][sector - 1] ?? DIAMOND;
}
