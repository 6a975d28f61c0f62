/** E01, E03, E04: whose yes counts, and for what. */
import { hexOf, type Hex } from '../../../web/src/core/bytes';
import { inside, value } from '../../../web/src/app/testing/scene';
import type { DeviceKeys } from '../../../web/src/crypto/device_keys';
import { invitationKeys, readLink } from '../../../web/src/crypto/invitation';
import { encodeConsent, encodeEnact, encodePropose } from '../../../web/src/proto/charter_encode';
import { FrameType, type Frame } from '../../../web/src/proto/frames';
import { decodeSigned, encodeSigned } from '../../../web/src/proto/signed';
import * as removed from './removed';
import { bring, type Attack } from './support/attack';
import type { ForgedLog } from './support/forged_log';
import {
  device,
  foundTogether,
  freshKeys,
  further,
  linkFrom,
  seams,
  settle,
  type Member,
} from './support/people';
import { isGivenKey, isListed } from './support/spoils';
import { hashOf, now, statement } from './support/statements';

const DAY_S = 86_400n;

/** Asks to be let in as a group of its own, as whoever has the link may. */
async function ask(host: Member, keys: DeviceKeys, sector: 1 | 2 | 3 = 2): Promise<Frame> {
  const inviting = invitationKeys(readLink(await linkFrom(host, 'Falsk', sector))!);
  const device = { signKey: keys.signKey, boxKey: keys.boxKey };
  const person = hexOf(seams.random(16));
  const place = {
    act: 1,
    invitation: inviting.signKey,
    sector,
    signerRule: 1,
    replaces: 0,
  } as const;
  const body = encodePropose({ ...place, person, device }, now() + 90n * DAY_S);
  const asked = await statement(inside(host), { type: 'propose', body, signers: [inviting, keys] });
  const [answer] = await bring(host, [asked]);
  if (answer !== 'ok') throw new Error(answer);
  await settle(host);
  return asked;
}

/** Said by nobody, as whoever sees that something is valid may. */
function enacted(host: Member, proposal: Hex): Promise<Frame> {
  const body = encodeEnact({ proposal, keys: [], cuts: [] });
  return statement(inside(host), { type: 'enact', body, signers: [] });
}

function consentOf(by: Member, proposal: Hex, subject?: Hex): Promise<Frame> {
  const { me, keys, log } = inside(by);
  const charter = log.charter!;
  const body = encodeConsent({
    ...{ proposal, constitution: charter.constitution, expires: now() + 80n * DAY_S },
    subject: subject ?? charter.proposals.get(proposal)!.subjectHash,
  });
  return statement(inside(by), { type: 'consent', body, device: me.device, signers: [keys] });
}

const unasked: Attack = {
  name: 'E01 CHARTER12 a group that nobody said yes to',
  removed: [removed.CERTIFICATE],
  refusal: 'no-consent',
  set: async (evil, client, people) => {
    const { kari, per } = await people(evil, client);
    const keys = freshKeys();
    const proposal = hashOf(await ask(kari, keys));
    const frames = [await enacted(kari, proposal)];
    const isWon = (forged: ForgedLog) => isGivenKey(per, forged, keys);
    return { host: kari, victim: per, frames, isWon };
  },
};

const oneSector: Attack = {
  name: 'E03 CHARTER12 two groups of one sector are one sector',
  removed: [removed.SECTORS_COUNTED],
  refusal: 'no-consent',
  set: async (evil, client) => {
    const [kari, berit, per] = (await foundTogether(evil, [
      { name: 'Kari', sector: 1 },
      { name: 'Berit', sector: 1 },
      { name: 'Per', sector: 2, client },
    ])) as [Member, Member, Member];
    const keys = freshKeys();
    const proposal = hashOf(await ask(kari, keys, 1));
    for (const one of [kari, berit]) {
      await settle(one);
      value(await one.port.run('consent', { space: one.space, proposal }));
    }
    await settle(kari);
    const frames = [await enacted(kari, proposal)];
    const isWon = () => isListed(per, keys);
    // After the notice, by a clock that is the server's own.
    return { host: kari, victim: per, frames, ahead: 15n * DAY_S, isWon };
  },
};

