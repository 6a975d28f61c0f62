/** Lint for what people see: src/ui, the service worker, the build's own plugins and the browser tests. */
import svelte from 'eslint-plugin-svelte';
import tseslint from 'typescript-eslint';

export default tseslint.config(
  { ignores: ['node_modules/**'] },
  ...tseslint.configs.strict,
  ...svelte.configs.recommended,
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: {
      parserOptions: { parser: tseslint.parser, extraFileExtensions: ['.svelte'] },
    },
  },
  {
    rules: {
      'max-lines': ['error', { max: 400 }],
      // The content security policy refuses both; a template must not even try.
      'svelte/no-inline-styles': ['error', { allowTransitions: false }],
      'svelte/no-at-html-tags': 'error',
      'no-restricted-syntax': [
        'error',
        {
          selector: 'AssignmentExpression[left.property.name=/^(innerHTML|outerHTML)$/]',
          message: 'text only',
        },
      ],
      // Links are followed by ui/state/router; there is no SvelteKit to resolve them.
      'svelte/no-navigation-without-resolve': 'off',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_' },
      ],
    },
  },
  {
    // Only this file may make a script's address trusted.
    files: ['src/**'],
    ignores: ['src/ui/trusted.ts'],
    rules: {
      'no-restricted-globals': [
        'error',
        'Worker',
        'SharedWorker',
        'trustedTypes',
        'fetch',
        'XMLHttpRequest',
        'WebSocket',
        'eval',
      ],
    },
  },
  { files: ['src/sw.ts'], rules: { 'no-restricted-globals': 'off' } },
);
