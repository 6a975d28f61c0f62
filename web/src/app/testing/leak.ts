/** What somebody who is out of a plan can read with everything that a server has. */
import type { Hex } from '../../core/bytes';
import type { CharterState } from '../../core/charter/state';
import { recoveriesOf } from '../../core/charter/state';
import type { Body } from '../../core/charter/statement';
import type { DeviceKeys } from '../../crypto/device_keys';
import { openSealedKey, unwrapPrevious, type EpochKey } from '../../crypto/epoch_key';
import { hash } from '../../crypto/hash';
import { openRecord } from '../../crypto/record';
import { decodeEntry, decodeStatement, type SignedStatement } from '../../proto/charter';
import { decodeCommit, type Commit } from '../../proto/commit';
import { FrameType, type Frame } from '../../proto/frames';
import { EMPTY_LOG, takeLeaf } from '../../sync/log';

/** Somebody that a key is sealed to, until it is out: a device, a link, or words on paper. */
export interface Holder {
  readonly kind: 'device' | 'link' | 'words';
  readonly keys: DeviceKeys;
  /** What it has opened so far, and keeps. */
  readonly kept: ReadonlyMap<Hex, EpochKey>;
}

/** Its place is in the charter, and taken away again. */
export function isOut(holder: Holder, charter: CharterState): boolean {
  const { signKey } = holder.keys;
  if (holder.kind === 'device') {
    return charter.devices.some((one) => one.signKey === signKey && one.cut !== undefined);
  }
  if (holder.kind === 'link') return charter.invitations.get(signKey)?.isRevoked ?? false;
  const isCurrent = recoveriesOf(charter).some(({ recovery }) => recovery.signKey === signKey);
  return charter.keys.has(signKey) && !isCurrent;
}

/** By a statement that its author has signed and nobody may have taken yet. */
export function endsBy({ keys }: Holder, body: Body, charter: CharterState): boolean {
  const isDevice = (index: number): boolean => charter.devices[index - 1]?.signKey === keys.signKey;
  if (body.type === 'retire') return isDevice(body.cut.device);
  if (body.type === 'enact') return body.cuts.some(({ device }) => isDevice(device));
  if (body.type === 'revoke') return body.invitation === keys.signKey;
  return body.type === 'set-recovery' && body.replaces === keys.signKey;
}

export interface Sealed {
  readonly commit: Commit;
  /** Who was out, as its author knew when it was first sent. */
  readonly known: ReadonlySet<Holder>;
}

/** All the keys that this holder comes by, out of all that was ever said. */
export async function keyring(
  space: Hex,
  said: readonly SignedStatement[],
  { keys, kept }: Holder,
): Promise<Map<Hex, EpochKey>> {
  const ring = new Map(kept);
  const room = { space, room: 0 };
  const commitments = new Map<Hex, Hex>();
  for (const { statement } of said) {
    if (statement.body.type === 'rekey') commitments.set(statement.hash, statement.body.commitment);
  }
  for (const { statement } of said) {
    const { body } = statement;
    const grants = body.type === 'rekey' ? body.grants : [];
    const sealed = [
      ...grants.map((grant) => ({ epoch: statement.hash, sealed: grant.sealed })),
      ...('keys' in body ? body.keys : []),
    ];
    for (const one of sealed) {
      const commitment = commitments.get(one.epoch) ?? '';
      const key = await openSealedKey(keys.agree, keys.boxKey, room, commitment, one.sealed);
      if (key) ring.set(one.epoch, key);
    }
  }
  for (let size = -1; size !== ring.size;) {
    size = ring.size;
    for (const { statement } of said) unwrapInto(ring, space, statement, commitments);
  }
  return ring;
}

function unwrapInto(
  ring: Map<Hex, EpochKey>,
  space: Hex,
  { hash: epoch, body }: SignedStatement['statement'],
  commitments: ReadonlyMap<Hex, Hex>,
): void {
  const key = ring.get(epoch);
  if (body.type !== 'rekey' || !key) return;
  for (const wrap of [{ epoch: body.previousEpoch, wrapped: body.wrapped }, ...body.extra]) {
    if (wrap.epoch === '') continue;
    const place = { epoch: wrap.epoch, commitment: commitments.get(wrap.epoch) ?? '' };
    const before = unwrapPrevious(key, { space, room: 0 }, place, wrap.wrapped);
    if (before) ring.set(wrap.epoch, before);
  }
}

export function doesOpen(ring: ReadonlyMap<Hex, EpochKey>, { core, signed }: Commit): boolean {
  return core.records.some(({ lane, kind }, index) =>
    [...ring.values()].some(
      (key) => openRecord(key, { ...core, index, lane, kind }, signed.payload[index]!).ok,
    ),
  );
}

/** A frame's bytes stay what they are, and many schedules begin with the same ones. */
function onceEach<V>(read: (frame: Frame) => V): (frame: Frame) => V {
  const known = new WeakMap<Frame, { readonly value: V }>();
  return (frame) => {
    const found = known.get(frame) ?? { value: read(frame) };
    known.set(frame, found);
    return found.value;
  };
}

/** A commit that something is sealed in. */
export const sealedCommit = onceEach(({ type, payload }): Commit | undefined => {
  if (type !== FrameType.FRAME_COMMIT) return undefined;
  const commit = decodeCommit(payload, (record) => hash('record', record));
  if (!commit.ok || commit.value.isVoid) return undefined;
  return commit.value.core.records.length > 0 ? commit.value : undefined;
});

export const statementIn = onceEach(({ type, payload }): SignedStatement | undefined => {
  if (type === FrameType.FRAME_COMMIT) return undefined;
  const read =
    type === FrameType.FRAME_ENTRY ? decodeEntry(payload, hash) : decodeStatement(payload, hash);
  return read.ok ? read.value : undefined;
});

/** Who was out as of each entry of a log, by the entry's hash. */
export function outsByEntry(
  space: Hex,
  leaves: readonly Frame[],
  holders: readonly Holder[],
): Map<Hex, readonly Holder[]> {
  const outs = new Map<Hex, readonly Holder[]>();
  let log = EMPTY_LOG;
  for (const leaf of leaves) {
    const step = takeLeaf(log, leaf, space, 'trusted');
    if (!step.ok) throw new Error(step.error);
    log = step.value.log;
    const charter = log.charter!;
    if (outs.has(charter.head)) continue;
    outs.set(
      charter.head,
      holders.filter((holder) => isOut(holder, charter)),
    );
  }
  return outs;
}
