/**
 * Everything a device holds of a plan in one file: what a person reads, what a program
 * reads, and the log as it was signed, with a hash of each.
 */
import { createHash } from 'node:crypto';
import { strToU8, zipSync } from 'fflate';

export interface Parts {
  readonly json: string;
  readonly csv: string;
  /** Frames of every leaf in order, then of the signed head. */
  readonly frames: Uint8Array;
}

const WORDS = `Planen slik den var på én enhet da denne fila ble laget.

plan.csv     for regneark: en linje for hvert tiltak
plan.json    alt innhold, med en hash som er lik på alle enheter som har det samme
logg.frames  loggen slik den ble signert, og serverens signerte sum over den. Innholdet i den
             er kryptert; signaturene kan kontrolleres uten å lese det. Formatet: proto/README.md
SHA256SUMS   hash av hver fil; kontrolleres med: sha256sum -c SHA256SUMS

plan.csv og plan.json kan leses av alle som får denne fila.
`;

/** `now` in seconds since 1970: the time that the files carry. */
export function planAsZip({ json, csv, frames }: Parts, now: number): Uint8Array {
  const files = {
    'LES-MEG.txt': strToU8(WORDS),
    'plan.csv': strToU8(csv),
    'plan.json': strToU8(json),
    'logg.frames': frames,
  };
  const sums = Object.entries(files).map(([name, bytes]) => `${sha256(bytes)}  ${name}\n`);
  const all = { ...files, SHA256SUMS: strToU8(sums.join('')) };
  return zipSync(all, { mtime: now * 1000 });
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
