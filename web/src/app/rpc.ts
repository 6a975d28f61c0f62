/** The AppPort over postMessage: what a worker serves and what remote_port.ts asks. */
import type { AppPort, AppView, CommandName, Commands, Outcome } from './port';
import { deltaOf, type Delta } from './view_delta';

export interface Asked {
  readonly id: number;
  readonly name: CommandName;
  readonly ask: Commands[CommandName]['ask'];
}

export type Told =
  { readonly id: number; readonly outcome: Outcome<unknown> } | { readonly view: Delta };

export interface Line {
  postMessage(message: Told): void;
  addEventListener(type: 'message', listener: (event: MessageEvent<Asked>) => void): void;
}

export function servePort(line: Line, port: AppPort): void {
  line.addEventListener('message', ({ data: { id, name, ask } }) => {
    void port.run(name, ask).then((outcome) => {
      line.postMessage({ id, outcome });
    });
  });
  let told: AppView | undefined;
  port.watch((view) => {
    const delta = deltaOf(told, view);
    told = view;
    if (delta) line.postMessage({ view: delta });
  });
}
