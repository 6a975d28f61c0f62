/** CHARTER6 to CHARTER9: what happens within a party. */
import type { Hex } from '../bytes';
import type { Rule, Verdict } from './apply';
import { awaitRekey } from './keys';
import {
  activeDevices,
  currentEpoch,
  deviceOf,
  liveInvitations,
  MAX_DEVICES,
  MAX_DEVICES_PER_PARTY_EVER,
  MAX_INVITATION_S,
  signersNeeded,
  signersOf,
  whyOver,
  type CharterState,
  type Device,
  type Invitation,
} from './state';
import {
  ACT_ADMIT_PARTY,
  ROOM_ALL,
  type Confirm,
  type Invite,
  type Join,
  type KeyPair,
  type Revoke,
  type SealedKey,
  type Statement,
} from './statement';

export const invite: Rule<Invite> = (draft, { position, statement }) => {
  const { body } = statement;
  const author = deviceOf(draft, statement.device)!;
  if (!doesPartyAct(draft, statement, author.party)) return 'forbidden';
  if (!isAudienceSound(draft, body, author.party)) return 'malformed';
  const isComplete = body.party === 0 || body.keys.length === (currentEpoch(draft) ? 1 : 0);
  const sealed = checkSealedKeys(draft, body.keys, body.boxKey);
  if (!isComplete || sealed === 'malformed') return 'malformed';
  if (body.expires <= position.time) return 'expired';
  if (body.expires > position.time + MAX_INVITATION_S) return 'malformed';
  if (!areKeysNew(draft, body)) return 'conflict';
  if (sealed !== 'ok') return sealed;
  if (poolSize(draft, position.time) >= MAX_DEVICES) return 'limit';
  const invitation: Invitation = {
    ...body,
    inviterParty: author.party,
    inviterDevice: author.index,
    isUsed: false,
    isRevoked: false,
  };
  draft.invitations = new Map(draft.invitations).set(body.signKey, invitation);
  takeKeys(draft, body);
  return 'ok';
};

export const join: Rule<Join> = (draft, { position, statement }) => {
  const { body } = statement;
  const invitation = draft.invitations.get(body.invitation);
  if (!invitation) return 'not-found';
  if (invitation.party === 0) return 'forbidden';
  const entrance = checkEntrance(draft, invitation, body, position.time);
  if (entrance !== 'ok') return entrance;
  if (devicesEver(draft, invitation.party) >= MAX_DEVICES_PER_PARTY_EVER) return 'limit';
  useInvitation(draft, invitation);
  draft.persons = new Map(draft.persons).set(body.person, {
    id: body.person,
    party: invitation.party,
    isConfirmed: false,
    confirmedBy: [],
    invitation: invitation.signKey,
  });
  addDevice(draft, body.device, body.person, invitation.party);
  return 'ok';
};

export const confirm: Rule<Confirm> = (draft, { statement }) => {
  const { body } = statement;
  const author = deviceOf(draft, statement.device)!;
  if (!doesPartyAct(draft, statement, author.party)) return 'forbidden';
  const person = draft.persons.get(body.person);
  if (!person || person.party !== author.party) return 'not-found';
  if (person.isConfirmed) return 'conflict';
  draft.persons = new Map(draft.persons).set(person.id, { ...person, isConfirmed: true });
  return 'ok';
};

export const revoke: Rule<Revoke> = (draft, { position, statement }) => {
  const author = deviceOf(draft, statement.device)!;
  if (!doesPartyAct(draft, statement, author.party)) return 'forbidden';
  const invitation = draft.invitations.get(statement.body.invitation);
  if (!invitation) return 'not-found';
  if (invitation.inviterParty !== author.party) return 'forbidden';
  const over = whyOver(invitation, position.time);
  if (over) return over;
  const revoked = { ...invitation, isRevoked: true };
  draft.invitations = new Map(draft.invitations).set(invitation.signKey, revoked);
  if (invitation.party !== 0) awaitRekey(draft); // it has read along
  return 'ok';
};

/** CHARTER8, CHARTER10: unused, not revoked and alive; person and keys new. */
export function checkEntrance(
  state: CharterState,
  invitation: Invitation,
  comer: { readonly person: Hex; readonly device: KeyPair },
  time: bigint,
): Verdict {
  const over = whyOver(invitation, time);
  if (over) return over;
  const isPersonNew = !state.persons.has(comer.person) && !isProposed(state, comer.person);
  return isPersonNew && areKeysNew(state, comer.device) ? 'ok' : 'conflict';
}

export function useInvitation(draft: CharterState, invitation: Invitation): void {
  const used = { ...invitation, isUsed: true };
  draft.invitations = new Map(draft.invitations).set(invitation.signKey, used);
}

export function addDevice(
  draft: CharterState,
  keys: KeyPair,
  person: Hex,
  party: number,
  lacksKey = false,
): void {
  const { signKey, boxKey } = keys;
  const index = draft.devices.length + 1;
  const device: Device = { index, signKey, boxKey, person, party, counter: 0n, lacksKey };
  draft.devices = [...draft.devices, device];
  takeKeys(draft, keys);
}

export function takeKeys(draft: CharterState, { signKey, boxKey }: KeyPair): void {
  draft.keys = new Set(draft.keys).add(signKey).add(boxKey);
}

export function areKeysNew(state: CharterState, { signKey, boxKey }: KeyPair): boolean {
  return signKey !== boxKey && !state.keys.has(signKey) && !state.keys.has(boxKey);
}

/** CHARTER18 counts these together. */
export function poolSize(state: CharterState, time: bigint): number {
  return activeDevices(state).length + liveInvitations(state, time).length;
}

export function devicesEver(state: CharterState, party: number): number {
  return state.devices.filter((device) => device.party === party).length;
}

/** CHARTER6: distinct signers, counted by person. */
export function doesPartyAct(state: CharterState, statement: Statement, party: number): boolean {
  const devices = [statement.device].map((i) => deviceOf(state, i));
  const able = signersOf(state, party);
  const persons = new Set(devices.map((device) => device?.person ?? ''));
  const areAllAble = [...persons].every((person) => able.has(person));
  return areAllAble && persons.size >= signersNeeded(state, party);
}

function isAudienceSound(state: CharterState, body: Invite, ownParty: number): boolean {
  if (body.party === 0) return state.sectors.includes(body.sector) && body.keys.length === 0;
  return body.party === ownParty && body.sector === 0;
}

/** CHARTER7, CHARTER15: at most one key a room, the current one, sealed to this box. */
export function checkSealedKeys(
  state: CharterState,
  keys: readonly SealedKey[],
  boxKey: Hex,
): Verdict {
  const epoch = currentEpoch(state);
  if (keys.length === 0) return 'ok';
  const [key] = keys;
  if (!key || keys.length > 1 || key.room !== ROOM_ALL || key.boxKey !== boxKey) return 'malformed';
  return key.epoch === epoch?.id ? 'ok' : 'stale-epoch';
}

function isProposed(state: CharterState, person: Hex): boolean {
  return [...state.proposals.values()].some(
    ({ subject }) => subject.act === ACT_ADMIT_PARTY && subject.person === person,
  );
}
