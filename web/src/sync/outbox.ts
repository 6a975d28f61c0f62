/**
 * SYNC9: what was typed, sealed late. A commit is stored before it is sent, and from then
 * on its seq is burnt: the identical bytes are tried until they are answered. One that
 * came too late for its epoch goes out void, and its edits are sealed anew.
 */
import * as Y from 'yjs';
import { hexOf, unhex, type Hex } from '../core/bytes';
import { currentEpoch, type CharterState } from '../core/charter/state';
import { MAX_RECORDS, NO_HASH, RECORD_EDIT, type HeldHead } from '../core/commit';
import type { Result } from '../core/errors';
import { foreignNeeds } from '../core/plan/inspect';
import { hash } from '../crypto/hash';
import { sealRecord } from '../crypto/record';
import { decodeCommit, encodeCore, type Commit } from '../proto/commit';
import { encodeEdit } from '../proto/content';
import { encodeSigned } from '../proto/signed';
import { decodeHead } from '../proto/sync';
import { pack } from './pack';
import {
  dropEdit,
  dropOutgoing,
  putEdit,
  putOutgoing,
  type Me,
  type Outgoing,
  type PendingEdit,
} from './records';
import { planLane } from './replay';
import { change, isOwnId, MAX_EDIT_BYTES, type Space } from './space';
import type { Change } from '../store/store';

const MAX_COMMIT_CONTENT = 180_000; // sealed and padded it stays below 256 KiB
const NO_HEAD: HeldHead = { serverEpoch: '', size: 0n, root: '' };

interface Merged {
  readonly update: Uint8Array;
  readonly edits: readonly PendingEdit[];
}

interface Sheet {
  readonly content: Uint8Array;
  readonly edits: readonly PendingEdit[];
}

/** Seals everything typed so far. `not-found`: the room's key has not come yet. */
export async function sealEdits(space: Space, charter: CharterState): Promise<Result<null>> {
  const ready = sealable(space);
  if (ready.length === 0) return { ok: true, value: null };
  if (!isOwnId(space)) throw new Error('the document has lost its author');
  const sheets = await Promise.all(mergeEdits(ready).map(sheetOf));
  for (const batch of batchesOf(sheets)) {
    const sealed = await sealCommit(space, charter, batch);
    if (!sealed.ok) return sealed;
  }
  return { ok: true, value: null };
}

/**
 * FILE6: without what rests on words that came by hand and are not in the log yet, and all that
 * was typed after the first of it.
 */
export function sealable({ me, edits, handed, arrivals }: Space): readonly PendingEdit[] {
  if (handed.length === 0) return edits;
  const first = edits.findIndex(({ update }) =>
    foreignNeeds(update, me.device).some(
      ({ client, clock }) => (arrivals.clocks.get(client) ?? 0) < clock,
    ),
  );
  return first < 0 ? edits : edits.slice(0, first);
}

/** COMMIT12: says which head this device holds, and nothing else. */
export function sealGreeting(space: Space, charter: CharterState): Promise<Result<null>> {
  return sealCommit(space, charter, []);
}

/**
 * Sealed under a key that is no longer the verified charter's, and not in its log: no device
 * would take it any more. Void, their edits again to be sealed, before anything newer is.
 */
export async function voidStale(space: Space): Promise<Result<null>> {
  const stale = space.outgoing.filter((out) => isStale(space, out));
  if (stale.length === 0) return { ok: true, value: null };
  const edits = stale.flatMap((out) => out.edits);
  const voids = stale.map((out): Outgoing => ({
    ...out,
    state: 'void',
    signed: withoutPayload(out),
    edits: [],
  }));
  const puts = edits.map((edit) => putEdit(space.id, edit));
  const written = await putAll(space, voids, ...puts);
  if (written.ok) space.edits = [...edits, ...space.edits];
  return written;
}

