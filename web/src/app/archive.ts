/**
 * Everything a device holds of a plan in one file: what a person reads, what a program
 * reads, and the log as it was signed, with sums of each.
 */
import { strToU8, zipSync } from 'fflate';
import { blake2Sum, sha256Sum } from '../crypto/file_sums';

export interface Parts {
  readonly json: string;
  readonly csv: string;
  readonly ics: string;
  /** The printed plan, and the minutes of every meeting. */
  readonly plan: string;
  readonly minutes: string;
  /** Frames of every leaf in order, then of the signed head. */
  readonly frames: Uint8Array;
  /** What the log adds up to, as "Sjekk at alt stemmer" shows it. */
  readonly size: number;
  readonly root: string;
}

const wordsOf = ({
  size,
  root,
}: Parts): string => `Planen slik den var på én enhet da denne fila ble laget.

plan.html      for folk: åpnes i en nettleser, og kan skrives ut
referater.html det vi sa ja til i møtene
plan.csv       for regneark: en linje for hvert tiltak
plan.ics       for kalendere: møter, frister og når vi ser tilbake
plan.json      alt innhold, med en hash som er lik på alle enheter som har det samme
logg.frames    loggen slik den ble signert, og serverens signerte sum over den. Innholdet i den
               er kryptert; signaturene kan kontrolleres uten å lese det. Formatet: proto/README.md
SHA256SUMS     hash av hver fil; kontrolleres med: sha256sum -c SHA256SUMS
B2SUMS         det samme med BLAKE2b; kontrolleres med: b2sum -c B2SUMS

Slik ser du at loggen er den samme som hos de andre:
Åpne «Sjekk at alt stemmer» i planen på en annen enhet. Loggen her har ${size} ledd.
Summen over dem er ${root}

Enkeltsvar på «Hvordan har vi det sammen?» er ikke med i noen av filene som kan leses.
Alt annet i dem kan leses av alle som får denne fila.
`;

/** `now` in seconds since 1970: the time that the files carry. */
export async function planAsZip(parts: Parts, now: number): Promise<Uint8Array> {
  const files: Record<string, Uint8Array> = {
    'LES-MEG.txt': strToU8(wordsOf(parts)),
    'plan.html': strToU8(parts.plan),
    'referater.html': strToU8(parts.minutes),
    'plan.csv': strToU8(parts.csv),
    'plan.ics': strToU8(parts.ics),
    'plan.json': strToU8(parts.json),
    'logg.frames': parts.frames,
  };
  const lists = {
    SHA256SUMS: await sumsOf(files, sha256Sum),
    B2SUMS: await sumsOf(files, blake2Sum),
  };
  return zipSync({ ...files, ...lists }, { mtime: now * 1000 });
}

async function sumsOf(
  files: Readonly<Record<string, Uint8Array>>,
  sum: (bytes: Uint8Array) => string | Promise<string>,
): Promise<Uint8Array> {
  const lines: string[] = [];
  for (const [name, bytes] of Object.entries(files)) lines.push(`${await sum(bytes)}  ${name}\n`);
  return strToU8(lines.join(''));
}
