/**
 * FILE6: a plan across a table, in one file: the log that this device holds, what was said of the
 * agreement, and the words that are not sent. Nothing in it is readable without the plan's keys.
 */
import { concat, hexOf, readU32, u32, unhex, type Hex } from '../core/bytes';
import { deviceOf } from '../core/charter/state';
import { NO_HASH } from '../core/commit';
import type { ErrorName, Result } from '../core/errors';
import { takeArrival, type Arrivals } from '../core/plan/arrivals';
import { hash } from '../crypto/hash';
import { label } from '../crypto/labels';
import { verify } from '../crypto/verify';
import { decodeCommit } from '../proto/commit';
import { encodeEdit } from '../proto/content';
import { decodeFrames, encodeFrame, FrameType, type Frame } from '../proto/frames';
import type { Store } from '../store/store';
import {
  editsOf,
  fatesOf,
  keyOf,
  neededOf,
  openHanded,
  ownOf,
  renew,
  takeAll,
  type HandedEdit,
} from './handed';
import { readLogFile, signedHeadOf, type LogFile } from './moving';
import { batchesOf, heldHead, mustWait, sealSheets } from './outbox';
import { putAside, putHanded, readLog, type Handed } from './records';
import { planLane } from './replay';
import { takeReply } from './reply';
import { inTurn, loadLog, unsentEdits, type Space } from './space';
import { readStatements, statementsFile, takeIn, type StatementsFile } from './statements_file';
import type { Reached } from './transport';

/** Of the whole file, and of all handed words that a device keeps of a plan. */
export const MAX_HAND_FILE_BYTES = 32 * 1024 * 1024;
const HEADER = label('hand-file');
const SPACE_BYTES = 32;

export interface HandFile {
  readonly space: Hex;
  readonly log: LogFile | undefined;
  readonly statements: StatementsFile | undefined;
  readonly sheets: readonly Uint8Array[];
}

export interface Made {
  readonly bytes: Uint8Array;
  /** Changes of this device's own that are in it, and those that wait for the plan's next key. */
  readonly own: number;
  readonly kept: number;
}

/** `not-found`: nothing to give. `too-large`: also without the log. */
export async function makeHandFile(space: Space, max = MAX_HAND_FILE_BYTES): Promise<Result<Made>> {
  const statements = statementsFile(space) ?? new Uint8Array();
  const count = unsentEdits(space).length;
  const isHeld = mustWait(space);
  const own = isHeld ? { ok: true as const, value: [] } : await sealOwn(space);
  if (!own.ok) return { ok: false, error: 'stale-epoch' }; // the key has not come yet
  const log = await logFileOf(space);
  const sheets = [...space.handed.filter((one) => mayGoOn(space, one)), ...own.value];
  if (log.length + statements.length + sheets.length === 0)
    return { ok: false, error: 'not-found' };
  const words = sheets.map(({ signed }) => encodeFrame(FrameType.FRAME_COMMIT, signed));
  const spell = (some: Uint8Array): Uint8Array =>
    concat(HEADER, unhex(space.id), sized(some), sized(statements), ...words);
  const sizeOf = (some: Uint8Array): number =>
    words.reduce((sum, one) => sum + one.length, HEADER.length + SPACE_BYTES + 8) +
    some.length +
    statements.length;
  const chosen = sizeOf(log) <= max ? log : new Uint8Array();
  if (sizeOf(chosen) > max) return { ok: false, error: 'too-large' };
  const told = isHeld ? { own: 0, kept: count } : { own: count, kept: 0 };
  return { ok: true, value: { bytes: spell(chosen), ...told } };
}

function sized(bytes: Uint8Array): Uint8Array {
  return concat(u32(bytes.length), bytes);
}

/** Those of a device that has ended would be passed over by whoever has heard of it. */
function mayGoOn({ log }: Space, { device }: Handed): boolean {
  const found = log.charter && deviceOf(log.charter, device);
  return found !== undefined && found.cut === undefined;
}

/** FILE5, up to the last head; empty before the first. */
async function logFileOf(space: Space): Promise<Uint8Array> {
  const head = signedHeadOf(space);
  const frames = decodeFrames(await readLog(space.store, space.id));
  if (!head || !frames.ok) return new Uint8Array();
  const leaves = frames.value.slice(0, Number(heldHead(space).size));
  const spelled = leaves.map(({ type, payload }) => encodeFrame(type, payload));
  return concat(...spelled, encodeFrame(FrameType.FRAME_HEAD, head));
}

