/** CHARTER16, CHARTER17: a room's next key, and the end of a device. */
import type { Rule } from './apply';
import {
  activeDevices,
  currentEpoch,
  deviceOf,
  liveInvitations,
  recoveriesOf,
  REKEY_PAUSE_S,
  signersOf,
  type CharterState,
} from './state';
import { ROOM_ALL, type BadRekey, type Grant, type Rekey, type Retire } from './statement';

export const rekey: Rule<Rekey> = (draft, { position, statement }) => {
  const { body } = statement;
  const previous = currentEpoch(draft)?.id ?? '';
  if (statement.charterHead !== draft.head) return 'stale-charter';
  if (body.room !== ROOM_ALL) return 'not-found';
  if (body.previousEpoch !== previous) return 'stale-epoch';
  if ((body.wrapped.length === 0) !== (previous === '')) return 'malformed';
  if (body.grantsHash !== body.heldHash) return 'malformed';
  if (!doGrantsFit(draft, body.grants, position.time)) return 'malformed';
  const author = deviceOf(draft, statement.device)!;
  const isTooSoon =
    author.lastRekey !== undefined && position.time < author.lastRekey + REKEY_PAUSE_S;
  if (isTooSoon && !draft.awaitsRekey) return 'quota';
  draft.epochs = [
    ...draft.epochs,
    {
      id: statement.hash,
      previous,
      commitment: body.commitment,
      wrapped: body.wrapped,
      time: position.time,
    },
  ];
  draft.awaitsRekey = false;
  const lastRekey = position.time;
  draft.devices = draft.devices.map((d) => ({
    ...d,
    lacksKey: false,
    ...(d.index === author.index ? { lastRekey } : {}),
  }));
  return 'ok';
};

/** To whom a rekey of this moment seals the key, in the order of the rule. */
export function grantees(
  state: CharterState,
  time: bigint,
): { readonly device: number; readonly holder: string; readonly boxKey: string }[] {
  const devices = activeDevices(state).map(({ index, boxKey }) => ({
    device: index,
    holder: '',
    boxKey,
  }));
  const invitations = liveInvitations(state, time)
    .filter((invitation) => invitation.party !== 0)
    .map(({ signKey, boxKey }) => ({ device: 0, holder: signKey, boxKey }));
  const recoveries = recoveriesOf(state).map(({ recovery: { signKey, boxKey } }) => ({
    ...{ device: 0, holder: signKey, boxKey },
  }));
  const holders = [...invitations, ...recoveries].sort((a, b) => (a.holder < b.holder ? -1 : 1));
  return [...devices, ...holders];
}

export const reportRekey: Rule<BadRekey> = () => 'unsupported';

export const retire: Rule<Retire> = (draft, { statement }, facts) => {
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
