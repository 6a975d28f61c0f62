/** Lint for every layer but ui/, which brings its own part in ui/eslint.js. */
import tseslint from 'typescript-eslint';

/** Time, chance, timers and the network come in through seams.ts; one file reaches for the platform's. */
const SEAMS = [
  { object: 'Date', property: 'now', message: 'use seams.now' },
  { object: 'performance', property: 'now', message: 'use seams.monotonic' },
  { object: 'crypto', property: 'getRandomValues', message: 'use seams.random' },
  { object: 'crypto', property: 'randomUUID', message: 'use seams.random' },
  { object: 'Math', property: 'random', message: 'use seams.random' },
];
const GLOBALS = ['fetch', 'setTimeout', 'setInterval', 'XMLHttpRequest', 'WebSocket'];

export default tseslint.config(
  {
    ignores: [
      'node_modules/**',
      'src/ui/**',
      'src/sw.ts',
      'public/**',
      'lint/**',
      'bundling/**',
      '*.config.*',
      '**/*.svelte',
    ],
  },
  ...tseslint.configs.strictTypeChecked.map((config) => ({
    ...config,
    files: ['src/**/*.ts', 'cli/**/*.ts'],
  })),
  {
    files: ['src/**/*.ts', 'cli/**/*.ts'],
    languageOptions: {
      parserOptions: { project: ['./tsconfig.lint.json'], tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off', // after a check that the compiler cannot follow
      '@typescript-eslint/no-unnecessary-condition': 'off', // content from the network is not what its type says
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-unnecessary-type-parameters': 'off', // command names select the answer's type
      '@typescript-eslint/no-unsafe-enum-assignment': 'off', // numbers from the wire are looked up in the enum
      'max-lines': ['error', { max: 400 }],
      'max-lines-per-function': ['error', { max: 80 }],
      'no-restricted-properties': ['error', ...SEAMS],
      'no-restricted-globals': ['error', ...GLOBALS],
    },
  },
  {
    files: ['src/app/platform_seams.ts', '**/*.test.ts', '**/testing/**'],
    rules: { 'no-restricted-properties': 'off', 'no-restricted-globals': 'off' },
  },
  {
    files: ['**/*.test.ts', '**/testing/**'],
    rules: {
      'max-lines-per-function': 'off',
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/unbound-method': 'off', // prototypes are replaced and put back
      '@typescript-eslint/no-confusing-void-expression': 'off',
      '@typescript-eslint/no-meaningless-void-operator': 'off',
    },
  },
);
