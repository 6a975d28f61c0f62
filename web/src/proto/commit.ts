/** COMMIT1 and the form of a core; COMMIT2 needs hashes, which the caller brings. */
import { CoreSchema, type Core } from '../../../build/gen/ts/commit_pb';
import { concat, hexOf, unhex } from '../core/bytes';
import {
  MAX_COMMIT_BYTES,
  MAX_RECORD_BYTES,
  MAX_RECORDS,
  MIN_RECORD_BYTES,
  RECORD_EDIT,
  type CommitCore,
  type RecordPlace,
} from '../core/commit';
import type { Result } from '../core/errors';
import { create, toBinary } from './codec';
import { EPOCH, Form, HASH, LANE } from './form';
import { decodeSigned, type SignedObject } from './signed';
import { accept, decodeStrict, refuse } from './strict';

export interface Commit {
  readonly signed: SignedObject;
  readonly core: CommitCore;
  /** Held without its records, though the core names some. */
  readonly isVoid: boolean;
}

const COUNTS = {
  single: { 13: MAX_RECORDS },
  packed: { 14: MAX_RECORDS, 15: MAX_RECORDS, 16: MAX_RECORDS },
};

export function decodeCommit(
  bytes: Uint8Array,
  hashRecord: (record: Uint8Array) => Uint8Array,
): Result<Commit> {
  const envelope = decodeSigned(bytes);
  if (!envelope.ok) return envelope;
  const signed = envelope.value;
  const isRecordTooLarge = signed.payload.some((record) => record.length > MAX_RECORD_BYTES);
  if (isRecordTooLarge || sizeOf(signed) > MAX_COMMIT_BYTES) return refuse('too-large');
  const decoded = decodeCore(signed.body);
  if (!decoded.ok) return decoded;
  const core = decoded.value;
  const isSame = core.device === signed.device && core.seq === signed.seq;
  if (!isSame) return refuse('malformed');
  if (signed.signatures.length !== 1) return refuse('signature');
  const isVoid = core.records.length > 0 && signed.payload.length === 0;
  if (!isVoid && !doRecordsFit(core.records, signed.payload, hashRecord))
    return refuse('malformed');
  return accept({ signed, core, isVoid });
}

export function decodeCore(bytes: Uint8Array): Result<CommitCore> {
  const decoded = decodeStrict(CoreSchema, bytes, COUNTS);
  if (!decoded.ok) return decoded;
  const core = decoded.value;
  if (core.version !== 1 || core.suite !== 1) return refuse('unsupported');
  const form = new Form();
  const records = recordsOf(core, form);
  const value: CommitCore = {
    space: form.hex(core.space, HASH),
    room: core.room,
    epoch: form.hex(core.epoch, HASH),
    charterHead: form.hex(core.charterHead, HASH),
    device: core.device,
    seq: core.seq,
    previous: form.hex(core.previous, HASH),
    head: {
      serverEpoch: form.hexOrEmpty(core.serverEpoch, EPOCH),
      size: core.headSize,
      root: form.hexOrEmpty(core.headRoot, HASH),
    },
    records,
  };
  form.require(value.device > 0 && value.seq > 0n);
  form.require((value.head.serverEpoch === '') === (value.head.root === ''));
  form.require(value.head.root !== '' || value.head.size === 0n);
  return form.isSound ? accept(value) : refuse('malformed');
}

export function encodeCore(core: CommitCore): Uint8Array {
  const lanes = [...new Set(core.records.map((record) => record.lane))];
  const message = create(CoreSchema, {
    version: 1,
    suite: 1,
    space: unhex(core.space),
    room: core.room,
    epoch: unhex(core.epoch),
    charterHead: unhex(core.charterHead),
    device: core.device,
    seq: core.seq,
    previous: unhex(core.previous),
    serverEpoch: unhex(core.head.serverEpoch),
    headSize: core.head.size,
    headRoot: unhex(core.head.root),
    lanes: lanes.map(unhex),
    recordLanes: core.records.map((record) => lanes.indexOf(record.lane)),
    recordKinds: core.records.map((record) => record.kind),
    recordSizes: core.records.map((record) => record.size),
    recordHashes: concat(...core.records.map((record) => unhex(record.hash))),
  });
  return toBinary(CoreSchema, message);
}

function recordsOf(core: Core, form: Form): RecordPlace[] {
  const { lanes, recordLanes, recordKinds, recordSizes, recordHashes } = core;
  const count = recordLanes.length;
  form.require(recordKinds.length === count && recordSizes.length === count);
  form.require(recordHashes.length === HASH * count);
  form.require(new Set(lanes.map((lane) => form.hex(lane, LANE))).size === lanes.length);
  form.require(isOrderOfFirstUse(recordLanes, lanes.length));
  form.require(recordKinds.every((kind) => kind === RECORD_EDIT));
  form.require(recordSizes.every((n) => n >= MIN_RECORD_BYTES && n <= MAX_RECORD_BYTES));
  if (!form.isSound) return [];
  return recordLanes.map((lane, i) => ({
    lane: hexOf(lanes[lane]!),
    kind: recordKinds[i]!,
    size: recordSizes[i]!,
    hash: hexOf(recordHashes.subarray(HASH * i, HASH * (i + 1))),
  }));
}

function isOrderOfFirstUse(used: readonly number[], lanes: number): boolean {
  const order = [...new Set(used)];
  return order.length === lanes && order.every((lane, i) => lane === i);
}

function sizeOf({ body, payload }: SignedObject): number {
  return payload.reduce((sum, record) => sum + record.length, body.length);
}

function doRecordsFit(
  places: readonly RecordPlace[],
  payload: readonly Uint8Array[],
  hashRecord: (record: Uint8Array) => Uint8Array,
): boolean {
  return (
    places.length === payload.length &&
    places.every((place, i) => {
      const record = payload[i]!;
      return record.length === place.size && hexOf(hashRecord(record)) === place.hash;
    })
  );
}
