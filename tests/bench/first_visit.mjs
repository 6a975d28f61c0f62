/**
 * usage: node tests/bench/first_visit.mjs ORIGIN LINK CHROMIUM
 * A first visit by an invitation over a poor line: 50 kbit/s each way for the whole phone, 1 s from
 * asking to the answer's first byte, a processor six times slower. Prints when something was seen,
 * when a name could be typed, and when the person was in the plan.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createRequire } from 'node:module';

const BYTES_PER_S = 50_000 / 8;
const DELAY_MS = 1000;
const SLOWDOWN = 6;
const STEP_MS = 20;
const TURN_BYTES = 1400;
const NOTHING = new Uint8Array();

const [origin, link, chromiumPath] = process.argv.slice(2);
const root = new URL('../../web/', import.meta.url);
const { chromium } = createRequire(root)('playwright-core');
const target = new URL(origin);

/** One direction of the radio link: the connections take turns, and each keeps its order. */
function lane() {
  const queues = new Map();
  let credit = 0;
  function sendFrom(to, queue) {
    const [first] = queue;
    if (first.ready > Date.now()) return;
    const part = first.bytes.subarray(0, Math.min(Math.ceil(credit), TURN_BYTES));
    credit -= part.length;
    first.bytes = first.bytes.subarray(part.length);
    if (!to.destroyed) to.write(part);
    if (first.bytes.length === 0) queue.shift();
    if (first.isEnd) to.end();
    if (queue.length === 0) queues.delete(to);
  }
  setInterval(() => {
    credit = Math.min(credit + (BYTES_PER_S * STEP_MS) / 1000, BYTES_PER_S / 5);
    for (const [to, queue] of queues) {
      if (credit <= 0) break;
      sendFrom(to, queue);
      // Behind the others, for the next turn.
      if (queues.delete(to)) queues.set(to, queue);
    }
  }, STEP_MS);
  return (bytes, to, isEnd = false) => {
    const queue = queues.get(to) ?? [];
    queue.push({ bytes, isEnd, ready: Date.now() + DELAY_MS / 2 });
    queues.set(to, queue);
  };
}

const [up, down] = [lane(), lane()];
const proxy = net.createServer((phone) => {
  const server = net.connect(Number(target.port), target.hostname);
  phone.on('data', (bytes) => up(bytes, server)).on('close', () => up(NOTHING, server, true));
  server.on('data', (bytes) => down(bytes, phone)).on('close', () => down(NOTHING, phone, true));
  for (const end of [phone, server]) end.on('error', () => end.destroy());
});
await new Promise((resolve) => proxy.listen(0, '127.0.0.1', resolve));

const profile = mkdtempSync(path.join(tmpdir(), 'first-visit-'));
const context = await chromium.launchPersistentContext(profile, {
  executablePath: chromiumPath ?? '/usr/bin/chromium',
  args: [
    '--headless',
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
  viewport: { width: 360, height: 740 },
  locale: 'nb-NO',
});
try {
  const page = context.pages()[0];
  const devtools = await context.newCDPSession(page);
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: SLOWDOWN });
  page.setDefaultTimeout(120_000);
  const began = Date.now();
  const say = (what) =>
    console.log(`${what.padEnd(24)} ${((Date.now() - began) / 1000).toFixed(1)} s`);
  const there = new URL(link);
  const went = page.goto(`http://127.0.0.1:${proxy.address().port}${there.pathname}${there.hash}`, {
    waitUntil: 'commit',
  });
  await page.getByText('Åpner …').waitFor();
  say('seen');
  await went;
  const name = page.getByRole('textbox', { name: 'Hva vil du bli kalt?' });
  await name.waitFor();
  await name.fill('Kari');
  say('a name can be typed');
  await page.getByRole('button', { name: 'Bli med' }).click();
  say('invitation is read');
  await page.getByRole('navigation').waitFor();
  say('in the plan');
} catch (problem) {
  console.error(String(problem));
  process.exitCode = 1;
}
await context.close();
rmSync(profile, { recursive: true, force: true });
process.exit();
