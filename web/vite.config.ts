import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';
import { arrival } from './bundling/arrival.ts';
import { compressed } from './bundling/compressed.ts';
import { atOnce } from './bundling/at_once.ts';
import { texts } from './bundling/texts.ts';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

const { version } = JSON.parse(readFileSync(here('package.json'), 'utf8')) as { version: string };

/** `--mode testing` builds the same screens on the double of src/ui/testing. */
export default defineConfig(({ mode }) => {
  const testing = mode === 'testing';
  return {
    root: here('.'),
    resolve: { alias: { 'lib0/logging': here('bundling/plain_log.ts') } },
    define: { __VERSION__: JSON.stringify(version) },
    plugins: [
      texts(),
      svelte(),
      arrival(here('src/ui/arrive.ts'), testing ? '/src/ui/testing/main.ts' : '/src/ui/main.ts'),
      ...(testing ? [] : [serviceWorker(), compressed()]),
    ],
    build: {
      outDir: here(testing ? '../build/web-testing' : '../build/web'),
      emptyOutDir: true,
      // The oldest that is supported; lint/oldest.mjs looks after what no build can rewrite.
      target: ['es2022', 'chrome109'],
      // A data: URL would need img-src data: in the content security policy.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      reportCompressedSize: false,
      // Not what begins: it waits at its top level, and what is fetched later would wait for it.
      rolldownOptions: grouped(atOnce('first', /src\/(ui\/(run|trusted)|app\/remote_port)\.ts$/)),
    },
    worker: {
      format: 'es' as const,
      rolldownOptions: grouped(
        atOnce('app', /workers\/app\.worker\.ts/),
        atOnce('inside', /src\/app\/inside\.ts$/),
      ),
    },
  };
});

const grouped = (...groups: readonly ReturnType<typeof atOnce>[]) => ({
  output: { codeSplitting: { groups: [...groups] } },
});

function serviceWorker() {
  return VitePWA({
    strategies: 'injectManifest',
    srcDir: 'src',
    filename: 'sw.ts',
    injectRegister: false,
    manifest: false,
    injectManifest: {
      // The font comes later, and only where the line is good (see ui/font.ts).
      globPatterns: [
        'index.html',
        'assets/*.{js,css,svg}',
        'manifest.webmanifest',
        'icon.svg',
        'opening.css',
      ],
      // Scanning leads to joining, and joining needs the network anyway.
      globIgnores: ['assets/jsQR-*.js'],
      dontCacheBustURLsMatching: /^assets\//,
    },
  });
}