async function sealOwn(space: Space): Promise<Result<readonly Pick<Handed, 'signed'>[]>> {
  const { charter } = space.log;
  const edits = unsentEdits(space);
  if (!charter || edits.length === 0) return { ok: true, value: [] };
  const contents = edits.map(({ number, update, at }) => {
    const content = encodeEdit({ update, isPacked: false, at: BigInt(at) });
    return { number, content };
  });
  const sheets: Pick<Handed, 'signed'>[] = [];
  for (const batch of batchesOf(contents)) {
    const chain = { kind: 'hand', seq: batch[0]!.number, previous: NO_HASH } as const;
    const sealed = await sealSheets(space, charter, batch, chain);
    if (!sealed.ok) return sealed;
    sheets.push({ signed: sealed.value.signed });
  }
  return { ok: true, value: sheets };
}

/** Undefined for what is not wholly one of ours. */
export function readHandFile(bytes: Uint8Array, max = MAX_HAND_FILE_BYTES): HandFile | undefined {
  const start = HEADER.length + SPACE_BYTES;
  if (bytes.length > max || !isHandFile(bytes)) return undefined;
  const space = hexOf(bytes.subarray(HEADER.length, start));
  const log = partAt(bytes, start);
  const said = log && partAt(bytes, log.end);
  const frames = said && decodeFrames(bytes.subarray(said.end));
  if (!frames?.ok) return undefined;
  const logFile = log!.part.length > 0 ? readLogFile(log!.part) : undefined;
  const statements = said!.part.length > 0 ? readStatements(said!.part) : undefined;
  const areRead =
    (logFile !== undefined || log!.part.length === 0) &&
    (statements !== undefined || said!.part.length === 0);
  const isOfOne =
    (logFile?.head.head.space ?? space) === space && (statements?.space ?? space) === space;
  const isSheet = ({ type }: Frame): boolean => type === FrameType.FRAME_COMMIT;
  if (!areRead || !isOfOne || !frames.value.every(isSheet)) return undefined;
  return { space, log: logFile, statements, sheets: frames.value.map(({ payload }) => payload) };
}

/** By its first bytes: what it says of itself. */
export function isHandFile(bytes: Uint8Array): boolean {
  const isLong = bytes.length >= HEADER.length + SPACE_BYTES + 8;
  return isLong && HEADER.every((byte, i) => bytes[i] === byte);
}

function partAt(bytes: Uint8Array, at: number): { part: Uint8Array; end: number } | undefined {
  const size = at + 4 <= bytes.length ? readU32(bytes, at) : bytes.length;
  const end = at + 4 + size;
  return end <= bytes.length ? { part: bytes.subarray(at + 4, end), end } : undefined;
}

export interface TakenByHand {
  readonly leaves: number;
  readonly statements: number;
  /** News, by the device that wrote them. */
  readonly words: ReadonlyMap<number, number>;
}

/**
 * All or nothing: it is taken in on a copy first. `gap`: it rests on what neither this device nor
 * the file has. `ended`: all its words are of devices that are no longer in. `quota`: so much is
 * kept by hand here that there is no room for more.
 */
export async function takeHandFile(
  space: Space,
  file: HandFile,
  max = MAX_HAND_FILE_BYTES,
): Promise<Reached<TakenByHand>> {
  const copy = await loadLog(unwritten(space.store), space.seams, space.id);
  if (!copy) return { ok: false, error: 'io' };
  const held = copy.handed;
  copy.handed = []; // its document is to stay the log's
  const tried = await takeSaid(copy, file);
  copy.handed = held;
  if (!tried.ok) return tried;
  const chosen = chooseWords(copy, file.sheets, max);
  if (!chosen.ok) return chosen;
  const taken = await takeSaid(space, file);
  if (!taken.ok) return taken;
  const { sheets, words } = chosen.value;
  if (sheets.length > 0) {
    const back = [...words.keys()].map((device) => putAside(space.id, device, false));
    const puts = sheets.map((one) => putHanded(space.id, one));
    const written = await space.store.write([...puts, ...back]);
    if (!written.ok) return written;
    await inTurn(space, () => renew(space));
  }
  return { ok: true, value: { ...taken.value, words } };
}

function unwritten(store: Store): Store {
  return { ...store, write: () => Promise.resolve({ ok: true, value: null }) };
}

