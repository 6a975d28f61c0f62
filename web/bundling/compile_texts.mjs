// usage: node bundling/compile_texts.mjs      compiles messages/ into build/paraglide, as every build does
import { runnerImport } from 'vite';

const { module } = await runnerImport(new URL('texts.ts', import.meta.url).pathname);
await module.compileTexts();
// The compiler's database keeps a handle open.
process.exit(0);
