/**
 * One meeting with the server, as a table: found where that has not been answered yet, pull
 * everything, do what is due with the charter just fetched, push, and again until nothing is left.
 */
import { concat, hexOf } from '../core/bytes';
import type { ErrorName, Result } from '../core/errors';
import { rootOf } from '../core/merkle';
import { treeHash } from '../crypto/hash';
import { encodeFrame, FrameType } from '../proto/frames';
import { encodeSyncRequest, type SignedHead, type StoredAnswer } from '../proto/sync';
import { callerOf } from './caller';
import { doDuties, type Duty } from './duties';
import { learnEnding } from './ending';
import { fetchCharter, seekEntrance } from './enrol';
import { acknowledge, isBehindItself, isInLog, isStale, mustWait } from './outbox';
import { forgetCarried, inOrder } from './carried';
import { isReasonPast } from './reasons';
import { bring, isUnbrought, signedHeadOf } from './moving';
import { dropSaying, readSpace, type Carried, type Outgoing, type Saying } from './records';
import { isHeadSound, readAnswers, readReply, takeReply, type Reply } from './reply';
import { change, isMember, type Space } from './space';
import { statementOf } from './statements';
import {
  askServerInfo,
  newLine,
  post,
  postUnsigned,
  readAll,
  serverTime,
  type Reached,
  type ServerLine,
  type Trouble,
} from './transport';

export interface Contact {
  readonly sent: number;
  readonly received: number;
  /** Statements that were refused, by type. */
  readonly refused: readonly { readonly type: string; readonly error: Trouble }[];
}

type Phase = 'bring' | 'found' | 'pull' | 'prepare' | 'push' | 'done';
type Outcome = 'next' | 'again' | 'nothing' | 'moved';

const NEXT: Readonly<Record<Phase, Readonly<Record<Outcome, Phase>>>> = {
  bring: { next: 'pull', again: 'bring', nothing: 'done', moved: 'bring' },
  found: { next: 'pull', again: 'found', nothing: 'pull', moved: 'done' },
  pull: { next: 'prepare', again: 'pull', nothing: 'done', moved: 'bring' },
  prepare: { next: 'push', again: 'prepare', nothing: 'done', moved: 'bring' },
  push: { next: 'prepare', again: 'pull', nothing: 'done', moved: 'bring' },
  done: { next: 'done', again: 'done', nothing: 'done', moved: 'done' },
};

const MAX_STEPS = 1000; // a server that never ends is left
/** Of one duty in one contact: others may have been quicker, but not for ever. */
const MAX_TRIES = 5;
const MAX_UPLOAD_BYTES = 2 * 1024 * 1024;

/** Not said about what was sent, but about the moment: it is kept and tried later. */
export const PASSING: readonly ErrorName[] = ['busy', 'quota', 'full', 'io', 'no-memory', 'moved'];

const DONE: Result<null> = { ok: true, value: null };

interface Tally {
  /** Answers that the verified log contradicts: asked once more, with the log fetched anew. */
  doubts: number;
  sent: number;
  received: number;
  refused: { type: string; error: Trouble }[];
}

export async function meet(space: Space, line: ServerLine): Promise<Reached<Contact>> {
  const tally: Tally = { doubts: 0, sent: 0, received: 0, refused: [] };
  let phase: Phase = space.sayings.some(isGenesis) ? 'found' : 'pull';
  if (line.isElsewhere && !(await isBackHome(space, line))) return { ok: false, error: 'moved' };
  if (isUnbrought(space)) phase = 'bring';
  for (let i = 0; phase !== 'done' && i < MAX_STEPS; i++) {
    const outcome: Reached<Outcome> = await STEPS[phase](space, line, tally);
    if (!outcome.ok) return outcome;
    phase = NEXT[phase][outcome.value];
  }
  if (phase !== 'done') return { ok: false, error: 'busy' };
  const { sent, received, refused } = tally;
  return { ok: true, value: { sent, received, refused } };
}

