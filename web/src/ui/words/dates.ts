/**
 * Dates as people say them. The names of months and days are texts of ours:
 * the browser's own know neither nynorsk nor North Sámi.
 */
import { m } from './texts.svelte';

const DAY_MS = 86_400_000;

const pad = (value: number): string => String(value).padStart(2, '0');

const nameAt = (names: string, index: number): string => names.split(',')[index] ?? '';

function midnight(date: Date): number {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
}

function daysBetween(date: Date, now: Date): number {
  return Math.round((midnight(now) - midnight(date)) / DAY_MS);
}

function dayAndMonth(date: Date, now: Date): string {
  const day = String(date.getDate());
  const month = nameAt(m.months(), date.getMonth());
  return date.getFullYear() === now.getFullYear() ? m.when_day({ day, month }) : wholeDay(date);
}

/** "12. oktober 2025": on paper, where nobody knows what today was. */
export function wholeDay(date: Date): string {
  const month = nameAt(m.months(), date.getMonth());
  return m.when_day_year({
    day: String(date.getDate()),
    month,
    year: String(date.getFullYear()),
  });
}

const DAY_S = 86_400;

/** SYNC16: undefined where the clocks of the service and of this device are about the same. */
export function clockInWords(aheadSeconds: number): string | undefined {
  const apart = Math.abs(aheadSeconds);
  if (apart <= DAY_S) return undefined;
  return m.clock_differs({ days: String(Math.round(apart / DAY_S)) });
}

const JUST_NOW_MS = 120_000;

/** Longer ago than what is said as "akkurat nå". */
export function isPast(seconds: number, now: Date): boolean {
  return now.getTime() - seconds * 1000 >= JUST_NOW_MS;
}

/** A moment that has been: "akkurat nå", "i dag kl. 14.05", "i går", "tirsdag", "12. oktober". */
export function momentInWords(seconds: number, now: Date): string {
  const date = new Date(seconds * 1000);
  const days = daysBetween(date, now);
  if (Math.abs(now.getTime() - date.getTime()) < JUST_NOW_MS) return m.when_now();
  if (days === 0)
    return m.when_today({ hour: pad(date.getHours()), minute: pad(date.getMinutes()) });
  if (days === 1) return m.when_yesterday();
  if (days > 1 && days < 7) return nameAt(m.weekdays(), date.getDay());
  return dayAndMonth(date, now);
}

/** A day of the calendar (YYYY-MM-DD), before or ahead. */
export function dayInWords(iso: string, now: Date): string {
  const [year, month, day] = iso.split('-').map(Number);
  if (year === undefined || month === undefined || day === undefined || Number.isNaN(day))
    return iso;
  const date = new Date(year, month - 1, day);
  const days = daysBetween(date, now);
  if (days === 0) return m.when_this_day();
  if (days === 1) return m.when_yesterday();
  if (days === -1) return m.when_tomorrow();
  return dayAndMonth(date, now);
}

export function isoDay(date: Date): string {
  return `${String(date.getFullYear())}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`;
}
