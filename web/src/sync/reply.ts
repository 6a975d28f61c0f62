/** LOG5 to LOG7, SYNC6: a reply is taken whole or not at all, and only where it fits what we hold. */
import { bytesOfHex, hexOf, unhex } from '../core/bytes';
import type { Result } from '../core/errors';
import { isConsistent, rootOf } from '../core/merkle';
import { treeHash } from '../crypto/hash';
import { verify } from '../crypto/verify';
import type { Commit } from '../proto/commit';
import { decodeFrames, FrameType, type Frame } from '../proto/frames';
import {
  decodeAnswer,
  decodeEnd,
  decodeSignedHead,
  type End,
  type Head,
  type SignedHead,
  type StoredAnswer,
} from '../proto/sync';
import type { Folded } from './replay';
import { absorb, foldLeaves, learnUnpack, noteForks } from './replay';
import type { LogState } from './log';
import { heldHead, settle } from './outbox';
import { putLeaves, type Me } from './records';
import { change, inTurn, takeOwnId, type Space } from './space';
import type { Reached } from './transport';

export interface Reply {
  /** None on a quiet line, which sends an End alone, and where commits vouched for themselves. */
  readonly head: SignedHead | undefined;
  readonly answers: readonly StoredAnswer[];
  readonly leaves: readonly Frame[];
  readonly end: End;
}

export interface Taken {
  readonly received: number;
  readonly fromOthers: readonly Commit[];
}

const MAX_LOG = 2 ** 40;
const NOTHING: Reached<Taken> = { ok: true, value: { received: 0, fromOthers: [] } };

export function readReply(bytes: Uint8Array): Reached<Reply> {
  const frames = decodeFrames(bytes);
  return frames.ok ? replyOf(frames.value) : { ok: false, error: 'offline' }; // it was cut off
}

/** What a founding is answered with: results alone, at least one. Anything else is no server of ours. */
export function readAnswers(bytes: Uint8Array): Reached<readonly StoredAnswer[]> {
  const frames = decodeFrames(bytes);
  if (!frames.ok || frames.value.length === 0) return { ok: false, error: 'offline' };
  const answers = frames.value.map(({ type, payload }) =>
    type === FrameType.FRAME_RESULT ? decodeAnswer(payload) : undefined,
  );
  const good = answers.flatMap((answer) => (answer?.ok ? [answer.value] : []));
  if (good.length < answers.length) return { ok: false, error: 'offline' };
  return { ok: true, value: good };
}

/** Head, results, leaves, End: in this order, and nothing else. */
export function replyOf(frames: readonly Frame[]): Reached<Reply> {
  const last = frames.at(-1);
  if (last?.type !== FrameType.FRAME_END) return { ok: false, error: 'offline' };
  const end = decodeEnd(last.payload);
  if (!end.ok) return end;
  const [first, ...others] = frames.slice(0, -1);
  const isHeaded = first?.type === FrameType.FRAME_HEAD;
  const head = isHeaded ? decodeSignedHead(first.payload) : undefined;
  if (head?.ok === false) return head;
  const rest = isHeaded || !first ? others : [first, ...others];
  const firstLeaf = rest.findIndex((frame) => frame.type !== FrameType.FRAME_RESULT);
  const split = firstLeaf < 0 ? rest.length : firstLeaf;
  const answers = rest.slice(0, split).map((frame) => decodeAnswer(frame.payload));
  const good = answers.flatMap((answer) => (answer.ok ? [answer.value] : []));
  if (good.length < answers.length) return { ok: false, error: 'malformed' };
  const value = { head: head?.value, answers: good, leaves: rest.slice(split), end: end.value };
  return { ok: true, value };
}

/**
 * Whatever does not fit is the server's misconduct: nothing of it is taken. `from` is the
 * cursor that was asked with; meanwhile another answer may have brought some of it.
 */
export function takeReply(space: Space, reply: Reply, from: number): Promise<Reached<Taken>> {
  return inTurn(space, () => takeInTurn(space, reply, from));
}

