/**
 * A server in the same process, for unit tests: it keeps the rules by the same functions that
 * devices check it with, and lies exactly where a test tells it to. The real one is tested
 * with real processes in tests/integration.
 */
import { concat, hexOf, u32, u64, unhex, utf8, type Hex } from '../../core/bytes';
import { recoveriesOf, type CharterState } from '../../core/charter/state';
import { ERROR_NAMES, type ErrorName } from '../../core/errors';
import { keysFromSeeds, type DeviceKeys } from '../../crypto/device_keys';
import { hash, leafHash, treeHash } from '../../crypto/hash';
import { verify } from '../../crypto/verify';
import { decodeStatement, encodeEntry, encodePosition } from '../../proto/charter';
import { decodeCommit } from '../../proto/commit';
import { decodeFrames, encodeFrame, FrameType, type Frame } from '../../proto/frames';
import { encodeSigned } from '../../proto/signed';
import {
  decodeAuth,
  decodeEnd,
  decodeLocate,
  decodeSignedHead,
  decodeSyncRequest,
  encodeAnswer,
  encodeEnd,
  encodeHead,
  encodeLocated,
  encodeServerInfo,
  encodeSignedHead,
  type Auth,
  type End,
  type Head,
} from '../../proto/sync';
import { slipAnswer } from './slip_answer';
import { isConsistent, proverOf, rootOf } from '../../core/merkle';
import { EMPTY_LOG, takeLeaf, type LogState } from '../log';
import type { Seams } from '../seams';
import { nameOfLeaf, timeOf } from './leaves';

/** What a reply consists of before it is signed and sent; a lie changes it. */
export interface Draft {
  head: Head;
  answers: { device: number; seq: bigint; error: ErrorName; leaf: bigint; isVoid: boolean }[];
  leaves: Frame[];
  end: End;
  /** Signs the head; another key is another server. */
  signer: DeviceKeys;
}

const AUTH_WINDOW_S = 600; // SYNC3
const EPOCH = 'ee'.repeat(16);

export class ServerDouble {
  readonly keys: DeviceKeys;
  time = 1_700_000_000;
  /** Leaves per answer at most. */
  chunk = 1000;
  /** Promises leaves, with a proof that fits, and never sends one. */
  withholds = false;
  /** Every request that came, by path. */
  readonly seen: string[] = [];
  /** Changes an answer before it is sent. */
  lie: (draft: Draft, path: string) => void = () => undefined;
  /** Throws or answers instead of the server: a cut connection, a full disk. */
  interrupt: (path: string, phase: 'before' | 'after') => void = () => undefined;
  /** Answers a frame by this name instead of looking at it. */
  feign: (frame: Frame) => ErrorName | undefined = () => undefined;
  /** SYNC15: seconds that it tells whoever brings a plan to wait. */
  arrivalsWaitS = 0;
  /** What its operator says of it. */
  about = '{}';
  /** Spaces that it says the words, or a slip's code, open, whatever they are. */
  falselyLocated: readonly Hex[] = [];
  /** SYNC15: the head that it is to reach; nobody sees anything of the space before. */
  private arriving: Head | undefined;
  private space: Hex = '';
  private log: LogState = EMPTY_LOG;
  private readonly leaves: Frame[] = [];
  private readonly hashes: Uint8Array[] = [];
  private readonly known = new Map<string, bigint>();
  private isLate = false;

  constructor(
    readonly origin = 'http://double.test',
    seed = 7,
  ) {
    this.keys = keysFromSeeds(new Uint8Array(32).fill(seed), new Uint8Array(32).fill(seed + 1));
  }

  readonly fetch: Seams['fetch'] = async (url, request) => {
    const path = url.slice(this.origin.length);
    this.seen.push(path);
    this.interrupt(path, 'before');
    const blob = request.body as Blob | undefined; // what transport.ts sends
    const body = blob ? new Uint8Array(await blob.arrayBuffer()) : new Uint8Array();
    const answer = await this.answer(path.split('?')[0]!, body);
    this.interrupt(path, 'after');
    return answer;
  };

