import type { PlanView } from '../../app/port';
import { recall, remember } from './dress';

const keyOf = (space: string): string => `seen/${space}`;

/** When this plan was last looked at on this device; 0 the first time, when all is new and nothing is marked. */
export function lastSeen(space: string): number {
  return Number(recall(keyOf(space)) ?? 0);
}

export function markSeen(space: string, now: number): void {
  remember(keyOf(space), String(now));
}

/** Actions that somebody else has written in since then. */
export function newSince(plan: PlanView, since: number): ReadonlySet<string> {
  const fresh = new Set<string>();
  if (since === 0) return fresh;
  for (const action of plan.goals.flatMap((goal) => goal.actions)) {
    const mine = action.edited.name === plan.me.name && action.edited.party === plan.me.party;
    if (action.edited.at > since && !mine) fresh.add(action.id);
  }
  return fresh;
}
