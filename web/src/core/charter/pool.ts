/** CHARTER18 and what counts into it: devices, keys that are new, keys that are sealed to them. */
import type { Hex } from '../bytes';
import type { Verdict } from './apply';
import {
  activeDevices,
  currentEpoch,
  liveInvitations,
  MAX_DEVICES,
  MAX_DEVICES_PER_PARTY_EVER,
  MAX_DEVICES_PER_PERSON_EVER,
  recoveriesOf,
  type CharterState,
  type Device,
  type Person,
} from './state';
import { ROOM_ALL, type KeyPair, type SealedKey } from './statement';

export function addDevice(
  draft: CharterState,
  keys: KeyPair,
  { id: person, party }: Pick<Person, 'id' | 'party'>,
  more: Pick<Device, 'lacksKey' | 'trialUntil'> = {},
): void {
  const { signKey, boxKey } = keys;
  const index = draft.devices.length + 1;
  const device: Device = { index, signKey, boxKey, person, party, counter: 0n, ...more };
  draft.devices = [...draft.devices, device];
  takeKeys(draft, keys);
}

export function putPerson(draft: CharterState, person: Person): void {
  draft.persons = new Map(draft.persons).set(person.id, person);
}

export function takeKeys(draft: CharterState, { signKey, boxKey }: KeyPair): void {
  draft.keys = new Set(draft.keys).add(signKey).add(boxKey);
}

export function areKeysNew(state: CharterState, { signKey, boxKey }: KeyPair): boolean {
  return signKey !== boxKey && !state.keys.has(signKey) && !state.keys.has(boxKey);
}

/** Room for one more device, invitation or recovery. */
export function hasRoom(state: CharterState, time: bigint): boolean {
  const open = liveInvitations(state, time).length + recoveriesOf(state).length;
  return activeDevices(state).length + open < MAX_DEVICES;
}

/** Counted with those that have ended: no person uses up what its party has. */
export function hasIndexFor(
  state: CharterState,
  { id, party }: Pick<Person, 'id' | 'party'>,
): boolean {
  const ofParty = state.devices.filter((device) => device.party === party);
  const ofPerson = ofParty.filter((device) => device.person === id);
  const isPersonFull = ofPerson.length >= MAX_DEVICES_PER_PERSON_EVER;
  return !isPersonFull && ofParty.length < MAX_DEVICES_PER_PARTY_EVER;
}

/** CHARTER7, CHARTER15: at most one key a room, the current one, sealed to this box. */
export function checkSealedKeys(
  state: CharterState,
  keys: readonly SealedKey[],
  boxKey: Hex,
): Verdict {
  if (keys.length === 0) return 'ok';
  const [key] = keys;
  if (!key || keys.length > 1 || key.room !== ROOM_ALL || key.boxKey !== boxKey) return 'malformed';
  return key.epoch === currentEpoch(state)?.id ? 'ok' : 'stale-epoch';
}

/** CHARTER7, CHARTER28: exactly one where the room has any. */
export function checkWholeKeys(
  state: CharterState,
  keys: readonly SealedKey[],
  boxKey: Hex,
): Verdict {
  if (keys.length !== (currentEpoch(state) ? 1 : 0)) return 'malformed';
  return checkSealedKeys(state, keys, boxKey);
}
