/** KEYS4: how a device comes by a room's keys; one that does not fit its commitment is none. */
import type { Hex } from '../core/bytes';
import type { Epoch } from '../core/charter/state';
import type { SealedKey } from '../core/charter/statement';
import type { DeviceKeys } from '../crypto/device_keys';
import { openSealedKey, unwrapPrevious, type EpochKey } from '../crypto/epoch_key';
import { invitationKeys } from '../crypto/invitation';
import { recoveryKeys } from '../crypto/recovery_keys';
import { unhex } from '../core/bytes';
import type { SignedEntry } from '../proto/charter';
import { putEpochKey } from './records';
import type { Space } from './space';

const ROOM = 0;

/** Of the link or the words that this device came by. */
export function entranceKeys(space: Space): DeviceKeys | undefined {
  const { invitation, words } = space.me;
  if (words !== undefined) return recoveryKeys(space.id, unhex(words));
  if (invitation === '') return undefined;
  return invitationKeys({ space: space.id, secret: unhex(invitation) });
}

/** Looks whether the entry brings a key for this device, or for the invitation it came by. */
export async function learnKeys(space: Space, { statement }: SignedEntry): Promise<void> {
  const { body } = statement;
  if (body.type === 'invite' || body.type === 'enact' || body.type === 'set-recovery') {
    for (const key of body.keys) await tryKey(space, key);
  }
  if (body.type !== 'rekey') return;
  const invitation = entranceKeys(space);
  for (const grant of body.grants) {
    const isMine = grant.device > 0 && grant.device === space.me.device;
    const isInvitations = grant.device === 0 && grant.holder === invitation?.signKey;
    const keys = isMine ? space.keys : isInvitations ? invitation : undefined;
    if (keys)
      await tryKey(space, { ...grant, room: ROOM, epoch: statement.hash, boxKey: keys.boxKey });
  }
  await unwrapBack(space);
}

async function tryKey(space: Space, { epoch, boxKey, sealed }: SealedKey): Promise<void> {
  const commitment = commitmentOfEpoch(space, epoch);
  // Most of them are known already: curves are computed only for what is not.
  if (commitment === undefined || space.epochKeys.has(epoch)) return;
  const keys = space.keys.boxKey === boxKey ? space.keys : entranceKeys(space);
  if (keys?.boxKey !== boxKey) return;
  const room = { space: space.id, room: ROOM };
  const key = await openSealedKey(keys.agree, boxKey, room, commitment, sealed);
  if (!key) return;
  await keep(space, epoch, key);
  await unwrapBack(space);
}

/** Newcomers read the plan's whole history: each key wraps the one before it. */
async function unwrapBack(space: Space): Promise<void> {
  const epochs = space.log.charter?.epochs ?? [];
  const known = new Map(epochs.map((epoch) => [epoch.id, epoch]));
  for (const { id, previous, wrapped, extra } of [...epochs].reverse()) {
    const key = space.epochKeys.get(id);
    if (!key) continue;
    for (const wrap of [{ epoch: previous, wrapped }, ...extra]) {
      const before = known.get(wrap.epoch);
      if (!before || space.epochKeys.has(before.id)) continue;
      const place = { epoch: before.id, commitment: before.commitment };
      const found = unwrapPrevious(key, { space: space.id, room: ROOM }, place, wrap.wrapped);
      if (found) await keep(space, before.id, found);
    }
  }
}

async function keep(space: Space, epoch: Hex, key: EpochKey): Promise<void> {
  space.epochKeys.set(epoch, key);
  // Not kept is not lost: the log that is kept has it too.
  await space.store.write([putEpochKey(space.id, epoch, key)]);
}

function commitmentOfEpoch(space: Space, epoch: Hex): Hex | undefined {
  return space.log.charter?.epochs.find(({ id }) => id === epoch)?.commitment;
}

/** True too where none was ever given: then there is nothing to report. */
export function doesKeyFit(space: Space, epoch: Epoch): boolean {
  const { id, log, me, epochKeys } = space;
  const entry = log.history.find(({ statement }) => statement.hash === epoch.id);
  const body = entry?.statement.body;
  const entrance = entranceKeys(space);
  const isGranted =
    body?.type === 'rekey' &&
    body.grants.some(({ device, holder }) =>
      device > 0 ? device === me.device : holder === entrance?.signKey,
    );
  const boxes = [space.keys.boxKey, entrance?.boxKey];
  const isSealed = log.history.some(
    ({ statement: { body: said } }) =>
      'keys' in said &&
      said.keys.some((one) => one.epoch === epoch.id && boxes.includes(one.boxKey)),
  );
  const key = epochKeys.get(epoch.id);
  if (!key) return !isGranted && !isSealed;
  const before = log.charter?.epochs.find((known) => known.id === epoch.previous);
  if (!before || !epochKeys.has(before.id)) return true;
  const place = { epoch: before.id, commitment: before.commitment };
  return unwrapPrevious(key, { space: id, room: ROOM }, place, epoch.wrapped) !== undefined;
}