/** COMMIT9, by the verified charter: a server's word alone voids nothing. */
export function isStale(space: Space, { state, signed }: Outgoing): boolean {
  const current = space.log.charter && currentEpoch(space.log.charter);
  if (state !== 'sealed' || !current) return false;
  const { core } = ownCommit(signed);
  const isPast = core.epoch !== current.id || space.log.charter!.awaitsRekey;
  return core.records.length > 0 && isPast;
}

/** What may end somebody's reading, or is the key that follows. */
const BEFORE_CONTENT: readonly string[] = [
  ...['enact', 'revoke', 'retire', 'rekey'],
  ...['set-recovery', 'bad-rekey'],
];

/**
 * CHARTER26 from this side: whoever knows that somebody is to read no further sends nothing
 * that could be read with the old key, not even to be refused.
 */
export function mustWait(space: Space): boolean {
  const isSaid = space.sayings.some(({ type }) => BEFORE_CONTENT.includes(type));
  return isSaid || (space.log.charter?.awaitsRekey ?? false);
}

export async function acknowledge(space: Space, seq: number): Promise<Result<null>> {
  const done = space.outgoing.filter((out) => out.seq === seq);
  return putAll(
    space,
    done.map((out) => ({ ...out, state: 'acknowledged' })),
  );
}

/**
 * Own commits that the log holds now: the log is their keeper from here on. One that was
 * acknowledged, and is not in a log held up to its head, goes out again as it was.
 */
export async function settle(space: Space, isCaughtUp: boolean): Promise<Result<null>> {
  const settled = space.outgoing.filter((out) => isInLog(space, out));
  const seqs = new Set(settled.map(({ seq }) => seq));
  if (settled.length > 0) {
    const drops = settled.map(({ seq }) => dropOutgoing(space.id, seq));
    const written = await space.store.write(drops);
    if (!written.ok) return written;
    space.outgoing = space.outgoing.filter(({ seq }) => !seqs.has(seq));
  }
  const missing = space.outgoing.filter(({ state }) => isCaughtUp && state === 'acknowledged');
  return putAll(
    space,
    missing.map((out) => ({ ...out, state: ownCommit(out.signed).isVoid ? 'void' : 'sealed' })),
  );
}

/** As far as this device remembers its own chain. */
export function isOwnCore(
  { me, outgoing }: { readonly me: Me; readonly outgoing: readonly Outgoing[] },
  seq: number,
  core: Hex,
): boolean {
  if (seq > me.seq) return false;
  const known = seq === me.seq ? me.core : outgoing.find((out) => out.seq === seq)?.core;
  return known === undefined || known === core;
}

/** The log has commits under this device's name that it does not know: its store is an old one. */
export function isBehindItself(space: Space): boolean {
  const chain = space.log.chains.get(space.me.device);
  return chain !== undefined && !isOwnCore(space, Number(chain.seq), chain.cores.at(-1)!);
}

export function isInLog(space: Space, { seq, core }: Pick<Outgoing, 'seq' | 'core'>): boolean {
  return space.log.chains.get(space.me.device)?.cores[seq - 1] === core;
}

/** Writes first: what could not be written stays as it was here, too. */
async function putAll(
  space: Space,
  next: readonly Outgoing[],
  ...others: readonly Change[]
): Promise<Result<null>> {
  if (next.length === 0) return { ok: true, value: null };
  const puts = next.map((out) => putOutgoing(space.id, out));
  const written = await space.store.write([...puts, ...others]);
  if (!written.ok) return written;
  const bySeq = new Map(next.map((out) => [out.seq, out]));
  space.outgoing = space.outgoing.map((out) => bySeq.get(out.seq) ?? out);
  return written;
}

/** The head up to which this device holds every leaf. */
export function heldHead(space: Space): HeldHead {
  const { head } = space.me;
  const decoded = head && decodeHead(unhex(head.bytes));
  if (!decoded?.ok) return NO_HEAD;
  const { serverEpoch, size, root } = decoded.value;
  return { serverEpoch, size, root };
}

