/**
 * How much is done, whatever machine does it and whatever else that has to do: how often the pieces of the code ran, as
 * the engine counts them.
 */
import { Session } from 'node:inspector';

/** The project's own, and the documents that everything is read from. */
const COUNTED = /\/web\/(src|node_modules\/yjs)\//;

/** Kept on: what ran before it was started anew would be counted by halves. */
const counting = new Session();
counting.connect(); // to this thread: everything is answered at once
counting.post('Profiler.enable');
counting.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });

/** Runs of functions, turns of loops and ways of branches, all in all. */
export function workOf(act: () => void): number {
  take(); // counts from here
  act();
  return take();
}

function take(): number {
  let counted = 0;
  counting.post('Profiler.takePreciseCoverage', (failed, { result }) => {
    if (failed) throw failed;
    for (const { url, functions } of result) {
      if (!COUNTED.test(url)) continue;
      for (const { ranges } of functions) for (const { count } of ranges) counted += count;
    }
  });
  return counted;
}

/** What sorting takes more than twice is allowed. */
export const MOST_GROWTH = 2.5;

/** How many times as much is done for twice as much: 2 where it grows alike, 4 where it grows as the square. */
export function growth(size: number, prepare: (size: number) => () => void): number {
  const [once, twice] = [size, 2 * size].map((many) => workOf(prepare(many)));
  return (twice ?? 0) / (once ?? 0);
}
