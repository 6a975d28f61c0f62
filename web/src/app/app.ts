/** The composition root: a store and seams in, the AppPort of port.ts out. */
import type { Store } from '../store/store';
import type { DeviceKeys } from '../crypto/device_keys';
import { listSpaces } from '../sync/records';
import { loadSpace } from '../sync/space';
import type { Seams } from '../sync/seams';
import * as drafts from './draft_commands';
import * as carrying from './carry_commands';
import * as charter from './charter_commands';
import * as own from './own_commands';
import * as people from './people_commands';
import * as plan from './plan_commands';
import type { AppPort, AppView, CommandName, Commands, Outcome } from './port';
import { addSpace, done, refuse, type Running } from './running';
import * as recovering from './recovery_commands';
import * as syncing from './sync_commands';
import { appView } from './view';

export interface AppOptions {
  readonly store: Store;
  readonly seams: Seams;
  readonly newKeys: () => Promise<DeviceKeys>;
  readonly isLive: boolean;
  readonly storage?: AppView['storage'];
}

export interface App {
  readonly running: Running;
  /** A port of its own for each user interface: each has opened what it has opened. */
  connect(): AppPort;
  stop(): Promise<void>;
}

/** What is open is each port's own affair; everything else is the application's. */
type Shared = Exclude<CommandName, 'open' | 'close'>;
type Table = {
  readonly [N in Shared]: (
    running: Running,
    ask: Commands[N]['ask'],
  ) => Promise<Outcome<Commands[N]['answer']>>;
};

const COMMANDS: Table = {
  found: people.found,
  preview: people.preview,
  join: people.join,
  invite: people.invite,
  revokeInvitation: charter.revokeInvitation,
  confirm: charter.confirm,
  proposeRemoval: charter.proposeRemoval,
  proposeRules: charter.proposeRules,
  proposeSectors: charter.proposeSectors,
  proposeRest: charter.proposeRest,
  proposeClose: charter.proposeClose,
  wake: own.wake,
  addDevice: own.addDevice,
  endDevice: own.endDevice,
  proposeEndPerson: own.proposeEndPerson,
  proposeSigners: own.proposeSigners,
  proposeLeave: own.proposeLeave,
  proposeClearRecovery: own.proposeClearRecovery,
  forget: own.forget,
  makeWords: recovering.makeWords,
  checkWords: recovering.checkWords,
  setRecovery: recovering.setRecovery,
  recover: recovering.recover,
  exportStatements: carrying.exportStatements,
  importStatements: carrying.importStatements,
  consent: charter.consent,
  object: charter.object,
  withdraw: charter.withdraw,
  sync: syncing.sync,
  flush: syncing.flush,
  export: syncing.exportJson,
  exportLog: syncing.exportLog,
  dismiss: syncing.dismiss,
  keepDraft: drafts.keepDraft,
  readDraft: drafts.readDraft,
  setPlan: plan.setPlan,
  addGoal: plan.addGoal,
  setGoal: plan.setGoal,
  addAction: plan.addAction,
  setAction: plan.setAction,
  setPart: plan.setPart,
  moveAction: plan.moveAction,
  moveGoal: plan.moveGoal,
  remove: plan.remove,
  restore: plan.restore,
  addResource: plan.addResource,
  addReflection: plan.addReflection,
};

export async function startApp(options: AppOptions): Promise<App> {
  const ports = new Set<() => void>();
  let isTold = true;
  const running: Running = {
    ...options,
    spaces: new Map(),
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
  for (const id of await listSpaces(options.store)) {
    const space = await loadSpace(options.store, options.seams, id);
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
        opened = space;
        tell();
        return done(null); // both answer null
      }
      return runCommand(running, name, ask);
    },
    watch: (listener) => {
      listeners.add(listener);
      listener(appView(running, opened));
      return () => listeners.delete(listener);
    },
  };
}

async function runCommand<N extends Shared>(
  running: Running,
  name: N,
  ask: Commands[N]['ask'],
): Promise<Outcome<Commands[N]['answer']>> {
  const command: Table[N] | undefined = COMMANDS[name];
  const outcome = command ? await command(running, ask) : refuse('bad-input', name);
  running.changed();
  return outcome;
}
