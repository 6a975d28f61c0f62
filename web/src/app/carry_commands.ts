/** Commands about what is carried by hand from one device to another. */
import { base64urlOf, bytesOfBase64url } from '../core/bytes';
import { changesBetween } from '../core/plan/changes';
import { isHandFile, makeHandFile, readHandFile, takeHandFile } from '../sync/hand_file';
import { MAX_HAND_FILE_BYTES, type TakenByHand } from '../sync/hand_file';
import { applyHanded, renew } from '../sync/handed';
import { readLogFile, type LogFile } from '../sync/moving';
import { putAside } from '../sync/records';
import { takeReply } from '../sync/reply';
import { inTurn, isMember, loadLog, unsentEdits, type Brought } from '../sync/space';
import { readStatementsFile, statementsFile, takeIn as takeSaid } from '../sync/statements_file';
import { readingOf } from './plan_view';
import type { Commands, Outcome } from './port';
import { author } from './reading';
import {
  done,
  outcomeOf,
  refuse,
  storageTrouble,
  type Running,
  type RunningSpace,
} from './running';
import { inWords } from './unsent_commands';

type Ask<N extends keyof Commands> = Commands[N]['ask'];
type CarriedIn = Outcome<Commands['carryIn']['answer']>;
/** What a phone's camera still reads from another's screen. */
const MAX_CODE_BYTES = 1500;

export async function carryOut(
  running: Running,
  ask: Ask<'carryOut'>,
): Promise<Outcome<Commands['carryOut']['answer']>> {
  const found = running.spaces.get(ask.space);
  if (!found) return refuse('not-found');
  const made = await makeHandFile(found.space);
  if (!made.ok) return outcomeOf(made);
  const said = statementsFile(found.space);
  return done({ ...made.value, code: said ? codeOf(found.line.origin, said) : '' });
}

export async function carryIn(running: Running, ask: Ask<'carryIn'>): Promise<CarriedIn> {
  const outcome = await takeIn(running, ask);
  const found = outcome.ok && running.spaces.get(outcome.value.space);
  // What rested on words that the file tells are lost is written anew.
  if (found) void running.inside?.resume(running, found);
  return outcome;
}

async function takeIn(running: Running, ask: Ask<'carryIn'>): Promise<CarriedIn> {
  const bytes = 'code' in ask ? bytesOfCode(ask.code) : ask.bytes;
  if (!bytes) return refuse('bad-input', 'file');
  if (isHandFile(bytes)) return takeHanded(running, bytes);
  const log = 'code' in ask ? undefined : readLogFile(bytes);
  if (log) return takeLog(running, log);
  const file = readStatementsFile(bytes);
  if (!file) return refuse('bad-input', 'file');
  const found = running.spaces.get(file.space);
  const charter = found?.space.log.charter;
  if (!found || !charter) return refuse('not-found');
  const taken = await takeSaid(found.space, charter, file);
  if (!taken.ok) return outcomeOf(taken);
  found.driver.edited(); // goes out by itself when there is a line
  return done({ space: file.space, count: taken.value, leaves: 0, words: [] });
}

/** FILE6; a log on its own (FILE5) may be larger. */
async function takeHanded(running: Running, bytes: Uint8Array): Promise<CarriedIn> {
  if (bytes.length > MAX_HAND_FILE_BYTES) return refuse('bad-input', 'size');
  const file = readHandFile(bytes);
  if (!file) return refuse('bad-input', 'file');
  const found = running.spaces.get(file.space);
  if (!found) return refuse('not-found');
  const { space } = found;
  if (!isMember(space) || space.me.ended) return refuse('not-member');
  const taken = await takeHandFile(space, file);
  if (!taken.ok && taken.error === 'io') return storageTrouble(running);
  if (!taken.ok) return outcomeOf(taken);
  found.driver.edited();
  running.changed();
  const { leaves, statements, words } = taken.value;
  return done({ space: space.id, count: statements, leaves, words: namesIn(found, words) });
}

