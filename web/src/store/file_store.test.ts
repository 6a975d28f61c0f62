/** The file after a crash and after damage: what was acknowledged is there, or opening is refused. */
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { utf8 } from '../core/bytes';
import { openFileStore } from './file_store';

const folder = mkdtempSync(join(tmpdir(), 'file-store-'));
const logOf = (home: string): string => join(folder, home, 'log');

afterAll(() => rmSync(folder, { recursive: true }));

interface Written {
  readonly bytes: Uint8Array;
  /** How long the file was after each acknowledged batch; 0 before the first. */
  readonly ends: readonly number[];
}

async function written(home: string, values: readonly Uint8Array[]): Promise<Written> {
  rmSync(join(folder, home), { recursive: true, force: true });
  const store = await openFileStore(join(folder, home));
  const ends = [0];
  for (const [i, value] of values.entries()) {
    await store.write([{ key: `k${i}`, value }]);
    ends.push(readFileSync(logOf(home)).length);
  }
  await store.close();
  return { bytes: readFileSync(logOf(home)), ends };
}

/** How many batches are read from these bytes; undefined where they are refused, and left alone. */
async function countAfter(home: string, bytes: Uint8Array): Promise<number | undefined> {
  writeFileSync(logOf(home), bytes);
  const before = readdirSync(join(folder, home));
  try {
    const store = await openFileStore(join(folder, home));
    const count = (await store.list('k')).length;
    await store.close();
    return count;
  } catch (problem) {
    expect(String(problem)).toContain('damaged');
    expect(readFileSync(logOf(home))).toEqual(Buffer.from(bytes));
    expect(readdirSync(join(folder, home))).toEqual(before);
    return undefined;
  }
}

const flipped = (bytes: Uint8Array, at: number, bit: number): Uint8Array =>
  bytes.map((byte, i) => (i === at ? byte ^ (1 << bit) : byte));

const someValues = fc.array(fc.uint8Array({ minLength: 1, maxLength: 24 }), {
  minLength: 2,
  maxLength: 4,
});

describe('a file cut at any byte', () => {
  test('LOG2 keeps every batch before the cut, and what is cut off is kept aside', async () => {
    await fc.assert(
      fc.asyncProperty(someValues, async (values) => {
        const { bytes, ends } = await written('cut', values);
        for (let size = 0; size < bytes.length; size++) {
          const whole = ends.filter((end) => end <= size).length - 1;
          expect(await countAfter('cut', bytes.subarray(0, size)), `cut at ${size}`).toBe(whole);
          const aside = bytes.subarray(ends[whole], size);
          expectAside('cut', aside);
        }
      }),
      { numRuns: 3 },
    );
  });

  test('LOG2 a tail of zeros of any length is cut', async () => {
    const { bytes } = await written('zeros', [utf8('first'), utf8('second')]);
    for (const size of [1, 7, 19, 20, 21, 64, 4096]) {
      const followed = Buffer.concat([bytes, new Uint8Array(size)]);
      expect(await countAfter('zeros', followed), `${size} zeros`).toBe(2);
    }
  });

  test('LOG2 a last batch of which a sector never reached the disk is cut', async () => {
    const value = crypto.getRandomValues(new Uint8Array(3000));
    const { bytes } = await written('sector', [utf8('first'), value]);
    for (const sector of [0, 1, 3, 5]) {
      const torn = bytes.map((byte, i) =>
        i >= 512 * sector && i > 60 && i < 512 * (sector + 1) ? 0 : byte,
      );
      const expected = sector === 0 ? undefined : 1; // the first sector holds older batches too
      expect(await countAfter('sector', torn), `sector ${sector}`).toBe(expected);
    }
  });

  function expectAside(home: string, aside: Uint8Array): void {
    const kept = readdirSync(join(folder, home)).filter((name) => name.startsWith('log.torn-'));
    expect(kept).toHaveLength(aside.length > 0 ? 1 : 0);
    for (const name of kept) {
      expect(readFileSync(join(folder, home, name))).toEqual(Buffer.from(aside));
      rmSync(join(folder, home, name));
    }
  }
});

describe('a file with a flipped bit', () => {
  test('LOG2 SYNC9 is refused: no acknowledged batch is dropped in silence', async () => {
    await fc.assert(
      fc.asyncProperty(someValues, fc.nat(7), async (values, bit) => {
        const { bytes } = await written('flip', values);
        for (let at = 0; at < bytes.length; at++) {
          const count = await countAfter('flip', flipped(bytes, at, bit));
          expect(count, `bit ${bit} of byte ${at}`).toBeUndefined();
        }
      }),
      { numRuns: 3 },
    );
  });

  test('LOG2 is refused as well where the tail is torn', async () => {
    const { bytes, ends } = await written('both', [utf8('first'), utf8('second'), utf8('third')]);
    for (let at = 0; at < ends[2]!; at++) {
      const torn = flipped(bytes, at, 6).subarray(0, bytes.length - 4);
      expect(await countAfter('both', torn), `byte ${at}`).toBeUndefined();
    }
  });
});
