/** E10, E18, E20: whose key it is, and whose words. */
import { xchacha20poly1305 } from '@noble/ciphers/chacha.js';
import { concat, u32, unhex, type Hex } from '../../../web/src/core/bytes';
import { currentEpoch } from '../../../web/src/core/charter/state';
import { inside, value } from '../../../web/src/app/testing/scene';
import { newEpochKey, type EpochKey } from '../../../web/src/crypto/epoch_key';
import { hash } from '../../../web/src/crypto/hash';
import { label } from '../../../web/src/crypto/labels';
import { recoveryKeys } from '../../../web/src/crypto/recovery_keys';
import { newEntropy, tagOf } from '../../../web/src/crypto/recovery';
import { decodeStatement } from '../../../web/src/proto/charter';
import {
  encodeGrants,
  encodeRecover,
  encodeSetRecovery,
} from '../../../web/src/proto/charter_encode';
import { FrameType } from '../../../web/src/proto/frames';
import { encodeSigned } from '../../../web/src/proto/signed';
import { currentKeysFor } from '../../../web/src/sync/statements';
import * as removed from './removed';
import type { Attack } from './support/attack';
import { freshKeys, join, seams, settle, type Member } from './support/people';
import { isListed, opened } from './support/spoils';
import { hashOf, rekeyBy, statement, type Signer } from './support/statements';

const by = (one: Member): { device: number; signer: Signer } => ({
  device: inside(one).me.device,
  signer: inside(one).keys,
});

/** As KEYS2, but under a commitment that is another key's. */
async function sealUnder(
  space: Hex,
  commitment: Hex,
  boxKey: Hex,
  key: EpochKey,
): Promise<Uint8Array> {
  const ephemeral = freshKeys();
  const shared = (await ephemeral.agree(unhex(boxKey)))!;
  const own = unhex(ephemeral.boxKey);
  const ad = concat(label('grant-ad'), unhex(space), u32(0), unhex(commitment), unhex(boxKey));
  const sealing = hash('grant-key', shared, own, unhex(boxKey));
  return concat(own, xchacha20poly1305(sealing, new Uint8Array(24), ad).encrypt(key));
}

/** Siri's next key is true, but beside it lies one of the evil server's own. */
const exchangedGrant: Attack = {
  name: 'E10 CHARTER16 KEYS4 another key in the place of the one that was sealed to Per',
  removed: [removed.GRANTS_SIGNED, removed.KEY_FITS, removed.BAD_KEY_REPORTED],
  refusal: 'malformed',
  set: async (evil, client, people) => {
    const { kari, per } = await people(evil, client);
    const siri = await join(kari, 'Siri'); // she has made no key in this hour
    for (const one of [kari, per, siri]) await settle(one);
    const { frame } = await rekeyBy(inside(siri), by(siri));
    const read = decodeStatement(frame.payload, hash);
    if (!read.ok || read.value.statement.body.type !== 'rekey') throw new Error('no rekey');
    const { body, hash: epoch } = read.value.statement;
    const own = newEpochKey(seams.random);
    const { me, keys } = inside(per);
    const sealed = await sealUnder(per.space, body.commitment, keys.boxKey, own);
    const grants = body.grants.map((grant) =>
      grant.device === me.device ? { ...grant, sealed } : grant,
    );
    const payload = encodeSigned({ ...read.value.signed, payload: [encodeGrants(grants)] });
    const frames = [{ type: FrameType.FRAME_STATEMENT, payload }];
    return {
      ...{ host: kari, victim: per, frames },
      isWon: ({ leaves }) =>
        opened(per.space, leaves, new Map([[epoch, own]])).includes('Skrevet imens'),
    };
  },
};

