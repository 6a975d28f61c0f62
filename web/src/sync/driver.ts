/**
 * When a space meets its server: after a pause in typing, at once when asked, again after a
 * failure (later each time, with jitter), and by a stream in between. The table says what each
 * event does in each state; nothing else decides it.
 */
import { isKeyAwaited } from '../core/charter/state';
import type { follow } from './live';
import type { Contact, meet } from './contact';
import { chance, type Seams } from './seams';
import { isMember, unsentCount, type Space } from './space';
import type { Reached, ServerLine, Trouble } from './transport';

export interface DriverStatus {
  readonly isOnline: boolean;
  readonly lastContact?: number;
  readonly problem?: Trouble;
  /** What went and came at the first meeting after some that failed. */
  readonly cameBack?: { readonly sent: number; readonly received: number };
}

export interface Driver {
  /** Meets the server now; a meeting under way is shared by those who ask during it. */
  meetNow(): Promise<Reached<Contact>>;
  /** Something was typed: sealed and sent after a pause. */
  edited(): void;
  /** Follows the server until `stop`; `isLive` false answers the caller's meetings only. */
  start(): void;
  stop(): void;
  status(): DriverStatus;
  /** What was said once is not said again. */
  dismiss(): void;
}

/** What happens at a meeting: fetched when there is somebody to meet for. */
export interface Meetings {
  readonly meet: typeof meet;
  readonly follow: typeof follow;
}

export type LoadMeetings = () => Promise<Meetings | undefined>;

type State = 'resting' | 'meeting' | 'following' | 'waiting';
type Event = 'due' | 'met' | 'failed' | 'ended';

const TABLE: Readonly<Record<State, Readonly<Partial<Record<Event, State>>>>> = {
  resting: { due: 'meeting' },
  meeting: { met: 'following', failed: 'waiting', due: 'meeting' },
  following: { due: 'meeting', ended: 'waiting', failed: 'waiting' },
  waiting: { due: 'meeting', met: 'following' }, // somebody asked, and it went through
};

const OFFLINE: Reached<never> = { ok: false, error: 'offline' };
const PAUSE_MS = 20_000;
const FIRST_WAIT_MS = 2_000;
const LONGEST_WAIT_MS = 300_000;
/** While something waits here: a server that was away is back without any event to tell it. */
const LONGEST_WAIT_UNSENT_MS = 30_000;
const GREETING_SPREAD_MS = 6_000;
const ENTRANCE_WAIT_MS = 30_000;

export function newDriver(
  space: Space,
  line: ServerLine,
  seams: Seams,
  onChange: () => void,
  load: LoadMeetings,
): Driver {
  return new SpaceDriver(space, line, seams, onChange, load);
}

class SpaceDriver implements Driver {
  private state: State = 'resting';
  private isRunning = false;
  private failures = 0;
  /** How long the server asked to be left alone. */
  private askedMs = 0;
  private isPollNeeded = false;
  private meeting: Promise<Reached<Contact>> | undefined;
  private cancelTimer: () => void = () => undefined;
  private cancelPause: (() => void) | undefined;
  private stream: AbortController | undefined;
  private known: DriverStatus = { isOnline: false };

  constructor(
    private readonly space: Space,
    private readonly line: ServerLine,
    private readonly seams: Seams,
    private readonly onChange: () => void,
    private readonly load: LoadMeetings,
  ) {}

  status(): DriverStatus {
    return this.known;
  }

  dismiss(): void {
    const { isOnline, lastContact, problem } = this.known;
    const told = {
      ...(lastContact === undefined ? {} : { lastContact }),
      ...(problem ? { problem } : {}),
    };
    this.known = { isOnline, ...told };
  }

  start(): void {
    if (this.isRunning) return;
    this.isRunning = true;
    void this.on('due');
  }

  stop(): void {
    this.isRunning = false;
    this.cancelTimer();
    this.cancelPause?.();
    this.stream?.abort();
  }

