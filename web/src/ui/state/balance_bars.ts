/** Who proposes, decides and does as bars on one scale. Pure. */
import type { BalancePeriod, BalanceShare } from '../../app/port';

export const WAYS = ['proposes', 'decides', 'does'] as const;
export type Way = (typeof WAYS)[number];

export interface Segment {
  readonly sector: number;
  readonly x: number;
  readonly width: number;
}

export interface Bar {
  readonly way: Way;
  readonly segments: readonly Segment[];
}

const GAP = 2;

const totalOf = (sectors: readonly BalanceShare[], way: Way): number =>
  sectors.reduce((sum, share) => sum + share[way], 0);

/** The longest bar of all: every bar is measured by it, so that quiet times look quiet. */
export function longest(periods: readonly BalancePeriod[]): number {
  return Math.max(0, ...periods.flatMap(({ sectors }) => WAYS.map((way) => totalOf(sectors, way))));
}

/** `width`: of the longest bar. A sector that did nothing has no segment. */
export function barsOf({ sectors }: BalancePeriod, most: number, width: number): readonly Bar[] {
  return WAYS.map((way) => {
    const segments: Segment[] = [];
    let x = 0;
    for (const share of sectors) {
      if (share[way] === 0) continue;
      const length = (share[way] / most) * width;
      segments.push({ sector: share.sector, x, width: Math.max(GAP, length - GAP) });
      x += length;
    }
    return { way, segments };
  });
}
