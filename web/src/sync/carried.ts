/**
 * FILE1: statements that travel by hand, between people who meet where there is no line.
 * Whoever takes them in shows them, and delivers them at the next meeting with the server.
 */
import { concat, hexOf, unhex, type Hex } from '../core/bytes';
import { charterApply, charterSigners } from '../core/charter/apply';
import type { CharterState } from '../core/charter/state';
import { isEntrance, type Statement } from '../core/charter/statement';
import type { Result } from '../core/errors';
import { hash } from '../crypto/hash';
import { label } from '../crypto/labels';
import { decodeStatement } from '../proto/charter';
import { decodeFrames, encodeFrame, FrameType } from '../proto/frames';
import { areSignaturesGood } from './log';
import { dropCarried, putCarried, type Carried } from './records';
import type { Space } from './space';

export const MAX_FILE_BYTES = 256 * 1024;
const SPACE_BYTES = 32;
const HEADER = label('statements');
/** What a device says for itself, or what rests on the log as one device holds it. */
export const BY_LINE_ONLY: readonly string[] = [
  'genesis',
  'join',
  'recover',
  'enact',
  'rekey',
  'retire',
];

/** What was said here and has no place yet, and what others gave along. */
export function statementsFile({ id, sayings, carried }: Space): Uint8Array | undefined {
  const own = sayings.filter(({ type }) => !BY_LINE_ONLY.includes(type));
  const all = [...carried, ...own];
  if (all.length === 0) return undefined;
  const frames = all.map(({ signed }) => encodeFrame(FrameType.FRAME_STATEMENT, signed));
  return concat(HEADER, unhex(id), ...frames);
}

export interface StatementsFile {
  readonly space: Hex;
  readonly signed: readonly Uint8Array[];
}

export function readStatementsFile(bytes: Uint8Array): StatementsFile | undefined {
  const start = HEADER.length + SPACE_BYTES;
  const isOurs = bytes.length > start && HEADER.every((byte, i) => bytes[i] === byte);
  if (!isOurs || bytes.length > MAX_FILE_BYTES) return undefined;
  const frames = decodeFrames(bytes.subarray(start));
  const areStatements =
    frames.ok && frames.value.every(({ type }) => type === FrameType.FRAME_STATEMENT);
  if (!areStatements) return undefined;
  const space = hexOf(bytes.subarray(HEADER.length, start));
  return { space, signed: frames.value.map(({ payload }) => payload) };
}

/** How many of them were news. One that nobody of this plan has signed: nothing is taken. */
export async function takeIn(
  space: Space,
  charter: CharterState,
  { signed }: StatementsFile,
): Promise<Result<number>> {
  const taken: Carried[] = [];
  for (const bytes of signed) {
    const decoded = decodeStatement(bytes, hash);
    if (!decoded.ok) return decoded;
    const { statement, signed: envelope } = decoded.value;
    const { type } = statement.body;
    if (statement.space !== space.id || BY_LINE_ONLY.includes(type)) {
      return { ok: false, error: 'malformed' };
    }
    const { body } = statement;
    const isByLink = body.type === 'propose' && isEntrance(body.subject);
    // A newcomer vouches for itself: somebody of this plan has made its link.
    if (isByLink && !charter.invitations.has(body.subject.invitation)) {
      return { ok: false, error: 'unauthorized' };
    }
    const signers = charterSigners(charter, statement);
    if (!signers.ok) return signers;
    if (!areSignaturesGood('statement', signers.value, envelope)) {
      return { ok: false, error: 'signature' };
    }
    const isOwn = statement.device === space.me.device;
    const isTwice = taken.some((one) => one.hash === statement.hash);
    if (isOwn || isTwice || isKnown(space, statement)) continue;
    taken.push({ hash: statement.hash, type, signed: bytes });
  }
  const written = await space.store.write(taken.map((one) => putCarried(space.id, one)));
  if (!written.ok) return written;
  space.carried = [...space.carried, ...taken];
  return { ok: true, value: taken.length };
}

export async function forgetCarried(space: Space, { hash: gone }: Carried): Promise<Result<null>> {
  const written = await space.store.write([dropCarried(space.id, gone)]);
  if (written.ok) space.carried = space.carried.filter((one) => one.hash !== gone);
  return written;
}

/** Each after what it answers: a yes before its proposal would be refused, and lost. */
export function inOrder(space: Space): readonly Carried[] {
  const { charter } = space.log;
  return charter ? expect(charter, space.carried).order : space.carried;
}

/** The agreement with all of it in, as far as it fits; what does not stands last. */
export function expect<S extends Pick<Carried, 'signed'>>(
  charter: CharterState,
  said: readonly S[],
  now = charter.time,
): { readonly state: CharterState; readonly order: readonly S[] } {
  let state = charter;
  let left = said;
  const order: S[] = [];
  for (let isNews = true; isNews;) {
    const before = left;
    left = left.filter((one) => {
      const next = place(state, one.signed, now);
      if (!next) return true;
      state = next;
      order.push(one);
      return false;
    });
    isNews = left.length < before.length;
  }
  return { state, order: [...order, ...left] };
}

function place(state: CharterState, signed: Uint8Array, now: bigint): CharterState | undefined {
  const decoded = decodeStatement(signed, hash);
  if (!decoded.ok) return undefined;
  const { statement } = decoded.value;
  const time = now > state.time ? now : state.time; // CHARTER2
  // The place's own hash is not known before a server gives one: the statement's stands for it.
  const ids = { hash: statement.hash, previous: state.head, statement: statement.hash };
  const position = { ...ids, height: state.height + 1n, time };
  const facts = { isVerified: true, doCutsFit: true, isSilent: true };
  const next = charterApply(state, { position, statement }, facts);
  return next.ok ? next.value : undefined;
}

function isKnown({ log, carried }: Space, statement: Statement): boolean {
  return log.statements.has(statement.hash) || carried.some((one) => one.hash === statement.hash);
}
