/**
 * EDIT3, EDIT6: in which order the records of a lane may be applied. One that rests on something
 * that has not come waits, and with it all later ones of its author, whatever the order in which
 * the authors' records come: the same records give the same document. Pure.
 */
import { inspectUpdate, type Clocks, type Need } from './inspect';

export interface Arrival {
  readonly device: number;
  readonly update: Uint8Array; // Yjs update, v1
  /** What it is known to wait for; set here. */
  readonly needs?: Need;
}

export interface Arrivals {
  readonly clocks: Clocks;
  /** In the order they came. */
  readonly waiting: readonly Arrival[];
}

export interface Taken {
  readonly next: Arrivals;
  /** To be applied, in this order. */
  readonly ready: readonly Arrival[];
  /** Never to be applied. */
  readonly refused: number;
}

export const NO_ARRIVALS: Arrivals = { clocks: new Map(), waiting: [] };

export function takeArrival({ clocks, waiting }: Arrivals, arrival: Arrival): Taken {
  const ready: Arrival[] = [];
  let refused = 0;
  let queue = [...waiting, arrival];
  for (let isMoving = true; isMoving;) {
    isMoving = false;
    const held = new Set<number>();
    const rest: Arrival[] = [];
    for (const one of queue) {
      const verdict = held.has(one.device) ? undefined : judge(one, clocks);
      if (verdict?.ok) {
        clocks = verdict.value;
        ready.push(one);
        isMoving = true;
      } else if (verdict?.error === 'malformed') {
        refused++;
      } else {
        held.add(one.device);
        rest.push(verdict ? { ...one, needs: verdict.needs } : one);
      }
    }
    queue = rest;
  }
  return { next: { clocks, waiting: queue }, ready, refused };
}

/** Looks into an update again only where what it waited for has come. */
function judge(
  { device, update, needs }: Arrival,
  clocks: Clocks,
): ReturnType<typeof inspectUpdate> {
  if (needs && (clocks.get(needs.client) ?? 0) < needs.clock) {
    return { ok: false, error: 'gap', needs };
  }
  return inspectUpdate(update, device, clocks);
}
