/** The three ways of taking part, in words. */
import type { Way } from '../state/balance_bars';
import { m } from './texts.svelte';

const WAY: Record<Way, () => string> = {
  proposes: m.balance_proposes,
  decides: m.balance_decides,
  does: m.balance_does,
};

export const wayWord = (way: Way): string => WAY[way]();
