/**
 * A history that the evil server made: the true one up to a point, then whatever it likes. Root,
 * proofs and head are as they must be, so that what a device refuses it refuses for the leaf's sake.
 */
import { hexOf, type Hex } from '../../../../web/src/core/bytes';
import { append, EMPTY_FRONTIER, proverOf, rootOf } from '../../../../web/src/core/merkle';
import { hash, leafHash, treeHash } from '../../../../web/src/crypto/hash';
import { decodeEntry, encodeEntry, encodePosition } from '../../../../web/src/proto/charter';
import { decodeFrames, FrameType, type Frame } from '../../../../web/src/proto/frames';
import { decodeSigned } from '../../../../web/src/proto/signed';
import { decodeSignedHead, type Head, type StoredAnswer } from '../../../../web/src/proto/sync';
import type { Draft } from './draft';
import type { Asked } from './proxy';

interface Place {
  readonly height: bigint;
  readonly head: Hex;
  readonly time: bigint;
}

export class ForgedLog {
  readonly leaves: Frame[] = [];
  private readonly hashes: Uint8Array[] = [];
  private place: Place | undefined;
  /** Seconds that its entries are ahead of the true time. */
  ahead = 0n;

  constructor(private readonly head: Head) {}

  /** `exported`: as the command of that name answers, the leaves and then the head. */
  static of(exported: Uint8Array): ForgedLog {
    const frames = decodeFrames(exported);
    if (!frames.ok) throw new Error(frames.error);
    const head = decodeSignedHead(frames.value.at(-1)!.payload);
    if (!head.ok) throw new Error(head.error);
    const log = new ForgedLog(head.value.head);
    for (const leaf of frames.value.slice(0, -1)) log.put(leaf);
    return log;
  }

  /** Of a plan that never was. */
  static empty(space: Hex, serverKey: Hex): ForgedLog {
    const none = { root: '', charterHead: '', charterHeight: 0n, size: 0n, time: 0n };
    const before = { previousEpoch: '', previousSize: 0n, previousRoot: '' };
    return new ForgedLog({ serverKey, serverEpoch: 'ee'.repeat(16), space, ...none, ...before });
  }

  /** Gives a statement a place, or a commit: whether it may stand there or not. */
  add({ type, payload }: Frame): void {
    if (type === FrameType.FRAME_COMMIT) {
      this.put({ type, payload });
      return;
    }
    const signed = decodeSigned(payload);
    if (!signed.ok) throw new Error(signed.error);
    const now = BigInt(Math.floor(Date.now() / 1000)) + this.ahead;
    const last = this.place?.time ?? 0n;
    const position = encodePosition({
      height: this.place ? this.place.height + 1n : 0n,
      previous: this.place?.head ?? '',
      time: now > last ? now : last,
      statement: hexOf(hash('statement', signed.value.body)),
    });
    this.put({ type: FrameType.FRAME_ENTRY, payload: encodeEntry(position, payload) });
  }

  /** Another leaf in the place of one that stands there: the tree is the same where its hash is. */
  replace(index: number, leaf: Frame): void {
    this.leaves[index] = leaf;
  }

  answer({ path, cursor, answersOnly, brought }: Asked): Draft {
    const answers = brought.map((frame) => this.take(frame));
    const isCharter = path === '/v1/charter';
    const all = isCharter ? this.entries() : this.leaves;
    const leaves = answersOnly ? [] : all.slice(cursor);
    const next = cursor + leaves.length;
    const proof = isCharter || answersOnly ? [] : proverOf(treeHash, this.hashes)(next);
    const end = { next: BigInt(next), more: next < all.length, retryAfterS: 0, proof };
    return { head: this.signedHead(), answers, leaves, end };
  }

  get charterHead(): Hex {
    return this.place?.head ?? '';
  }

  get size(): number {
    return this.leaves.length;
  }

  private entries(): Frame[] {
    return this.leaves.filter(({ type }) => type === FrameType.FRAME_ENTRY);
  }

  /** Everything is welcome here. */
  private take(frame: Frame): StoredAnswer {
    const signed = decodeSigned(frame.payload);
    if (!signed.ok) throw new Error(signed.error);
    const { device, seq, payload } = signed.value;
    this.add(frame);
    const isVoid = frame.type === FrameType.FRAME_COMMIT && payload.length === 0;
    return { device, seq, error: 'ok', leaf: BigInt(this.size - 1), isVoid };
  }

  private put(leaf: Frame): void {
    this.leaves.push(leaf);
    if (leaf.type === FrameType.FRAME_COMMIT) {
      const signed = decodeSigned(leaf.payload);
      if (!signed.ok) throw new Error(signed.error);
      this.hashes.push(leafHash('commit', hexOf(hash('core', signed.value.body))));
      return;
    }
    const entry = decodeEntry(leaf.payload, hash);
    if (!entry.ok) throw new Error(entry.error);
    const { height, hash: head, time } = entry.value.position;
    this.place = { height, head, time };
    this.hashes.push(leafHash('entry', head));
  }

  private signedHead(): Head {
    let frontier = EMPTY_FRONTIER;
    for (const leaf of this.hashes) frontier = append(treeHash, frontier, leaf);
    return {
      ...this.head,
      size: BigInt(this.size),
      root: hexOf(rootOf(treeHash, frontier)),
      charterHead: this.charterHead,
      charterHeight: this.place?.height ?? 0n,
      time: BigInt(Math.floor(Date.now() / 1000)) + this.ahead,
    };
  }
}
