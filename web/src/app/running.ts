/** What the application holds while it runs: its spaces, which one is open, who listens. */
import { isOwnId, isMember, makeEdit, type Space } from '../sync/space';
import { newDriver, type Driver } from '../sync/driver';
import type { LogState } from '../sync/log';
import type { Seams } from '../sync/seams';
import { type ServerLine, type Trouble } from '../sync/transport';
import type { DeviceKeys } from '../crypto/device_keys';
import type { Store } from '../store/store';
import type { Shown } from './shown';
import type { AppView, LocalError, Outcome } from './port';
import type { ErrorName, Result } from '../core/errors';

export interface RunningSpace {
  readonly space: Space;
  readonly line: ServerLine;
  readonly driver: Driver;
  /** What of it was shown last: made anew where what it follows from has changed. */
  readonly shown: { content?: Shown };
}

export interface Running {
  readonly store: Store;
  readonly seams: Seams;
  readonly newKeys: () => Promise<DeviceKeys>;
  /** False where each command is a process of its own: nothing happens between commands. */
  readonly isLive: boolean;
  /** The one server that a browser reaches; undefined where every server is. */
  readonly home?: string | undefined;
  readonly spaces: Map<string, RunningSpace>;
  storage: AppView['storage'];
  /** Spaces that somebody is coming back into by words right now. */
  readonly entering: Map<string, Promise<Outcome<boolean>>>;
  /** Spaces that somebody is following a link into right now. */
  readonly joining: Map<string, Promise<unknown>>;
  /** The charter as it was last read by invitation, by space: one at most. */
  readonly seen: Map<string, LogState>;
  /** Views and commands of those who have a plan, once they are fetched. */
  inside: typeof import('./inside') | undefined;
  /** Tells the listeners; many calls in one turn are one message. */
  readonly changed: () => void;
}

export function addSpace(running: Running, space: Space): RunningSpace {
  const line = lineOf(running, space);
  const onChange = (): void => {
    if (running.isLive) void running.inside?.resume(running, added);
    running.changed();
  };
  const driver = newDriver(space, line, running.seams, onChange, () => enter(running));
  const added: RunningSpace = { space, line, driver, shown: {} };
  running.spaces.set(space.id, added);
  if (running.isLive) driver.start();
  running.changed();
  return added;
}

/** It follows the plan, which may move. */
function lineOf({ seams, home }: Running, space: Space): ServerLine {
  return {
    ...{ seams, home, offset: 0 },
    get origin() {
      return space.me.server;
    },
    get serverKey() {
      return space.me.serverKey;
    },
    get isElsewhere() {
      return home !== undefined && space.me.server !== home;
    },
  };
}

/** Undefined where it cannot be fetched now: without a line, before it was ever fetched. */
export async function enter(running: Running): Promise<Running['inside']> {
  running.inside ??= await import('./inside').catch(() => undefined);
  return running.inside;
}

/** Runs an edit in a space that can be written in; ok means durable. */
export async function editIn(
  running: Running,
  id: string,
  change: (space: Space, at: number) => Refusal | undefined,
): Promise<Outcome<null>> {
  const found = running.spaces.get(id);
  if (!found) return refuse('not-found');
  const { space, driver } = found;
  if (space.me.ended || space.log.charter?.isClosed === true) return refuse('ended');
  if (found.line.isElsewhere) return refuse('moved');
  if (!isMember(space) || !isOwnId(space)) return refuse('not-member');
  let refusal: Refusal | undefined;
  const written = await makeEdit(space, () => {
    refusal = change(space, running.seams.now());
  });
  if (refusal) return refusal;
  if (!written.ok && written.error === 'too-large') return refuse('bad-input', 'size');
  if (!written.ok) return storageTrouble(running);
  driver.edited();
  running.changed();
  return done(null);
}

export type Refusal = Extract<Outcome<never>, { ok: false }>;

export function refuse(error: ErrorName | LocalError, detail?: string): Refusal {
  return detail === undefined ? { ok: false, error } : { ok: false, error, detail };
}

export function done<T>(value: T): Outcome<T> {
  return { ok: true, value };
}

export function storageTrouble(running: Running): Refusal {
  running.storage = 'full';
  running.changed();
  return refuse('storage');
}

/** Troubles of the network and refusals by the server carry the same names to the user. */
export function outcomeOf<T>(result: Result<T> | { ok: false; error: Trouble }): Outcome<T> {
  return result.ok ? done(result.value) : refuse(result.error);
}
