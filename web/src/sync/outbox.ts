/**
 * SYNC9: what was typed, sealed late. A commit is stored before it is sent, and from then
 * on its seq is burnt: the identical bytes are tried until they are answered. One that
 * came too late for its epoch goes out void, and its edits are sealed anew.
 */
import * as Y from 'yjs';
import { hexOf, unhex } from '../core/bytes';
import { currentEpoch, type CharterState } from '../core/charter/state';
import { MAX_RECORDS, NO_HASH, RECORD_EDIT, type HeldHead } from '../core/commit';
import type { Result } from '../core/errors';
import { hash } from '../crypto/hash';
import { MAX_CONTENT_BYTES, sealRecord } from '../crypto/record';
import { encodeCore } from '../proto/commit';
import { encodeEdit } from '../proto/content';
import { decodeSigned, encodeSigned } from '../proto/signed';
import { decodeHead } from '../proto/sync';
import {
  dropEdit,
  dropOutgoing,
  putEdit,
  putOutgoing,
  type Outgoing,
  type PendingEdit,
} from './records';
import { planLane } from './replay';
import { change, isOwnId, type Space } from './space';

const MAX_COMMIT_CONTENT = 180_000; // sealed and padded it stays below 256 KiB
const NO_HEAD: HeldHead = { serverEpoch: '', size: 0n, root: '' };

interface Sheet {
  readonly content: Uint8Array;
  readonly edits: readonly PendingEdit[];
}

/** Seals everything typed so far. `not-found`: the room's key has not come yet. */
export async function sealEdits(space: Space, charter: CharterState): Promise<Result<null>> {
  if (space.edits.length === 0) return { ok: true, value: null };
  if (!isOwnId(space)) throw new Error('the document has lost its author');
  for (const batch of batchesOf(mergeEdits(space.edits))) {
    const sealed = await sealCommit(space, charter, batch);
    if (!sealed.ok) return sealed;
  }
  return { ok: true, value: null };
}

/** COMMIT12: says which head this device holds, and nothing else. */
export function sealGreeting(space: Space, charter: CharterState): Promise<Result<null>> {
  return sealCommit(space, charter, []);
}

/** A commit refused as stale, and all after it: void, their edits again to be sealed. */
export async function voidFrom(space: Space, seq: number): Promise<Result<null>> {
  const stale = space.outgoing.filter((out) => out.seq >= seq && out.state === 'sealed');
  const edits = stale.flatMap((out) => out.edits);
  const voids = stale.map((out): Outgoing => ({
    ...out,
    state: 'void',
    signed: withoutPayload(out),
    edits: [],
  }));
  space.outgoing = space.outgoing.map((out) => voids.find((v) => v.seq === out.seq) ?? out);
  space.edits = [...edits, ...space.edits];
  const puts = edits.map((edit) => putEdit(space.id, edit));
  return space.store.write([...voids.map((out) => putOutgoing(space.id, out)), ...puts]);
}

export async function acknowledge(space: Space, seq: number): Promise<void> {
  const done = space.outgoing.find((out) => out.seq === seq);
  if (!done) return;
  const acknowledged: Outgoing = { ...done, state: 'acknowledged' };
  space.outgoing = space.outgoing.map((out) => (out === done ? acknowledged : out));
  await space.store.write([putOutgoing(space.id, acknowledged)]);
}

/** Own commits that the log holds now: the log is their keeper from here on. */
export async function settle(space: Space): Promise<void> {
  const chain = space.log.chains.get(space.me.device);
  const settled = space.outgoing.filter((out) => chain?.cores[out.seq - 1] === out.core);
  if (settled.length === 0) return;
  space.outgoing = space.outgoing.filter((out) => !settled.includes(out));
  await space.store.write(settled.map(({ seq }) => dropOutgoing(space.id, seq)));
}

/** The head up to which this device holds every leaf. */
export function heldHead(space: Space): HeldHead {
  const { head } = space.me;
  const decoded = head && decodeHead(unhex(head.bytes));
  if (!decoded?.ok) return NO_HEAD;
  const { serverEpoch, size, root } = decoded.value;
  return { serverEpoch, size, root };
}

async function sealCommit(
  space: Space,
  charter: CharterState,
  sheets: readonly Sheet[],
): Promise<Result<null>> {
  const epoch = currentEpoch(charter);
  const key = epoch && space.epochKeys.get(epoch.id);
  const lane = planLane(space);
  if (!key || lane === undefined) return { ok: false, error: 'not-found' };
  const seq = space.me.seq + 1;
  const place = {
    space: space.id,
    room: 0,
    epoch: epoch.id,
    charterHead: charter.head,
    device: space.me.device,
    seq: BigInt(seq),
    previous: space.me.seq === 0 ? NO_HASH : space.me.core,
  };
  const payload = sheets.map(({ content }, index) =>
    sealRecord(key, { ...place, index, lane, kind: RECORD_EDIT }, content, space.seams.random),
  );
  const records = payload.map((record) => ({
    lane,
    kind: RECORD_EDIT,
    size: record.length,
    hash: hexOf(hash('record', record)),
  }));
  const body = encodeCore({ ...place, head: heldHead(space), records });
  const signatures = [await space.keys.sign('core', body)];
  const signed = encodeSigned({ device: place.device, seq: place.seq, body, signatures, payload });
  const edits = sheets.flatMap((sheet) => sheet.edits);
  return store(space, { seq, core: hexOf(hash('core', body)), state: 'sealed', signed, edits });
}

async function store(space: Space, out: Outgoing): Promise<Result<null>> {
  const sealed = new Set(out.edits);
  space.edits = space.edits.filter((edit) => !sealed.has(edit));
  space.outgoing = [...space.outgoing, out];
  const drops = out.edits.map((edit) => dropEdit(space.id, edit));
  const next = { seq: out.seq, core: out.core };
  return change(space, next, putOutgoing(space.id, out), ...drops);
}

/** Neighbouring edits become one update, as long as it fits into a record. */
function mergeEdits(edits: readonly PendingEdit[]): Sheet[] {
  const sheets: Sheet[] = [];
  let open: PendingEdit[] = [];
  let merged: Uint8Array | undefined;
  for (const edit of edits) {
    const wider: Uint8Array = merged ? Y.mergeUpdates([merged, edit.update]) : edit.update;
    if (merged && wider.length > MAX_CONTENT_BYTES - 32) {
      sheets.push(sheetOf(merged, open));
      open = [];
      merged = edit.update;
    } else {
      merged = wider;
    }
    open.push(edit);
  }
  return merged ? [...sheets, sheetOf(merged, open)] : sheets;
}

function sheetOf(update: Uint8Array, edits: readonly PendingEdit[]): Sheet {
  const at = Math.max(...edits.map((edit) => edit.at));
  return { content: encodeEdit({ update, at: BigInt(at) }), edits };
}

function batchesOf(sheets: readonly Sheet[]): Sheet[][] {
  const batches: Sheet[][] = [[]];
  let size = 0;
  for (const sheet of sheets) {
    const isFull = size + sheet.content.length > MAX_COMMIT_CONTENT;
    if (isFull || batches.at(-1)!.length >= MAX_RECORDS) {
      batches.push([]);
      size = 0;
    }
    batches.at(-1)!.push(sheet);
    size += sheet.content.length;
  }
  return batches;
}

function withoutPayload({ signed }: Outgoing): Uint8Array {
  const decoded = decodeSigned(signed);
  if (!decoded.ok) throw new Error('an own commit does not decode');
  return encodeSigned({ ...decoded.value, payload: [] });
}
