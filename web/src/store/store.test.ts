/** One suite for every store: what store.ts guarantees. */
import 'fake-indexeddb/auto';
import {
  appendFileSync,
  mkdtempSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { concat, utf8 } from '../core/bytes';
import { localSealer, newLocalKey } from '../crypto/local_key';
import { openFileStore } from './file_store';
import { openIndexedDbStore } from './indexeddb_store';
import { openMemoryStore } from './memory_store';
import type { Store } from './store';

interface Kind {
  readonly name: string;
  /** Opens what was kept under this name, or anew. */
  open(name: string): Promise<Store>;
  readonly survives: boolean;
}

const folder = mkdtempSync(join(tmpdir(), 'store-'));
const random = (size: number): Uint8Array => crypto.getRandomValues(new Uint8Array(size));
const kinds: Kind[] = [
  { name: 'memory', open: () => Promise.resolve(openMemoryStore()), survives: false },
  { name: 'file', open: (name) => openFileStore(join(folder, name)), survives: true },
  { name: 'indexeddb', open: openIndexed, survives: true },
];

function openIndexed(name: string): Promise<Store> {
  return openIndexedDbStore({
    name,
    onOutdated: () => undefined,
    localKey: async (kept) => {
      const key = kept instanceof CryptoKey ? kept : await newLocalKey();
      return { handle: key, sealer: localSealer(key, random) };
    },
  });
}

const text = (bytes: Uint8Array | undefined): string | undefined =>
  bytes && new TextDecoder().decode(bytes);

describe.each(kinds)('$name', ({ open, survives, name: kind }) => {
  test('reads what was written, and forgets what is forgotten', async () => {
    const store = await open('read');
    await store.write([
      { key: 'a', value: utf8('1') },
      { key: 'b', value: utf8('2') },
    ]);
    await store.write([
      { key: 'a', value: null },
      { key: 'b', value: utf8('3') },
    ]);
    expect(await store.read('a')).toBeUndefined();
    expect(text(await store.read('b'))).toBe('3');
    await store.close();
  });

  test('lists by prefix in the order of keys', async () => {
    const store = await open('list');
    const keys = ['p/10', 'p/02', 'q/1', 'p/1', 'p'];
    await store.write(keys.map((key) => ({ key, value: utf8(key) })));
    const listed = await store.list('p/');
    expect(listed.map(({ key }) => key)).toEqual(['p/02', 'p/1', 'p/10']);
    expect(listed.map(({ value }) => text(value))).toEqual(['p/02', 'p/1', 'p/10']);
    await store.close();
  });

  test('writes of one moment keep their order', async () => {
    const store = await open('order');
    const large = new Uint8Array(200_000);
    await Promise.all([
      store.write([{ key: 'k', value: large }]),
      store.write([{ key: 'k', value: utf8('last') }]),
    ]);
    expect(text(await store.read('k'))).toBe('last');
    await store.close();
  });

  test('what it hands out and takes in is a copy', async () => {
    const store = await open('copy');
    const value = utf8('abc');
    await store.write([{ key: 'k', value }]);
    value[0] = 0;
    (await store.read('k'))![1] = 0;
    expect(text(await store.read('k'))).toBe('abc');
    await store.close();
  });

  if (!survives) return; // memory ends with its process
  test('LOG2 what was written is there after it is opened again', async () => {
    const store = await open('again');
    await store.write([{ key: 'k', value: utf8('v') }]);
    if (store.canKeepHandles) await store.write([{ key: 'h', handle: await newLocalKey() }]);
    await store.close();
    const again = await open('again');
    expect(text(await again.read('k'))).toBe('v');
    if (again.canKeepHandles) expect(await again.readHandle('h')).toBeInstanceOf(CryptoKey);
    expect(kind).not.toBe('memory');
    await again.close();
  });
});

describe('the file', () => {
  const pathOf = (name: string): string => join(folder, name, 'log');

  async function written(name: string, ...values: string[]): Promise<void> {
    const store = await openFileStore(join(folder, name));
    for (const [i, value] of values.entries()) {
      await store.write([{ key: `k${i}`, value: utf8(value) }]);
    }
    await store.close();
  }

  test('nobody else can read it', async () => {
    await written('mode', 'secret');
    expect(statSync(pathOf('mode')).mode & 0o777).toBe(0o600);
    expect(statSync(join(folder, 'mode')).mode & 0o777).toBe(0o700);
  });

  test('a batch torn at any byte is gone whole, and those before it are there', async () => {
    await written('torn', 'first', 'second');
    const whole = readFileSync(pathOf('torn'));
    const first = whole.length / 2 - 0.5; // both batches, the second one byte longer
    for (let cut = Math.ceil(first); cut < whole.length; cut++) {
      writeFileSync(pathOf('torn'), whole);
      truncateSync(pathOf('torn'), cut);
      const store = await openFileStore(join(folder, 'torn'));
      expect(text(await store.read('k0')), `cut at ${cut}`).toBe('first');
      expect(await store.read('k1')).toBeUndefined();
      await store.write([{ key: 'k2', value: utf8('third') }]);
      await store.close();
      const again = await openFileStore(join(folder, 'torn'));
      expect(text(await again.read('k2'))).toBe('third');
      await again.close();
    }
  });

  test('damage before the end is not mistaken for a torn tail', async () => {
    await written('bad', 'first', 'second');
    const bytes = readFileSync(pathOf('bad'));
    bytes[22] = bytes[22]! ^ 1;
    writeFileSync(pathOf('bad'), bytes);
    await expect(openFileStore(join(folder, 'bad'))).rejects.toThrow('damaged');
  });

  test('a second process is turned away', async () => {
    const store = await openFileStore(join(folder, 'lock'));
    await expect(openFileStore(join(folder, 'lock'))).rejects.toThrow('in use');
    await store.close();
  });

  test('a tail of zeros, as a file system may leave it, is cut', async () => {
    await written('zeros', 'first');
    appendFileSync(pathOf('zeros'), new Uint8Array(7));
    const store = await openFileStore(join(folder, 'zeros'));
    expect(text(await store.read('k0'))).toBe('first');
    await store.close();
  });

  test('a file that is mostly garbage is written anew', async () => {
    const store = await openFileStore(join(folder, 'compact'));
    const value = new Uint8Array(300_000).fill(7);
    for (let i = 0; i < 6; i++) await store.write([{ key: 'k', value }]);
    await store.close();
    const again = await openFileStore(join(folder, 'compact'));
    expect(statSync(pathOf('compact')).size).toBeLessThan(400_000);
    expect((await again.read('k'))?.length).toBe(300_000);
    await again.close();
  });
});

describe('IndexedDB', () => {
  async function raw(name: string): Promise<IDBDatabase> {
    return new Promise((resolve) => {
      const request = indexedDB.open(name);
      request.onsuccess = () => resolve(request.result);
    });
  }

  test('nothing that was typed lies in it in clear', async () => {
    const store = await openIndexed('sealed');
    await store.write([{ key: 'k', value: utf8('hemmelig') }]);
    const db = await raw('sealed');
    const kept = await new Promise<Uint8Array>((resolve) => {
      const request = db.transaction('values').objectStore('values').get('k');
      request.onsuccess = () => resolve(request.result as Uint8Array);
    });
    expect(new TextDecoder().decode(kept)).not.toContain('hemmelig');
    db.close();
    await store.close();
  });

  test('every write is strict', async () => {
    const seen: unknown[] = [];
    const original = IDBDatabase.prototype.transaction;
    IDBDatabase.prototype.transaction = function (stores, mode, options) {
      if (mode === 'readwrite') seen.push(options?.durability);
      return original.call(this, stores, mode, options);
    };
    const store = await openIndexed('strict');
    await store.write([{ key: 'k', value: utf8('v') }]);
    IDBDatabase.prototype.transaction = original;
    expect(seen).toEqual(['strict', 'strict']); // the local key, then the value
    await store.close();
  });

  test('a newer form in another tab closes this one and says so', async () => {
    let isOutdated = false;
    const key = await newLocalKey();
    const store = await openIndexedDbStore({
      name: 'outdated',
      onOutdated: () => (isOutdated = true),
      localKey: () => Promise.resolve({ handle: key, sealer: localSealer(key, random) }),
    });
    await new Promise<void>((resolve) => {
      const request = indexedDB.open('outdated', 2);
      request.onsuccess = () => {
        request.result.close();
        resolve();
      };
    });
    expect(isOutdated).toBe(true);
    expect(concat()).toHaveLength(0);
    await store.close().catch(() => undefined);
  });

  test('a connection that the browser dropped is opened again', async () => {
    const dropped: IDBDatabase[] = [];
    const original = IDBDatabase.prototype.transaction;
    const store = await openIndexed('dropped');
    IDBDatabase.prototype.transaction = function (stores, mode, options) {
      if (dropped.length === 0) {
        dropped.push(this);
        throw new DOMException('closing', 'InvalidStateError');
      }
      return original.call(this, stores, mode, options);
    };
    const answer = await store.write([{ key: 'k', value: utf8('v') }]);
    IDBDatabase.prototype.transaction = original;
    expect([answer.ok, text(await store.read('k'))]).toEqual([true, 'v']);
    await store.close();
  });

  test('a full disk is named, and what was there stays', async () => {
    const store = await openIndexed('full');
    await store.write([{ key: 'k', value: utf8('v') }]);
    const original = IDBObjectStore.prototype.put;
    IDBObjectStore.prototype.put = () => {
      throw new DOMException('full', 'QuotaExceededError');
    };
    expect(await store.write([{ key: 'k', value: utf8('w') }])).toEqual({
      ok: false,
      error: 'full',
    });
    IDBObjectStore.prototype.put = original;
    expect(text(await store.read('k'))).toBe('v');
    await store.close();
  });
});
