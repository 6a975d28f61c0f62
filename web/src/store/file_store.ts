/** A directory of its own per device (0700): one append-only file (0600), synced at every write. */
import { createHash, randomBytes } from 'node:crypto';
import {
  mkdir,
  mkdtemp,
  open,
  readdir,
  readFile,
  rename,
  rm,
  writeFile,
  type FileHandle,
} from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Result } from '../core/errors';
import { encodeBatch, takeBatch, type ByteChange } from './batch_codec';
import { byKey, WRITTEN, type Change, type Store } from './store';

const LOG = 'log';
const HOLDER = 'holder';
const FREE = 'free';
const MAX_TRIES = 100;
const COMPACT_FROM_BYTES = 1024 * 1024;
const MAX_GARBAGE_RATIO = 3;

export async function openFileStore(directory: string): Promise<Store> {
  try {
    await mkdir(directory, { recursive: true, mode: 0o700 });
    const held = await takeHome(directory);
    return await openHeld(directory, held).catch(async (problem: unknown) => {
      await giveBack(held);
      throw problem;
    });
  } catch (problem) {
    throw said(directory, problem);
  }
}

async function openHeld(directory: string, held: string): Promise<Store> {
  const path = join(directory, LOG);
  const { values, size } = await load(path);
  if (isMostlyGarbage(values, size)) await rewrite(directory, values);
  const log = await open(path, 'a', 0o600);
  await syncDirectory(directory);
  return storeOn({ log, size: (await log.stat()).size, held }, values);
}

interface Opened {
  readonly log: FileHandle;
  readonly size: number;
  readonly held: string;
}

function storeOn({ log, size, held }: Opened, values: Map<string, Uint8Array>): Store {
  let acknowledged = size;
  let isBroken = false;
  let queue: Promise<unknown> = Promise.resolve();

  async function append(changes: readonly ByteChange[]): Promise<Result<null>> {
    if (isBroken) return { ok: false, error: 'io' };
    try {
      const batch = encodeBatch(changes, checksum);
      await log.appendFile(batch);
      await log.datasync();
      acknowledged += batch.length;
    } catch (problem) {
      // On a full disk the next start has no room to keep a torn tail aside: leave it none.
      await log.truncate(acknowledged).catch(() => undefined);
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
      await giveBack(held);
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

/**
 * [Note: who holds a home] Two writers would number their commits alike: the second is turned away.
 *
 * `holder/` has one entry, named after the process that holds the home, or `free`. The home
 * is taken by renaming that entry to a name of one's own. Of all who try, one succeeds: for
 * the others the old name is gone. So nobody ever removes what he believes to be stale, and
 * no crash leaves a name half written. `holder/` comes into being with its entry, by a rename
 * that fails where it has one; it works on a full disk as well.
 *
 * What this does not see: a home that is shared with another machine or container.
 */
async function takeHome(directory: string): Promise<string> {
  const place = join(directory, HOLDER);
  const self = await nameOfSelf();
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const names = await entriesOf(place);
    const pid = await findRunning(names);
    if (pid !== undefined) throw new Error(`${directory} is in use by process ${pid}`);
    const [stale] = names;
    const isTaken =
      stale === undefined
        ? await createHolder(place, self)
        : await renamed(join(place, stale), join(place, self));
    if (isTaken && (await isAlone(place, self))) return join(place, self);
  }
  throw new Error(`${directory} is in use`);
}

async function giveBack(held: string): Promise<void> {
  await renamed(held, join(dirname(held), FREE));
}

async function createHolder(place: string, self: string): Promise<boolean> {
  const fresh = await mkdtemp(`${place}.`);
  try {
    await writeFile(join(fresh, self), '', { mode: 0o600 });
    if (await renamed(fresh, place)) return true; // onto nothing, or onto an empty one
  } catch (problem) {
    await rm(fresh, { recursive: true, force: true });
    throw problem;
  }
  await rm(fresh, { recursive: true, force: true });
  return false;
}

/** Only a copied or mended home has further entries. Where one of them runs, both step back. */
async function isAlone(place: string, self: string): Promise<boolean> {
  for (;;) {
    const others = (await entriesOf(place)).filter((name) => name !== self);
    const [other] = others;
    if (other === undefined) return true;
    if ((await findRunning(others)) !== undefined) {
      await rm(join(place, self), { force: true });
      return false;
    }
    await rm(join(place, other), { recursive: true, force: true });
  }
}

async function entriesOf(place: string): Promise<string[]> {
  try {
    return await readdir(place);
  } catch (problem) {
    if (codeOf(problem) === 'ENOENT') return [];
    throw problem;
  }
}

/** False where somebody else was faster. */
async function renamed(from: string, to: string): Promise<boolean> {
  try {
    await rename(from, to);
    return true;
  } catch (problem) {
    if (['ENOENT', 'ENOTEMPTY', 'EEXIST'].includes(codeOf(problem))) return false;
    throw problem;
  }
}

/** `pid.start.boot.chance`; start and boot are empty where there is no /proc. */
async function nameOfSelf(): Promise<string> {
  const start = (await statOf('self'))?.start ?? '';
  return [process.pid, start, await bootId(), randomBytes(4).toString('hex')].join('.');
}

async function findRunning(names: readonly string[]): Promise<string | undefined> {
  const thisBoot = await bootId();
  for (const name of names) {
    const [, pid, start = '', boot] = /^([1-9]\d*)\.(\d*)\.([^.]*)\.[^.]+$/.exec(name) ?? [];
    if (pid !== undefined && boot === thisBoot && (await isRunning(pid, start))) return pid;
  }
  return undefined;
}

/** A number may have passed on to another process: the moment of its start tells. */
async function isRunning(pid: string, start: string): Promise<boolean> {
  try {
    process.kill(Number(pid), 0);
  } catch (problem) {
    if (codeOf(problem) !== 'EPERM') return false; // EPERM: it runs, as somebody else
  }
  const stat = await statOf(pid);
  if (!stat) return true; // no /proc, or it is hidden: the number is all there is
  return stat.start === start && !/[ZX]/.test(stat.state);
}

async function statOf(pid: string): Promise<{ state: string; start: string } | undefined> {
  const line = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  const fields = line.slice(line.lastIndexOf(')') + 2).split(' '); // the name may hold anything
  const [state, start] = [fields[0], fields[19]];
  return state && start ? { state, start } : undefined;
}

async function bootId(): Promise<string> {
  return (await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => '')).trim();
}

function checksum(bytes: Uint8Array): Uint8Array {
  return createHash('sha256').update(bytes).digest().subarray(0, 8);
}

function isNoSpace(problem: unknown): boolean {
  return ['ENOSPC', 'EDQUOT'].includes(codeOf(problem));
}

/** What a person can do something about, in words. */
function said(directory: string, problem: unknown): unknown {
  const isReadOnly = ['EROFS', 'EACCES', 'EPERM'].includes(codeOf(problem));
  const why = isReadOnly ? codeOf(problem) : isNoSpace(problem) ? 'the disk is full' : undefined;
  return why ? new Error(`${directory} cannot be written: ${why}`, { cause: problem }) : problem;
}

function codeOf(problem: unknown): string {
  return problem instanceof Error && 'code' in problem ? String(problem.code) : '';
}
