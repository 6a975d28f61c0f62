/**
 * What the oldest browser supported, Chromium 109, has not: newer methods and CSS are refused here,
 * newer syntax is rewritten by the build (`build.target`). What is polish, and missing nowhere, may stay.
 * usage: node lint/oldest.mjs [FILE…]
 */
import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const METHODS = [
  [/\.(toSorted|toReversed|toSpliced)\(/, 110],
  [/\b(Object|Map)\.groupBy\b/, 117],
  [/\bPromise\.(withResolvers|try)\b/, 119],
  [/\.(isWellFormed|toWellFormed)\(/, 111],
  [/\bArray\.fromAsync\b/, 121],
  [/\bAbortSignal\.any\b/, 116],
  [/\bURL\.(canParse|parse)\b/, 120],
  [/\.(isSubsetOf|isSupersetOf|isDisjointFrom|symmetricDifference)\(/, 122],
  [/\bUint8Array\.from(Base64|Hex)\b|\.to(Base64|Hex)\(\)/, 140],
  [
    /\bIterator\.(from|concat)\b|\.(values|keys|entries)\(\)\s*\.(map|filter|take|drop|some|every|find|reduce|toArray|flatMap)\(/,
    122,
  ],
  [/\bRegExp\.escape\b|\bError\.isError\b|\bMath\.sumPrecise\b/, 134],
  [/\b(startViewTransition|showPopover|hidePopover|togglePopover)\b/, 114],
  [/\bscheduler\.(yield|postTask)\b/, 129],
  [/\.moveBefore\(|\.requestClose\(/, 133],
  [/\/[a-z]*v[a-z]*\.(test|exec)\(/, 112],
];
const LOOKS = [
  [/color-mix\(/, 111],
  [/\blight-dark\(/, 123],
  [/@starting-style|transition-behavior|allow-discrete/, 117],
  [/\bsubgrid\b/, 117],
  [/:user-(in)?valid|:open\b|:dir\(/, 119],
  [/@scope\b/, 118],
  [/[:\s(](sin|cos|tan|round|mod|rem|exp|hypot)\(/, 111],
  [/:\s*[\d.]+r(lh|ex|cap|ic|ch)\b/, 111],
  [/\boklch\(|\boklab\(|\blab\(|\blch\(|\bcolor\(/, 111],
  [/\(from\s/, 119],
  [/^\s*(-?mask(-\w+)?):/m, 120],
  [/\bscrollbar-(color|width)\b/, 121],
  [/\banimation-timeline\b|\bposition-anchor\b|\banchor\(/, 115],
  [/^\s*&/m, 112],
];

const MARKS = [
  [/\bpopover(target)?[=\s>]/, 114],
  [/<dialog[^>]*\bclosedby\b|\bcommandfor=/, 134],
  [/<details[^>]*\sname=/, 120],
];

const src = fileURLToPath(new URL('../src/', import.meta.url));
const all = readdirSync(src, { recursive: true })
  .filter((name) => /\.(ts|svelte|css)$/.test(name) && !/\.test\.ts$|testing[/\\]/.test(name))
  .map((name) => src + name);

let found = 0;
for (const file of process.argv.length > 2 ? process.argv.slice(2) : all) {
  const text = readFileSync(file, 'utf8').replace(
    /\/\*[\s\S]*?\*\/|<!--[\s\S]*?-->|(?<=\s)\/\/.*/g,
    (one) => one.replace(/[^\n]/g, ' '),
  );
  // Of a component, looks stand in its last part alone; the rest keeps its lines.
  const looks = file.endsWith('.svelte')
    ? text.replace(/^[\s\S]*?(?=<style>|$(?![\s\S]))/, (one) => one.replace(/[^\n]/g, ' '))
    : text;
  const places = [
    ...METHODS.map((rule) => [rule, text]),
    ...MARKS.map((rule) => [rule, file.endsWith('.svelte') ? text : '']),
    ...LOOKS.map((rule) => [rule, file.endsWith('.ts') ? '' : looks]),
  ];
  for (const [[pattern, since], where] of places) {
    const at = where.search(pattern);
    if (at < 0) continue;
    const line = where.slice(0, at).split('\n').length;
    console.error(`${file}:${line}: ${pattern.exec(where)[0].trim()} came with Chromium ${since}`);
    found++;
  }
}
process.exit(found > 0 ? 1 : 0);
