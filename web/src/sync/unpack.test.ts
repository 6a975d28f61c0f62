import { constants, deflateRawSync, inflateRawSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { equalBytes, hexOf, unhex } from '../core/bytes';
import { seededChance } from '../core/testing/random';
import { MAX_CONTENT_BYTES } from '../crypto/record';
import { decodeEdit, encodeEdit } from '../proto/content';
import { pack } from './pack';
import { unpack, type Work } from './unpack';

const SEED = Number(process.env['SEED'] ?? Date.now() % 1_000_000);

describe('EDIT7', () => {
  test(`what is packed comes back as it was (seed ${String(SEED)})`, async () => {
    const chance = seededChance(SEED);
    let packedOnes = 0;
    for (let i = 0; i < 200; i++) {
      const letters = 1 + Math.floor(chance() * 200);
      const length = Math.floor(chance() ** 3 * 8000);
      const update = Uint8Array.from({ length }, () => Math.floor(chance() * letters));
      const packed = await pack(update);
      if (!packed) continue;
      packedOnes++;
      expect(packed.length).toBeLessThan(update.length);
      expect(equalBytes(unpack(packed)!, update)).toBe(true);
    }
    expect(packedOnes).toBeGreaterThan(100);
  });

  test('what would not be smaller is not packed', async () => {
    const noise = crypto.getRandomValues(new Uint8Array(500));
    expect(await pack(noise)).toBeUndefined();
    expect(await pack(new Uint8Array())).toBeUndefined();
  });

  test('exactly as much as fits is unpacked, and not a byte more', () => {
    const most = new Uint8Array(MAX_CONTENT_BYTES).fill(7);
    for (const size of [MAX_CONTENT_BYTES - 1, MAX_CONTENT_BYTES]) {
      const fits = most.subarray(0, size);
      expect(equalBytes(unpack(deflateRawSync(fits))!, fits)).toBe(true);
    }
    expect(unpack(deflateRawSync(new Uint8Array(MAX_CONTENT_BYTES + 1)))).toBeUndefined();
    expect(unpack(deflateRawSync(new Uint8Array(30_000_000)))).toBeUndefined();
  });

  test('what ends early, or is none, is not unpacked', () => {
    const whole = deflateRawSync(Buffer.from('vi spiser sammen hver tirsdag, vi spiser sammen'));
    for (let size = 0; size < whole.length; size++) {
      expect(unpack(whole.subarray(0, size)), String(size)).toBeUndefined();
    }
    expect(unpack(Uint8Array.of(7, 7, 7))).toBeUndefined();
  });

  test('whatever follows on the last block is not unpacked either', () => {
    expect(unpack(unhex('cb480400'))).toEqual(Uint8Array.from(Buffer.from('ha')));
    expect(unpack(unhex('cb48040000'))).toBeUndefined();
    const whole = deflateRawSync(Buffer.from('vi spiser sammen'));
    for (const more of [[0], [7, 7], [...whole]]) {
      expect(unpack(Buffer.concat([whole, Uint8Array.from(more)]))).toBeUndefined();
    }
  });

  test(`it takes what another takes, and nothing else (seed ${String(SEED)})`, () => {
    const chance = seededChance(SEED + 1);
    const ways = [constants.Z_DEFAULT_STRATEGY, constants.Z_FIXED, constants.Z_HUFFMAN_ONLY];
    let refused = 0;
    for (let i = 0; i < 3000; i++) {
      const letters = 1 + Math.floor(chance() * 60);
      const length = Math.floor(chance() ** 4 * 4000);
      const update = Uint8Array.from({ length }, () => Math.floor(chance() * letters));
      const level = Math.floor(chance() * 10);
      const packed = deflateRawSync(update, { strategy: ways[i % 3]!, level });
      expect(equalBytes(unpack(packed)!, update)).toBe(true);
      packed[Math.floor(chance() ** 3 * packed.length)]! ^= 1 << Math.floor(chance() * 8);
      const theirs = byAnother(packed);
      if (!theirs) refused++;
      expect(unpack(packed)?.join(), hexOf(packed)).toBe(theirs?.join());
    }
    expect(refused).toBeGreaterThan(1000);
  });

  test('the work is bounded by what came and by what fits, whatever is in it', () => {
    const size = 60_000;
    const bombs = {
      // One block of its own code after the other, each with nothing in it.
      codes: repeated(EMPTY_BLOCK, size),
      // The longest copies, far beyond what fits.
      copies: deflateRawSync(new Uint8Array(size * 1000)),
      stored: repeated(
        bitsOf([
          [0, 8],
          [0, 16],
          [0xffff, 16],
        ]),
        size,
      ),
    };
    for (const [name, bomb] of Object.entries(bombs)) {
      const work: Work = { steps: 0 };
      expect(unpack(bomb.subarray(0, size), work), name).toBeUndefined();
      expect(work.steps, name).toBeGreaterThan(MAX_CONTENT_BYTES); // it went far into it
      expect(work.steps, name).toBeLessThan(5 * 8 * size + MAX_CONTENT_BYTES);
    }
  });

  test('an edit is packed or not, never both', () => {
    const update = Uint8Array.of(1, 2, 3);
    for (const isPacked of [true, false]) {
      const edit = { update, isPacked, at: 7n };
      expect(decodeEdit(encodeEdit(edit))).toEqual({ ok: true, value: edit });
    }
    const both = Uint8Array.of(0x08, 1, 0x12, 1, 9, 0x18, 7, 0x22, 1, 9);
    expect(decodeEdit(both)).toEqual({ ok: false, error: 'malformed' });
  });
});

/** Undefined also where something is left over. */
function byAnother(packed: Uint8Array): Uint8Array | undefined {
  try {
    const options = { maxOutputLength: MAX_CONTENT_BYTES, info: true };
    const { buffer, engine } = inflateRawSync(packed, options) as unknown as {
      buffer: Uint8Array;
      engine: { bytesWritten: number };
    };
    return engine.bytesWritten === packed.length ? buffer : undefined;
  } catch {
    return undefined;
  }
}

/** As bytes; the bits again and again until there are so many bytes. */
function repeated(bits: readonly number[], size: number): Uint8Array {
  const bytes = new Uint8Array(size);
  for (let at = 0; at < size * 8; at++) bytes[at >> 3]! |= bits[at % bits.length]! << (at & 7);
  return bytes;
}

/** Numbers, lowest bit first, one after the other. */
function bitsOf(all: readonly (readonly [value: number, count: number])[]): number[] {
  return all.flatMap(([value, count]) => Array.from({ length: count }, (_, i) => (value >> i) & 1));
}

/**
 * Of two lengths, 1 and 18: no code, but those of 0 and of the end of the block, of one bit each.
 * It is among the shortest that say the most lengths.
 */
const EMPTY_BLOCK = bitsOf([
  [0, 1],
  [2, 2],
  [29, 5],
  [29, 5],
  [14, 4],
  // 16, 17, 18, 0, 8 … 1: of 18 and 1 one bit.
  ...[0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1].map((length) => [length, 3] as const),
  [0, 1], // 1: the symbol 0
  [1, 1],
  [127, 7], // 138 without
  [1, 1],
  [106, 7], // 117 without
  [0, 1], // 1: the end of the block
  [1, 1],
  [48, 7], // 59 without: no distances
  [1, 1], // the end of the block
]);
