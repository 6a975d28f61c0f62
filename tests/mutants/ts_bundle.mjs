// The charter's TypeScript as one module, with a source replaced where a mutant is asked for, and the vectors it is
// asked about.
import { mkdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
// Four folders down: the vectors are found from there as from web/src/sync/testing.
export const OUT = join(ROOT, `build/mutants/ts/${process.pid}`);
const { rolldown } = await import(
  pathToFileURL(createRequire(join(ROOT, 'web/package.json')).resolve('rolldown')).href
);

async function bundle(input, name, replaced) {
  const load = (id) => (replaced && id === join(ROOT, replaced.path) ? replaced.text : null);
  const options = { input: join(ROOT, input), platform: 'node', logLevel: 'silent' };
  const built = await rolldown({ ...options, plugins: [{ name: 'mutant', load }] });
  const file = join(OUT, `${name}.mjs`);
  mkdirSync(OUT, { recursive: true });
  await built.write({ format: 'esm', file });
  await built.close();
  return { file, module: await import(pathToFileURL(file).href) };
}

export async function charterModule(name, replaced) {
  return bundle('web/src/core/charter/apply.ts', name, replaced);
}

// The same without a mutant, a file for each source.
export async function charterFolder() {
  const input = join(ROOT, 'web/src/core/charter/apply.ts');
  const built = await rolldown({ input, platform: 'node', logLevel: 'silent' });
  const dir = join(OUT, 'charter');
  const output = { format: 'esm', dir, preserveModules: true, entryFileNames: '[name].mjs' };
  const { output: files } = await built.write(output);
  await built.close();
  const entry = files.find(({ facadeModuleId }) => facadeModuleId === input);
  const module = await import(pathToFileURL(join(dir, entry.fileName)).href);
  return { module, files: files.map(({ fileName }) => join(dir, fileName)) };
}

export async function scenarios() {
  const { module } = await bundle('tests/mutants/ts_entries.mjs', 'entries');
  return module.scenarios();
}

export function removeOut() {
  rmSync(OUT, { recursive: true });
}

// As the runner of the vectors does: all entries but the last are accepted.
function verdictOf(charterApply, { steps, counts, server: [key, address] }) {
  let state;
  let heads = [];
  for (const [i, { entry, facts }] of steps.entries()) {
    const next = charterApply(state, entry, facts);
    if (!next.ok) return i === steps.length - 1 ? next.error : `entry ${i}: ${next.error}`;
    state = next.value;
    heads = [...heads, state.head];
  }
  const [parties, devices, height] = counts;
  if (parties !== undefined && state.parties.length !== parties) return 'another number of parties';
  if (devices !== undefined && state.devices.length !== devices) return 'another number of devices';
  if (height !== undefined && state.constitution !== heads[height]) return 'another constitution';
  if (key !== undefined && state.server.key !== key) return 'another server';
  const there = Buffer.from(state.server.address).toString('hex');
  if (address !== undefined && there !== address) return 'another address';
  return 'ok';
}

// The name of the first scenario that comes out another way; null where none does.
export function firstToFail({ charterApply }, all) {
  for (const scenario of all) {
    try {
      if (verdictOf(charterApply, scenario) !== scenario.expect) return scenario.name;
    } catch {
      return scenario.name;
    }
  }
  return null;
}
