/** The composition root: a store and seams in, the AppPort of port.ts out. */
import type { Store } from '../store/store';
import type { DeviceKeys } from '../crypto/device_keys';
import { listSpaces } from '../sync/records';
import { learnUnpack } from '../sync/replay';
import { loadSpace } from '../sync/space';
import type { Seams } from '../sync/seams';
import * as people from './people_commands';
import type { AnyTable, FirstTable, Shared } from './commands';
import type { AppPort, AppView, CommandName, Commands, Outcome } from './port';
import { addSpace, done, enter, refuse, type Running } from './running';
import * as syncing from './sync_commands';
import { appView } from './view';

export interface AppOptions {
  readonly store: Store;
  readonly seams: Seams;
  readonly newKeys: () => Promise<DeviceKeys>;
  readonly isLive: boolean;
  /** The one server that a browser reaches. */
  readonly home?: string;
  readonly storage?: AppView['storage'];
}

export interface App {
  readonly running: Running;
  /** A port of its own for each user interface: each has opened what it has opened. */
  connect(): AppPort;
  stop(): Promise<void>;
}

const FIRST: FirstTable = {
  found: people.found,
  preview: people.preview,
  join: people.join,
  forget: people.forget,
  sync: syncing.sync,
  flush: syncing.flush,
};

export async function startApp(options: AppOptions): Promise<App> {
  const ports = new Set<() => void>();
  let isTold = true;
  const running: Running = {
    ...options,
    spaces: new Map(),
    inside: undefined,
    entering: new Map(),
    joining: new Map(),
    seen: new Map(),
    storage: options.storage ?? 'ok',
    changed: () => {
      if (isTold) void Promise.resolve().then(tell);
      isTold = false;
    },
  };
  function tell(): void {
    isTold = true;
    for (const port of ports) port();
  }
  const kept = await listSpaces(options.store);
  // Fetched while the first plan is read.
  const fetched = kept.length > 0 ? Promise.all([enter(running), learnUnpack()]) : undefined;
  for (const id of kept) {
    // One that cannot be read keeps nobody from the others.
    const space = await loadSpace(options.store, options.seams, id).catch(() => undefined);
    await fetched;
    if (space) addSpace(running, space);
  }
  return {
    running,
    connect: () => connect(running, ports),
    stop: async () => {
      for (const { driver } of running.spaces.values()) driver.stop();
      await options.store.close();
    },
  };
}

function connect(running: Running, ports: Set<() => void>): AppPort {
  const listeners = new Set<(view: AppView) => void>();
  let opened: string | undefined;
  const tell = (): void => {
    if (listeners.size === 0) return;
    const view = appView(running, opened);
    for (const listener of listeners) listener(view);
  };
  ports.add(tell);
  return {
    run: async (name, ask) => {
      if (name === 'open' || name === 'close') {
        // The table of commands types `ask` by `name`; inside it, TypeScript cannot follow.
        const { space } = (ask ?? {}) as Partial<Commands['open']['ask']>;
        if (space !== undefined && !running.spaces.has(space)) return refuse('not-found');
        const isNew = opened !== space;
        opened = space;
        if (isNew) tell();
        return done(null); // both answer null
      }
      return runCommand(running, name, ask).catch(broken);
    },
    watch: (listener) => {
      listeners.add(listener);
      listener(appView(running, opened));
      return () => listeners.delete(listener);
    },
  };
}

/** Whoever asked is answered, and the fault goes where faults go. */
function broken(problem: unknown): Outcome<never> {
  if ('reportError' in globalThis) reportError(problem);
  return refuse('broken', String(problem));
}

async function runCommand<N extends Shared>(
  running: Running,
  name: N,
  ask: Commands[N]['ask'],
): Promise<Outcome<Commands[N]['answer']>> {
  const isFirst = Object.hasOwn(FIRST, name);
  const inside = isFirst ? undefined : await enter(running);
  if (!isFirst && !inside) return refuse('offline');
  const table: Partial<AnyTable> = isFirst ? FIRST : { ...inside?.COMMANDS };
  const command = table[name];
  const outcome = command ? await command(running, ask) : refuse('bad-input', name);
  if (running.spaces.size > 0) await enter(running); // the plan that is there now is to be seen
  // Where each command is a process of its own, nobody else does.
  const found = running.isLive ? [] : [...running.spaces.values()];
  for (const one of found) await running.inside?.resume(running, one);
  if (!READING.includes(name)) running.changed();
  return outcome;
}

/** Whoever only asks changes nothing: a screen that asks again at every change would never rest. */
const READING: readonly CommandName[] = [
  ...(['news', 'changes', 'removed', 'readDraft', 'keepDraft', 'markSeen', 'contentHash'] as const),
  ...(['openSlip', 'slipOf', 'slipsKept', 'about'] as const),
];
