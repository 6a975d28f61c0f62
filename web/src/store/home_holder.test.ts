/** One process at a time holds a home, and one that is gone holds none. */
import { execFileSync, fork, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openFileStore } from './file_store';
import type { Answer, Order } from './testing/contender';

const PROCESSES = 8;
const ROUNDS = 20;
const folder = mkdtempSync(join(tmpdir(), 'home-holder-'));
const program = join(folder, 'contender.mjs');
const children: ChildProcess[] = [];

beforeAll(() => {
  const web = fileURLToPath(new URL('../..', import.meta.url));
  const source = 'src/store/testing/contender.ts';
  const to = ['--file', program, '--format', 'esm', '--platform', 'node', '--log-level', 'warn'];
  execFileSync('node_modules/.bin/rolldown', [source, ...to], { cwd: web });
  chmodSync(folder, 0o755);
});

afterAll(() => {
  for (const child of children) child.kill('SIGKILL');
  rmSync(folder, { recursive: true });
});

function contender(uid?: number): ChildProcess {
  const child = fork(program, { ...(uid === undefined ? {} : { uid }), execArgv: [] });
  children.push(child);
  return child;
}

async function ask(child: ChildProcess, order: Order): Promise<Answer> {
  const answered = once(child, 'message');
  child.send(order);
  const [answer] = (await answered) as [Answer];
  return answer;
}

async function killed(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

describe('processes that start at once', () => {
  test('LOG2 SYNC9 one of them takes a home whose holder was killed, and no edit is lost', async () => {
    const home = join(folder, 'stale');
    const all = Array.from({ length: PROCESSES }, () => contender());
    for (let round = 0; round < ROUNDS; round++) {
      const at = Date.now() + 100; // a fresh process needs as long to start
      const answers = await Promise.all(
        all.map((child) => ask(child, { kind: 'take', home, at, edit: `edit${round}` })),
      );
      const winners = all.filter((_, i) => answers[i]!.held === 1);
      expect(winners, `round ${round}: ${JSON.stringify(answers)}`).toHaveLength(1);
      for (const { problem } of answers) if (problem) expect(problem).toContain('in use');
      await killed(winners[0]!);
      all[all.indexOf(winners[0]!)] = contender();
    }
    const store = await openFileStore(home);
    expect(await store.list('edit')).toHaveLength(ROUNDS);
    await store.close();
  });

  test('SYNC9 no two are inside a home that is taken and given back all the time', async () => {
    const home = join(folder, 'churn');
    const all = Array.from({ length: PROCESSES }, () => contender());
    const at = Date.now() + 300;
    const answers = await Promise.all(
      all.map((child) => ask(child, { kind: 'churn', home, at, times: 30 })),
    );
    expect(answers.map(({ problem }) => problem)).toEqual(all.map(() => null));
    expect(answers.reduce((sum, { held }) => sum + held, 0)).toBeGreaterThan(PROCESSES);
    expect(readdirSync(home).sort()).toEqual(['holder', 'log']);
    expect(readdirSync(join(home, 'holder'))).toEqual(['free']);
  });
});

describe('a home', () => {
  const boot = (): string => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();

  function heldBy(name: string, ...holders: string[]): string {
    const home = join(folder, name);
    mkdirSync(join(home, 'holder'), { recursive: true });
    for (const holder of holders) writeFileSync(join(home, 'holder', holder), '');
    return home;
  }

  const ownStart = (): string =>
    readFileSync('/proc/self/stat', 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ')[19]!;

  test.each([
    ['nobody, for a crash left it half', []],
    ['something unreadable', ['???']],
    ['a process whose number another one has now', [`1.99999999.${boot()}.ab`]],
    ['this number in another boot', [`${process.pid}.${ownStart()}.0-0.ab`]],
    ['two that are both gone', [`1.99999999.${boot()}.ab`, 'free']],
  ])('is not in use where it is held by %s', async (name, holders) => {
    const store = await openFileStore(heldBy(name, ...holders));
    expect(readdirSync(join(folder, name, 'holder'))).toHaveLength(1);
    await expect(openFileStore(join(folder, name))).rejects.toThrow('in use');
    await store.close();
  });

  test('is in use by the process that it names', async () => {
    const name = `${process.pid}.${ownStart()}.${boot()}.ab`;
    const home = heldBy('named', '0free', name); // and by none of the others
    await expect(openFileStore(home)).rejects.toThrow(`in use by process ${process.pid}`);
    expect(readdirSync(join(home, 'holder'))).toContain(name);
  });

  test('an old lock that is empty or names a process does not matter', async () => {
    const home = heldBy('old');
    writeFileSync(join(home, 'lock'), '');
    await (await openFileStore(home)).close();
  });

  test('that was refused as damaged is not held any more', async () => {
    const home = heldBy('damaged', 'free');
    writeFileSync(join(home, 'log'), new Uint8Array(64).fill(7));
    await expect(openFileStore(home)).rejects.toThrow('damaged');
    await expect(openFileStore(home)).rejects.toThrow('damaged');
  });

  test.each(['fresh', 'kept'])('that is read-only says so: %s', async (name) => {
    const home = join(folder, `ro-${name}`);
    if (name === 'kept') heldBy(`ro-${name}`, 'free');
    else mkdirSync(home);
    for (const part of ['holder', ''])
      if (name === 'kept' || !part) chmodSync(join(home, part), 0o555);
    const child = contender(process.getuid?.() === 0 ? 65534 : undefined);
    const answer = await ask(child, { kind: 'take', home, at: 0, edit: 'e' });
    expect(answer.problem).toMatch(/cannot be written/);
    expect(answer.problem).not.toMatch(/in use|process/);
    for (const part of ['holder', ''])
      if (name === 'kept' || !part) chmodSync(join(home, part), 0o755);
  });

  test('LOG2 keeps no half of a batch for which there was no room', async () => {
    const home = join(folder, 'no-room');
    const limited = `ulimit -f 4; exec "${process.execPath}" "${program}"`; // files of 2 KiB at most
    const child = spawn('sh', ['-c', limited], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    children.push(child);
    const answer = await ask(child, { kind: 'take', home, at: 0, edit: 'e'.repeat(5000) });
    expect(answer.problem).toBe('io');
    expect(readFileSync(join(home, 'log'))).toHaveLength(0);
  });
});
