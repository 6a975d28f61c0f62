/** KEYS11: what is typed from a slip of paper, letter by letter. Pure. */
import { concat, u8 } from './bytes';

/** Without I, L, O and U: nobody is to tell them from 1, 0 and V. */
const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const BITS = 5;
const GROUP = 4;
export const CODE_LETTERS = 16;
export const PREFIX_LETTERS = 8;

/** What keeps it from being read; `missing` and `extra` count letters. */
export type LettersFault =
  | { readonly kind: 'sign'; readonly sign: string }
  | { readonly kind: 'short'; readonly missing: number }
  | { readonly kind: 'long'; readonly extra: number };

/** As they are meant: large, without what stands between them, `0` and `1` for what looks so. */
export function meantLetters(typed: string): string {
  return typed
    .replace(/[ -]/g, '')
    .replace(/[a-z]/g, (letter) => letter.toUpperCase())
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1');
}

/** Undefined where there is nothing wrong. */
export function faultIn(typed: string, count: number): LettersFault | undefined {
  const letters = Array.from(meantLetters(typed));
  const sign = letters.find((letter) => !LETTERS.includes(letter));
  if (sign !== undefined) return { kind: 'sign', sign };
  if (letters.length < count) return { kind: 'short', missing: count - letters.length };
  return letters.length > count ? { kind: 'long', extra: letters.length - count } : undefined;
}

export function bytesOfLetters(typed: string, count: number): Uint8Array | undefined {
  if (faultIn(typed, count)) return undefined;
  const values = Array.from(meantLetters(typed), (letter) => LETTERS.indexOf(letter));
  const bits = values.map((value) => value.toString(2).padStart(BITS, '0')).join('');
  return concat(...(bits.match(/.{8}/g) ?? []).map((byte) => u8(parseInt(byte, 2))));
}

export function lettersOf(bytes: Uint8Array): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  const values = bits.match(/.{5}/g) ?? [];
  return values.map((value) => LETTERS[parseInt(value, 2)]).join('');
}

/** As it stands on the slip: in fours, which one can keep in mind. */
export function inFours(letters: string): string {
  return (letters.match(new RegExp(`.{1,${GROUP}}`, 'g')) ?? []).join('-');
}

/** `PREFIX` of `ORIGIN/l/PREFIX`, with or without the rest; undefined where it is no such address. */
export function prefixIn(address: string): string | undefined {
  const prefix = /^(?:https?:\/\/)?[^/?#\s]+\/l\/([^/?#\s]+)\/?$/.exec(address.trim())?.[1];
  return prefix === undefined || faultIn(prefix, PREFIX_LETTERS) ? undefined : meantLetters(prefix);
}
