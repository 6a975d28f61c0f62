/** Commands about the twelve words on a person's paper. */
import type { Hex } from '../core/bytes';
import { isEntrance, type Body } from '../core/charter/statement';
import {
  entropyOf,
  indicesAloud,
  indicesOf,
  newEntropy,
  paperLink,
  readPaperLink,
  WORD_COUNT,
} from '../crypto/recovery';
import type { Entropy } from '../crypto/recovery_keys';
import { seekEntrance } from '../sync/enrol';
import { saySetRecovery } from '../sync/person_statements';
import { enrolByWords, locate, openByWords } from '../sync/recovery';
import { isMember } from '../sync/space';
import { askServerInfo, newLine, type ServerLine } from '../sync/transport';
import { deliver, withoutValue } from './charter_commands';
import type { Commands, Outcome } from './port';
import { forgetNow, leave, stay } from './people_commands';
import { addSpace, done, refuse, type Running, type RunningSpace } from './running';

type Ask<N extends keyof Commands> = Commands[N]['ask'];
const BAD_WORDS = refuse('bad-input', 'words');
/** Asked again, it may be answered otherwise. */
const PASSING: readonly string[] = ['offline', 'busy', 'quota', 'full', 'io', 'misconduct'];

/** Fetched when somebody first wants them: fourteen kilobytes that hardly anybody needs at once. */
async function wordList(): Promise<readonly string[]> {
  return (await import('../crypto/word_list')).WORDS;
}

export async function makeWords(
  running: Running,
  ask: Ask<'makeWords'>,
): Promise<Outcome<Commands['makeWords']['answer']>> {
  const found = running.spaces.get(ask.space);
  if (!found) return refuse('not-found');
  const words = await wordList();
  const entropy = newEntropy(running.seams.random);
  const paper = paperLink({ origin: found.line.origin, entropy });
  return done({ words: indicesOf(entropy).map((index) => words[index]!), paper });
}

export async function wordsAloud(
  running: Running,
  ask: Ask<'wordsAloud'>,
): Promise<Outcome<Commands['wordsAloud']['answer']>> {
  const { log } = running.spaces.get(ask.space)?.space ?? {};
  const entry = log?.history.find(({ statement: { body } }) => cameBy(body) === ask.person);
  if (!entry) return refuse('not-found');
  return done({ words: await aloud(entry.position.hash) });
}

export async function wordsOfServer(
  _: Running,
  { serverKey }: Ask<'wordsOfServer'>,
): Promise<Outcome<Commands['wordsOfServer']['answer']>> {
  const isKey = /^[0-9a-f]{64}$/.test(serverKey);
  return isKey ? done({ words: await aloud(serverKey) }) : refuse('bad-input', 'key');
}

async function aloud(of: Hex): Promise<string[]> {
  const words = await wordList();
  return indicesAloud(of).map((index) => words[index]!);
}

/** The person that this brings in; '' for anything else. */
function cameBy(body: Body): Hex {
  if (body.type === 'join') return body.person;
  return body.type === 'propose' && isEntrance(body.subject) ? body.subject.person : '';
}

export async function checkWords(
  _: Running,
  ask: Ask<'checkWords'>,
): Promise<Outcome<Commands['checkWords']['answer']>> {
  if (readPaperLink(ask.words)) return done({ unknown: [], count: WORD_COUNT, doFit: true });
  const { indices, count } = await readWords(ask.words);
  const unknown = indices.flatMap((index, i) => (index < 0 ? [i + 1] : []));
  const isWhole = unknown.length > 0 || count !== WORD_COUNT || entropyOf(indices) !== undefined;
  return done({ unknown, count, doFit: isWhole });
}

export async function setRecovery(
  running: Running,
  ask: Ask<'setRecovery'>,
): Promise<Outcome<null>> {
  const found = running.spaces.get(ask.space);
  if (!found) return refuse('not-found');
  const entropy = await entropyIn(ask.words);
  const old = ask.old === undefined ? undefined : await entropyIn(ask.old);
  if (!entropy) return BAD_WORDS;
  if (ask.old !== undefined && !old) return refuse('bad-input', 'old');
  const met = await found.driver.meetNow(); // it carries the present key
  if (!met.ok) return refuse(met.error);
  const { charter } = found.space.log;
  if (!charter) return refuse('not-found');
  const said = await deliver(found, 'set-recovery', () =>
    saySetRecovery(found.space, charter, entropy, old),
  );
  // Said and kept, it goes when there is a line: whoever heard "no" would throw the paper away.
  const isKept = found.space.sayings.some(({ type }) => type === 'set-recovery');
  return !said.ok && said.error === 'offline' && isKept ? done(null) : withoutValue(said);
}

