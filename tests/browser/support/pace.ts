/** How long a page takes for something, as its own clock has it. */
import type { Page } from 'playwright-core';
import type { Device } from './device';

/** From the tap on an address of the plan until what is meant by it has been painted. */
export function paintedAt(page: Page, path: string, selector: string): Promise<number> {
  return page.evaluate(
    async ([to, wanted]) => {
      const began = performance.now();
      history.pushState({}, '', to);
      dispatchEvent(new PopStateEvent('popstate'));
      const frame = () => new Promise((painted) => requestAnimationFrame(painted));
      await frame();
      while (document.querySelector(wanted) === null) await frame();
      await frame();
      return performance.now() - began;
    },
    [path, selector] as const,
  );
}

/** The longest that the page was busy meanwhile; 0 where never for more than 50 ms. */
export async function worstTask(page: Page, work: () => Promise<void>): Promise<number> {
  const observed = await page.evaluateHandle(() => {
    const found = { longest: 0 };
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) {
        found.longest = Math.max(found.longest, duration);
      }
    }).observe({ type: 'longtask' });
    return found;
  });
  await work();
  return observed.evaluate(({ longest }) => longest);
}

/** From a key to its letter on the screen: nineteen of twenty are quicker. */
export async function worstKey(
  { page, context }: Device,
  slowdown: number,
  type: () => Promise<void>,
): Promise<number> {
  const devtools = await context.newCDPSession(page);
  const observed = await page.evaluateHandle(() => {
    const found: number[] = [];
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        if (entry.name === 'keydown') found.push(entry.duration);
      }
    }).observe({ type: 'event', durationThreshold: 16 } as PerformanceObserverInit);
    return found;
  });
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
  await type();
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: 1 });
  const all = await observed.jsonValue();
  all.sort((a, b) => a - b);
  return all[Math.floor(all.length * 0.95)] ?? 0;
}