async function takeSaid(
  space: Space,
  { log, statements }: HandFile,
): Promise<Reached<Omit<TakenByHand, 'words'>>> {
  const held = space.log.frontier.size;
  if (log && log.leaves.length > held) {
    const { head, leaves } = log;
    const end = { next: head.head.size, more: false, retryAfterS: 0, proof: [] };
    const taken = await takeReply(space, { head, answers: [], leaves, end }, 0);
    if (!taken.ok) return taken;
  }
  const { charter } = space.log;
  const taken = statements && charter ? await takeIn(space, charter, statements) : undefined;
  if (taken?.ok === false) return taken;
  return {
    ok: true,
    value: { leaves: space.log.frontier.size - held, statements: taken?.value ?? 0 },
  };
}

interface Chosen {
  readonly sheets: readonly Handed[];
  readonly words: ReadonlyMap<number, number>;
}

/** `space`: with the log that the file brought, and its document the log's alone. */
function chooseWords(space: Space, signed: readonly Uint8Array[], max: number): Result<Chosen> {
  const sheets: Handed[] = [];
  let isEnded = false;
  for (const bytes of signed) {
    const read = readSheet(space, bytes);
    if (!read.ok && read.error === 'ended') isEnded = true;
    else if (!read.ok) return read;
    else if (read.value.device !== space.me.device) sheets.push(read.value);
  }
  if (isEnded && sheets.length === 0) return refuse('ended');
  const known = editsOf(space);
  const knownKeys = new Set(known.map(keyOf));
  const all = editsOf(space, [...space.handed, ...sheets]);
  const back = new Set(sheets.map(({ device }) => device));
  const aside = space.aside.filter((device) => !back.has(device));
  const fates = fatesOf(space, space.doc, all, aside);
  const news = all.filter((edit, i) => fates[i] !== 'here' && !knownKeys.has(keyOf(edit)));
  const living = all.filter((_, i) => fates[i] === 'waits');
  const verdict = judge(space, living, new Set(news.map(keyOf)));
  if (verdict !== 'ok') return refuse(verdict);
  const newKeys = new Set(news.map(keyOf));
  const needed = neededOf(space, sheets, (edit) => !newKeys.has(keyOf(edit)));
  const here = new Set(all.filter((_, i) => fates[i] === 'here').map(keyOf));
  const stays = neededOf(space, [...space.handed, ...needed], (edit) => here.has(keyOf(edit)));
  const kept = stays.reduce((sum, one) => sum + one.signed.length, 0);
  if (needed.length > 0 && kept > max) return refuse('quota');
  const words = new Map<number, number>();
  for (const { device } of news) words.set(device, (words.get(device) ?? 0) + 1);
  return { ok: true, value: { sheets: needed, words } };
}

/** EDIT1, EDIT2, EDIT6: what rests on somebody else's that has not come waits. */
function judge(space: Space, living: readonly HandedEdit[], news: ReadonlySet<string>): ErrorName {
  let now: Arrivals = takeAll(space.arrivals, ownOf(space));
  for (const edit of living) {
    const { next, refused } = takeArrival(now, edit);
    const isBeyond = edit.reach.written.some(
      (one) => one.start > (now.clocks.get(one.client) ?? 0),
    );
    if (refused > 0 && news.has(keyOf(edit))) return isBeyond ? 'gap' : 'malformed';
    now = next;
  }
  return 'ok';
}

function readSheet(space: Space, bytes: Uint8Array): Result<Handed> {
  const decoded = decodeCommit(bytes, (record) => hash('record', record));
  if (!decoded.ok) return decoded;
  const { core, signed, isVoid } = decoded.value;
  const lane = planLane(space);
  const isFit =
    core.space === space.id &&
    core.room === 0 &&
    core.previous === NO_HASH &&
    core.seq <= BigInt(Number.MAX_SAFE_INTEGER) &&
    core.records.length > 0 &&
    core.records.every((record) => record.lane === lane);
  if (isVoid || !isFit) return refuse('malformed');
  const device = space.log.charter && deviceOf(space.log.charter, core.device);
  if (!device) return refuse('unauthorized');
  if (!verify('hand', unhex(device.signKey), signed.body, signed.signatures[0]!)) {
    return refuse('signature');
  }
  if (device.cut) return refuse('ended');
  if (!space.log.entries.has(core.charterHead)) return refuse('gap');
  const key = hexOf(hash('core', signed.body));
  const handed = { device: core.device, seq: Number(core.seq), hash: key, signed: bytes };
  const read = openHanded(space, handed);
  return read.ok ? { ok: true, value: handed } : read;
}

function refuse(error: ErrorName): { readonly ok: false; readonly error: ErrorName } {
  return { ok: false, error };
}
