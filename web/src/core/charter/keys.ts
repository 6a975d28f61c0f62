/** CHARTER16, CHARTER17, CHARTER32: a room's next key, one that nobody can use, the end of a device. */
import type { Hex } from '../bytes';
import type { Rule } from './apply';
import { revokeLive } from './ending';
import { rises } from './genesis';
import {
  activeDevices,
  currentEpoch,
  deviceOf,
  lastSoundEpoch,
  liveInvitations,
  recoveriesOf,
  REKEY_PAUSE_S,
  signersOf,
  type CharterState,
  type Device,
} from './state';
import {
  ROOM_ALL,
  type BadRekey,
  type Grant,
  type Rekey,
  type Retire,
  type Wrap,
} from './statement';

export const rekey: Rule<Rekey> = (draft, { position, statement }) => {
  const { body } = statement;
  const previous = lastSoundEpoch(draft)?.id ?? '';
  if (statement.charterHead !== draft.head) return 'stale-charter';
  if (body.room !== ROOM_ALL) return 'not-found';
  if (body.previousEpoch !== previous) return 'stale-epoch';
  if ((body.wrapped.length === 0) !== (previous === '')) return 'malformed';
  if (!areReported(draft, body.extra)) return 'malformed';
  if (body.grantsHash !== body.heldHash) return 'malformed';
  if (!doGrantsFit(draft, body.grants, position.time)) return 'malformed';
  const author = deviceOf(draft, statement.device)!;
  if (isTooSoon(author, position.time) && !draft.awaitsRekey) return 'quota';
  draft.epochs = [
    ...draft.epochs,
    {
      id: statement.hash,
      previous,
      commitment: body.commitment,
      wrapped: body.wrapped,
      extra: body.extra,
      time: position.time,
    },
  ];
  draft.awaitsRekey = false;
  draft.devices = draft.devices.map((d) => ({ ...d, lacksKey: false }));
  noteRekey(draft, author, position.time);
  return 'ok';
};

/** Each once, in the room's order. */
function areReported({ epochs }: CharterState, extra: readonly Wrap[]): boolean {
  const places = extra.map(({ epoch }) => epochs.findIndex(({ id }) => id === epoch));
  const areKnown = places.every((place) => epochs[place]?.isReported ?? false);
  return areKnown && rises(places);
}

/** The author's word alone: it costs everybody no more than another key. */
export const reportRekey: Rule<BadRekey> = (draft, { position, statement }) => {
  const { body } = statement;
  const current = currentEpoch(draft);
  if (body.room !== ROOM_ALL) return 'not-found';
  if (!current || body.epoch !== current.id) return 'stale-epoch';
  const author = deviceOf(draft, statement.device)!;
  if (isTooSoon(author, position.time)) return 'quota';
  draft.epochs = [...draft.epochs.slice(0, -1), { ...current, isReported: true }];
  awaitRekey(draft);
  noteRekey(draft, author, position.time);
  return 'ok';
};

/** CHARTER16, CHARTER32: reports and rekeys are counted together. */
function isTooSoon({ lastRekey }: Device, time: bigint): boolean {
  return lastRekey !== undefined && time < lastRekey + REKEY_PAUSE_S;
}

function noteRekey(draft: CharterState, { index }: Device, lastRekey: bigint): void {
  draft.devices = draft.devices.map((d) => (d.index === index ? { ...d, lastRekey } : d));
}

/** To whom a key is sealed: a device, or the holder of an invitation or a recovery. */
export interface Grantee {
  readonly device: number;
  readonly holder: Hex;
  readonly boxKey: Hex;
}

/** To whom a rekey of this moment seals the key, in the order of the rule. */
export function grantees(state: CharterState, time: bigint): Grantee[] {
  const devices = activeDevices(state).map(({ index, boxKey }) => ({
    device: index,
    holder: '',
    boxKey,
  }));
  const invitations = liveInvitations(state, time).filter(({ party }) => party !== 0);
  const recoveries = recoveriesOf(state).map(({ recovery }) => recovery);
  const holders = [...invitations, ...recoveries]
    .map(({ signKey, boxKey }) => ({ device: 0, holder: signKey, boxKey }))
    .sort((a, b) => (a.holder < b.holder ? -1 : 1));
  return [...devices, ...holders];
}

export const retire: Rule<Retire> = (draft, { position, statement }, facts) => {
  const { cut } = statement.body;
  const author = deviceOf(draft, statement.device)!;
  const device = deviceOf(draft, cut.device);
  if (!device) return 'not-found';
  if (device.person !== author.person) return 'forbidden';
  if (device.cut) return 'ended';
  const devices = draft.devices.map((d) => (d === device ? { ...d, cut } : d));
  // A party whose last signer has gone could never act again.
  if (signersOf({ ...draft, devices }, device.party).size === 0) return 'forbidden';
  if (!facts.doCutsFit) return 'conflict';
  draft.devices = devices;
  revokeLive(draft, position.time, ({ person }) => person === device.person);
  awaitRekey(draft);
  return 'ok';
};

/** CHARTER26: a room without a key has nothing to change. */
export function awaitRekey(draft: CharterState): void {
  draft.awaitsRekey = currentEpoch(draft) !== undefined;
}

function doGrantsFit(state: CharterState, grants: readonly Grant[], time: bigint): boolean {
  const expected = grantees(state, time);
  return (
    grants.length === expected.length &&
    expected.every((grantee, i) => {
      const grant = grants[i]!;
      return grant.device === grantee.device && grant.holder === grantee.holder;
    })
  );
}