  /** Another history from here on, under the same key. */
  fork(): ServerDouble {
    const other = new ServerDouble();
    Object.assign(other, { time: this.time, space: this.space, log: this.log });
    other.leaves.push(...this.leaves);
    other.hashes.push(...this.hashes);
    for (const [name, leaf] of this.known) other.known.set(name, leaf);
    return other;
  }

  /** What anybody who reads the server's disk would see. */
  get stored(): readonly Frame[] {
    return this.leaves;
  }

  get charter(): CharterState | undefined {
    return this.log.charter;
  }

  private async answer(path: string, body: Uint8Array): Promise<Response> {
    if (path === '/v1/server') return bytes(encodeFrame(FrameType.FRAME_SERVER_INFO, this.info()));
    if (path === '/v1/about') return new Response(this.about);
    const frames = decodeFrames(body);
    if (!frames.ok) return problem(frames.error, 400);
    if (path === '/v1/spaces') return this.found(frames.value);
    if (path === '/v1/recovery') return this.locate(frames.value);
    if (path === '/v1/slip') return slipAnswer(frames.value, [...this.falselyLocated, this.space]);
    if (path === '/v1/arrivals') return this.arrive(frames.value);
    const [first, second, ...rest] = frames.value;
    const auth = first && decodeAuth(first.payload);
    const request = second && decodeSyncRequest(second.payload);
    if (!auth?.ok || !request?.ok) return problem('malformed', 400);
    const offset = 5 + first!.payload.length;
    if (Math.abs(Number(auth.value.time) - this.time) > AUTH_WINDOW_S)
      return problem('stale-time', 401, { time: this.time });
    const isHere = auth.value.space === this.space && !this.arriving;
    const isVouched = isHere && request.value.answersOnly && auth.value.signature.length === 0;
    if (!isVouched && !this.isAllowed(auth.value, path, body.subarray(offset)))
      return problem('unauthorized', 401);
    const isEnded = this.charter?.devices[auth.value.device - 1]?.cut !== undefined;
    if (isEnded && path !== '/v1/charter') return problem('ended', 403);
    const answers = rest.map((frame) => this.take(frame));
    const isCharter = path === '/v1/charter';
    const cursor = Number(request.value.cursor);
    const chunk = request.value.answersOnly ? 0 : this.chunk;
    return bytes(await this.reply(path, answers, cursor, isCharter, chunk));
  }

  private info(): Uint8Array {
    return encodeServerInfo({
      serverKey: this.keys.signKey,
      serverEpoch: EPOCH,
      time: BigInt(this.time),
    });
  }

  private async found(frames: readonly Frame[]): Promise<Response> {
    const genesis = frames[0] && decodeStatement(frames[0].payload, hash);
    if (!genesis?.ok || genesis.value.statement.body.type !== 'genesis')
      return problem('malformed', 400);
    this.space = genesis.value.statement.body.space;
    const answers = frames.map((frame) => this.take(frame));
    return bytes(concat(...answers.map(answerFrame)));
  }

  /** SYNC14 broken: it takes this, genuine as it is, after the plan has moved away. */
  takeLate(frame: Frame): void {
    this.isLate = true;
    const { error } = this.take(frame);
    this.isLate = false;
    if (error !== 'ok') throw new Error(error);
  }

  /** SYNC14. */
  private get isLeft(): boolean {
    if (this.isLate) return false;
    return this.charter !== undefined && this.charter.server.key !== this.keys.signKey;
  }

  private arrive([first, second, ...rest]: readonly Frame[]): Response {
    const signed = first && decodeSignedHead(first.payload);
    const request = second && decodeSyncRequest(second.payload);
    const end = decodeEnd(rest.at(-1)?.payload ?? new Uint8Array());
    if (!signed?.ok || !request?.ok || !end.ok) return problem('malformed', 400);
    const { head, bytes: body, signature } = signed.value;
    if (!verify('head', unhex(head.serverKey), body, signature)) return problem('signature', 403);
    const leaves = rest.slice(0, -1);
    const isOlder = head.size < BigInt(this.leaves.length);
    if (this.space === '' || (this.isLeft && !isOlder)) {
      this.space = head.space;
      this.arriving = head;
    }
    const isHeld =
      leaves.length > 0 &&
      (this.arrivalsWaitS > 0 || leaves.some((leaf) => timeOf(leaf) > this.time));
    const isNext = request.value.cursor === BigInt(this.leaves.length);
    if (
      this.arriving &&
      isNext &&
      !isHeld &&
      leaves.length > 0 &&
      !this.takeArriving(leaves, end.value)
    ) {
      return problem('conflict', 409);
    }
    const next = BigInt(this.leaves.length);
    const retryAfterS = isHeld ? this.arrivalsWaitS || 60 : 0;
    const told = { next, more: next < head.size, retryAfterS, proof: [] };
    return bytes(encodeFrame(FrameType.FRAME_END, encodeEnd(told)));
  }