/** By person: one may have written on more than one device. */
function namesIn(
  found: RunningSpace,
  words: TakenByHand['words'],
): { name: string; count: number }[] {
  const reading = readingOf(found);
  const counts = new Map<string, number>();
  for (const [device, count] of words) {
    const { name } = author(reading, { device, at: 0 });
    counts.set(name, (counts.get(name) ?? 0) + count);
  }
  return [...counts].map(([name, count]) => ({ name, count }));
}

/** FILE5: as if the server had sent it; whoever missed a move hears of it so. */
async function takeLog(running: Running, { head, leaves }: LogFile): Promise<CarriedIn> {
  const found = running.spaces.get(head.head.space);
  if (!found || !isMember(found.space)) return refuse('not-found');
  const held = found.space.log.frontier.size;
  const { id } = found.space;
  if (leaves.length <= held) return done({ space: id, count: 0, leaves: 0, words: [] });
  const end = { next: head.head.size, more: false, retryAfterS: 0, proof: [] };
  const taken = await takeReply(found.space, { head, answers: [], leaves, end }, 0);
  if (!taken.ok) return outcomeOf(taken);
  found.driver.edited();
  running.changed();
  const news = found.space.log.frontier.size - held;
  return done({ space: id, count: 0, leaves: news, words: [] });
}

/** Without answers that nobody is to read: to the wheel, and to a round before it is opened. */
export async function readHanded(
  running: Running,
  ask: Ask<'readHanded'>,
): Promise<Outcome<Commands['readHanded']['answer']>> {
  const found = running.spaces.get(ask.space);
  if (!found?.space.brought.some(({ device }) => device === ask.device)) {
    return refuse('not-found');
  }
  const { store, seams, id } = found.space;
  const [before, after] = [await loadLog(store, seams, id), await loadLog(store, seams, id)];
  if (!before || !after) return refuse('not-found');
  applyHanded(before, unsentEdits(before), (device) => device !== ask.device);
  applyHanded(after, unsentEdits(after));
  const { doc } = before;
  const effect = changesBetween(doc, after.doc);
  // As the plan has it: what came by hand opens nothing, nor does somebody who is not confirmed.
  const { rounds } = readingOf(found).content;
  const isOpen = new Set(rounds.flatMap((one) => (one.openings.length > 0 ? [one.id] : [])));
  const items = effect.items.flatMap((item) => {
    const round = new Map(item.fields).get('round');
    if (item.kind === 'score' || (item.kind === 'answer' && !isOpen.has(String(round)))) return [];
    if (item.kind !== 'round' || isOpen.has(item.id)) return [item];
    return [{ ...item, texts: item.texts.filter(({ field }) => !field.startsWith('group/')) }];
  });
  const { name } = author(readingOf(found), { device: ask.device, at: 0 });
  return done({ name, items: inWords(doc, { ...effect, items, names: [] }) });
}

export async function putHandedAway(
  running: Running,
  { space: id, device, isAway }: Ask<'putHandedAway'>,
): Promise<Outcome<null>> {
  const found = running.spaces.get(id);
  const isOf = (one: Brought): boolean => one.device === device && one.state !== 'lost';
  if (!found?.space.brought.some(isOf)) return refuse('not-found');
  const { space, driver } = found;
  const written = await space.store.write([putAside(id, device, isAway)]);
  if (!written.ok) return storageTrouble(running);
  await inTurn(space, () => renew(space));
  driver.edited();
  running.changed();
  void running.inside?.resume(running, found); // what was written on them is written anew
  return done(null);
}

function codeOf(origin: string, bytes: Uint8Array): string {
  return bytes.length > MAX_CODE_BYTES ? '' : `${origin}/for-hand#${base64urlOf(bytes)}`;
}

function bytesOfCode(text: string): Uint8Array | undefined {
  const code = /^https?:\/\/[^/?#\s]+\/for-hand#([\w-]+)$/.exec(text.trim())?.[1];
  return code === undefined ? undefined : bytesOfBase64url(code);
}
