/** Days of the calendar ahead, as meetings and proposals need them. */
import { isoDay } from './dates';
import { m } from './texts.svelte';

/** "tirsdag". */
export function weekdayOf(iso: string): string {
  const [year = 0, month = 1, day = 1] = iso.split('-').map(Number);
  return m.weekdays().split(',')[new Date(year, month - 1, day).getDay()] ?? '';
}

/** So many days ahead, whatever the clocks do meanwhile. */
export function dayAfter(date: Date, days: number): string {
  return isoDay(new Date(date.getFullYear(), date.getMonth(), date.getDate() + days));
}
