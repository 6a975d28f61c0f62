/** Unit, property and vector tests; they stand beside their sources. */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/{core,proto,crypto,store,sync,app}/**/*.test.ts', 'cli/**/*.test.ts'],
    environment: 'node',
    testTimeout: 30_000,
  },
});
