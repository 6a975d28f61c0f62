/**
 * Puts the first script into the page: a blocking, classic, hashed file in
 * front of everything else, because it must take the secret out of the address
 * before any other byte is asked for. Vite leaves classic scripts alone, so it
 * is bundled here.
 */
import { createHash } from 'node:crypto';
import { build, type Plugin } from 'vite';

async function bundleClassic(entry: string): Promise<string> {
  const result = await build({
    configFile: false,
    logLevel: 'silent',
    build: {
      write: false,
      target: 'es2022',
      lib: { entry, formats: ['iife'], name: 'arrive', fileName: 'arrive' },
    },
  });
  const [first] = Array.isArray(result) ? result : [result];
  if (first === undefined || !('output' in first)) throw new Error('arrival: nothing was built');
  return first.output[0].code;
}

export function arrival(entry: string, main: string): Plugin {
  let fileName = '';
  let code = '';
  return {
    name: 'arrival',
    apply: 'build',
    async buildStart() {
      code = await bundleClassic(entry);
      const hash = createHash('sha256').update(code).digest('base64url').slice(0, 8);
      fileName = `assets/arrive-${hash}.js`;
    },
    generateBundle() {
      this.emitFile({ type: 'asset', fileName, source: code });
    },
    transformIndexHtml: {
      order: 'pre',
      handler: (html) => ({
        html: html.replace('/src/ui/main.ts', main),
        tags: [{ tag: 'script', attrs: { src: `/${fileName}` }, injectTo: 'head-prepend' }],
      }),
    },
  };
}
