/**
 * A page on a processor that is slower, its workers included: the browser's own slowing knows the
 * page's thread alone. Its process is stopped for most of each short while.
 */
import type { Device } from './device';

const RUN_MS = 3;

export async function slowed<T>(
  { context }: Device,
  times: number,
  work: () => Promise<T>,
): Promise<T> {
  const browser = await context.browser()?.newBrowserCDPSession();
  if (browser === undefined) throw new Error('the browser cannot be asked for its processes');
  const { processInfo } = await browser.send('SystemInfo.getProcessInfo');
  const ids = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id);
  let isOver = false;
  const cycle = (async () => {
    while (!isOver) {
      signal(ids, 'SIGSTOP');
      await pause(RUN_MS * (times - 1));
      signal(ids, 'SIGCONT');
      await pause(RUN_MS);
    }
  })();
  try {
    return await work();
  } finally {
    isOver = true;
    await cycle;
    await browser.detach();
  }
}

function signal(ids: readonly number[], name: 'SIGSTOP' | 'SIGCONT'): void {
  for (const id of ids) {
    try {
      process.kill(id, name);
    } catch {
      // It has ended by itself.
    }
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
