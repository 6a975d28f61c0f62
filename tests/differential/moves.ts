/** What members and newcomers do when they do it right: each move is a step, or nothing to do now. */
import {
  activeDevices,
  activeParties,
  DAY_S,
  deviceOf,
  isConfirmed,
  lastSoundEpoch,
  liveInvitations,
  recoveriesOf,
  type CharterState,
  type Device,
  type Invitation,
} from '../../web/src/core/charter/state';
import { grantees } from '../../web/src/core/charter/keys';
import { unacceptedBy } from '../../web/src/core/charter/rest';
import type { Body, Cut } from '../../web/src/core/charter/statement';
import type { Step, World } from './world';

export type Move = (world: World, state: CharterState) => Step | undefined;

const NOTHING = new Uint8Array();

export function by(device: Device | undefined, body: Body): Step | undefined {
  return device && { device: device.index, body };
}

export function someDevice(world: World, state: CharterState, party = 0): Device | undefined {
  const all = activeDevices(state).filter((device) => party === 0 || device.party === party);
  const able = all.filter((device) => isConfirmed(state, device.person));
  return world.pick(world.maybe(0.95) && able.length > 0 ? able : all);
}

/** Of a device that ends: usually it said nothing. */
export function cutOf(world: World, device: number): Cut {
  return world.maybe(0.7)
    ? { device, seq: 0n, coreHash: '' }
    : { device, seq: BigInt(world.between(1, 9)), coreHash: world.id() };
}

export function genesis(world: World, count = world.between(1, 8)): Step {
  const most = world.pick([2, 3, 4, 16]) ?? 3;
  const all = Array.from({ length: most }, (_, i) => i + 1);
  const sectors = all.filter((n) => n < 3 || world.maybe(0.7));
  const rules = [1, 2, 3, 4, 5, 6, 8]
    .filter(() => world.maybe(0.3))
    .map((act) => ({
      ...{ act, parties: world.between(1, 4), sectors: world.between(1, 3) },
      noticeDays: world.between(3, 60),
    }));
  const parties = Array.from({ length: count }, () => ({
    sector: world.pick(sectors)!,
    signerRule: world.pick([1, 1, 1, 2, 3])!,
    person: world.id(16),
    device: world.keys(),
  }));
  const body = { nonce: world.id(16), serverKey: world.id(), sectors, rules, parties, space: '' };
  return { device: 0, body: { type: 'genesis', ...body } };
}

/** Into the author's party, or a further device of its person. */
export const inviteOwn: Move = (world, state) => {
  const author = someDevice(world, state);
  if (!author) return undefined;
  const keys = world.keys();
  const isFurther = world.maybe(0.35);
  const life = isFurther ? DAY_S : 90n * DAY_S;
  const expires = world.time + BigInt(world.between(1, Number(life)));
  const whose = { party: author.party, sector: 0, person: isFurther ? author.person : '' };
  const sealed = world.maybe(0.1) ? [] : world.sealed(keys.boxKey); // CHARTER7: a further device may lack it
  const more = { expires, keys: sealed, card: NOTHING, replaces: 0 };
  return by(author, { type: 'invite', ...keys, ...whose, ...more });
};

/** A new party, or one in another's place. */
export const inviteParty: Move = (world, state) => {
  const author = someDevice(world, state);
  const others = activeParties(state).filter(
    ({ index, restsSince }) => index !== author?.party && restsSince === undefined,
  );
  const replaced = world.maybe(0.35) ? world.pick(others) : undefined;
  const sector = replaced?.sector ?? world.pick(state.sectors)!;
  const expires = world.time + BigInt(world.between(3600, Number(90n * DAY_S)));
  const whose = { party: 0, sector, person: '', replaces: replaced?.index ?? 0 };
  const more = { expires, keys: [], card: NOTHING };
  return by(author, { type: 'invite', ...world.keys(), ...whose, ...more });
};

