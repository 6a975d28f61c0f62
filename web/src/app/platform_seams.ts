/** The one file that reaches for the platform's clock, chance, timers and network. */
import type { Seams } from '../sync/seams';

export function platformSeams(): Seams {
  return {
    now: () => Math.floor(Date.now() / 1000),
    monotonic: () => performance.now(),
    random: (size) => crypto.getRandomValues(new Uint8Array(size)),
    fetch: (url, request) => fetch(url, request),
    after: (milliseconds, work) => {
      const timer = setTimeout(work, milliseconds);
      return () => {
        clearTimeout(timer);
      };
    },
  };
}
