/** Applications on one server double, with a clock and chance that tests own. */
import { seededChance } from '../../core/testing/random';
import { newSeedKeys } from '../../crypto/device_keys';
import { openMemoryStore } from '../../store/memory_store';
import type { Store } from '../../store/store';
import type { Seams } from '../seams';
import type { ServerDouble } from './server_double';

export interface TestSeams extends Seams {
  /** Timers that wait, in the order they were set. */
  readonly timers: { milliseconds: number; work: () => void; isDone: boolean }[];
}

let homes = 0;

/** Every home has chance of its own, the same at every run. */
export function testSeams(server: ServerDouble, seed = ++homes): TestSeams {
  const chance = seededChance(seed);
  const timers: TestSeams['timers'] = [];
  return {
    timers,
    now: () => server.time,
    monotonic: () => server.time * 1000,
    random: (size) => Uint8Array.from({ length: size }, () => Math.floor(chance() * 256)),
    fetch: server.fetch,
    after: (milliseconds, work) => {
      const timer = { milliseconds, work, isDone: false };
      timers.push(timer);
      return () => {
        timer.isDone = true;
      };
    },
  };
}

export interface HomeOptions {
  readonly store: Store;
  readonly seams: TestSeams;
  readonly newKeys: () => Promise<ReturnType<typeof newSeedKeys>>;
  readonly isLive: boolean;
  readonly home?: string;
}

export function homeOn(server: ServerDouble, store: Store = openMemoryStore()): HomeOptions {
  const seams = testSeams(server);
  return { store, seams, newKeys: () => Promise.resolve(newSeedKeys(seams.random)), isLive: false };
}