const STEPS: Readonly<
  Record<
    Exclude<Phase, 'done'>,
    (space: Space, line: ServerLine, tally: Tally) => Promise<Reached<Outcome>>
  >
> = { bring: bringPlan, found, pull, prepare, push };

export function requestFrame(space: Space, answersOnly = false): Uint8Array {
  const { frontier } = space.log;
  const root = frontier.size === 0 ? '' : hexOf(rootOf(treeHash, frontier));
  const request = { cursor: BigInt(frontier.size), root, budget: 0, answersOnly };
  return encodeFrame(FrameType.FRAME_SYNC_REQUEST, encodeSyncRequest(request));
}

/** A space that exists is answered as the first time (SYNC8), so a lost answer costs nothing. */
async function found(space: Space, line: ServerLine): Promise<Reached<Outcome>> {
  const genesis = space.sayings.find(isGenesis)!;
  const frame = encodeFrame(FrameType.FRAME_STATEMENT, genesis.signed);
  const response = await postUnsigned(line, '/v1/spaces', frame);
  if (!response.ok) return response;
  const bytes = await readAll(response.value, line.seams);
  const answers = bytes.ok ? readAnswers(bytes.value) : bytes;
  if (!answers.ok) return answers;
  const { error } = answers.value[0]!;
  return error === 'ok' ? { ok: true, value: 'next' } : { ok: false, error };
}

/** A plan may come back to the server that it left: whoever stayed there goes on there. */
async function isBackHome(space: Space, { home, seams }: ServerLine): Promise<boolean> {
  const info = home === undefined ? undefined : await askServerInfo(home, seams);
  if (home === undefined || !info?.ok || !isMember(space)) return false;
  const { serverKey, time } = info.value;
  const line = newLine(home, serverKey, seams);
  line.offset = Number(time) - seams.now();
  const fetched = await fetchCharter(line, callerOf(space));
  if (!fetched.ok) return false;
  const { charter, entries } = fetched.value;
  const doesFollow = entries.has(space.log.charter?.head ?? '');
  if (charter.server.key !== serverKey || !doesFollow) return false;
  return (await change(space, { server: home, serverKey })).ok;
}

/** SYNC15: whoever hears of the move brings it; the others find it there. */
async function bringPlan(space: Space, line: ServerLine): Promise<Reached<Outcome>> {
  if (line.isElsewhere) return { ok: true, value: 'nothing' };
  const kept = await readSpace(space.store, space.id);
  const head = signedHeadOf(space);
  if (!kept || !head) return { ok: false, error: 'io' };
  const brought = await bring(
    line,
    head,
    kept.log.flatMap(({ leaves }) => leaves),
  );
  return brought.ok ? { ok: true, value: 'next' } : brought;
}

async function pull(space: Space, line: ServerLine, tally: Tally): Promise<Reached<Outcome>> {
  if (!isMember(space)) {
    const sought = await seekEntrance(space, line);
    if (!sought.ok) return sought;
    return { ok: true, value: isMember(space) ? 'again' : 'nothing' };
  }
  const from = space.log.frontier.size;
  if (space.me.ended) return { ok: false, error: 'ended' };
  const reply = await exchange(space, line, requestFrame(space));
  if (!reply.ok) return reply.error === 'ended' ? learnEnding(space, line) : reply;
  const taken = await take(space, reply.value, from, tally);
  if (!taken.ok) return taken;
  if (isUnbrought(space)) return { ok: true, value: 'moved' };
  // Nothing follows on a chain that this device has forgotten: it is to come in anew.
  if (!reply.value.end.more && isBehindItself(space)) return { ok: false, error: 'conflict' };
  // The founding's answer was a word; the genesis among the leaves is the fact.
  const genesis = space.sayings.find(isGenesis);
  const isFounded = genesis !== undefined && space.log.frontier.size > 0;
  const forgotten = isFounded ? await forgetSaying(space, genesis) : DONE;
  if (!forgotten.ok) return forgotten;
  return { ok: true, value: reply.value.end.more ? 'again' : 'next' };
}

