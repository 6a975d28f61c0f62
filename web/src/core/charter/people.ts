/** CHARTER7 to CHARTER9, CHARTER25: how people and their devices come into a party. */
import type { Hex } from '../bytes';
import type { Rule, Verdict } from './apply';
import { awaitRekey } from './keys';
import {
  addDevice,
  areKeysNew,
  checkWholeKeys,
  hasRoom,
  hasIndexFor,
  putPerson,
  takeKeys,
} from './pool';
import {
  currentEpoch,
  deviceOf,
  isConfirmed,
  MAX_DEVICE_INVITATION_S,
  MAX_INVITATION_S,
  partyOf,
  signersNeeded,
  signersOf,
  whyOver,
  type CharterState,
  type Device,
  type Invitation,
} from './state';
import {
  isEntrance,
  type Confirm,
  type Invite,
  type Join,
  type KeyPair,
  type Revoke,
} from './statement';

export const invite: Rule<Invite> = (draft, { position, statement }) => {
  const { body } = statement;
  const author = deviceOf(draft, statement.device)!;
  if (!isConfirmed(draft, author.person) && body.person === '') return 'forbidden';
  const audience = checkAudience(draft, body, author);
  if (audience !== 'ok' && audience !== 'stale-epoch') return audience;
  if (body.expires <= position.time) return 'expired';
  const longest = body.person === '' ? MAX_INVITATION_S : MAX_DEVICE_INVITATION_S;
  if (body.expires > position.time + longest) return 'malformed';
  if (!areKeysNew(draft, body)) return 'conflict';
  if (audience !== 'ok') return audience;
  if (!hasRoom(draft, position.time)) return 'limit';
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

/** Whom it is for; a key of another epoch is told by the last of its names. */
function checkAudience(state: CharterState, body: Invite, author: Device): Verdict {
  const { party, sector, person, keys, replaces } = body;
  if (party !== 0) {
    const isForOwn = party === author.party && sector === 0 && replaces === 0;
    if (!isForOwn || (person !== '' && person !== author.person)) return 'malformed';
    const mayLackKey = person !== '' && keys.length === 0;
    return mayLackKey ? 'ok' : checkWholeKeys(state, keys, body.boxKey);
  }
  const isForNew = state.sectors.includes(sector) && person === '' && keys.length === 0;
  if (!isForNew) return 'malformed';
  if (replaces === 0) return 'ok';
  const replaced = partyOf(state, replaces);
  if (!replaced) return 'not-found';
  if (replaced.removedAt !== undefined) return 'ended';
  const isAwake = replaced.restsSince === undefined;
  const isOthers = replaces !== author.party && replaced.sector === sector;
  return isOthers && isAwake ? 'ok' : 'forbidden';
}

export const join: Rule<Join> = (draft, { position, statement }) => {
  const { body } = statement;
  const invitation = draft.invitations.get(body.invitation);
  if (!invitation) return 'not-found';
  if (invitation.party === 0) return 'forbidden';
  const entrance = checkEntrance(draft, invitation, body, position.time);
  if (entrance !== 'ok') return entrance;
  // In all there are as many as before: a device takes its invitation's place.
  if (!hasIndexFor(draft, { id: body.person, party: invitation.party })) return 'limit';
  useInvitation(draft, invitation);
  const { party, signKey } = invitation;
  const fresh = { id: body.person, party, isConfirmed: false, confirmedBy: [] };
  if (invitation.person === '') putPerson(draft, { ...fresh, invitation: signKey });
  const lacksKey = invitation.keys.length === 0 && currentEpoch(draft) !== undefined;
  addDevice(draft, body.device, fresh, { lacksKey });
  return 'ok';
};

/** Each says it alone; the last that is needed makes it so. */
export const confirm: Rule<Confirm> = (draft, { statement }) => {
  const author = deviceOf(draft, statement.device)!;
  if (!isConfirmed(draft, author.person)) return 'forbidden';
  const person = draft.persons.get(statement.body.person);
  if (!person || person.party !== author.party) return 'not-found';
  if (!draft.devices.some((device) => device.person === person.id && !device.cut)) return 'ended';
  if (person.isConfirmed || person.confirmedBy.includes(author.person)) return 'conflict';
  const confirmedBy = [...person.confirmedBy, author.person];
  const able = signersOf(draft, person.party);
  const count = confirmedBy.filter((id) => able.has(id)).length;
  const isEnough = count >= signersNeeded(draft, person.party);
  putPerson(draft, { ...person, confirmedBy, isConfirmed: isEnough });
  return 'ok';
};

export const revoke: Rule<Revoke> = (draft, { position, statement }) => {
  const { person, party } = deviceOf(draft, statement.device)!;
  const invitation = draft.invitations.get(statement.body.invitation);
  if (!invitation) return 'not-found';
  const isOwn = isConfirmed(draft, person) || invitation.person === person;
  if (invitation.inviterParty !== party || !isOwn) return 'forbidden';
  const over = whyOver(invitation, position.time);
  if (over) return over;
  const revoked = { ...invitation, isRevoked: true };
  draft.invitations = new Map(draft.invitations).set(invitation.signKey, revoked);
  if (invitation.party !== 0) awaitRekey(draft); // it has read along
  return 'ok';
};

/** CHARTER8, CHARTER10: unused, not revoked and alive; keys new, and the person as it must be. */
export function checkEntrance(
  state: CharterState,
  invitation: Invitation,
  comer: { readonly person: Hex; readonly device: KeyPair },
  time: bigint,
): Verdict {
  const over = whyOver(invitation, time);
  if (over) return over;
  const isNew = !state.persons.has(comer.person) && !isProposed(state, comer.person);
  const isMeant = invitation.person === '' ? isNew : comer.person === invitation.person;
  return isMeant && areKeysNew(state, comer.device) ? 'ok' : 'conflict';
}

export function useInvitation(draft: CharterState, invitation: Invitation): void {
  const used = { ...invitation, isUsed: true };
  draft.invitations = new Map(draft.invitations).set(invitation.signKey, used);
}

function isProposed(state: CharterState, person: Hex): boolean {
  return [...state.proposals.values()].some(
    ({ subject }) => isEntrance(subject) && subject.person === person,
  );
}