  edited(): void {
    if (!this.isRunning || this.cancelPause) return;
    this.cancelPause = this.seams.after(PAUSE_MS, () => void this.on('due'));
  }

  async meetNow(): Promise<Reached<Contact>> {
    this.meeting ??= this.meetOnce();
    const met = await this.meeting;
    await this.on(met.ok ? 'met' : 'failed');
    return met;
  }

  private async meetOnce(): Promise<Reached<Contact>> {
    this.cancelPause?.();
    this.cancelPause = undefined;
    const meetings = await this.load();
    const met = meetings ? await meetings.meet(this.space, this.line) : OFFLINE;
    this.meeting = undefined;
    const { cameBack } = met.ok && this.failures > 0 ? { cameBack: met.value } : this.known;
    this.failures = met.ok ? 0 : this.failures + 1;
    this.known = met.ok
      ? { isOnline: true, lastContact: this.seams.now(), ...(cameBack ? { cameBack } : {}) }
      : { ...this.known, isOnline: met.error !== 'offline', problem: met.error };
    if (met.ok && unsentCount(this.space) === 0) this.space.ownTexts.clear();
    this.askedMs = met.ok ? 0 : askedMs(met.retryAfterS);
    this.onChange();
    return met;
  }

  private async on(event: Event): Promise<void> {
    const next = TABLE[this.state][event];
    if (!next || !this.isRunning) return;
    this.state = next;
    this.cancelTimer();
    if (next === 'meeting') await this.meetNow();
    if (next === 'following') this.followOn();
    if (next === 'waiting') this.waitOn();
  }

  private waitOn(): void {
    const cap = unsentCount(this.space) > 0 ? LONGEST_WAIT_UNSENT_MS : LONGEST_WAIT_MS;
    const longest = Math.min(cap, FIRST_WAIT_MS * 2 ** Math.min(this.failures, 10));
    const jitter = chance(this.seams) / 2;
    const wait = Math.max(longest * (0.5 + jitter), this.askedMs * (1 + jitter));
    this.cancelTimer = this.seams.after(wait, () => void this.on('due'));
  }

  private followOn(): void {
    if (this.stream) return;
    if (!isMember(this.space)) {
      this.dueWithin(ENTRANCE_WAIT_MS);
      return;
    }
    this.stream = new AbortController();
    void this.followOnce(this.stream.signal);
  }

  private async followOnce(signal: AbortSignal): Promise<void> {
    const onTaken = (taken: { readonly received: number }): void => {
      this.failures = 0;
      this.onChange();
      // Somebody should tell the author, and make the key that others wait for; not everybody
      // in the same second (COMMIT12). What waited here for that key can go now.
      const { charter } = this.space.log;
      const isAwaited = charter !== undefined && isKeyAwaited(charter);
      if (taken.received > 0 || isAwaited || unsentCount(this.space) > 0)
        this.dueWithin(GREETING_SPREAD_MS);
    };
    const meetings = await this.load();
    const ended = meetings
      ? await meetings.follow(this.space, this.line, this.isPollNeeded, signal, onTaken)
      : OFFLINE;
    this.stream = undefined;
    if (!ended.ok) {
      this.failures++;
      this.askedMs = askedMs(ended.retryAfterS);
      this.isPollNeeded = !this.isPollNeeded;
      this.known = { ...this.known, isOnline: ended.error !== 'offline', problem: ended.error };
      this.onChange();
    }
    await this.on(ended.ok ? 'ended' : 'failed');
  }

  private dueWithin(spread: number): void {
    this.cancelTimer();
    this.cancelTimer = this.seams.after(spread * chance(this.seams), () => void this.on('due'));
  }
}

/** At most as long as the longest wait: a server does not send anybody away for good. */
function askedMs(retryAfterS = 0): number {
  return Math.min(retryAfterS * 1000, LONGEST_WAIT_MS);
}