/** Whoever has her phone in hand, but not her paper. */
const otherWords: Attack = {
  name: "E18 CHARTER28 other words in the place of Kari's, which the old ones did not sign",
  removed: [removed.OLD_WORDS_SIGN],
  refusal: 'conflict',
  set: async (evil, client, people) => {
    const { kari, per } = await people(evil, client);
    const { words } = value(await kari.port.run('makeWords', { space: kari.space }));
    value(await kari.port.run('setRecovery', { space: kari.space, words: words.join(' ') }));
    await settle(per);
    const space = inside(kari);
    const entropy = newEntropy(seams.random);
    const keys = recoveryKeys(space.id, entropy);
    const { signKey, boxKey } = keys;
    const body = encodeSetRecovery({
      ...{ signKey, boxKey, tag: tagOf(space.id, entropy), replaces: '' },
      keys: currentKeysFor(space, space.log.charter!, boxKey),
    });
    const { device, signer } = by(kari);
    const said = { type: 'set-recovery', body, device, signers: [signer, keys] } as const;
    const frames = [await statement(space, said)];
    const { person } = space.me;
    const isWon = () => inside(per).log.charter!.persons.get(person)?.recovery?.signKey === signKey;
    return { host: kari, victim: per, frames, isWon };
  },
};

const ownWords: Attack = {
  name: "E18 CHARTER3 words of the evil server's own in Kari's name, and a device by them",
  removed: [removed.SIGNATURES],
  refusal: 'signature',
  set: async (evil, client, people) => {
    const { kari, per } = await people(evil, client);
    const space = inside(kari);
    const entropy = newEntropy(seams.random);
    const [recovery, keys] = [recoveryKeys(space.id, entropy), freshKeys()];
    const { signKey, boxKey } = recovery;
    const epoch = currentEpoch(space.log.charter!)!.id;
    const body = encodeSetRecovery({
      ...{ signKey, boxKey, tag: tagOf(space.id, entropy), replaces: '' },
      keys: [{ room: 0, epoch, boxKey, sealed: new Uint8Array(80) }],
    });
    const said = { type: 'set-recovery', body, device: 1, signers: [keys, recovery] } as const;
    const device = { signKey: keys.signKey, boxKey: keys.boxKey };
    const back = encodeRecover({ recovery: signKey, device });
    const frames = [
      await statement(space, said),
      await statement(space, { type: 'recover', body: back, signers: [recovery, keys] }),
    ];
    return { host: kari, victim: per, frames, isWon: () => isListed(per, keys) };
  },
};

const isCurrent = (one: Member, epoch: Hex): boolean =>
  currentEpoch(inside(one).log.charter!)?.id === epoch;

const inHerName: Attack = {
  name: 'E20 CHARTER3 a key in the name of somebody who did not make it',
  removed: [removed.SIGNATURES],
  refusal: 'signature',
  set: async (evil, client, people) => {
    const { kari, per } = await people(evil, client);
    const [siri, odd] = [await join(kari, 'Siri'), await join(kari, 'Odd')];
    for (const one of [per, siri]) await settle(one);
    const { frame } = await rekeyBy(inside(siri), { ...by(siri), device: by(odd).device });
    const epoch = hashOf(frame);
    return { host: kari, victim: per, frames: [frame], isWon: () => isCurrent(per, epoch) };
  },
};

const tooSoon: Attack = {
  name: 'E20 CHARTER16 a key that nobody waits for, within the hour',
  removed: [removed.REKEY_PAUSE],
  refusal: 'quota',
  set: async (evil, client, people) => {
    const { kari, per } = await people(evil, client);
    const { frame } = await rekeyBy(inside(kari), by(kari));
    const epoch = hashOf(frame);
    return { host: kari, victim: per, frames: [frame], isWon: () => isCurrent(per, epoch) };
  },
};

const leftOut: Attack = {
  name: 'E20 CHARTER16 a key that one device is left out of',
  removed: [removed.GRANTS_FOR_ALL],
  refusal: 'malformed',
  set: async (evil, client, people) => {
    const { kari, per } = await people(evil, client);
    const siri = await join(kari, 'Siri');
    await settle(siri);
    const { device } = by(per);
    const { frame } = await rekeyBy(inside(siri), by(siri), (all) =>
      all.filter((grantee) => grantee.device !== device),
    );
    const epoch = hashOf(frame);
    const isShutOut = () => isCurrent(per, epoch) && !inside(per).epochKeys.has(epoch);
    return { host: kari, victim: per, frames: [frame], isWon: isShutOut };
  },
};

export const KEYS: readonly Attack[] = [
  ...[exchangedGrant, otherWords, ownWords, inHerName, tooSoon, leftOut],
];