  private takeArriving(leaves: readonly Frame[], { next, proof }: End): boolean {
    const { log } = this;
    const { size, root } = this.arriving!;
    const names = leaves.map(nameOfLeaf);
    const areTaken = leaves.every((leaf, i) => {
      const name = names[i];
      return name !== undefined && this.append(leaf, name.own, name.leaf) === 'ok';
    });
    const now = { size: this.log.frontier.size, root: rootOf(treeHash, this.log.frontier) };
    const whole = { size: Number(size), root: unhex(root) };
    const isOfHead = next === BigInt(now.size) && isConsistent(treeHash, now, whole, proof);
    if (!areTaken || !isOfHead) {
      for (const name of names) if (name) this.known.delete(name.own);
      this.log = log;
      this.leaves.splice(log.frontier.size);
      this.hashes.splice(log.frontier.size);
      return false;
    }
    if (now.size < whole.size) return true;
    this.arriving = undefined;
    if (this.isLeft) this.forgetAll();
    return !this.isLeft;
  }

  private forgetAll(): void {
    this.arriving = undefined;
    this.space = '';
    this.log = EMPTY_LOG;
    this.leaves.splice(0);
    this.hashes.splice(0);
    this.known.clear();
  }

  /** SYNC12: by tags alone; it keeps no locator. */
  private locate([frame]: readonly Frame[]): Response {
    const locator = frame && decodeLocate(frame.payload);
    if (!locator?.ok) return problem('malformed', 400);
    const tag = hexOf(hash('recovery-tag', unhex(this.space), unhex(locator.value)));
    const known = this.charter ? recoveriesOf(this.charter) : [];
    const spaces = known.some(({ recovery }) => recovery.tag === tag) ? [this.space] : [];
    const located = encodeLocated([...this.falselyLocated, ...spaces]);
    return bytes(encodeFrame(FrameType.FRAME_LOCATED, located));
  }

  /** SYNC1: of a link until it expires, or of a recovery. */
  private isEntrance(key: Hex): boolean {
    const invitation = this.charter?.invitations.get(key);
    if (invitation) return invitation.expires > BigInt(this.time);
    const known = this.charter ? recoveriesOf(this.charter) : [];
    return known.some(({ recovery }) => recovery.signKey === key);
  }

  private isAllowed(auth: Auth, path: string, rest: Uint8Array): boolean {
    if (this.arriving) return false;
    const isNew = auth.device === 0 && path === '/v1/charter' && this.isEntrance(auth.key);
    const own = this.charter?.devices[auth.device - 1]?.signKey;
    const key = auth.device > 0 ? own : isNew ? auth.key : undefined;
    const preimage = concat(
      unhex(this.keys.signKey),
      unhex(auth.space),
      u32(auth.device),
      unhex(auth.key),
      u64(auth.time),
      auth.nonce,
      hash('body', rest),
      utf8(`POST ${path}`),
    );
    return (
      !!key && auth.space === this.space && verify('request', unhex(key), preimage, auth.signature)
    );
  }

  private take(frame: Frame): Draft['answers'][number] {
    const feigned = this.feign(frame);
    if (feigned) return refused(feigned);
    return frame.type === FrameType.FRAME_COMMIT
      ? this.takeCommit(frame)
      : this.takeStatement(frame);
  }