async function takeInTurn(space: Space, reply: Reply, from: number): Promise<Reached<Taken>> {
  const { head, end } = reply;
  const start = space.log.frontier.size;
  if (!head) return reply.leaves.length > 0 ? { ok: false, error: 'misconduct' } : NOTHING;
  if (!isHeadSound(space, head)) return { ok: false, error: 'misconduct' };
  // SYNC6: nothing before what was asked for, and more only with something now.
  const isBack = end.next < BigInt(from) || head.head.size < BigInt(from);
  if (isBack || (end.more && reply.leaves.length === 0)) {
    return { ok: false, error: 'misconduct' };
  }
  if (end.next < BigInt(start)) return NOTHING;
  const leaves = reply.leaves.slice(start - from);
  const folded = foldLeaves(space.log, leaves, space.id, 'verify');
  const isFit = folded.ok && doesFit(folded.value.log, head.head, end);
  // A plan may have come back since: only where its log ends tells.
  if (!isFit || (!end.more && hasMoreThanTheMove(space, folded.value.log, leaves))) {
    return { ok: false, error: 'misconduct' };
  }
  if (!(await learnUnpack())) return { ok: false, error: 'offline' };
  const kept = await keep(space, head, folded.value, leaves);
  if (!kept.ok) return kept;
  const fromOthers = await absorb(space, folded.value);
  takeOwnId(space);
  noteForks(space, head.head.serverEpoch, folded.value);
  const settled = await settle(space, end.next === head.head.size);
  if (!settled.ok) return settled;
  if (space.handed.length > 0) await (await import('./handed')).settleHanded(space, folded.value);
  return { ok: true, value: { received: fromOthers.length, fromOthers } };
}

async function keep(
  space: Space,
  head: SignedHead,
  { log }: Folded,
  leaves: readonly Frame[],
): Promise<Result<null>> {
  const isCaughtUp = log.frontier.size === Number(head.head.size);
  const held = { bytes: hexOf(head.bytes), signature: hexOf(head.signature) };
  const next = isCaughtUp ? held : space.me.head;
  const isNews = leaves.length > 0 || next?.bytes !== space.me.head?.bytes;
  if (!isNews) return { ok: true, value: null };
  const start = space.log.frontier.size;
  const moved = isCaughtUp ? serverOf(space, log) : {};
  const changes =
    leaves.length > 0 ? [putLeaves(space.id, start, head.head.serverEpoch, leaves)] : [];
  return change(space, { head: next, ...moved }, ...changes);
}

/** CHARTER34: where the next meeting is. */
function serverOf({ me }: Space, { charter }: LogState): Pick<Me, 'server' | 'serverKey'> {
  const { server, serverKey } = me;
  if (!charter || charter.server.key === serverKey) return { server, serverKey };
  return { server: charter.server.address, serverKey: charter.server.key };
}

/** SYNC14: nothing follows on a move at the server that the plan has left. */
function hasMoreThanTheMove(
  { me }: Space,
  { charter }: LogState,
  leaves: readonly Frame[],
): boolean {
  if (!charter || charter.server.key === me.serverKey) return false;
  const isLast = leaves.at(-1)?.type === FrameType.FRAME_ENTRY;
  return !isLast || charter.server.since !== charter.height;
}

/** LOG5. The charter names the server's key; `me` follows it. */
export function isHeadSound(space: Space, { bytes, signature, head }: SignedHead): boolean {
  const { serverKey } = space.me;
  const isOurs = head.space === space.id && head.serverKey === serverKey && head.size <= MAX_LOG;
  if (!isOurs || !verify('head', unhex(serverKey), bytes, signature)) return false;
  const held = heldHead(space);
  const isSameSize = held.serverEpoch === head.serverEpoch && held.size === head.size;
  return !isSameSize || held.root === head.root;
}

function doesFit({ frontier, charter }: LogState, head: Head, end: End): boolean {
  const older = { size: frontier.size, root: rootOf(treeHash, frontier) };
  const newer = { size: Number(head.size), root: bytesOfHex(head.root)! };
  if (BigInt(frontier.size) !== end.next || end.more !== end.next < head.size) return false;
  if (!isConsistent(treeHash, older, newer, end.proof)) return false;
  if (charter && charter.height > head.charterHeight) return false;
  const isCaughtUp = end.next === head.size;
  return (
    !isCaughtUp || (charter?.head === head.charterHead && charter.height === head.charterHeight)
  );
}
