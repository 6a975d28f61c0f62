/** The page's end of the worker: small, because it is on the way to the first paint. */
import type { AppPort, AppView, Outcome } from './port';
import type { Asked, Told } from './rpc';
import { patched } from './view_patch';

export function remotePort(worker: Worker): AppPort {
  const waiting = new Map<number, (outcome: Outcome<never>) => void>();
  const listeners = new Set<(view: AppView) => void>();
  let last: AppView | undefined;
  let count = 0;

  worker.addEventListener('message', ({ data }: MessageEvent<Told>) => {
    if ('view' in data) {
      const view = patched(last, data.view) as AppView; // what the other end had before it
      last = view;
      for (const listener of listeners) listener(view);
      return;
    }
    // The answer's type follows from the command that the id stands for.
    waiting.get(data.id)?.(data.outcome as Outcome<never>);
    waiting.delete(data.id);
  });

  return {
    run: (name, ask) =>
      new Promise((resolve) => {
        const message: Asked = { id: ++count, name, ask };
        waiting.set(message.id, resolve);
        worker.postMessage(message);
      }),
    watch: (listener) => {
      listeners.add(listener);
      if (last) listener(last);
      return () => listeners.delete(listener);
    },
  };
}
