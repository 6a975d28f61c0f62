/** Keys between which there is always room: how goals and actions keep their order. */

const DIGITS = '0123456789abcdefghijklmnopqrstuvwxyz';
const BASE = DIGITS.length;
export const MAX_ORDER_KEY = 200;

/**
 * A key strictly between two (either may be missing). `random` is below 1: two
 * people who insert at the same place at once get different keys.
 */
export function orderBetween(
  before: string | undefined,
  after: string | undefined,
  random: number,
): string {
  const low = before ?? '';
  let key = '';
  for (let i = 0; ; i++) {
    const from = valueAt(low, i, 0);
    const isBelow = after === undefined || !after.startsWith(key);
    const to = isBelow ? BASE : valueAt(after, i, 0);
    if (to - from > 1) return key + DIGITS.charAt(pick(from, to, random)) + tail(random);
    key += DIGITS.charAt(from);
  }
}

export function isOrderKey(value: unknown): value is string {
  return typeof value === 'string' && value.length <= MAX_ORDER_KEY && /^[0-9a-z]+$/.test(value);
}

function valueAt(key: string, i: number, missing: number): number {
  return i < key.length ? DIGITS.indexOf(key.charAt(i)) : missing;
}

/** Near the lower end: lists grow at their end, and room is worth keeping there. */
function pick(from: number, to: number, random: number): number {
  const room = Math.min(to - from - 1, 3);
  return from + 1 + Math.floor(random * room);
}

/** Never ends in the lowest digit: something must fit below every key. */
function tail(random: number): string {
  const n = Math.floor(random * 1e6) % (BASE * BASE);
  return DIGITS.charAt(Math.floor(n / BASE)) + DIGITS.charAt(1 + (n % (BASE - 1)));
}