async function prepare(space: Space, line: ServerLine, tally: Tally): Promise<Reached<Outcome>> {
  const isGivenUp = (duty: Duty): boolean =>
    tally.refused.filter(({ type }) => type === duty).length >= MAX_TRIES;
  const done = await doDuties(space, serverTime(line), isGivenUp);
  // Without the room's key nothing can be sealed yet: it stays here, and is not lost.
  if (!done.ok && done.error !== 'not-found') return done;
  if (space.outgoing.some((out) => isStale(space, out))) return { ok: true, value: 'again' };
  const hasUploads = uploads(space).length > 0;
  return { ok: true, value: hasUploads ? 'next' : 'nothing' };
}

async function push(space: Space, line: ServerLine, tally: Tally): Promise<Reached<Outcome>> {
  const all = uploads(space);
  const items = withinBudget(all);
  const isLast = items.length === all.length;
  const from = space.log.frontier.size;
  const body = concat(requestFrame(space, !isLast), ...items.map((item) => item.frame));
  const reply = await exchange(space, line, body);
  if (!reply.ok) return reply.error === 'ended' ? learnEnding(space, line) : reply;
  const { answers, end, head } = reply.value;
  if (answers.length !== items.length) return { ok: false, error: 'misconduct' };
  if (!isHeadSound(space, head)) return { ok: false, error: 'misconduct' };
  const taken = isLast ? await take(space, reply.value, from, tally) : undefined;
  if (taken?.ok === false) return taken;
  const isWhole = isLast && !end.more;
  const isTrue = (i: number): boolean => !isWhole || isBorneOut(items[i]!, answers[i]!);
  for (const [i, item] of items.entries()) {
    const isSettled = isTrue(i) && !isPremature(items, answers, i);
    const settled = isSettled ? await item.settle(answers[i]!, tally) : undefined;
    if (settled?.ok === false) return settled;
  }
  if (isUnbrought(space)) return { ok: true, value: 'moved' };
  const stuck = answers.find((answer, i) => isStuck(answer.error, items[i]!));
  const { retryAfterS } = end;
  if (stuck) return { ok: false, error: stuck.error, retryAfterS };
  const isDoubtful = items.some((_, i) => !isTrue(i)) || isRefusalDoubtful(space, items, answers);
  if (isDoubtful && tally.doubts++ > 0) return { ok: false, error: 'misconduct' };
  return { ok: true, value: isDoubtful || (isLast && end.more) ? 'again' : 'next' };
}

/** A log held up to its head has everything that was answered with ok. */
function isBorneOut({ isHere }: Upload, { error }: StoredAnswer): boolean {
  return error !== 'ok' || isHere();
}

/** The first commit refused follows on what the log holds, and is stale only by our charter. */
function isRefusalDoubtful(
  space: Space,
  items: readonly Upload[],
  answers: readonly StoredAnswer[],
): boolean {
  const first = items.findIndex(({ commit }, i) => commit && answers[i]!.error !== 'ok');
  const error = answers[first]?.error;
  return error === 'gap' || (error === 'stale-epoch' && !isStale(space, items[first]!.commit!));
}

/** SYNC13: refused without what waits before it, of which it may speak: asked again, not lost. */
function isPremature(
  items: readonly Upload[],
  answers: readonly StoredAnswer[],
  place: number,
): boolean {
  const { error } = answers[place]!;
  if (error === 'ok' || PASSING.includes(error)) return false;
  return answers
    .slice(0, place)
    .some((answer, i) => !items[i]!.commit && PASSING.includes(answer.error));
}

/** A gap follows from the refusal before it; a stale commit goes out again in its void form. */
function isStuck(error: ErrorName, { commit, isCarried = false }: Upload): boolean {
  if (isCarried) return false;
  if (commit?.state === 'void' && error === 'stale-epoch') return true;
  return PASSING.includes(error) || (!!commit && !['ok', 'stale-epoch', 'gap'].includes(error));
}

type Headed = Reply & { readonly head: SignedHead };

