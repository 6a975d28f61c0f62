/** What a command says: one JSON object per result, or why not and with which exit status. */
import type { Outcome } from '../src/app/port';

export const EXIT = { ok: 0, refused: 1, usage: 2, offline: 3 } as const;

/** A command was refused; the exit status tells scripts what kind of refusal it was. */
export class Refused extends Error {
  constructor(
    readonly code: string,
    readonly detail = '',
  ) {
    super(detail === '' ? code : `${code}: ${detail}`);
  }

  get status(): number {
    return this.code === 'offline' ? EXIT.offline : EXIT.refused;
  }
}

export function valueOf<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Refused(outcome.error, outcome.detail);
  return outcome.value;
}

export function print(result: object): void {
  process.stdout.write(`${JSON.stringify(result)}\n`);
}
