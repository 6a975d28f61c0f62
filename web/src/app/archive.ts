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

/** The files' names and what to read first, in the language of whoever takes the copy. */
interface Told {
  readonly readme: string;
  readonly minutes: string;
  readonly log: string;
  readonly words: (parts: Parts) => string;
}

const NB: Told = {
  readme: 'LES-MEG.txt',
  minutes: 'referater.html',
  log: 'logg.frames',
  words: ({ size, root }) => `Planen slik den var på én enhet da denne fila ble laget.

plan.html      for folk: åpnes i en nettleser, og kan skrives ut
referater.html det vi sa ja til i møtene
plan.csv       for regneark: en linje for hvert tiltak
plan.ics       for kalendere: møter, frister og når vi ser tilbake
plan.json      innholdet, med en hash som er lik på alle enheter som har det samme
logg.frames    loggen slik den ble signert, og serverens signerte sum over den. Innholdet i den
               er kryptert; signaturene kan kontrolleres uten å lese det. Formatet: proto/README.md
SHA256SUMS     hash av hver fil; kontrolleres med: sha256sum -c SHA256SUMS
B2SUMS         det samme med BLAKE2b; kontrolleres med: b2sum -c B2SUMS

Slik ser du at loggen er den samme som hos de andre:
Åpne «Sjekk at alt stemmer» i planen på en annen enhet. Loggen her har ${size} ledd.
Summen over dem er ${root}

Hva hver av oss svarte på «Hvordan har vi det sammen?», er ikke med i noen av filene som kan leses.
Svar som ikke er åpnet, er heller ikke med. Alt annet kan leses av alle som får denne fila.
`,
};

const NN: Told = {
  readme: 'LES-MEG.txt',
  minutes: 'referat.html',
  log: 'logg.frames',
  words: ({ size, root }) => `Planen slik han var på éi eining då denne fila blei laga.

plan.html      for folk: blir opna i ein nettlesar, og kan skrivast ut
referat.html   det vi sa ja til i møta
plan.csv       for rekneark: ei linje for kvart tiltak
plan.ics       for kalendrar: møte, fristar og når vi ser tilbake
plan.json      innhaldet, med ein hash som er lik på alle einingar som har det same
logg.frames    loggen slik han blei signert, og den signerte summen frå tenaren over han.
               Innhaldet er kryptert; signaturane kan kontrollerast utan å lese det.
               Formatet: proto/README.md
SHA256SUMS     hash av kvar fil; kontroller med: sha256sum -c SHA256SUMS
B2SUMS         det same med BLAKE2b; kontroller med: b2sum -c B2SUMS

Slik ser du at loggen er den same som hos dei andre:
Opne «Sjekk at alt stemmer» i planen på ei anna eining. Loggen her har ${size} ledd.
Summen over dei er ${root}

Kva kvar av oss svara på «Korleis har vi det saman?», er ikkje med i nokon av filene som kan lesast.
Svar som ikkje er opna, er heller ikkje med. Alt anna kan lesast av alle som får denne fila.
`,
};

const EN: Told = {
  readme: 'READ-ME.txt',
  minutes: 'minutes.html',
  log: 'log.frames',
  words: ({ size, root }) => `The plan as it was on one device when this file was made.

plan.html      for people: opens in a browser, and can be printed
minutes.html   what we said yes to in the meetings
plan.csv       for spreadsheets: a line for each action
plan.ics       for calendars: meetings, deadlines and when we look back
plan.json      the content, with a hash that is equal on all devices that have the same
log.frames     the log as it was signed, and the server's signed sum over it. Its content is
               encrypted; the signatures can be checked without reading it. Format: proto/README.md
SHA256SUMS     hash of each file; check with: sha256sum -c SHA256SUMS
B2SUMS         the same with BLAKE2b; check with: b2sum -c B2SUMS

How to see that the log is the same as the others have:
Open "Check that all is well" in the plan on another device. The log here has ${size} entries.
The sum over them is ${root}

What each of us answered to "How are we doing together?" is in none of the files that can be read.
Answers that are not opened are left out too. All else can be read by whoever gets this file.
`,
};

const TOLD: Readonly<Record<string, Told>> = { nb: NB, nn: NN, en: EN };

/** `now` in seconds since 1970: the time that the files carry. Other languages than ours read `nb`. */
export async function planAsZip(parts: Parts, now: number, language = 'nb'): Promise<Uint8Array> {
  const { readme, minutes, log, words } = TOLD[language] ?? NB;
  const files: Record<string, Uint8Array> = {
    [readme]: strToU8(words(parts)),
    'plan.html': strToU8(parts.plan),
    [minutes]: strToU8(parts.minutes),
    'plan.csv': strToU8(parts.csv),
    'plan.ics': strToU8(parts.ics),
    'plan.json': strToU8(parts.json),
    [log]: parts.frames,
  };
  const lists = {
    SHA256SUMS: await sumsOf(files, sha256Sum),
    B2SUMS: await sumsOf(files, blake2Sum),
  };
  return zipSync({ ...files, ...lists }, { mtime: timeInZip(now) * 1000 });
}

const ZIP_FIRST_S = Date.UTC(1980, 0, 2) / 1000;
const ZIP_LAST_S = Date.UTC(2099, 11, 30) / 1000;

/** The format counts from 1980, and a battery that was empty makes it 1970. */
function timeInZip(now: number): number {
  return Math.min(Math.max(now, ZIP_FIRST_S), ZIP_LAST_S);
}

async function sumsOf(
  files: Readonly<Record<string, Uint8Array>>,
  sum: (bytes: Uint8Array) => string | Promise<string>,
): Promise<Uint8Array> {
  const lines: string[] = [];
  for (const [name, bytes] of Object.entries(files)) lines.push(`${await sum(bytes)}  ${name}\n`);
  return strToU8(lines.join(''));
}
