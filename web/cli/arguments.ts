/** `client --home DIR COMMAND …`: options by name, the rest by place. */

export class UsageError extends Error {}

export interface Arguments {
  readonly command: string;
  readonly places: readonly string[];
  readonly options: ReadonlyMap<string, string>;
}

/** Options that stand alone. */
const FLAGS = [
  'json',
  'once',
  'follow',
  'offer',
  'test-home',
  'csv',
  'zip',
  'ics',
  'proposal',
  'help',
];
const VALUES = [
  ...['home', 'space', 'server', 'title', 'why', 'person', 'party', 'sector', 'goal', 'action'],
  ...['propose', 'sign', 'finish', 'clock', 'seed', 'reason', 'replaces', 'to', 'old'],
];

export function readArguments(words: readonly string[]): Arguments {
  const options = new Map<string, string>();
  const places: string[] = [];
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!;
    const [, name] = /^--([a-z-]+)$/.exec(word) ?? [];
    if (name === undefined) {
      places.push(word);
    } else if (FLAGS.includes(name)) {
      options.set(name, '');
    } else if (!VALUES.includes(name)) {
      throw new UsageError(`there is no option --${name}`);
    } else {
      const value = words[++i];
      if (value === undefined) throw new UsageError(`--${name} needs a value`);
      options.set(name, value);
    }
  }
  const [command = '', ...rest] = places;
  return { command, places: rest, options };
}

export function required({ options }: Arguments, name: string): string {
  const value = options.get(name);
  if (value === undefined || value === '') throw new UsageError(`--${name} is needed`);
  return value;
}

const SECTORS: ReadonlyMap<string, number> = new Map([
  ['innbyggere', 1],
  ['frivillig', 2],
  ['kommune', 3],
  ['naeringsliv', 4],
  ['stat', 5],
]);

export function sectorOf(name: string): number {
  const sector = SECTORS.get(name);
  if (sector === undefined) {
    throw new UsageError(`--sector is one of ${[...SECTORS.keys()].join(', ')}`);
  }
  return sector;
}

export function sectorName(sector: number): string {
  return [...SECTORS].find(([, number]) => number === sector)?.[0] ?? String(sector);
}
