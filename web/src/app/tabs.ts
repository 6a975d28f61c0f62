/**
 * One tab writes, the others follow it: whoever holds the lock runs the application, and
 * serves the rest over a channel. When it goes, the next in line takes over from the store.
 */
import type { App } from './app';
import type { AppPort, AppView, CommandName, Commands, Outcome } from './port';

type Message =
  | { readonly kind: 'hello'; readonly tab: string }
  | { readonly kind: 'writer' }
  | { readonly kind: 'bye'; readonly tab: string }
  | { readonly kind: 'view'; readonly tab: string; readonly view: AppView }
  | {
      readonly kind: 'ask';
      readonly tab: string;
      readonly id: number;
      readonly name: CommandName;
      readonly ask: Commands[CommandName]['ask'];
    }
  | {
      readonly kind: 'answer';
      readonly tab: string;
      readonly id: number;
      readonly outcome: Outcome<unknown>;
    };

export interface Channel {
  postMessage(message: unknown): void;
  addEventListener(type: 'message', listener: (event: MessageEvent) => void): void;
}

export interface TabsOptions {
  readonly tab: string;
  readonly channel: Channel;
  /** Calls back once, when this tab may write, and for as long as it lives. */
  readonly whenWriter: (work: () => Promise<void>) => void;
  readonly start: () => Promise<App>;
}

export function sharedPort(options: TabsOptions): AppPort {
  return new TabPort(options);
}

class TabPort implements AppPort {
  private app: App | undefined;
  private own: AppPort | undefined;
  private isStarting = true;
  private readonly served = new Map<string, AppPort>();
  private readonly waiting = new Map<number, (outcome: Outcome<never>) => void>();
  private readonly unsent: (() => void)[] = [];
  private readonly listeners = new Set<(view: AppView) => void>();
  private last: AppView | undefined;
  private opened: string | undefined;
  private count = 0;

  constructor(private readonly options: TabsOptions) {
    options.channel.addEventListener('message', ({ data }) => {
      this.hear(data as Message); // only this class speaks on the channel
    });
    options.whenWriter(() => this.becomeWriter());
    this.say({ kind: 'hello', tab: options.tab });
  }

  run<N extends CommandName>(
    name: N,
    ask: Commands[N]['ask'],
  ): Promise<Outcome<Commands[N]['answer']>> {
    if (name === 'open') this.opened = (ask as Commands['open']['ask']).space; // by its name
    if (name === 'close') this.opened = undefined;
    return new Promise((resolve) => {
      const go = (): void => {
        if (this.own) void this.own.run(name, ask).then(resolve);
        else this.askWriter(name, ask, resolve);
      };
      if (this.isStarting) this.unsent.push(go);
      else go();
    });
  }

  watch(listener: (view: AppView) => void): () => void {
    this.listeners.add(listener);
    if (this.last) listener(this.last);
    return () => this.listeners.delete(listener);
  }

  private askWriter(
    name: CommandName,
    ask: Commands[CommandName]['ask'],
    resolve: (outcome: Outcome<never>) => void,
  ): void {
    const id = ++this.count;
    this.waiting.set(id, resolve);
    this.say({ kind: 'ask', tab: this.options.tab, id, name, ask });
  }

  private async becomeWriter(): Promise<void> {
    const app = await this.options.start();
    this.own = app.connect();
    if (this.opened !== undefined) await this.own.run('open', { space: this.opened });
    // What the writer before had been asked may or may not have happened: say so, lose nothing.
    for (const resolve of this.waiting.values()) resolve({ ok: false, error: 'busy' });
    this.waiting.clear();
    this.served.clear();
    this.app = app;
    this.own.watch((view) => {
      this.show(view);
    });
    this.begin();
    this.say({ kind: 'writer' });
  }

  private hear(message: Message): void {
    if (this.app) this.hearAsWriter(this.app, message);
    else this.hearAsFollower(message);
  }

  private hearAsWriter(app: App, message: Message): void {
    if (message.kind === 'bye') this.served.delete(message.tab);
    if (message.kind === 'hello') this.serve(app, message.tab);
    if (message.kind !== 'ask') return;
    const { tab, id, name, ask } = message;
    void this.serve(app, tab)
      .run(name, ask)
      .then((outcome) => {
        this.say({ kind: 'answer', tab, id, outcome });
      });
  }

  private serve(app: App, tab: string): AppPort {
    const known = this.served.get(tab);
    if (known) return known;
    const port = app.connect();
    this.served.set(tab, port);
    port.watch((view) => {
      this.say({ kind: 'view', tab, view: { ...view, isWriter: false } });
    });
    return port;
  }

  private hearAsFollower(message: Message): void {
    const { tab } = this.options;
    if (message.kind === 'writer') this.greetWriter();
    if (message.kind === 'view' && message.tab === tab) {
      this.show(message.view);
      this.begin();
    }
    if (message.kind !== 'answer' || message.tab !== tab) return;
    // The answer's type follows from the command that the id stands for.
    this.waiting.get(message.id)?.(message.outcome as Outcome<never>);
    this.waiting.delete(message.id);
  }

  private greetWriter(): void {
    for (const resolve of this.waiting.values()) resolve({ ok: false, error: 'busy' });
    this.waiting.clear();
    this.say({ kind: 'hello', tab: this.options.tab });
    if (this.opened !== undefined) void this.run('open', { space: this.opened });
  }

  private begin(): void {
    this.isStarting = false;
    for (const go of this.unsent.splice(0)) go();
  }

  private show(view: AppView): void {
    this.last = view;
    for (const listener of this.listeners) listener(view);
  }

  private say(message: Message): void {
    this.options.channel.postMessage(message);
  }
}
