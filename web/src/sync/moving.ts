/**
 * FILE4, FILE5, SYNC15: how a plan and its devices get to the server that it has moved to. A browser
 * reaches the server that it came from alone, so that a device crosses over by a link; what
 * reaches every server brings the whole log by itself.
 */
import {
  base64urlOf,
  bytesOfBase64url,
  concat,
  hexOf,
  readU32,
  u32,
  u8,
  unhex,
  type Hex,
} from '../core/bytes';
import type { ErrorName } from '../core/errors';
import { proverOf } from '../core/merkle';
import { hash, leafHash, treeHash } from '../crypto/hash';
import { decodeEntry, decodeStatement } from '../proto/charter';
import { encodeFrame, decodeFrames, FrameType, type Frame } from '../proto/frames';
import {
  decodeEnd,
  decodeHead,
  decodeSignedHead,
  encodeAuth,
  encodeEnd,
  encodeSignedHead,
  encodeSyncRequest,
  type End,
  type SignedHead,
} from '../proto/sync';
import { decodeSigned } from '../proto/signed';
import { readReply } from './reply';
import type { Space } from './space';
import {
  askServerInfo,
  postUnsigned,
  readAll,
  serverTime,
  type Reached,
  type ServerLine,
} from './transport';

export const MOVING_PATH = '/flytt';
const VERSION = 1;
const PLACE = 1;
const PASSAGE = 2;
const KEY_BYTES = 32;
const SECRET_BYTES = 16;
const BATCH_BYTES = 2 * 1024 * 1024;
const BATCH_LEAVES = 1024; // a server takes no more in one request
/** A server that never has enough is left. */
const MAX_REQUESTS = 100_000;
/** What is longer goes as a file of the same text. */
export const MAX_PASSAGE_LINK = 64 * 1024;
export const MAX_PASSAGE_FILE = 32 * 1024 * 1024;
/** Of what is vouched for in one request. */
const VOUCH_BYTES = 2 * 1024 * 1024;

/** Where a plan may move to. */
export interface Place {
  readonly kind: 'place';
  readonly serverKey: Hex;
}

/** A device that goes on at the new server. */
export interface Passage {
  readonly kind: 'passage';
  readonly space: Hex;
  readonly secret: Uint8Array;
  /** The last epoch that it knew, and its key; '' and none where there was none. */
  readonly epoch: Hex;
  readonly key: Uint8Array;
  /** FILE1. */
  readonly statements: Uint8Array;
  /** As kept under `left`; empty where everything was sent. */
  readonly words: Uint8Array;
}

export type MovingCode = (Place | Passage) & { readonly origin: string };

export function spellPlace(origin: string, serverKey: Hex): string {
  return spell(origin, concat(u8(VERSION), u8(PLACE), unhex(serverKey)));
}

export function spellPassage(origin: string, passage: Omit<Passage, 'kind'>): string {
  const { space, secret, epoch, key, statements, words } = passage;
  const place = concat(unhex(space), secret, unhex(epoch || NO_EPOCH), key.length ? key : NO_KEY);
  const sized = concat(u32(statements.length), statements, words);
  return spell(origin, concat(u8(VERSION), u8(PASSAGE), place, sized));
}

const NO_EPOCH: Hex = '00'.repeat(KEY_BYTES);
const NO_KEY = new Uint8Array(KEY_BYTES);

function spell(origin: string, bytes: Uint8Array): string {
  return `${origin}${MOVING_PATH}#${base64urlOf(bytes)}`;
}

