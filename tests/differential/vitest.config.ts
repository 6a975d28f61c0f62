/** Run from web/: `npx vitest run --config ../tests/differential/vitest.config.ts`. */
import { fileURLToPath } from 'node:url';

const web = fileURLToPath(new URL('../../web/', import.meta.url));

export default {
  root: fileURLToPath(new URL('.', import.meta.url)),
  resolve: {
    // The packages live in web/node_modules; this folder lies outside it.
    alias: { vitest: `${web}node_modules/vitest` },
  },
  test: { include: ['*.test.ts'], testTimeout: 3_600_000 },
};
