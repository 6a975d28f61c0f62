import { recall, remember } from './dress';

const keyOf = (space: string): string => `seen/${space}`;

/** When this plan was last looked at on this device; 0 the first time, when all is new and nothing is marked. */
export function lastSeen(space: string): number {
  return Number(recall(keyOf(space)) ?? 0);
}

export function markSeen(space: string, now: number): void {
  remember(keyOf(space), String(now));
}
