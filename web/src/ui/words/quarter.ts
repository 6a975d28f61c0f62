/** "oktober til desember 2026" */
import { m } from './texts.svelte';

export function quarterWords(from: string): string {
  const [year = '', month = '1'] = from.split('-');
  const names = m.months().split(',');
  const first = Number(month) - 1;
  return m.balance_quarter({ first: names[first] ?? '', last: names[first + 2] ?? '', year });
}
