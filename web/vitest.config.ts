/** Unit, property and vector tests; they stand beside their sources. */
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  plugins: [svelte()], // the screens' state is written in runes
  test: {
    include: [
      'src/{core,proto,crypto,store,sync,app,ui}/**/*.test.ts',
      'bundling/**/*.test.ts',
      'cli/**/*.test.ts',
    ],
    environment: 'node',
    testTimeout: 30_000,
    maxWorkers: 2, // the default leaves a core to whoever sits before the machine
  },
});