const twoDevices: Attack = {
  name: 'E03 CHARTER11 two devices of one person are one person',
  removed: [removed.ONE_CONSENT_EACH],
  refusal: 'conflict',
  set: async (evil, client) => {
    const [kari, per] = (await foundTogether(evil, [
      { name: 'Kari', sector: 1, signerRule: 2 },
      { name: 'Per', sector: 2, client },
    ])) as [Member, Member];
    const siri = await joinOwn(kari, 'Siri');
    const other = await further(kari);
    value(await kari.port.run('confirm', { space: kari.space, person: inside(siri).me.person }));
    const keys = freshKeys();
    const proposal = hashOf(await ask(kari, keys, 1));
    for (const one of [kari, per]) {
      await settle(one);
      value(await one.port.run('consent', { space: one.space, proposal }));
    }
    for (const one of [other, kari, per]) await settle(one);
    const frames = [await consentOf(other, proposal), await enacted(kari, proposal)];
    return { host: kari, victim: per, frames, isWon: () => isListed(per, keys) };
  },
};

/** Into the party as it is named where several founded. */
async function joinOwn(host: Member, name: string): Promise<Member> {
  const one = await device();
  const party = inside(host).me.party;
  const { link } = value(await host.port.run('invite', { space: host.space, party }));
  value(await one.port.run('join', { link, person: name }));
  await settle(host);
  return settle({ ...one, space: host.space });
}

const otherSubject: Attack = {
  name: 'E04 CHARTER11 a consent to one group used for another',
  removed: [removed.SUBJECT_OF_CONSENT],
  refusal: 'malformed',
  set: async (evil, client, people) => {
    const { kari, per } = await people(evil, client);
    const [good, keys] = [freshKeys(), freshKeys()];
    const meant = hashOf(await ask(kari, good, 3));
    const proposal = hashOf(await ask(kari, keys));
    const subject = inside(kari).log.charter!.proposals.get(meant)!.subjectHash;
    const frames = [await consentOf(kari, proposal, subject), await enacted(kari, proposal)];
    return { host: kari, victim: per, frames, isWon: () => isListed(per, keys) };
  },
};

const exchanged: Attack = {
  name: 'E04 CHARTER3 a consent in which the evil server exchanged the proposal',
  removed: [removed.SIGNATURES],
  refusal: 'signature',
  set: async (evil, client, people) => {
    const { kari, per } = await people(evil, client);
    const [good, keys] = [freshKeys(), freshKeys()];
    const meant = hashOf(await ask(kari, good, 3));
    const proposal = hashOf(await ask(kari, keys));
    const honest = decodeSigned((await consentOf(kari, meant)).payload);
    const forged = decodeSigned((await consentOf(kari, proposal)).payload);
    if (!honest.ok || !forged.ok) throw new Error('not readable');
    // The signature is of what Kari said, the rest is not.
    const payload = encodeSigned({ ...forged.value, signatures: honest.value.signatures });
    const consent = { type: FrameType.FRAME_STATEMENT, payload };
    const frames = [consent, await enacted(kari, proposal)];
    return { host: kari, victim: per, frames, isWon: () => isListed(per, keys) };
  },
};

const otherPlan: Attack = {
  name: 'E04 CHARTER1 a consent that names another plan',
  removed: [removed.SPACE_OF_STATEMENT],
  refusal: 'malformed',
  set: async (evil, client, people) => {
    const { kari, per } = await people(evil, client);
    const keys = freshKeys();
    const proposal = hashOf(await ask(kari, keys));
    const { log, me, keys: own } = inside(kari);
    const { constitution, proposals } = log.charter!;
    const { subjectHash: subject } = proposals.get(proposal)!;
    const body = encodeConsent({ proposal, constitution, subject, expires: now() + DAY_S });
    const by = { device: me.device, signers: [own], space: '77'.repeat(32) };
    const consent = await statement(inside(kari), { type: 'consent', body, ...by });
    const frames = [consent, await enacted(kari, proposal)];
    return { host: kari, victim: per, frames, isWon: () => isListed(per, keys) };
  },
};

export const CONSENTS: readonly Attack[] = [
  ...[unasked, oneSector, twoDevices, otherSubject, exchanged, otherPlan],
];
