// usage: node lint/layers.mjs      imports point down only: app → sync → {store, crypto, proto} → core
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const web = resolve(dirname(fileURLToPath(import.meta.url)), '..');

const MAY = {
  core: ['core'],
  proto: ['proto', 'core', 'gen'],
  crypto: ['crypto', 'core'],
  store: ['store', 'core'],
  sync: ['sync', 'store', 'crypto', 'proto', 'core'],
  app: ['app', 'sync', 'store', 'crypto', 'proto', 'core'],
  workers: ['app'],
  ui: ['ui', 'app'],
  cli: ['cli', 'app', 'sync', 'store', 'crypto', 'proto', 'core'],
};
// Which layer, or which one file, may know a package. Anything else: none of these layers.
const PACKAGES = [
  [/^yjs$/, ['core', 'sync']],
  [/^@noble\//, ['crypto']],
  [/^@bufbuild\//, []], // at build time only
  [/^idb$/, ['store']],
  [/^node:/, ['cli', 'store/file_store.ts']],
  [/^yaml$/, ['cli']],
  [/^fflate$/, ['app/archive.ts', 'sync/unpack.ts']],
];
const IMPORT =
  /(?:import|export)\b[^;'"]*?from\s*['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]|import\s+['"]([^'"]+)['"]/g;

const problems = [];
for (const file of sources()) check(file);
checkCycles();
for (const problem of problems) console.error(`layers: ${problem}`);
process.exit(problems.length > 0 ? 1 : 0);

function sources() {
  const all = ['src', 'cli'].flatMap((root) =>
    readdirSync(join(web, root), { recursive: true }).map((name) => join(root, name)),
  );
  return all.filter((name) => /\.(ts|svelte)$/.test(name) && !isTest(name));
}

function isTest(name) {
  return /\.test\.ts$|\/testing\//.test(name) || name === 'src/sw.ts'; // the service worker is an entry of its own
}

function importsOf(file) {
  const text = readFileSync(join(web, file), 'utf8');
  return [...text.matchAll(IMPORT)].map((match) => match[1] ?? match[2] ?? match[3]);
}

function layerOf(path) {
  const [, inSource] = /^src\/([a-z]+)\//.exec(path) ?? [];
  if (path.startsWith('../build/gen/')) return 'gen';
  return inSource ?? /^cli(?=\/)/.exec(path)?.[0];
}

function check(file) {
  const layer = layerOf(file);
  if (!MAY[layer]) return problems.push(`${file}: a folder that is no layer`);
  for (const target of importsOf(file)) {
    if (target.endsWith('?worker&url')) continue; // an address, no import
    if (target.startsWith('.')) checkRelative(file, layer, target);
    else checkPackage(file, layer, target);
  }
}

function checkRelative(file, layer, target) {
  const to = layerOf(relative(web, resolve(web, dirname(file), target)));
  if (to !== undefined && !MAY[layer].includes(to))
    problems.push(`${file}: ${layer} may not import ${target}`);
}

function checkPackage(file, layer, target) {
  const rule = PACKAGES.find(([pattern]) => pattern.test(target));
  const isOpen = layer === 'ui' || layer === 'workers';
  if (!rule) {
    if (!isOpen) problems.push(`${file}: ${layer} may not import ${target}`);
  } else if (!rule[1].some((owner) => owner === layer || file === `src/${owner}`)) {
    problems.push(`${file}: only ${rule[1].join(', ')} may import ${target}`);
  }
}

/** Types may refer to each other in a circle within a layer; modules that run may not across layers. */
function checkCycles() {
  const edges = new Map();
  for (const file of sources()) {
    const from = layerOf(file);
    const to = importsOf(file).flatMap((t) =>
      t.startsWith('.') ? (layerOf(relative(web, resolve(web, dirname(file), t))) ?? []) : [],
    );
    edges.set(from, new Set([...(edges.get(from) ?? []), ...to.filter((layer) => layer !== from)]));
  }
  for (const start of edges.keys())
    if (reaches(edges, start, start)) problems.push(`${start} is in a circle of layers`);
}

function reaches(edges, from, goal, seen = new Set()) {
  for (const next of edges.get(from) ?? []) {
    if (next === goal) return true;
    if (seen.has(next)) continue;
    if (reaches(edges, next, goal, seen.add(next))) return true;
  }
  return false;
}
