/** Every byte between a browser and the server, headers and all: counted, and not faster than a line is. */
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

export interface Tap {
  readonly url: string;
  readonly bytes: () => number;
  readonly end: () => void;
}

const STEP_MS = 10;
const TURN_BYTES = 1400;

/** `bytesPerS`: of all connections together, towards the browser. */
export async function tapInto(server: string, bytesPerS: () => number): Promise<Tap> {
  const { hostname, port } = new URL(server);
  let bytes = 0;
  const queue: { readonly to: Socket; part: Buffer }[] = [];
  const clock = setInterval(() => {
    let credit = Math.min((bytesPerS() * STEP_MS) / 1000, 2 ** 30);
    while (credit > 0) {
      const first = queue.shift();
      if (first === undefined) return;
      const now = first.part.subarray(0, Math.min(Math.ceil(credit), TURN_BYTES));
      first.part = first.part.subarray(now.length);
      credit -= now.length;
      bytes += now.length;
      if (!first.to.destroyed) first.to.write(now);
      // Behind the others, but before what comes later on the same connection.
      const next = queue.findIndex(({ to }) => to === first.to);
      if (first.part.length > 0) queue.splice(next < 0 ? queue.length : next, 0, first);
    }
  }, STEP_MS);
  const between = createServer((inner) => {
    const outer = connect(Number(port), hostname);
    inner.on('data', (part) => {
      bytes += part.length;
      outer.write(part);
    });
    outer.on('data', (part) => queue.push({ to: inner, part }));
    inner.on('close', () => outer.destroy());
    for (const side of [inner, outer]) side.on('error', () => side.destroy());
    outer.on('close', () => {
      // What it said last goes out first.
      const last = setInterval(() => {
        if (queue.some(({ to }) => to === inner)) return;
        clearInterval(last);
        inner.end();
      }, STEP_MS);
    });
  });
  await new Promise<void>((resolve) => between.listen(0, '127.0.0.1', resolve));
  const own = (between.address() as AddressInfo).port;
  return {
    url: `http://127.0.0.1:${String(own)}`,
    bytes: () => bytes,
    end: () => {
      clearInterval(clock);
      between.close();
    },
  };
}
