/**
 * EDIT7. By itself, not by the platform: at once, on every one the same, and never more than fits.
 * No tables are built, so that the work is bounded by what came and by what fits, whatever is in it.
 */
import { MAX_CONTENT_BYTES } from '../crypto/record';

const MAX_BITS = 15;
const MAX_LENGTH_CODES = 286;
const MAX_DISTANCE_CODES = 30;
const END_OF_BLOCK = 256;
/** The order in which the lengths of the code of lengths are written, RFC 1951 3.2.7. */
const ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
const [LENGTH_BASE, LENGTH_EXTRA] = stepped(3, 29, (i) => (i < 4 ? 0 : (i >> 2) - 1));
const [DISTANCE_BASE, DISTANCE_EXTRA] = stepped(1, 30, (i) => (i < 2 ? 0 : (i >> 1) - 1));
LENGTH_BASE[28] = 258;
LENGTH_EXTRA[28] = 0;

/** How many codes there are of each length, and the symbols in the order of their codes. */
interface Code {
  readonly counts: Uint16Array;
  readonly symbols: Uint16Array;
}

class Refusal extends Error {}

const room = new Uint8Array(MAX_CONTENT_BYTES);

/** What it costs, for a test that counts: bits and lengths read, bytes written. */
export interface Work {
  steps: number;
}

/** Undefined where it is not one whole DEFLATE and nothing after it, or is too large. */
export function unpack(packed: Uint8Array, work: Work = { steps: 0 }): Uint8Array | undefined {
  try {
    return new Unpacking(packed, work).whole();
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

class Unpacking {
  readonly #packed: Uint8Array;
  readonly #work: Work;
  #size = 0;
  #at = 0; // in bits

  constructor(packed: Uint8Array, work: Work) {
    this.#packed = packed;
    this.#work = work;
  }

  whole(): Uint8Array {
    for (let isLast = false; !isLast;) {
      isLast = this.#bits(1) === 1;
      const type = this.#bits(2);
      if (type === 0) this.#stored();
      else if (type === 1) this.#block(FIXED, FIXED_DISTANCES);
      else if (type === 2) this.#block(...this.#codes());
      else throw new Refusal();
    }
    if (Math.ceil(this.#at / 8) !== this.#packed.length) throw new Refusal();
    return room.slice(0, this.#size);
  }

  #bits(count: number): number {
    let value = 0;
    for (let i = 0; i < count; i++, this.#at++) {
      const byte = this.#packed[this.#at >> 3];
      if (byte === undefined) throw new Refusal();
      value |= ((byte >> (this.#at & 7)) & 1) << i;
    }
    this.#work.steps += count;
    return value;
  }

  #write(byte: number): void {
    if (this.#size === room.length) throw new Refusal();
    room[this.#size++] = byte;
    this.#work.steps++;
  }

  #stored(): void {
    this.#at = Math.ceil(this.#at / 8) * 8;
    const size = this.#bits(16);
    if (this.#bits(16) !== (size ^ 0xffff)) throw new Refusal();
    for (let i = 0; i < size; i++) this.#write(this.#bits(8));
  }

  /** Bit by bit: the codes of a length follow on from those of the length before. */
  #symbol({ counts, symbols }: Code): number {
    for (let length = 1, code = 0, first = 0, index = 0; length <= MAX_BITS; length++) {
      code |= this.#bits(1);
      const count = counts[length]!;
      if (code - first < count) return symbols[index + code - first]!;
      index += count;
      first = (first + count) << 1;
      code <<= 1;
    }
    throw new Refusal();
  }

  #block(lengths: Code, distances: Code): void {
    for (;;) {
      const symbol = this.#symbol(lengths);
      if (symbol === END_OF_BLOCK) return;
      if (symbol < END_OF_BLOCK) this.#write(symbol);
      else this.#copy(symbol - END_OF_BLOCK - 1, distances);
    }
  }

  #copy(symbol: number, distances: Code): void {
    const length = this.#stepped(LENGTH_BASE, LENGTH_EXTRA, symbol);
    const distance = this.#stepped(DISTANCE_BASE, DISTANCE_EXTRA, this.#symbol(distances));
    if (distance > this.#size) throw new Refusal();
    for (let i = 0; i < length; i++) this.#write(room[this.#size - distance]!);
  }

  #stepped(base: readonly number[], extra: readonly number[], symbol: number): number {
    const start = base[symbol];
    if (start === undefined) throw new Refusal(); // of the two that no text has
    return start + this.#bits(extra[symbol]!);
  }

  #codes(): [Code, Code] {
    const [ofLengths, ofDistances] = [this.#bits(5) + 257, this.#bits(5) + 1];
    if (ofLengths > MAX_LENGTH_CODES || ofDistances > MAX_DISTANCE_CODES) throw new Refusal();
    const short = new Uint8Array(ORDER.length);
    const given = this.#bits(4) + 4;
    for (const symbol of ORDER.slice(0, given)) short[symbol] = this.#bits(3);
    const ofCodes = codeOf(short, false);
    const all = new Uint8Array(ofLengths + ofDistances);
    for (let i = 0; i < all.length;) {
      const symbol = this.#symbol(ofCodes);
      if (symbol < 16) {
        all[i++] = symbol;
        continue;
      }
      if (symbol === 16 && i === 0) throw new Refusal();
      const same = symbol === 16 ? all[i - 1]! : 0;
      const times =
        symbol === 16 ? 3 + this.#bits(2) : symbol === 17 ? 3 + this.#bits(3) : 11 + this.#bits(7);
      if (i + times > all.length) throw new Refusal();
      all.fill(same, i, (i += times));
    }
    this.#work.steps += all.length;
    if (all[END_OF_BLOCK] === 0) throw new Refusal();
    return [codeOf(all.subarray(0, ofLengths), true), codeOf(all.subarray(ofLengths), true)];
  }
}

/** `mayBeOne`: a code of nothing but one symbol of one bit leaves the other bit without meaning. */
function codeOf(lengths: Uint8Array, mayBeOne: boolean): Code {
  const counts = new Uint16Array(MAX_BITS + 1);
  for (const length of lengths) counts[length]!++;
  const used = lengths.length - counts[0]!;
  const starts = new Uint16Array(MAX_BITS + 2);
  let left = 1;
  for (let length = 1; length <= MAX_BITS; length++) {
    left = (left << 1) - counts[length]!;
    if (left < 0) throw new Refusal();
    starts[length + 1] = starts[length]! + counts[length]!;
  }
  const isOne = mayBeOne && used === 1 && counts[1] === 1;
  if (left > 0 && used > 0 && !isOne) throw new Refusal();
  counts[0] = 0;
  const symbols = new Uint16Array(used);
  lengths.forEach((length, symbol) => {
    if (length > 0) symbols[starts[length]!++] = symbol;
  });
  return { counts, symbols };
}

const FIXED = codeOf(
  Uint8Array.from({ length: 288 }, (_, i) => (i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8)),
  false,
);
const FIXED_DISTANCES = codeOf(new Uint8Array(32).fill(5), false);

/** Each symbol's first value, and how many bits say which of its values it is. */
function stepped(from: number, count: number, bitsOf: (i: number) => number): [number[], number[]] {
  const extra = Array.from({ length: count }, (_, i) => bitsOf(i));
  let next = from;
  const base = extra.map((bits) => {
    const start = next;
    next += 1 << bits;
    return start;
  });
  return [base, extra];
}
