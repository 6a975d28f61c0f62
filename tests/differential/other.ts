/** The same steps in C: a process that answers each with a line. */
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { u32 } from '../../web/src/core/bytes';

const BUILDS = ['release', 'asan', 'dev'];

/** The one that was built last, unless another is named. */
function programPath(): string {
  const paths = BUILDS.map((build) =>
    fileURLToPath(
      new URL(`../../build/${build}/tests/differential/charter_steps`, import.meta.url),
    ),
  ).filter((path) => existsSync(path));
  const age = (path: string): number => statSync(path).mtimeMs;
  const [newest] = paths.sort((a, b) => age(b) - age(a));
  const program = process.env.CHARTER_STEPS_PROGRAM ?? newest;
  if (!program) throw new Error('charter_steps is not built: see README.md here');
  return program;
}

/** As the refusal is called on the wire. */
function answerOf(line: string): string {
  return /^(OK|END)\b/.test(line)
    ? line
    : line.replace('ERR_', '').toLowerCase().replaceAll('_', '-');
}

export class Other {
  private readonly child: ChildProcessWithoutNullStreams;
  private readonly answers: string[] = [];
  private readonly parts: Uint8Array[] = [];
  private rest = '';
  private wake: () => void = () => undefined;
  private hasEnded = false;

  constructor() {
    this.child = spawn(programPath());
    this.child.stdout.setEncoding('latin1');
    this.child.stdout.on('data', (text: string) => this.hear(text));
    this.child.stderr.pipe(process.stderr);
    this.child.stdin.on('error', () => undefined); // its end is told by what it answered
    this.child.on('close', () => {
      this.hasEnded = true;
      this.wake();
    });
  }

  /** Answered with the hash of the state that was. */
  endWorld(): void {
    this.parts.push(Uint8Array.of(0), u32(0));
  }

  tell(step: Uint8Array): void {
    this.parts.push(Uint8Array.of(1), u32(step.length), step);
  }

  /** Sends what has gathered, and waits for so many answers. */
  async answersTo(count: number): Promise<string[]> {
    this.child.stdin.write(Buffer.concat(this.parts));
    this.parts.length = 0;
    while (this.answers.length < count && !this.hasEnded) {
      await new Promise<void>((resolve) => (this.wake = resolve));
    }
    return this.answers.splice(0, count);
  }

  close(): void {
    this.child.stdin.end();
  }

  private hear(text: string): void {
    const lines = (this.rest + text).split('\n');
    this.rest = lines.pop() ?? '';
    this.answers.push(...lines.map(answerOf));
    this.wake();
  }
}
