// Which branches of web/src/core/charter/*.ts no vector takes: "file: text of the branch", a line each. By the engine's
// own counts of blocks.
import { Session } from 'node:inspector/promises';
import { existsSync, readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { charterFolder, firstToFail, removeOut, scenarios } from './ts_bundle.mjs';

const all = await scenarios();
const session = new Session();
session.connect();
await session.post('Profiler.enable');
await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
const { files, module } = await charterFolder();
const failed = firstToFail(module, all);
if (failed !== null) throw new Error(`${failed} fails`);
const { result } = await session.post('Profiler.takePreciseCoverage');

function missedIn(file) {
  const text = readFileSync(file, 'utf8');
  const script = result.find(({ url }) => url === pathToFileURL(file).href);
  const ranges = (script?.functions ?? []).flatMap((one) => one.ranges);
  const missed = ranges
    .filter(({ count }) => count === 0)
    .map(({ startOffset, endOffset }) => text.slice(startOffset, endOffset));
  const texts = missed.map((one) => one.replaceAll(/\s+/g, ' ').trim().slice(0, 160));
  return { count: ranges.length, texts: [...new Set(texts)] };
}

for (const file of files.toSorted()) {
  const source = /(\w+)\.mjs$/.exec(file)[1];
  const path = `web/src/core/charter/${source}.ts`;
  if (!existsSync(new URL(`../../${path}`, import.meta.url))) continue;
  const { count, texts } = missedIn(file);
  console.log(`${path} ${count} blocks`);
  for (const text of texts) console.log(`${path}: ${text}`);
}
removeOut();
