/** The check on layers has been seen failing: it is tried on planted imports. */
import { execFileSync, spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';

const web = fileURLToPath(new URL('..', import.meta.url));
const planted: string[] = [];

afterEach(() => {
  for (const path of planted.splice(0)) rmSync(path);
});

function plant(path: string, text: string): string {
  planted.push(web + path);
  writeFileSync(web + path, text);
  const { stderr, status } = spawnSync('node', ['lint/layers.mjs'], { cwd: web, encoding: 'utf8' });
  expect(status).toBe(1);
  return stderr;
}

test('as it stands, imports point down', () => {
  execFileSync('node', ['lint/layers.mjs'], { cwd: web });
});

test.each([
  ['src/core/planted.ts', "import '../sync/seams';", 'core may not import'],
  ['src/store/planted.ts', "export { hash } from '../crypto/hash';", 'store may not import'],
  ['src/sync/planted.ts', "import { x } from '@noble/curves/ed25519.js';", 'only crypto'],
  ['src/app/planted.ts', "const x = await import('../ui/main');", 'app may not import'],
  ['src/app/planted.ts', "import 'node:fs';", 'only cli'],
])('an import planted in %s: %s', (path, text, words) => {
  expect(plant(path, text)).toContain(words);
});