/** Undefined for whatever is not wholly one of ours. */
export function readMovingCode(text: string): MovingCode | undefined {
  const isShort = text.length <= MAX_PASSAGE_FILE;
  const found = isShort ? /^(https?:\/\/[^/?#\s]+)\/flytt#([\w-]+)$/.exec(text.trim()) : null;
  const bytes = found ? bytesOfBase64url(found[2]!) : undefined;
  if (!found || bytes?.[0] !== VERSION) return undefined;
  const read = bytes[1] === PLACE ? readPlace : bytes[1] === PASSAGE ? readPassage : undefined;
  const code = read?.(bytes.slice(2));
  return code && { ...code, origin: found[1]! };
}

function readPlace(bytes: Uint8Array): Place | undefined {
  return bytes.length === KEY_BYTES ? { kind: 'place', serverKey: hexOf(bytes) } : undefined;
}

function readPassage(bytes: Uint8Array): Passage | undefined {
  const fixed = 3 * KEY_BYTES + SECRET_BYTES;
  if (bytes.length < fixed + 4) return undefined;
  const size = readU32(bytes, fixed);
  const start = fixed + 4;
  if (size > bytes.length - start) return undefined;
  const epoch = hexOf(bytes.subarray(KEY_BYTES + SECRET_BYTES, 2 * KEY_BYTES + SECRET_BYTES));
  const hasEpoch = epoch !== NO_EPOCH;
  return {
    kind: 'passage',
    space: hexOf(bytes.subarray(0, KEY_BYTES)),
    secret: bytes.slice(KEY_BYTES, KEY_BYTES + SECRET_BYTES),
    epoch: hasEpoch ? epoch : '',
    key: hasEpoch ? bytes.slice(2 * KEY_BYTES + SECRET_BYTES, fixed) : new Uint8Array(),
    statements: bytes.slice(start, start + size),
    words: bytes.slice(start + size),
  };
}

/**
 * SYNC10: delivers what a device has signed that cannot speak to this server itself. How each is
 * answered is seen in the charter; the answer to the last is handed on.
 */
export async function vouch(
  line: ServerLine,
  space: Hex,
  statements: readonly Uint8Array[],
): Promise<Reached<ErrorName>> {
  let last: Reached<ErrorName> = { ok: false, error: 'malformed' };
  let rest = statements;
  while (rest.length > 0) {
    const some = firstOf(rest, VOUCH_BYTES, (signed) => signed.length);
    last = await vouchFor(line, space, some);
    if (!last.ok) return last;
    rest = rest.slice(some.length);
  }
  return last;
}

async function vouchFor(
  line: ServerLine,
  space: Hex,
  statements: readonly Uint8Array[],
): Promise<Reached<ErrorName>> {
  const first = decodeStatement(statements[0]!, hash);
  if (!first.ok) return first;
  const { device } = first.value.statement;
  const time = serverTime(line);
  const auth = { space, device, key: '', time, nonce: NO_NONCE, signature: new Uint8Array() };
  const request = { cursor: 0n, root: '', budget: 0, answersOnly: true };
  const body = concat(
    encodeFrame(FrameType.FRAME_AUTH, encodeAuth(auth)),
    encodeFrame(FrameType.FRAME_SYNC_REQUEST, encodeSyncRequest(request)),
    ...statements.map((signed) => encodeFrame(FrameType.FRAME_STATEMENT, signed)),
  );
  const response = await postUnsigned(line, '/v1/sync', body);
  if (!response.ok) return response;
  const bytes = await readAll(response.value, line.seams);
  const reply = bytes.ok ? readReply(bytes.value) : bytes;
  const last = reply.ok ? reply.value.answers.at(-1) : undefined;
  return reply.ok ? { ok: true, value: last?.error ?? 'ok' } : reply;
}

const NO_NONCE = new Uint8Array(16);

/** FILE5. */
export interface LogFile {
  readonly head: SignedHead;
  readonly leaves: readonly Frame[];
}

export function readLogFile(bytes: Uint8Array): LogFile | undefined {
  const frames = decodeFrames(bytes);
  const last = frames.ok ? frames.value.at(-1) : undefined;
  if (!frames.ok || last?.type !== FrameType.FRAME_HEAD) return undefined;
  const head = decodeSignedHead(last.payload);
  const leaves = frames.value.slice(0, -1);
  const areLeaves = leaves.every(
    ({ type }) => type === FrameType.FRAME_ENTRY || type === FrameType.FRAME_COMMIT,
  );
  const isWhole = head.ok && areLeaves && head.value.head.size === BigInt(leaves.length);
  return isWhole ? { head: head.value, leaves } : undefined;
}

/** The plan has moved, and what this device holds last is the word of the server that it left. */
export function isUnbrought({ me, log }: Space): boolean {
  if (me.serverKey !== log.charter?.server.key) return false; // not read to its end yet
  const decoded = me.head && decodeHead(unhex(me.head.bytes));
  return decoded?.ok === true && decoded.value.serverKey === log.charter.server.before;
}

export function signedHeadOf({ me }: Space): Uint8Array | undefined {
  return me.head ? encodeSignedHead(unhex(me.head.bytes), unhex(me.head.signature)) : undefined;
}

/**
 * Until the whole of it is there; who comes second finds it there. Where what had arrived does not
 * lead to this head it goes, and this begins from the beginning: once, as somebody else may be
 * bringing another at the same time.
 */
export async function bring(
  line: ServerLine,
  head: Uint8Array,
  leaves: readonly Frame[],
): Promise<Reached<null>> {
  const hashes = leaves.flatMap((leaf) => leafHashOf(leaf) ?? []);
  if (hashes.length < leaves.length) return { ok: false, error: 'malformed' };
  const prove = proverOf(treeHash, hashes);
  let cursor = 0n;
  let batch: readonly Frame[] = []; // at first it only asks
  let hasGoneBack = false;
  for (let i = 0; i < MAX_REQUESTS; i++) {
    const proof = prove(Number(cursor) + batch.length);
    const end = await offer(line, head, { cursor, leaves: batch, proof });
    const isWhole = batch.length === leaves.length;
    if (!end.ok && end.error === 'conflict' && !isWhole && fitsAtOnce(leaves)) {
      cursor = 0n; // held off by another head: what comes whole waits for nobody
      batch = leaves;
      continue;
    }
    if (!end.ok) return end;
    const { next, retryAfterS } = end.value;
    if (next >= BigInt(leaves.length)) return { ok: true, value: null };
    if (retryAfterS > 0) return held(line, leaves.slice(Number(next)), retryAfterS);
    const isBack = batch.length > 0 && next <= cursor;
    if (isBack && hasGoneBack) return { ok: false, error: 'conflict' };
    hasGoneBack ||= isBack;
    cursor = next;
    batch = batchOf(leaves.slice(Number(cursor)));
  }
  return { ok: false, error: 'busy' };
}

function batchOf(leaves: readonly Frame[]): Frame[] {
  return firstOf(leaves.slice(0, BATCH_LEAVES), BATCH_BYTES, ({ payload }) => payload.length);
}

function fitsAtOnce(leaves: readonly Frame[]): boolean {
  return leaves.length > 0 && batchOf(leaves).length === leaves.length;
}

/** It takes no more just now, or none that is of a time that its clock has not come to. */
async function held(
  line: ServerLine,
  leaves: readonly Frame[],
  retryAfterS: number,
): Promise<Reached<null>> {
  const info = await askServerInfo(line.origin, line.seams);
  const isAhead = (leaf: Frame): boolean => info.ok && timeOf(leaf) > info.value.time;
  const error = leaves.slice(0, BATCH_LEAVES).some(isAhead) ? 'stale-time' : 'quota';
  return { ok: false, error, retryAfterS };
}

function timeOf({ type, payload }: Frame): bigint {
  const entry = type === FrameType.FRAME_ENTRY ? decodeEntry(payload, hash) : undefined;
  return entry?.ok ? entry.value.position.time : 0n;
}

/** As many as fit, and at least one. */
function firstOf<T>(all: readonly T[], budget: number, sizeOf: (one: T) => number): T[] {
  let size = 0;
  const end = all.findIndex((one, i) => (size += sizeOf(one)) > budget && i > 0);
  return all.slice(0, end < 0 ? all.length : end);
}

/** Leaves from `cursor` on, and that they lead to the head. */
interface Batch {
  readonly cursor: bigint;
  readonly leaves: readonly Frame[];
  readonly proof: readonly Uint8Array[];
}

/** As it stands in the tree; undefined for what is no leaf. */
export function leafHashOf({ type, payload }: Frame): Uint8Array | undefined {
  if (type === FrameType.FRAME_COMMIT) {
    const signed = decodeSigned(payload);
    return signed.ok ? leafHash('commit', hexOf(hash('core', signed.value.body))) : undefined;
  }
  const entry = decodeEntry(payload, hash);
  return entry.ok ? leafHash('entry', entry.value.position.hash) : undefined;
}

async function offer(
  line: ServerLine,
  head: Uint8Array,
  { cursor, leaves, proof }: Batch,
): Promise<Reached<End>> {
  const next = cursor + BigInt(leaves.length);
  const request = encodeSyncRequest({ cursor, root: '', budget: 0, answersOnly: false });
  const body = concat(
    encodeFrame(FrameType.FRAME_HEAD, head),
    encodeFrame(FrameType.FRAME_SYNC_REQUEST, request),
    ...leaves.map(({ type, payload }) => encodeFrame(type, payload)),
    encodeFrame(FrameType.FRAME_END, encodeEnd({ next, more: false, retryAfterS: 0, proof })),
  );
  const response = await postUnsigned(line, '/v1/arrivals', body);
  if (!response.ok) return response;
  const bytes = await readAll(response.value, line.seams);
  const frames = bytes.ok ? decodeFrames(bytes.value) : bytes;
  if (!frames.ok) return frames;
  const [end] = frames.value;
  const isEnd = end?.type === FrameType.FRAME_END && frames.value.length === 1;
  return isEnd ? decodeEnd(end.payload) : { ok: false, error: 'offline' };
}
