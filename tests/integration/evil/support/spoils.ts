/** What an attacker has of it: keys that were sealed to it, and what they open. */
import { inside } from '../../../../web/src/app/testing/scene';
import { currentEpoch } from '../../../../web/src/core/charter/state';
import type { DeviceKeys } from '../../../../web/src/crypto/device_keys';
import { openSealedKey, type EpochKey } from '../../../../web/src/crypto/epoch_key';
import { hash } from '../../../../web/src/crypto/hash';
import { openRecord } from '../../../../web/src/crypto/record';
import { decodeEdit } from '../../../../web/src/proto/content';
import { unpack } from '../../../../web/src/sync/unpack';
import { decodeEntry, decodeStatement } from '../../../../web/src/proto/charter';
import { decodeCommit } from '../../../../web/src/proto/commit';
import { FrameType, type Frame } from '../../../../web/src/proto/frames';
import type { ForgedLog } from './forged_log';
import type { Member } from './people';

/** The keys of a room that these can open, out of everything that a server has; by epoch. */
export async function keysFor(
  space: string,
  frames: readonly Frame[],
  keys: Pick<DeviceKeys, 'agree' | 'boxKey'>,
): Promise<Map<string, EpochKey>> {
  const found = new Map<string, EpochKey>();
  const room = { space, room: 0 };
  for (const { type, payload } of frames) {
    if (type === FrameType.FRAME_COMMIT) continue;
    const read =
      type === FrameType.FRAME_ENTRY ? decodeEntry(payload, hash) : decodeStatement(payload, hash);
    if (!read.ok || read.value.statement.body.type !== 'rekey') continue;
    const { body, hash: epoch } = read.value.statement;
    for (const { sealed } of body.grants) {
      const key = await openSealedKey(keys.agree, keys.boxKey, room, body.commitment, sealed);
      if (key) found.set(epoch, key);
    }
  }
  return found;
}

/** Everything that the keys open in the commits of a log, as one text. */
export function opened(
  space: string,
  frames: readonly Frame[],
  keys: ReadonlyMap<string, EpochKey>,
): string {
  const texts: string[] = [];
  for (const { type, payload } of frames) {
    const commit =
      type === FrameType.FRAME_COMMIT && decodeCommit(payload, (r) => hash('record', r));
    if (!commit || !commit.ok || commit.value.isVoid) continue;
    const { core, signed } = commit.value;
    const key = keys.get(core.epoch);
    if (!key || core.space !== space) continue;
    for (const [index, { lane, kind }] of core.records.entries()) {
      const plain = openRecord(key, { ...core, index, lane, kind }, signed.payload[index]!);
      const edit = plain.ok ? decodeEdit(plain.value) : undefined;
      if (!edit?.ok) continue;
      const { update, isPacked } = edit.value;
      const words = isPacked ? unpack(update) : update;
      texts.push(Buffer.from(words ?? []).toString('latin1'));
    }
  }
  return texts.join('\n');
}

/** Has a place in the plan, as this device has it. */
export function isListed(victim: Member, keys: Pick<DeviceKeys, 'signKey'>): boolean {
  const { devices } = inside(victim).log.charter!;
  return devices.some(({ signKey, cut }) => signKey === keys.signKey && !cut);
}

/** The victim made a key, and sealed it to the intruder. */
export async function isGivenKey(
  victim: Member,
  forged: ForgedLog,
  keys: DeviceKeys,
): Promise<boolean> {
  const found = await keysFor(victim.space, forged.leaves, keys);
  const epoch = currentEpoch(inside(victim).log.charter!)!.id;
  return isListed(victim, keys) && found.has(epoch);
}