  private takeCommit(frame: Frame): Draft['answers'][number] {
    const decoded = decodeCommit(frame.payload, (record) => hash('record', record));
    if (!decoded.ok) return refused(decoded.error);
    const { core, signed, isVoid } = decoded.value;
    const name = hexOf(hash('core', signed.body));
    const known = this.known.get(name);
    const place = { device: core.device, seq: core.seq, isVoid };
    if (known !== undefined) return { ...place, error: 'ok', leaf: known };
    if (this.isLeft) return refused('moved');
    const error = this.append(frame, name, leafHash('commit', name));
    return { ...place, error, leaf: BigInt(this.leaves.length - 1) };
  }

  private takeStatement({ payload }: Frame): Draft['answers'][number] {
    const decoded = decodeStatement(payload, hash);
    if (!decoded.ok) return refused(decoded.error);
    const { statement, signed } = decoded.value;
    const place = { device: statement.device, seq: statement.counter, isVoid: false };
    const known = this.known.get(statement.hash);
    if (known !== undefined) return { ...place, error: 'ok', leaf: known };
    if (this.isLeft) return refused('moved');
    const charter = this.log.charter;
    const position = encodePosition({
      height: charter ? charter.height + 1n : 0n,
      previous: charter?.head ?? '',
      time: BigInt(this.time),
      statement: statement.hash,
    });
    const entry = {
      type: FrameType.FRAME_ENTRY,
      payload: encodeEntry(position, encodeSigned(signed)),
    };
    const leaf = leafHash('entry', hexOf(hash('entry', position)));
    return {
      ...place,
      error: this.append(entry, statement.hash, leaf),
      leaf: BigInt(this.leaves.length - 1),
    };
  }

  private append(frame: Frame, name: string, leaf: Uint8Array): ErrorName {
    const step = takeLeaf(this.log, frame, this.space, 'verify');
    if (!step.ok) return step.error;
    this.log = step.value.log;
    this.known.set(name, BigInt(this.leaves.length));
    this.leaves.push(frame);
    this.hashes.push(leaf);
    return 'ok';
  }

  private async reply(
    path: string,
    answers: Draft['answers'],
    cursor: number,
    isCharter: boolean,
    chunk: number,
  ): Promise<Uint8Array> {
    const all = isCharter
      ? this.leaves.filter(({ type }) => type === FrameType.FRAME_ENTRY)
      : this.leaves;
    const leaves = this.withholds ? [] : all.slice(cursor, cursor + chunk);
    const next = cursor + leaves.length;
    const proof = isCharter || chunk === 0 ? [] : proverOf(treeHash, this.hashes)(next);
    const end = { next: BigInt(next), more: next < all.length, retryAfterS: 0, proof };
    const draft: Draft = { head: this.head(), answers, leaves, end, signer: this.keys };
    this.lie(draft, path);
    const head = encodeHead(draft.head);
    const signature = await draft.signer.sign('head', head);
    return concat(
      encodeFrame(FrameType.FRAME_HEAD, encodeSignedHead(head, signature)),
      ...draft.answers.map(answerFrame),
      ...draft.leaves.map(({ type, payload }) => encodeFrame(type, payload)),
      encodeFrame(FrameType.FRAME_END, encodeEnd(draft.end)),
    );
  }

  private head(): Head {
    return {
      serverKey: this.keys.signKey,
      serverEpoch: EPOCH,
      space: this.space,
      size: BigInt(this.leaves.length),
      root: hexOf(rootOf(treeHash, this.log.frontier)),
      charterHead: this.charter?.head ?? '',
      charterHeight: this.charter?.height ?? 0n,
      time: BigInt(this.time),
      previousEpoch: '',
      previousSize: 0n,
      previousRoot: '',
    };
  }
}

function answerFrame(answer: Draft['answers'][number]): Uint8Array {
  return encodeFrame(FrameType.FRAME_RESULT, encodeAnswer(answer));
}

function refused(error: ErrorName): Draft['answers'][number] {
  return { device: 0, seq: 0n, error, leaf: 0n, isVoid: false };
}

function bytes(body: Uint8Array): Response {
  return new Response(body as BodyInit);
}

export function problem(error: ErrorName, status: number, more: object = {}): Response {
  if (!ERROR_NAMES.includes(error)) throw new Error(error);
  const headers = { 'content-type': 'application/problem+json' };
  return new Response(JSON.stringify({ type: `/problems/${error}`, ...more }), { status, headers });
}