export async function recover(
  running: Running,
  ask: Ask<'recover'>,
): Promise<Outcome<Commands['recover']['answer']>> {
  const paper = readPaperLink(ask.words);
  const entropy = paper?.entropy ?? (await entropyIn(ask.words));
  if (!entropy) return BAD_WORDS;
  const first = (paper?.origin ?? ask.server).replace(/\/+$/, '');
  const origins = new Set([first]);
  const found = { spaces: new Set<string>(), moved: new Set<string>() };
  let trouble: Outcome<never> | undefined;
  for (const origin of origins) {
    const some = await recoverAt(running, origin, entropy);
    if (!some.ok) trouble = some;
    if (!some.ok) continue;
    for (const space of some.value.spaces) found.spaces.add(space);
    // A browser reaches no other server: there the person goes on.
    const next = running.home === undefined ? origins : found.moved;
    for (const address of some.value.moved) next.add(address);
    trouble ??= some.value.trouble;
  }
  const [spaces, moved] = [[...found.spaces], [...found.moved]];
  if (spaces.length + moved.length > 0) return done({ spaces, moved });
  return trouble ?? refuse('not-found');
}

interface Recovered {
  readonly spaces: readonly string[];
  /** Where those are that have moved. */
  readonly moved: readonly string[];
  readonly trouble?: Outcome<never> | undefined;
}

async function recoverAt(
  running: Running,
  origin: string,
  entropy: Entropy,
): Promise<Outcome<Recovered>> {
  const info = await askServerInfo(origin, running.seams);
  if (!info.ok) return refuse(info.error);
  const line = newLine(origin, info.value.serverKey, running.seams);
  line.offset = Number(info.value.time) - running.seams.now();
  const located = await locate(line, entropy);
  if (!located.ok) return refuse(located.error);
  const spaces: string[] = [];
  const moved: string[] = [];
  let trouble: Outcome<never> | undefined;
  for (const space of new Set(located.value)) {
    // One that does not open keeps nobody from the others.
    const entered = await once(running, space, () => enter(running, line, space, entropy));
    if (!entered.ok && entered.error === 'moved') moved.push(entered.detail ?? '');
    else if (!entered.ok) trouble = entered;
    else if (entered.value) spaces.push(space);
  }
  return done({ spaces, moved, trouble });
}

/** Two taps are one entrance: a second device made meanwhile would be a stranger to the first. */
function once(
  { entering }: Running,
  space: Hex,
  work: () => Promise<Outcome<boolean>>,
): Promise<Outcome<boolean>> {
  const under = entering.get(space) ?? work().finally(() => entering.delete(space));
  entering.set(space, under);
  return under;
}

/** False where the server named a space that these words do not open: its word is nothing. */
async function enter(
  running: Running,
  line: ServerLine,
  id: Hex,
  entropy: Entropy,
): Promise<Outcome<boolean>> {
  const known = running.spaces.get(id);
  // Asking again is the same asking: a lost answer costs nothing. It may be out since.
  const met = known && !known.space.me.ended ? await meet(known) : undefined;
  if (met && (met.ok || met.error !== 'ended')) return met;
  const opened = await openByWords(line, id, entropy);
  const isClosed = !opened.ok && ['not-found', 'unauthorized'].includes(opened.error);
  if (isClosed) return done(false);
  if (!opened.ok) return refuse(opened.error, opened.movedTo);
  const keys = await running.newKeys();
  const left = known ? await leave(running, known) : [];
  const kept = await enrolByWords(running.store, line, id, entropy, opened.value, keys, left);
  if (!kept.ok && known) stay(running, known);
  if (!kept.ok) return refuse('storage');
  const entered = await meet(addSpace(running, kept.value));
  // What will never be let in leaves no words and no waiting behind.
  const isOver = !entered.ok && !PASSING.includes(entered.error);
  // Unless it holds what was typed here and never sent.
  const isBare = !isMember(kept.value) && kept.value.left === undefined;
  if (isOver && isBare) await forgetNow(running, { space: id });
  return entered;
}

async function meet({ space, line, driver }: RunningSpace): Promise<Outcome<boolean>> {
  const sought = isMember(space) ? undefined : await seekEntrance(space, line);
  if (sought?.ok === false) return refuse(sought.error);
  const met = await driver.meetNow();
  return met.ok || met.error === 'offline' ? done(true) : refuse(met.error);
}

async function entropyIn(text: string): Promise<Entropy | undefined> {
  const paper = readPaperLink(text);
  if (paper) return paper.entropy;
  const { indices } = await readWords(text);
  return entropyOf(indices);
}

/** A word is known by its first four letters; å, ø and æ may be typed without their marks. */
async function readWords(text: string): Promise<{ indices: number[]; count: number }> {
  const places = new Map((await wordList()).map((word, index) => [beginningOf(word), index]));
  const typed = text
    .normalize('NFC')
    .split(/[^\p{L}]+/u)
    .filter((word) => word !== '');
  const indices = typed.map((word) => places.get(beginningOf(word)) ?? -1);
  return { indices, count: typed.length };
}

function beginningOf(word: string): string {
  const plain = word.toLowerCase().replace(/å/g, 'a').replace(/ø/g, 'o').replace(/æ/g, 'a');
  return plain.slice(0, 4);
}
