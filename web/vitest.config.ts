/** Unit, property and vector tests; they stand beside their sources. */
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** What takes long begins first, so that no core waits for the other at the end; by size they would be the last. */
const LONG = [
  'src/app/removal.test.ts',
  'src/app/removal_rest.test.ts',
  'src/sync/vectors.test.ts',
];

class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isLong = ({ moduleId }: TestSpecification): boolean =>
      LONG.some((name) => moduleId.endsWith(name));
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))];
  }
}

export default defineConfig({
  plugins: [svelte()], // the screens' state is written in runes
  test: {
    include: [
      'src/{core,proto,crypto,store,sync,app,ui}/**/*.test.ts',
      'bundling/**/*.test.ts',
      'cli/**/*.test.ts',
    ],
    sequence: { sequencer: LongFirst },
    environment: 'node',
    testTimeout: 30_000,
    maxWorkers: 2, // the default leaves a core to whoever sits before the machine
  },
});
