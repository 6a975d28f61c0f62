/** Run from web/: `npx vitest run --config ../tests/integration/vitest.config.ts`. */
import { fileURLToPath } from 'node:url';

const web = fileURLToPath(new URL('../../web/', import.meta.url));
/** The packages live in web/node_modules; this folder lies outside it. */
const PACKAGES = ['vitest', 'fflate', 'rolldown', '@noble/ciphers'];

export default {
  root: fileURLToPath(new URL('.', import.meta.url)),
  resolve: {
    alias: Object.fromEntries(PACKAGES.map((name) => [name, `${web}node_modules/${name}`])),
  },
  test: {
    include: ['**/*.test.ts'],
    maxWorkers: 2, // many short processes: one file to a core
    testTimeout: 180_000,
    hookTimeout: 60_000,
  },
};
