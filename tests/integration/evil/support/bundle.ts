/**
 * The client as it is, or with checks removed: a text in one source file is replaced while it is
 * bundled. A text that does not stand there exactly once is an error, so that nobody goes on
 * believing in a removal that removes nothing.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { rolldown, type Plugin } from 'rolldown';

export interface Removal {
  /** Below web/src. */
  readonly file: string;
  /** Stands there exactly once. */
  readonly text: string;
  readonly by: string;
}

export type Client = typeof import('./client');

const SOURCES = fileURLToPath(new URL('../../../../web/src/', import.meta.url));
const ENTRY = fileURLToPath(new URL('./client.ts', import.meta.url));

const made = new Map<string, Promise<Client>>();

/** Bundled once for each set of removals. */
export function clientWithout(...removals: readonly Removal[]): Promise<Client> {
  const name = JSON.stringify(removals);
  const known = made.get(name) ?? bundle(removals);
  made.set(name, known);
  return known;
}

async function bundle(removals: readonly Removal[]): Promise<Client> {
  const texts = changedSources(removals);
  const directory = mkdtempSync(join(tmpdir(), 'client-without-'));
  const file = join(directory, 'client.mjs');
  try {
    const build = await rolldown({
      input: ENTRY,
      platform: 'node',
      logLevel: 'silent',
      plugins: [{ name: 'removed', load: (id) => texts.get(id) ?? null }, packagesOutside],
    });
    await build.write({ file, format: 'esm', codeSplitting: false });
    return (await import(/* @vite-ignore */ pathToFileURL(file).href)) as Client; // what ENTRY exports
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** The browser's worker, in which all of the application runs, as one text. */
export async function workerWithout(...removals: readonly Removal[]): Promise<string> {
  const texts = changedSources(removals);
  const build = await rolldown({
    input: join(SOURCES, 'workers/app.worker.ts'),
    platform: 'browser',
    logLevel: 'silent',
    plugins: [{ name: 'removed', load: (id) => texts.get(id) ?? null }],
  });
  const { output } = await build.generate({ format: 'esm', codeSplitting: false });
  return output[0].code;
}

/** Packages are loaded as they are: the same instance for everybody in the process. */
const packagesOutside: Plugin = {
  name: 'packages-outside',
  async resolveId(id, importer) {
    if (importer === undefined || /^(\.|\/|node:)/.test(id)) return null;
    const found = await this.resolve(id, importer, { skipSelf: true });
    return found && { id: pathToFileURL(found.id).href, external: true };
  },
};

/** By path: what is bundled in their place. */
export function changedSources(removals: readonly Removal[]): Map<string, string> {
  const texts = new Map<string, string>();
  for (const { file, text, by } of removals) {
    const path = join(SOURCES, file);
    const before = texts.get(path) ?? readFileSync(path, 'utf8');
    const parts = before.split(text);
    if (parts.length !== 2) {
      throw new Error(`${file} has ${parts.length - 1} times, not once: ${text}`);
    }
    texts.set(path, parts.join(by));
  }
  return texts;
}
