import type { AppPort, AppView, CommandName, Commands, Outcome, PlanView } from '../../app/port';

/** The application as the screens see it: the last view, and the commands. */
export class Session {
  #view = $state.raw<AppView>();
  readonly #port: AppPort;
  #writable: string | undefined; // the last plan that could be written in

  constructor(port: AppPort) {
    this.#port = port;
    port.watch((view) => {
      this.#view = view;
      if (this.mayWrite) this.#writable = view.plan?.space;
    });
  }

  get view(): AppView | undefined {
    return this.#view;
  }

  /** Otherwise nothing is offered that would be refused once it is written. */
  get mayWrite(): boolean {
    return this.#view?.plan?.membership === 'member';
  }

  /** What is being written stays where it is, and says why it is refused. */
  get couldWrite(): boolean {
    return this.#view?.plan?.space === this.#writable;
  }

  plan(space: string | undefined): PlanView | undefined {
    const plan = this.#view?.plan;
    return plan !== undefined && plan.space === space ? plan : undefined;
  }

  /** Until the application shows this, or the time is over. */
  until(isSo: (view: AppView) => boolean, atMostMs: number): Promise<void> {
    return new Promise((resolve) => {
      setTimeout(resolve, atMostMs);
      this.#port.watch((view) => {
        if (isSo(view)) resolve();
      });
    });
  }

  run<N extends CommandName>(
    name: N,
    ask: Commands[N]['ask'],
  ): Promise<Outcome<Commands[N]['answer']>> {
    return this.#port.run(name, ask);
  }

  /** A thing done at one stroke, not typed: the others get it at once. */
  async act<N extends CommandName>(
    name: N,
    ask: Commands[N]['ask'],
  ): Promise<Outcome<Commands[N]['answer']>> {
    const outcome = await this.run(name, ask);
    if (outcome.ok) void this.run('flush', null);
    return outcome;
  }
}