async function exchange(
  space: Space,
  line: ServerLine,
  frames: Uint8Array,
): Promise<Reached<Headed>> {
  const response = await post(line, callerOf(space), '/v1/sync', frames);
  if (!response.ok) return response;
  const bytes = await readAll(response.value, line.seams);
  const reply = bytes.ok ? readReply(bytes.value) : bytes;
  if (!reply.ok) return reply;
  const { head } = reply.value;
  if (!head) return { ok: false, error: 'misconduct' }; // who signs is answered with one (SYNC)
  return { ok: true, value: { ...reply.value, head } };
}

async function take(
  space: Space,
  reply: Reply,
  from: number,
  tally: Tally,
): Promise<Reached<null>> {
  const taken = await takeReply(space, reply, from);
  if (!taken.ok) return taken;
  tally.received += taken.value.received;
  return { ok: true, value: null };
}

interface Upload {
  readonly frame: Uint8Array;
  readonly commit?: Outgoing;
  /** Somebody else's: its refusal stops nothing of ours. */
  readonly isCarried?: boolean;
  /** Whether the verified log has it. */
  readonly isHere: () => boolean;
  readonly settle: (answer: StoredAnswer, tally: Tally) => Promise<Result<null>>;
}

/** Statements first: a commit may rest on the key that one of them makes. */
function uploads(space: Space): Upload[] {
  const later = space.sayings.filter(
    (saying) => !isGenesis(saying) && !isReasonPast(space, saying),
  );
  const sayings = [
    ...inOrder(space).map((carried) => uploadCarried(space, carried)),
    ...later.map((saying) => uploadSaying(space, saying)),
  ];
  if (space.log.charter?.isClosed === true) return sayings; // COMMIT8: it comes too late for ever
  // Taken over from a live answer since it was sealed: it goes void, after the next duties.
  if (mustWait(space) || space.outgoing.some((out) => isStale(space, out))) return sayings;
  const commits = space.outgoing
    .filter((out) => out.state !== 'acknowledged')
    .map((commit): Upload => ({
      frame: encodeFrame(FrameType.FRAME_COMMIT, commit.signed),
      commit,
      isHere: () => isInLog(space, commit),
      settle: async ({ error }, tally) => {
        if (error !== 'ok') return DONE;
        const written = await acknowledge(space, commit.seq);
        if (written.ok) tally.sent += commit.edits.length;
        return written;
      },
    }));
  return [...sayings, ...commits];
}

/** Kept until the log has it: the only copy is not given away for a word. */
function uploadSaying(space: Space, saying: Saying): Upload {
  const statement = statementOf(saying.signed);
  const isHere = (): boolean => space.log.statements.has(statement);
  return {
    frame: encodeFrame(FrameType.FRAME_STATEMENT, saying.signed),
    isHere,
    settle: async ({ error }, tally) => {
      if (PASSING.includes(error) || (error === 'ok' && !isHere())) return DONE;
      if (error !== 'ok') tally.refused.push({ type: saying.type, error });
      return forgetSaying(space, saying);
    },
  };
}

/** Somebody else's: what the server says of it is between it and them. */
function uploadCarried(space: Space, carried: Carried): Upload {
  const isHere = (): boolean => space.log.statements.has(carried.hash);
  return {
    frame: encodeFrame(FrameType.FRAME_STATEMENT, carried.signed),
    isHere,
    isCarried: true,
    settle: async ({ error }) => {
      const isOver = isHere() || (error !== 'ok' && !PASSING.includes(error));
      return isOver ? forgetCarried(space, carried) : DONE;
    },
  };
}

function withinBudget(items: readonly Upload[]): Upload[] {
  let size = 0;
  return items.filter((item, i) => (size += item.frame.length) <= MAX_UPLOAD_BYTES || i === 0);
}

async function forgetSaying(space: Space, saying: Saying): Promise<Result<null>> {
  const written = await space.store.write([dropSaying(space.id, saying.counter)]);
  if (written.ok) space.sayings = space.sayings.filter((kept) => kept !== saying);
  return written;
}

function isGenesis({ type }: Saying): boolean {
  return type === 'genesis';
}
