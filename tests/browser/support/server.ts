/** The real server as a process of its own, on loopback, with a state directory that survives it. */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const BINARY = process.env['SAMSKAPD'] ?? path.join(root, 'build/samskapd');
export const WEB = process.env['WEB_DIR'] ?? path.join(root, 'build/web');

/** Preloaded into the process itself: a wrapper would outlive its own end, or the server it. */
function clockAhead(days: number): Record<string, string> {
  if (days === 0) return {};
  const library = '/usr/$LIB/faketime/libfaketime.so.1'; // the loader knows $LIB
  // Without the last one it takes a deadline of the monotonic clock for one of the other, long past.
  const monotonic = { FAKETIME_DONT_FAKE_MONOTONIC: '1', FAKETIME_FORCE_MONOTONIC_FIX: '0' };
  const clock = { FAKETIME: `+${String(days)}d`, ...monotonic };
  return { LD_PRELOAD: library, ...clock };
}

export class Server {
  readonly state = mkdtempSync(path.join(tmpdir(), 'browser-server-'));
  url = '';
  log = '';
  #process: ChildProcess | undefined;
  #listen = '127.0.0.1:0';

  /** `laterDays`: what its wall clock runs ahead of this machine's. */
  async start(web = WEB, laterDays = 0): Promise<void> {
    const args = ['--listen', this.#listen, '--state', this.state, '--web', web];
    const env = { ...process.env, ...clockAhead(laterDays) };
    const child = spawn(BINARY, args, { stdio: ['ignore', 'pipe', 'pipe'], env });
    this.#process = child;
    child.stderr.on('data', (data: Buffer) => (this.log += data.toString()));
    this.url = await new Promise<string>((resolve, reject) => {
      child.once('exit', (code) =>
        reject(new Error(`server ended (${String(code)}): ${this.log}`)),
      );
      child.stdout.on('data', (data: Buffer) => {
        this.log += data.toString();
        const url = /listening on (http:\S+)/.exec(this.log)?.[1];
        if (url !== undefined) resolve(url);
      });
    });
    // The next start takes the same address: browsers hold on to it.
    this.#listen = new URL(this.url).host;
  }

  /** Ends the process; what it acknowledged is on disk. */
  async end(signal: 'SIGTERM' | 'SIGKILL' = 'SIGKILL'): Promise<void> {
    const child = this.#process;
    if (child === undefined) return;
    this.#process = undefined;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill(signal);
    await gone;
    this.log = this.log.replaceAll('listening on', 'was listening on');
  }

  async remove(): Promise<void> {
    await this.end();
    rmSync(this.state, { recursive: true, force: true });
  }

  /** Everything the server has written down: its database, side files and log. */
  writtenBytes(): Buffer {
    const names = readdirSync(this.state, { recursive: true }) as string[];
    const files = names
      .map((name) => path.join(this.state, name))
      .filter((name) => statSync(name).isFile());
    return Buffer.concat([...files.map((name) => readFileSync(name)), Buffer.from(this.log)]);
  }
}
