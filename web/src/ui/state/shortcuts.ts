import { recall, remember } from './dress';
import type { Route } from './route';

/** Single letters that lead somewhere: off until somebody switches them on, on this device. Pure but for that. */
const KEPT = 'shortcuts';
/** After the first of two letters. */
export const PATIENCE_MS = 1500;

export const areShortcutsOn = (): boolean => recall(KEPT) === 'on';
export const switchShortcuts = (isOn: boolean): void => remember(KEPT, isOn ? 'on' : '');

export type Place = 'plan' | 'meeting' | 'resources' | 'people' | 'new-action' | 'search' | 'keys';

export const SHORTCUTS: readonly { readonly letters: string; readonly to: Place }[] = [
  { letters: 'gp', to: 'plan' },
  { letters: 'gm', to: 'meeting' },
  { letters: 'gd', to: 'resources' },
  { letters: 'gv', to: 'people' },
  { letters: 'n', to: 'new-action' },
  { letters: '/', to: 'search' },
  { letters: '?', to: 'keys' },
];

/** What was pressed just before, and when. */
export interface Pressed {
  readonly letters: string;
  readonly at: number;
}

export const NOTHING: Pressed = { letters: '', at: 0 };

/** `to`: where this letter leads; `next`: what is remembered for the one after it. */
export function press(
  before: Pressed,
  letter: string,
  at: number,
): { readonly next: Pressed; readonly to: Place | undefined } {
  const isLate = at - before.at > PATIENCE_MS;
  const pair = isLate ? letter : before.letters + letter;
  const found = [pair, letter].map((letters) => SHORTCUTS.find((one) => one.letters === letters));
  const to = found.find((one) => one !== undefined)?.to;
  return { next: letter === 'g' ? { letters: 'g', at } : NOTHING, to };
}

export const placeOf = (to: Place, space: string): Route => ({ name: to, space });