/** Of that head, by the server's clock; 0 before the first. */
export function heldTime({ me }: Space): bigint {
  const decoded = me.head && decodeHead(unhex(me.head.bytes));
  return decoded?.ok ? decoded.value.time : 0n;
}

async function sealCommit(
  space: Space,
  charter: CharterState,
  sheets: readonly Sheet[],
): Promise<Result<null>> {
  const seq = space.me.seq + 1;
  const previous = space.me.seq === 0 ? NO_HASH : space.me.core;
  const sealed = await sealSheets(space, charter, sheets, { kind: 'core', seq, previous });
  if (!sealed.ok) return sealed;
  const { body, signed } = sealed.value;
  const edits = sheets.flatMap((sheet) => sheet.edits);
  return store(space, { seq, core: hexOf(hash('core', body)), state: 'sealed', signed, edits });
}

/** `hand`: signed for FILE6, and of no use as a commit. `not-found`: without the room's key. */
export async function sealSheets(
  space: Space,
  charter: CharterState,
  sheets: readonly Pick<Sheet, 'content'>[],
  { kind, seq, previous }: { kind: 'core' | 'hand'; seq: number; previous: Hex },
): Promise<Result<{ readonly body: Uint8Array; readonly signed: Uint8Array }>> {
  const epoch = currentEpoch(charter);
  const key = epoch && space.epochKeys.get(epoch.id);
  const lane = planLane(space);
  if (!key || lane === undefined) return { ok: false, error: 'not-found' };
  const place = {
    space: space.id,
    room: 0,
    epoch: epoch.id,
    charterHead: charter.head,
    device: space.me.device,
    seq: BigInt(seq),
    previous,
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
  const signatures = [await space.keys.sign(kind, body)];
  const signed = encodeSigned({ device: place.device, seq: place.seq, body, signatures, payload });
  return { ok: true, value: { body, signed } };
}

async function store(space: Space, out: Outgoing): Promise<Result<null>> {
  const sealed = new Set(out.edits);
  const drops = out.edits.map((edit) => dropEdit(space.id, edit));
  const next = { seq: out.seq, core: out.core };
  const written = await change(space, next, putOutgoing(space.id, out), ...drops);
  if (!written.ok) return written;
  space.edits = space.edits.filter((edit) => !sealed.has(edit));
  space.outgoing = [...space.outgoing, out];
  return written;
}

/** Neighbouring edits become one update, as long as it fits into a record. */
function mergeEdits(edits: readonly PendingEdit[]): Merged[] {
  const sheets: Merged[] = [];
  let open: PendingEdit[] = [];
  let merged: Uint8Array | undefined;
  for (const edit of edits) {
    const wider: Uint8Array = merged ? Y.mergeUpdates([merged, edit.update]) : edit.update;
    if (merged && wider.length > MAX_EDIT_BYTES) {
      sheets.push({ update: merged, edits: open });
      open = [];
      merged = edit.update;
    } else {
      merged = wider;
    }
    open.push(edit);
  }
  return merged ? [...sheets, { update: merged, edits: open }] : sheets;
}

async function sheetOf({ update, edits }: Merged): Promise<Sheet> {
  const at = BigInt(Math.max(...edits.map((edit) => edit.at)));
  const packed = await pack(update);
  const content = encodeEdit({ update: packed ?? update, isPacked: packed !== undefined, at });
  return { content, edits };
}

/** Each fits into one commit. */
export function batchesOf<S extends Pick<Sheet, 'content'>>(sheets: readonly S[]): S[][] {
  const batches: S[][] = [[]];
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
  return encodeSigned({ ...ownCommit(signed).signed, payload: [] });
}

function ownCommit(signed: Uint8Array): Commit {
  const decoded = decodeCommit(signed, (record) => hash('record', record));
  if (!decoded.ok) throw new Error('an own commit does not decode');
  return decoded.value;
}
