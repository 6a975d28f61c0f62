/** The real server and real clients, each a process of its own; a proxy that writes down what passes. */
import { execFile, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { connect, createServer, type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const BINARIES = ['build/release/samskapd', 'build/dev/samskapd'];

export interface Service {
  readonly url: string;
  readonly directory: string;
  /** Everything the server keeps or says, file by file. */
  kept(): Map<string, Buffer>;
  stop(): Promise<void>;
  /** `laterDays`: what its wall clock runs ahead of this machine's. */
  start(laterDays?: number): Promise<void>;
  end(): Promise<void>;
}

export async function startService(): Promise<Service> {
  const directory = mkdtempSync(join(tmpdir(), 'service-'));
  const log: Buffer[] = [];
  let listen = '127.0.0.1:0';
  let running = await launch(directory, listen, log);
  const { url } = running;
  listen = new URL(url).host;
  return {
    url,
    directory,
    kept: () => new Map([...filesIn(directory), ['log', Buffer.concat(log)]]),
    stop: () => endProcess(running.process),
    start: async (laterDays = 0) => {
      running = await launch(directory, listen, log, laterDays);
    },
    end: async () => {
      await endProcess(running.process);
      rmSync(directory, { recursive: true });
    },
  };
}

async function launch(
  directory: string,
  listen: string,
  log: Buffer[],
  laterDays = 0,
): Promise<{ process: ChildProcess; url: string }> {
  const binary = BINARIES.map((path) => join(ROOT, path)).find(existsSync);
  if (!binary) throw new Error('no server is built: scripts/build server');
  const args = ['--listen', listen, '--state', join(directory, 'state')];
  // Preloaded into the process itself: a wrapper would outlive its own end, or the server it.
  const clock = {
    LD_PRELOAD: '/usr/$LIB/faketime/libfaketime.so.1', // the loader knows $LIB
    FAKETIME: `+${laterDays}d`,
    FAKETIME_DONT_FAKE_MONOTONIC: '1',
    FAKETIME_FORCE_MONOTONIC_FIX: '0', // or a deadline of that clock is taken for one long past
  };
  const env = { ...process.env, ...(laterDays > 0 ? clock : {}) };
  // LOG8: a clock that jumps so far is believed when whoever runs the server says so.
  if (laterDays > 30) spawnSync(binary, ['--accept-time', ...args], { env });
  const child = spawn(binary, args, { env });
  child.stderr.on('data', (chunk: Buffer) => log.push(chunk));
  const url = await new Promise<string>((resolve, reject) => {
    child.once('exit', (code) =>
      reject(new Error(`the server ended with ${String(code)}: ${Buffer.concat(log).toString()}`)),
    );
    child.stdout.on('data', (chunk: Buffer) => {
      const found = /listening on (http:\S+)/.exec(chunk.toString())?.[1];
      if (found) resolve(found);
    });
  });
  return { process: child, url };
}

function endProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.kill('SIGTERM');
  });
}

export function filesIn(directory: string): Map<string, Buffer> {
  const entries = readdirSync(directory, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return new Map(
    files.map((file) => {
      const path = join(file.parentPath, file.name);
      return [path, readFileSync(path)];
    }),
  );
}

export interface Ended {
  readonly status: number;
  readonly results: readonly Record<string, unknown>[];
  readonly problem: string;
}

/** One device: a directory, and a process for each command. */
export class Client {
  readonly home = mkdtempSync(join(tmpdir(), 'home-'));

  async run(...words: readonly string[]): Promise<Record<string, unknown>> {
    const ended = await this.try(...words);
    if (ended.status !== 0) throw new Error(`${words.join(' ')}: ${ended.problem}`);
    return ended.results[0] ?? {};
  }

  try(...words: readonly string[]): Promise<Ended> {
    const bundle = join(ROOT, 'build/client.mjs');
    return new Promise((resolve) => {
      const args = [bundle, '--home', this.home, ...words];
      execFile('node', args, { maxBuffer: 2 ** 26 }, (error, stdout, stderr) => {
        const lines = stdout.split('\n').filter((line) => line !== '');
        const results = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
        const status = error === null ? 0 : Number(error.code);
        resolve({ status, results, problem: stderr });
      });
    });
  }

  end(): void {
    rmSync(this.home, { recursive: true });
  }
}

export interface Tap {
  readonly url: string;
  /** Every byte that passed, both ways. */
  heard(): Buffer;
  end(): void;
}

export async function tapInto(url: string): Promise<Tap> {
  const { hostname, port } = new URL(url);
  const heard: Buffer[] = [];
  const server: Server = createServer((inner) => {
    const outer = connect(Number(port), hostname);
    inner.on('data', (chunk) => heard.push(chunk));
    outer.on('data', (chunk) => heard.push(chunk));
    inner.pipe(outer).pipe(inner);
    inner.on('error', () => outer.destroy());
    outer.on('error', () => inner.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const { port: own } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${own}`,
    heard: () => Buffer.concat(heard),
    end: () => void server.close(),
  };
}
