import { deflateRawSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { equalBytes } from '../core/bytes';
import { seededChance } from '../core/testing/random';
import { MAX_CONTENT_BYTES } from '../crypto/record';
import { decodeEdit, encodeEdit } from '../proto/content';
import { pack } from './pack';
import { unpack } from './unpack';

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
    expect(equalBytes(unpack(deflateRawSync(most))!, most)).toBe(true);
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
