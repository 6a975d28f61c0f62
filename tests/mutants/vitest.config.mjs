// The charter's own tests with one source replaced: MUTANT_PATH, from the root, by the text in MUTANT_TEXT.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const mutated = root + process.env.MUTANT_PATH;

export default {
  root: `${root}web`,
  plugins: [
    {
      name: 'mutant',
      enforce: 'pre',
      load: (id) =>
        id.split('?')[0] === mutated ? readFileSync(process.env.MUTANT_TEXT, 'utf8') : null,
    },
  ],
  test: {
    include: ['src/core/charter/*.test.ts', 'src/app/{sync,silence,carried}.test.ts'],
    testTimeout: 30_000,
    maxWorkers: 1,
    bail: 1,
  },
};
