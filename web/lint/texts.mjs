// usage: node lint/texts.mjs [--se]   what people read is short, plain, and in the language that it says it is
//        --se: the texts that await somebody who speaks Northern Sámi
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const MAX_WORDS = 20; // a sentence
const MAX_SENTENCES = 2; // a text

/** The beginnings of words that are never said at first sight. */
const NORWEGIAN = words(`synkroniser krypter kryptograf autentis token node nøk(kel|l[ea]) sektor
  samtykk forankr vennligst server epoke protokoll signatur administrer`);
const ENGLISH = words(`synchroni[sz] encrypt cryptograph authenticat token node keys?(?!\\p{L})
  sectors? consent server please epoch protocol signature administ`);
const NOT_AT_FIRST_SIGHT = { nb: NORWEGIAN, nn: NORWEGIAN, en: ENGLISH };
/** Whole words of bokmål that nynorsk has others for. */
const BOKMAL = [
  'de andre',
  ...words(`ikke hvordan hva hvem hvor hvis hvorfor hvilken hvilke hver hvert noen noe jeg
  bare dere deres dem hun være vært gjøre gjør uten også navn navnet lenke lenken ennå mye mer annen
  selv en et fra flere sammen alene eier egen eget egne skriver leser sier kommer svarer gikk fikk
  ble lagret endret åpne åpnet videre tjeneste tjenesten dager bestemmer vet spørre steder`),
];
// 'nå' is "reach" in nynorsk, and "now" in bokmål.
const BOKMAL_NOW = /(?<!(?:ingen|kan|ikkje|å|få) )(?<!\p{L})nå(?!\p{L})/iu;

const web = resolve(dirname(fileURLToPath(import.meta.url)), '..');
if (process.argv.includes('--se')) {
  const said = textsIn('se');
  const waiting = Object.entries(textsIn('nb')).filter(([key]) => !(key in said || key[0] === '$'));
  for (const [key, text] of waiting) console.log(`${key}: ${text}`);
  console.log(`${String(waiting.length)} texts await a person`);
  process.exit(0);
}
const problems = ['nb', 'nn', 'en'].flatMap((locale) =>
  Object.entries(textsIn(locale)).flatMap(([key, text]) =>
    faultsOf(locale, text).map((fault) => `${locale}: ${key} ${fault}: ${text}`),
  ),
);
const used = usedIn(join(web, 'src', 'ui'));
for (const key of Object.keys(textsIn('nb'))) {
  if (!key.startsWith('$') && !used.has(key)) problems.push(`${key} is used by no screen`);
}
for (const problem of problems) console.error(`texts: ${problem}`);
process.exit(problems.length > 0 ? 1 : 0);

function textsIn(locale) {
  return JSON.parse(readFileSync(join(web, 'messages', `${locale}.json`), 'utf8'));
}

/** The name of a text is never put together: whoever wants one spells it. */
function usedIn(folder) {
  const files = readdirSync(folder, { recursive: true }).map((name) => join(folder, name));
  const sources = files.filter((name) => /(?<!\.test)\.(ts|svelte)$/.test(name));
  const all = sources.flatMap((name) => [
    ...readFileSync(name, 'utf8').matchAll(/\bm\.([a-z0-9_]+)/g),
  ]);
  return new Set(all.map(([, asked]) => asked));
}

function faultsOf(locale, text) {
  const sentences = text.split(/(?<=[.?…])\s+(?=\S)/u);
  const lengths = sentences.map((sentence) => (sentence.match(/[\p{L}\d{][^\s]*/gu) ?? []).length);
  const hard = NOT_AT_FIRST_SIGHT[locale].filter((word) => startsWord(word).test(text));
  const foreign = locale === 'nn' ? BOKMAL.filter((word) => isWord(word).test(text)) : [];
  return [
    ...(sentences.length > MAX_SENTENCES ? [`has ${sentences.length} sentences`] : []),
    ...(Math.max(...lengths) > MAX_WORDS
      ? [`has a sentence of ${Math.max(...lengths)} words`]
      : []),
    ...(text.includes('!') ? ['has an exclamation mark'] : []),
    ...hard.map((word) => `has "${word}", which is not said at first sight`),
    ...foreign.map((word) => `has "${word}", which is bokmål`),
    ...(locale === 'nn' && BOKMAL_NOW.test(text) ? ['has "nå", which is bokmål'] : []),
  ];
}

function words(text) {
  return text.split(/\s+/u);
}

function startsWord(word) {
  return new RegExp(`(?<![\\p{L}{])${word}`, 'iu');
}

function isWord(word) {
  return new RegExp(`(?<![\\p{L}{])${word}(?![\\p{L}}])`, 'iu');
}
