/** Run from web/: `npx vitest run --config ../tests/integration/vitest.config.ts`. */
import { fileURLToPath } from 'node:url';

const web = fileURLToPath(new URL('../../web/', import.meta.url));

export default {
  root: fileURLToPath(new URL('.', import.meta.url)),
  resolve: {
    // The packages live in web/node_modules; this folder lies outside it.
    alias: { vitest: `${web}node_modules/vitest`, fflate: `${web}node_modules/fflate` },
  },
  test: {
    include: ['**/*.test.ts'],
    maxWorkers: 2, // many short processes: one file to a core
    testTimeout: 180_000,
    hookTimeout: 60_000,
  },
};
