/** A home: one device's directory. Its clock and chance can be replaced only where it was made for tests. */
import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startApp, type App } from '../src/app/app';
import type { AppPort } from '../src/app/port';
import { platformSeams } from '../src/app/platform_seams';
import type { Seams } from '../src/sync/seams';
import { newSeedKeys } from '../src/crypto/device_keys';
import { openFileStore } from '../src/store/file_store';
import type { Store } from '../src/store/store';
import { UsageError, type Arguments, required } from './arguments';

export interface Home {
  readonly app: App;
  readonly port: AppPort;
  readonly store: Store;
  readonly seams: Seams;
}

const MARK = 'test-home';

export async function openHome(args: Arguments, isLive: boolean): Promise<Home> {
  const directory = required(args, 'home');
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const seams = await seamsFor(directory, args);
  const store = await openFileStore(directory);
  const newKeys = () => Promise.resolve(newSeedKeys(seams.random));
  const app = await startApp({ store, seams, newKeys, isLive });
  return { app, port: app.connect(), store, seams };
}

async function seamsFor(directory: string, { options }: Arguments): Promise<Seams> {
  const seams = platformSeams();
  const mark = join(directory, MARK);
  if (options.has('test-home')) await writeFile(mark, '', { flag: 'a', mode: 0o600 });
  const [clock, seed] = [options.get('clock'), options.get('seed')];
  if (clock === undefined && seed === undefined) return seams;
  const isTest = await readFile(mark).then(
    () => true,
    () => false,
  );
  if (!isTest) throw new UsageError('--clock and --seed work only in a home made with --test-home');
  return {
    ...seams,
    ...(clock === undefined ? {} : { now: () => Number(clock) }),
    ...(seed === undefined ? {} : { random: seeded(seed) }),
  };
}

/** Predictable on purpose: give each command of a home a seed of its own. */
function seeded(seed: string): Seams['random'] {
  let count = 0;
  return (size) => {
    const bytes = new Uint8Array(size);
    for (let at = 0; at < size; at += 32) {
      const block = createHash('sha256').update(`${seed}/${count++}`).digest();
      bytes.set(block.subarray(0, Math.min(32, size - at)), at);
    }
    return bytes;
  };
}
