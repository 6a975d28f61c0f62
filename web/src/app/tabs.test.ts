/** One tab writes, the others follow it. */
import { describe, expect, test } from 'vitest';
import { openMemoryStore } from '../store/memory_store';
import { homeOn } from '../sync/testing/plan_on_double';
import { ServerDouble } from '../sync/testing/server_double';
import { startApp } from './app';
import type { AppPort, AppView } from './port';
import { remotePort } from './remote_port';
import { servePort, type Asked, type Told } from './rpc';
import { sharedPort, type Channel } from './tabs';
import { value } from './testing/scene';

const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));

/** A browser: one store, one channel, and a lock that tabs queue for. */
class Browser {
  private readonly store = openMemoryStore();
  private readonly ears: { tab: string; listener: (event: MessageEvent) => void }[] = [];
  private readonly queue: { tab: string; work: () => Promise<void> }[] = [];
  private holder: string | undefined;
  readonly started: string[] = [];

  constructor(private readonly server: ServerDouble) {}

  open(tab: string): { port: AppPort; view: () => AppView | undefined } {
    const channel: Channel = {
      postMessage: (message) => {
        for (const ear of this.ears.filter((e) => e.tab !== tab)) {
          queueMicrotask(() => ear.listener({ data: structuredClone(message) } as MessageEvent));
        }
      },
      addEventListener: (_, listener) => void this.ears.push({ tab, listener }),
    };
    const port = sharedPort({
      tab,
      channel,
      whenWriter: (work) => {
        this.queue.push({ tab, work });
        this.next();
      },
      start: () => {
        this.started.push(tab);
        return startApp(homeOn(this.server, this.store));
      },
    });
    let last: AppView | undefined;
    port.watch((view) => (last = view));
    return { port, view: () => last };
  }

  close(tab: string): void {
    this.ears.splice(0, this.ears.length, ...this.ears.filter((ear) => ear.tab !== tab));
    if (this.holder === tab) this.holder = undefined;
    this.next();
  }

  private next(): void {
    if (this.holder !== undefined) return;
    const first = this.queue.shift();
    if (!first) return;
    this.holder = first.tab;
    void first.work();
  }
}

const ask = { title: 'Planen', person: 'Kari', party: 'Gruppa', sector: 1 };

describe('two tabs', () => {
  test('the second follows, and its commands go through the first', async () => {
    const server = new ServerDouble();
    const browser = new Browser(server);
    const [one, two] = [browser.open('1'), browser.open('2')];
    await settle();
    expect([one.view()?.isWriter, two.view()?.isWriter]).toEqual([true, false]);
    const { space } = value(await two.port.run('found', { server: server.origin, ...ask }));
    await settle();
    expect(one.view()?.plans.map((plan) => plan.space)).toEqual([space]);
    expect(browser.started).toEqual(['1']);
  });

  test('each has open what it has opened', async () => {
    const server = new ServerDouble();
    const browser = new Browser(server);
    const [one, two] = [browser.open('1'), browser.open('2')];
    const { space } = value(await one.port.run('found', { server: server.origin, ...ask }));
    value(await two.port.run('open', { space }));
    await settle();
    expect([one.view()?.plan, two.view()?.plan?.title]).toEqual([undefined, 'Planen']);
  });

  test('when the writer goes, the next one takes over with everything', async () => {
    const server = new ServerDouble();
    const browser = new Browser(server);
    const [one, two] = [browser.open('1'), browser.open('2')];
    const { space } = value(await one.port.run('found', { server: server.origin, ...ask }));
    value(await two.port.run('open', { space }));
    value(await one.port.run('addGoal', { space, title: 'Mål' }));
    browser.close('1');
    await settle();
    expect(two.view()?.isWriter).toBe(true);
    expect(two.view()?.plan?.goals.map((goal) => goal.title)).toEqual(['Mål']);
    value(await two.port.run('addGoal', { space, title: 'Videre' }));
  });
});

test('the port over postMessage answers and shows as the one behind it', async () => {
  const app = await startApp(homeOn(new ServerDouble()));
  const page: ((event: MessageEvent<Told>) => void)[] = [];
  const inside: ((event: MessageEvent<Asked>) => void)[] = [];
  servePort(
    {
      postMessage: (message) =>
        page.forEach((hear) => hear({ data: message } as MessageEvent<Told>)),
      addEventListener: (_, hear) => void inside.push(hear),
    },
    app.connect(),
  );
  const worker = {
    postMessage: (message: Asked) =>
      inside.forEach((hear) => hear({ data: message } as MessageEvent<Asked>)),
    addEventListener: (_: string, hear: (event: MessageEvent<Told>) => void) =>
      void page.push(hear),
  };
  // Only what remotePort uses of a worker.
  const port = remotePort(worker as unknown as Worker);
  const outcome = await port.run('open', { space: 'none' });
  expect(outcome).toMatchObject({ ok: false, error: 'not-found' });
});
