/** "12 000 kr". */
import { m } from './texts.svelte';

export const moneyWord = (kr: number): string =>
  m.action_cost_kr({ amount: String(kr).replace(/\B(?=(\d{3})+$)/g, ' ') });
