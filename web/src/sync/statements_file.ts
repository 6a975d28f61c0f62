/**
 * FILE1: statements that travel by hand, between people who meet where there is no line.
 * Whoever takes them in shows them, and delivers them at the next meeting with the server.
 */
import { concat, hexOf, unhex, type Hex } from '../core/bytes';
import { charterSigners } from '../core/charter/apply';
import type { CharterState } from '../core/charter/state';
import { isEntrance, type Statement } from '../core/charter/statement';
import type { Result } from '../core/errors';
import { hash } from '../crypto/hash';
import { label } from '../crypto/labels';
import { decodeStatement } from '../proto/charter';
import { decodeFrames, encodeFrame, FrameType } from '../proto/frames';
import { BY_LINE_ONLY } from './carried';
import { areSignaturesGood } from './log';
import { putCarried, type Carried, type Saying } from './records';
import type { Space } from './space';

export const MAX_FILE_BYTES = 256 * 1024;
const SPACE_BYTES = 32;
const HEADER = label('statements');

/** What was said here and has no place yet, and what others gave along. */
export function statementsFile({ id, sayings, carried }: Space): Uint8Array | undefined {
  const own = sayings.filter(({ type }) => !BY_LINE_ONLY.includes(type));
  return spellStatements(id, [...carried, ...own]);
}

export function spellStatements(
  id: Hex,
  all: readonly Pick<Saying, 'signed'>[],
): Uint8Array | undefined {
  if (all.length === 0) return undefined;
  const frames = all.map(({ signed }) => encodeFrame(FrameType.FRAME_STATEMENT, signed));
  return concat(HEADER, unhex(id), ...frames);
}

export interface StatementsFile {
  readonly space: Hex;
  readonly signed: readonly Uint8Array[];
}

export function readStatementsFile(bytes: Uint8Array): StatementsFile | undefined {
  return bytes.length > MAX_FILE_BYTES ? undefined : readStatements(bytes);
}

export function readStatements(bytes: Uint8Array): StatementsFile | undefined {
  const start = HEADER.length + SPACE_BYTES;
  const isOurs = bytes.length > start && HEADER.every((byte, i) => bytes[i] === byte);
  if (!isOurs) return undefined;
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
    if (!signers.ok && signers.error === 'ended') continue; // said before its author was out: too late
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

function isKnown({ log, carried }: Space, statement: Statement): boolean {
  return log.statements.has(statement.hash) || carried.some((one) => one.hash === statement.hash);
}
