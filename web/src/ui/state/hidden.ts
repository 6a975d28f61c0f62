import { recall, remember } from './dress';

const keyOf = (space: string): string => `hidden/${space}`;
/** Beyond this the oldest come back: nothing grows without end on a phone. */
export const MAX_HIDDEN = 500;

/** What somebody has hidden for themselves, on this device. */
export function hiddenIn(space: string): ReadonlySet<string> {
  return new Set((recall(keyOf(space)) ?? '').split(' ').filter((id) => id !== ''));
}

export function setHidden(space: string, id: string, isHidden: boolean): void {
  const others = [...hiddenIn(space)].filter((known) => known !== id);
  const all = isHidden ? [...others, id].slice(-MAX_HIDDEN) : others;
  remember(keyOf(space), all.join(' '));
}
