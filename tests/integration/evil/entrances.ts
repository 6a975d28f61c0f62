/** E01, E02, E05, E06, E09: who comes in, and by which link. */
import { hexOf, type Hex } from '../../../web/src/core/bytes';
import { currentEpoch } from '../../../web/src/core/charter/state';
import { inside, value } from '../../../web/src/app/testing/scene';
import type { DeviceKeys } from '../../../web/src/crypto/device_keys';
import { hash } from '../../../web/src/crypto/hash';
import { invitationKeys, readLink } from '../../../web/src/crypto/invitation';
import { decodeEntry } from '../../../web/src/proto/charter';
import { encodeInvite, encodeJoin, encodeRevoke } from '../../../web/src/proto/charter_encode';
import { FrameType, type Frame } from '../../../web/src/proto/frames';
import { encodeSigned } from '../../../web/src/proto/signed';
import * as removed from './removed';
import { bring, exported, type Attack } from './support/attack';
import { ForgedLog } from './support/forged_log';
import { freshKeys, join, linkFrom, seams, settle, type Member } from './support/people';
import { isGivenKey, isListed } from './support/spoils';
import { joinBy, now, statement } from './support/statements';

const DAY_S = 86_400n;

/** An invitation of the evil server's own, in the name of Kari's device. */
const unsigned: Attack = {
  name: 'E01 CHARTER3 an invitation that no member signed, and who came by it',
  removed: [removed.SIGNATURES],
  refusal: 'signature',
  set: async (evil, client, people) => {
    const { kari, per } = await people(evil, client);
    const space = inside(kari);
    const [keys, secret] = [freshKeys(), seams.random(16)];
    const link = { origin: evil.url, space: space.id, secret };
    const { signKey, boxKey } = invitationKeys(link);
    const epoch = currentEpoch(space.log.charter!)!.id;
    const body = encodeInvite({
      ...{ party: 1, sector: 0, signKey, boxKey, person: '', replaces: 0 },
      ...{ expires: now() + DAY_S, card: new Uint8Array(200) },
      keys: [{ room: 0, epoch, boxKey, sealed: new Uint8Array(80) }],
    });
    const by = { device: 1, signers: [keys] };
    // Somebody seems to be shut out, so that Per makes a new key.
    const other = await linkFrom(kari);
    const invite = await statement(space, { type: 'invite', body, ...by });
    const entrance = await joinFor(space, invitationKeys(link), keys);
    const revoked = encodeRevoke({ invitation: invitationKeys(readLink(other)!).signKey });
    const revoke = await statement(space, { type: 'revoke', body: revoked, ...by, beyond: 2 });
    return {
      ...{ host: kari, victim: per, frames: [invite, entrance, revoke] },
      isWon: (forged) => isGivenKey(per, forged, keys),
    };
  },
};

async function joinFor(
  space: Parameters<typeof statement>[0],
  inviting: DeviceKeys,
  keys: DeviceKeys,
): Promise<Frame> {
  const device = { signKey: keys.signKey, boxKey: keys.boxKey };
  const person = hexOf(seams.random(16));
  const body = encodeJoin({ invitation: inviting.signKey, person, device });
  return statement(space, { type: 'join', body, signers: [inviting, keys] });
}

const returned: Attack = {
  name: 'E02 CHARTER8 the entrance of somebody who was shut out, once more',
  removed: [removed.ENTRANCE_ONCE, removed.KEYS_NEW, removed.PERSON_NEW],
  refusal: 'ok', // it is held already, answered as the first time, and stands nowhere new
  set: async (evil, client, people) => {
    const { kari, per } = await people(evil, client);
    const gone = await join(kari, 'Gunn');
    const { me, keys } = inside(gone);
    const entry = inside(kari).log.history.find(
      ({ statement: said }) =>
        said.body.type === 'join' && said.body.device.signKey === keys.signKey,
    )!;
    const shut = { space: kari.space, person: me.person };
    value(await kari.port.run('proposeEndPerson', shut));
    for (const one of [kari, per, kari]) await settle(one);
    const frames = [await placed(kari, entry.statement.hash)];
    return { host: kari, victim: per, frames, isWon: () => isListed(per, keys) };
  },
};

/** A statement as it once came, out of the server's log. */
async function placed(host: Member, named: Hex): Promise<Frame> {
  for (const { type, payload } of ForgedLog.of(await exported(host)).leaves) {
    const entry = type === FrameType.FRAME_ENTRY ? decodeEntry(payload, hash) : undefined;
    if (!entry?.ok || entry.value.statement.hash !== named) continue;
    return { type: FrameType.FRAME_STATEMENT, payload: encodeSigned(entry.value.signed) };
  }
  throw new Error('not in the log');
}

const asKari: Attack = {
  name: "E05 CHARTER8 a device in a member's name, by a link that was for somebody else",
  removed: [removed.PERSON_NEW],
  refusal: 'conflict',
  set: async (evil, client, people) => {
    const { kari, per } = await people(evil, client);
    const keys = freshKeys();
    const { person } = inside(kari).me;
    const frames = [await joinBy(inside(kari), await linkFrom(kari), keys, person)];
    const isHers = () =>
      inside(per).log.charter!.devices.some(
        (one) => one.signKey === keys.signKey && one.person === person,
      );
    return { host: kari, victim: per, frames, isWon: isHers };
  },
};

const sameBox: Attack = {
  name: "E06 CHARTER8 a device whose box key is a member's",
  removed: [removed.KEYS_NEW],
  refusal: 'conflict',
  set: async (evil, client, people) => {
    const { kari, per } = await people(evil, client);
    const keys = { ...freshKeys(), boxKey: inside(kari).keys.boxKey };
    const frames = [await joinBy(inside(kari), await linkFrom(kari), keys)];
    return { host: kari, victim: per, frames, isWon: () => isListed(per, keys) };
  },
};

const usedTwice: Attack = {
  name: 'E09 CHARTER8 an invitation that somebody came by already',
  removed: [removed.ENTRANCE_ONCE],
  refusal: 'used',
  set: async (evil, client, people) => {
    const { kari, per } = await people(evil, client);
    const link = await linkFrom(kari);
    const [answer] = await bring(kari, [await joinBy(inside(kari), link, freshKeys())]);
    if (answer !== 'ok') throw new Error(answer);
    await settle(kari);
    const keys = freshKeys();
    const frames = [await joinBy(inside(kari), link, keys)];
    return { host: kari, victim: per, frames, isWon: () => isListed(per, keys) };
  },
};

/** The real server's clock stands in the way of trying this there. */
const tooLate: Attack = {
  name: 'E09 CHARTER8 an invitation after its time',
  removed: [removed.ENTRANCE_EXPIRES],
  set: async (evil, client, people) => {
    const { kari, per } = await people(evil, client);
    const keys = freshKeys();
    const frames = [await joinBy(inside(kari), await linkFrom(kari), keys)];
    const isWon = () => isListed(per, keys);
    return { host: kari, victim: per, frames, ahead: 31n * DAY_S, isWon };
  },
};

export const ENTRANCES: readonly Attack[] = [
  ...[unsigned, returned, asKari, sameBox, usedTwice, tooLate],
];
