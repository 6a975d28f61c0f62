/** Writes .br and .gz beside every text file, so that the server only reads. */
import fs from 'node:fs';
import path from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { Plugin, ResolvedConfig } from 'vite';

const worthwhile = /\.(html|js|css|svg|webmanifest|json)$/;

function compressFile(file: string): void {
  const bytes = fs.readFileSync(file);
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: 11,
    [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
  };
  fs.writeFileSync(`${file}.br`, brotliCompressSync(bytes, { params }));
  fs.writeFileSync(`${file}.gz`, gzipSync(bytes, { level: 9 }));
}

export function compressed(): Plugin {
  let config: ResolvedConfig;
  return {
    name: 'compressed',
    apply: 'build',
    enforce: 'post',
    configResolved(resolved) {
      config = resolved;
    },
    closeBundle: {
      order: 'post',
      sequential: true,
      // After the service worker, which is written when the bundle closes.
      handler() {
        const names = fs.readdirSync(config.build.outDir, { recursive: true }) as string[];
        for (const name of names) {
          if (worthwhile.test(name)) compressFile(path.join(config.build.outDir, name));
        }
      },
    },
  };
}
