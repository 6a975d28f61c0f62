/** KEYS8, KEYS9: what follows from the twelve words on a person's paper. */
import { base64urlOf, bytesOfBase64url, concat, hexOf, u8, unhex, type Hex } from '../core/bytes';
import type { Random } from './device_keys';
import type { Entropy } from './recovery_keys';
import { hash } from './hash';

export const WORD_COUNT = 12;
const ENTROPY_BYTES = 16;
const WORD_BITS = 11n;
const ALOUD = 6n;
const CHECK_BITS = 4;
const PATH = '/tilbake';
const PAPER_VERSION = 1;

export function newEntropy(random: Random): Entropy {
  return random(ENTROPY_BYTES);
}

/** Twelve numbers below 2,048, the first from the most significant bits. */
export function indicesOf(entropy: Entropy): number[] {
  let bits = (BigInt(`0x${hexOf(entropy)}`) << BigInt(CHECK_BITS)) | BigInt(checkOf(entropy));
  const indices: number[] = [];
  for (let i = 0; i < WORD_COUNT; i++) {
    indices.unshift(Number(bits & ((1n << WORD_BITS) - 1n)));
    bits >>= WORD_BITS;
  }
  return indices;
}

/** Undefined where they are not twelve, or do not fit each other: a word was misread. */
export function entropyOf(indices: readonly number[]): Entropy | undefined {
  const areWords = indices.every((index) => index >= 0 && index < 1 << Number(WORD_BITS));
  if (indices.length !== WORD_COUNT || !areWords) return undefined;
  const bits = indices.reduce((sum, index) => (sum << WORD_BITS) | BigInt(index), 0n);
  const hex = (bits >> BigInt(CHECK_BITS)).toString(16).padStart(2 * ENTROPY_BYTES, '0');
  const entropy = unhex(hex);
  const check = Number(bits & ((1n << BigInt(CHECK_BITS)) - 1n));
  return check === checkOf(entropy) ? entropy : undefined;
}

/** Shown to a server only when the words are used: until then no two plans have it in common. */
export function locatorOf(entropy: Entropy): Hex {
  return hexOf(hash('locator', entropy));
}

export function tagOf(space: Hex, entropy: Entropy): Hex {
  return hexOf(hash('recovery-tag', unhex(space), hash('locator', entropy)));
}

/** KEYS10: of the entry by which somebody came in. */
export function indicesAloud(entry: Hex): number[] {
  const bits = BigInt(`0x${hexOf(hash('aloud', unhex(entry)))}`) >> (256n - ALOUD * WORD_BITS);
  return Array.from({ length: Number(ALOUD) }, (_, i) => {
    const shift = (ALOUD - 1n - BigInt(i)) * WORD_BITS;
    return Number((bits >> shift) & ((1n << WORD_BITS) - 1n));
  });
}

export interface Paper {
  readonly origin: string;
  readonly entropy: Entropy;
}

/** What the paper's QR code holds. The part after `#` never reaches a server. */
export function paperLink({ origin, entropy }: Paper): string {
  return `${origin}${PATH}#${base64urlOf(concat(u8(PAPER_VERSION), entropy))}`;
}

export function readPaperLink(text: string): Paper | undefined {
  const [, origin, code] = /^(https?:\/\/[^/?#\s]+)\/tilbake#([\w-]+)$/.exec(text.trim()) ?? [];
  const bytes = code === undefined ? undefined : bytesOfBase64url(code);
  if (origin === undefined || bytes?.length !== 1 + ENTROPY_BYTES) return undefined;
  return bytes[0] === PAPER_VERSION ? { origin, entropy: bytes.slice(1) } : undefined;
}

function checkOf(entropy: Entropy): number {
  return hash('words', entropy)[0]! >> (8 - CHECK_BITS);
}
