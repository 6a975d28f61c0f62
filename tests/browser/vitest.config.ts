/** Run from web/: `npx vitest run --config ../tests/browser/vitest.config.ts`. */
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const web = fileURLToPath(new URL('../../web/', import.meta.url));
const fromWeb = createRequire(`${web}package.json`);

export default {
  root: fileURLToPath(new URL('.', import.meta.url)),
  resolve: {
    alias: {
      // The packages live in web/node_modules; this folder lies outside it.
      'playwright-core': fromWeb.resolve('playwright-core'),
      '@noble/ciphers': `${web}node_modules/@noble/ciphers`,
      fflate: fromWeb.resolve('fflate'),
      rolldown: `${web}node_modules/rolldown`,
      '@axe-core/playwright': fromWeb.resolve('@axe-core/playwright'),
      vitest: `${web}node_modules/vitest`,
    },
  },
  test: {
    // Figures are asked for by scripts/bench, of a machine with nothing else to do.
    include: [process.env['BUDGET_FACTOR'] === undefined ? '**/*.test.ts' : '**/*.bench.ts'],
    // Each file has a server and browsers of its own, and waits as much as it computes.
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
};
