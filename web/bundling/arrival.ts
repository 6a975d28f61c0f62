/**
 * Puts the first script into the page: a blocking, classic, hashed file in
 * front of everything else, because it must take the secret out of the address
 * before any other byte is asked for. Vite leaves classic scripts alone, so it
 * is bundled here, and told where the build put the texts of each language.
 */
import { createHash } from 'node:crypto';
import { build, type HtmlTagDescriptor, type Plugin, type Rolldown } from 'vite';

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

/** `{ nb: "/assets/nb-….js", … }`; North Sámi is shown in bokmål. */
function textFiles(bundle: Rolldown.OutputBundle): Record<string, string> {
  const files: Record<string, string> = {};
  for (const chunk of Object.values(bundle)) {
    const facade = chunk.type === 'chunk' ? (chunk.facadeModuleId ?? '') : '';
    const language = /paraglide\/messages\/(nb|nn|en)\.js$/.exec(facade)?.[1];
    if (language !== undefined) files[language] = `/${chunk.fileName}`;
  }
  return { ...files, ...(files['nb'] === undefined ? {} : { se: files['nb'] }) };
}

/** Moves the app's styles behind the opening, which a stylesheet in the head would hold back. */
function paintedFirst(html: string): string {
  const styles = html.match(/\s*<link rel="stylesheet"[^>]*href="\/assets\/[^>]*>/g) ?? [];
  const without = styles.reduce((page, style) => page.replace(style, ''), html);
  return without.replace('<noscript>', `${styles.map((style) => style.trim()).join('')}<noscript>`);
}

export function arrival(entry: string, main: string): Plugin[] {
  let code = '';
  let fileName = '';
  const script = (bundle: Rolldown.OutputBundle): HtmlTagDescriptor => {
    code = code.replaceAll('TEXT_FILES', JSON.stringify(textFiles(bundle)));
    const hash = createHash('sha256').update(code).digest('base64url').slice(0, 8);
    fileName = `assets/arrive-${hash}.js`;
    return { tag: 'script', attrs: { src: `/${fileName}` }, injectTo: 'head-prepend' };
  };
  return [
    {
      name: 'arrival-main',
      transformIndexHtml: {
        order: 'pre',
        handler: (html) => html.replace('/src/ui/main.ts', main),
      },
    },
    {
      name: 'arrival',
      apply: 'build',
      enforce: 'post',
      async buildStart() {
        code = await bundleClassic(entry);
      },
      transformIndexHtml: {
        order: 'post',
        handler: (html, { bundle }) => ({
          html: paintedFirst(html),
          tags: bundle === undefined ? [] : [script(bundle)],
        }),
      },
      // The page is written before this, and with it the name.
      generateBundle() {
        this.emitFile({ type: 'asset', fileName, source: code });
      },
    },
  ];
}