function someInvitation(
  world: World,
  state: CharterState,
  isIt: (invitation: Invitation) => boolean,
): Invitation | undefined {
  const live = liveInvitations(state, world.time).filter(isIt);
  const all = [...state.invitations.values()].filter(isIt);
  return world.pick(world.maybe(0.9) ? live : all);
}

export const join: Move = (world, state) => {
  const invitation = someInvitation(world, state, ({ party }) => party !== 0);
  if (!invitation) return undefined;
  const person = invitation.person === '' ? world.id(16) : invitation.person;
  const body = { invitation: invitation.signKey, person, device: world.keys() };
  return { device: 0, body: { type: 'join', ...body } };
};

export const confirm: Move = (world, state) => {
  const waiting = [...state.persons.values()].filter((person) => !person.isConfirmed);
  const person = world.pick(waiting);
  if (!person) return undefined;
  return by(someDevice(world, state, person.party), { type: 'confirm', person: person.id });
};

export const revoke: Move = (world, state) => {
  const invitation = someInvitation(world, state, () => true);
  if (!invitation) return undefined;
  const author = someDevice(world, state, invitation.inviterParty);
  return by(author, { type: 'revoke', invitation: invitation.signKey });
};

export const retire: Move = (world, state) => {
  const author = someDevice(world, state);
  const own = activeDevices(state).filter((device) => device.person === author?.person);
  const device = world.pick(own);
  return device && by(author, { type: 'retire', cut: cutOf(world, device.index) });
};

export const setRecovery: Move = (world, state) => {
  const author = someDevice(world, state);
  if (!author) return undefined;
  const keys = world.keys();
  const replaces = state.persons.get(author.person)?.recovery?.signKey ?? '';
  const body = { ...keys, tag: world.id(), replaces, keys: world.sealed(keys.boxKey) };
  return by(author, { type: 'set-recovery', ...body });
};

export const recover: Move = (world, state) => {
  const found = world.pick(recoveriesOf(state));
  if (!found) return undefined;
  const body = { recovery: found.recovery.signKey, device: world.keys() };
  return { device: 0, body: { type: 'recover', ...body } };
};

export const rekey: Move = (world, state) => {
  const previousEpoch = lastSoundEpoch(state)?.id ?? '';
  const wrapped = previousEpoch === '' ? NOTHING : new Uint8Array(72);
  const reported = state.epochs.filter((epoch) => epoch.isReported && world.maybe(0.5));
  const extra = reported.map(({ id }) => ({ epoch: id, wrapped: new Uint8Array(72) }));
  const grants = grantees(state, world.time).map(({ device, holder }) => ({
    ...{ device, holder, sealed: new Uint8Array(80) },
  }));
  const hashes = { grantsHash: '', heldHash: '', commitment: world.id() };
  const body = { room: 0, previousEpoch, wrapped, extra, grants, ...hashes };
  return by(someDevice(world, state), { type: 'rekey', ...body });
};

export const reportRekey: Move = (world, state) => {
  const epoch = state.epochs.at(-1)?.id;
  if (epoch === undefined) return undefined;
  return by(someDevice(world, state), { type: 'bad-rekey', room: 0, epoch });
};

export const wake: Move = (world, state) => {
  const parties = activeParties(state).filter(
    ({ index, restsSince }) => restsSince !== undefined || unacceptedBy(state, index).length > 0,
  );
  const party = world.pick(parties);
  if (!party) return undefined;
  const accepts = unacceptedBy(state, party.index).filter(() => world.maybe(0.4));
  return by(someDevice(world, state, party.index), { type: 'wake', accepts });
};

/** A device that is on trial says whatever another would. */
export const onTrial: Move = (world, state) => {
  const recent = state.devices.filter(({ trialUntil, cut }) => !cut && trialUntil !== undefined);
  const device = world.pick(recent.filter((one) => one.trialUntil! > world.time));
  const moves = [inviteOwn, retire, setRecovery, rekey, reportRekey];
  const step = world.pick(moves)!(world, state);
  return device && step && by(deviceOf(state, device.index), step.body);
};
