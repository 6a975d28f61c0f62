/** A directory of its own per device (0700): one append-only file (0600), synced at every write. */
import { createHash } from 'node:crypto';
import { mkdir, open, readFile, rename, rm, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Result } from '../core/errors';
import { encodeBatch, takeBatch, type ByteChange } from './batch_codec';
import { byKey, WRITTEN, type Change, type Store } from './store';

const LOG = 'log';
const COMPACT_FROM_BYTES = 1024 * 1024;
const MAX_GARBAGE_RATIO = 3;

export async function openFileStore(directory: string): Promise<Store> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  await takeLock(directory);
  try {
    return await openLocked(directory);
  } catch (problem) {
    await rm(lockPath(directory), { force: true });
    throw problem;
  }
}

async function openLocked(directory: string): Promise<Store> {
  const path = join(directory, LOG);
  const { values, size } = await load(path);
  if (isMostlyGarbage(values, size)) await rewrite(directory, values);
  const log = await open(path, 'a', 0o600);
  await syncDirectory(directory);
  return storeOn(directory, log, values);
}

function storeOn(directory: string, log: FileHandle, values: Map<string, Uint8Array>): Store {
  let isBroken = false;
  let queue: Promise<unknown> = Promise.resolve();

  async function append(changes: readonly ByteChange[]): Promise<Result<null>> {
    if (isBroken) return { ok: false, error: 'io' };
    try {
      await log.appendFile(encodeBatch(changes, checksum));
      await log.datasync();
    } catch (problem) {
      isBroken = true; // what the file holds now is known only to the next start
      return { ok: false, error: isNoSpace(problem) ? 'full' : 'io' };
    }
    apply(values, changes);
    return WRITTEN;
  }

  return {
    canKeepHandles: false,
    read: (key) => Promise.resolve(values.get(key)?.slice()),
    list: (prefix) => {
      const kept = [...values].map(([key, value]) => ({ key, value: value.slice() }));
      return Promise.resolve(kept.filter(({ key }) => key.startsWith(prefix)).sort(byKey));
    },
    write: (changes) => {
      const written = queue.then(() => append(changes.map(withoutHandle)));
      queue = written;
      return written;
    },
    readHandle: () => Promise.resolve(undefined),
    close: async () => {
      await queue;
      await log.close();
      await rm(lockPath(directory), { force: true });
    },
  };
}

function withoutHandle(change: Change): ByteChange {
  if ('handle' in change) throw new Error('a file keeps no handles');
  return change;
}

async function load(path: string): Promise<{ values: Map<string, Uint8Array>; size: number }> {
  const values = new Map<string, Uint8Array>();
  const bytes = await readIfThere(path);
  let at = 0;
  while (at < bytes.length) {
    const taken = takeBatch(bytes, at, checksum);
    if (taken.kind === 'damaged') throw new Error(`${path} is damaged at byte ${at}`);
    if (taken.kind === 'torn') break;
    apply(values, taken.changes);
    at = taken.end;
  }
  if (at < bytes.length) await cutTail(path, bytes, at);
  return { values, size: at };
}

async function readIfThere(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (problem) {
    if (codeOf(problem) === 'ENOENT') return new Uint8Array();
    throw problem; // a file that cannot be read is not an empty one
  }
}

/** A write that the power cut short was never answered: it goes, but its bytes are kept aside. */
async function cutTail(path: string, bytes: Uint8Array, size: number): Promise<void> {
  const aside = await createAside(path);
  await aside.appendFile(bytes.subarray(size));
  await aside.sync();
  await aside.close();
  await syncDirectory(dirname(path));
  const file = await open(path, 'r+');
  await file.truncate(size);
  await file.sync();
  await file.close();
}

async function createAside(path: string): Promise<FileHandle> {
  for (let n = 1; ; n++) {
    try {
      return await open(`${path}.torn-${n}`, 'wx', 0o600);
    } catch (problem) {
      if (codeOf(problem) !== 'EEXIST') throw problem;
    }
  }
}

async function rewrite(directory: string, values: ReadonlyMap<string, Uint8Array>): Promise<void> {
  const fresh = join(directory, `${LOG}.new`);
  const file = await open(fresh, 'w', 0o600);
  for (const [key, value] of values) {
    await file.appendFile(encodeBatch([{ key, value }], checksum));
  }
  await file.sync();
  await file.close();
  await rename(fresh, join(directory, LOG));
  await syncDirectory(directory);
}

function apply(values: Map<string, Uint8Array>, changes: readonly ByteChange[]): void {
  for (const { key, value } of changes) {
    if (value) values.set(key, value.slice());
    else values.delete(key);
  }
}

function isMostlyGarbage(values: ReadonlyMap<string, Uint8Array>, size: number): boolean {
  let live = 0;
  for (const value of values.values()) live += value.length;
  return size > COMPACT_FROM_BYTES && size > MAX_GARBAGE_RATIO * live;
}

async function syncDirectory(directory: string): Promise<void> {
  const handle = await open(directory, 'r');
  await handle.sync();
  await handle.close();
}

/** Two writers would number their commits alike: the second one is turned away. */
async function takeLock(directory: string): Promise<void> {
  const holder = await readFile(lockPath(directory), 'utf8').catch(() => '');
  if (holder !== '' && !isRunning(Number(holder))) await rm(lockPath(directory), { force: true });
  const file = await open(lockPath(directory), 'wx', 0o600).catch(() => {
    throw new Error(`${directory} is in use by process ${holder}`);
  });
  await file.writeFile(String(process.pid));
  await file.close();
}

function lockPath(directory: string): string {
  return join(directory, 'lock');
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false; // no such process
  }
}

function checksum(bytes: Uint8Array): Uint8Array {
  return createHash('sha256').update(bytes).digest().subarray(0, 8);
}

function isNoSpace(problem: unknown): boolean {
  return ['ENOSPC', 'EDQUOT'].includes(codeOf(problem));
}

function codeOf(problem: unknown): string {
  return problem instanceof Error && 'code' in problem ? String(problem.code) : '';
}
