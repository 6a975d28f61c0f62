/** The offer of a new version stands while there is one that waits, and no longer. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Update } from './update.svelte';

class Worker extends EventTarget {
  state = 'installed';

  become(state: string): void {
    this.state = state;
    this.dispatchEvent(new Event('statechange'));
  }
}

function registration(waiting: Worker | null): ServiceWorkerRegistration {
  return Object.assign(new EventTarget(), {
    waiting,
    installing: null,
  }) as unknown as ServiceWorkerRegistration;
}

beforeEach(() => {
  const serviceWorker = Object.assign(new EventTarget(), { controller: {} });
  vi.stubGlobal('navigator', { serviceWorker });
});
afterEach(() => vi.unstubAllGlobals());

test('a version that waits is offered', () => {
  const update = new Update();
  update.watch(registration(new Worker()));
  expect(update.ready).toBe(true);
});

test('the offer goes when the version takes over, in whichever tab it was asked for', () => {
  const update = new Update();
  const worker = new Worker();
  update.watch(registration(worker));
  worker.become('activating');
  expect(update.ready).toBe(false);
});

test('a version that is taking over when the page opens is not offered', () => {
  const update = new Update();
  const worker = new Worker();
  worker.state = 'activating';
  update.watch(registration(worker));
  expect(update.ready).toBe(false);
});

test('a newer version that waits is offered when the one before it is gone', () => {
  const update = new Update();
  const [older, newer] = [new Worker(), new Worker()];
  newer.state = 'installing';
  const known = registration(older);
  update.watch(known);
  Object.assign(known, { installing: newer });
  known.dispatchEvent(new Event('updatefound'));
  Object.assign(known, { waiting: newer });
  newer.become('installed');
  older.become('redundant');
  expect(update.ready).toBe(true);
});
