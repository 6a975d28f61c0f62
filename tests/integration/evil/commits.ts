/** E15, E22, E25, E26: what stands in a commit, and who signed it. */
import { hexOf, unhex } from '../../../web/src/core/bytes';
import { currentEpoch } from '../../../web/src/core/charter/state';
import { NO_HASH, RECORD_EDIT } from '../../../web/src/core/commit';
import { inside, plan, value } from '../../../web/src/app/testing/scene';
import { newEpochKey } from '../../../web/src/crypto/epoch_key';
import { hash } from '../../../web/src/crypto/hash';
import { sealRecord } from '../../../web/src/crypto/record';
import { decodeCommit, encodeCore, type Commit } from '../../../web/src/proto/commit';
import { FrameType, type Frame } from '../../../web/src/proto/frames';
import { encodeSigned } from '../../../web/src/proto/signed';
import { planLane } from '../../../web/src/sync/replay';
import * as removed from './removed';
import type { Attack } from './support/attack';
import type { ForgedLog } from './support/forged_log';
import {
  found,
  freshKeys,
  join,
  linkFrom,
  seams,
  settle,
  write,
  type Member,
} from './support/people';
import { isListed } from './support/spoils';
import { joinBy } from './support/statements';

const NOWHERE = { serverEpoch: '', size: 0n, root: '' };

function commitIn({ type, payload }: Frame): Commit | undefined {
  if (type !== FrameType.FRAME_COMMIT) return undefined;
  const commit = decodeCommit(payload, (record) => hash('record', record));
  return commit.ok ? commit.value : undefined;
}

/** By the author's chain as it is, at this seq: signed by the author itself. */
export async function commitBy(author: Member, seq: number, content?: Uint8Array): Promise<Frame> {
  const space = inside(author);
  const { charter, chains } = space.log;
  const { device } = space.me;
  const previous = chains.get(device)?.cores[seq - 2] ?? NO_HASH;
  const epoch = currentEpoch(charter!)!.id;
  const place = { space: space.id, room: 0, epoch, charterHead: charter!.head };
  const chain = { device, seq: BigInt(seq), previous };
  const lane = planLane(space)!;
  const key = space.epochKeys.get(epoch) ?? newEpochKey(seams.random);
  const context = { ...place, ...chain, index: 0, lane, kind: RECORD_EDIT };
  const payload = content ? [sealRecord(key, context, content, seams.random)] : [];
  const records = payload.map((record) => ({
    ...{ lane, kind: RECORD_EDIT, size: record.length },
    hash: hexOf(hash('record', record)),
  }));
  const body = encodeCore({ ...place, ...chain, head: NOWHERE, records });
  const signatures = [await space.keys.sign('core', body)];
  const signed = encodeSigned({ device, seq: BigInt(seq), body, signatures, payload });
  return { type: FrameType.FRAME_COMMIT, payload: signed };
}

/** The newest of her records gives way to the one before: nothing is to be missed. */
const hidden: Attack = {
  name: 'E15 COMMIT2 COMMIT4 EDIT2 a record in the place of another',
  removed: [removed.RECORDS_SIGNED, removed.PLACE_SEALED, removed.CLOCKS_FOLLOW],
  set: async (evil, client) => {
    const kari = await found(evil, 'Kari', client); // sealed as it is opened
    const per = await join(kari, 'Per', client);
    for (const title of ['Først', 'Så']) {
      await write(kari, title);
      await settle(kari);
    }
    const tamper = (forged: ForgedLog): void => {
      const places = forged.leaves.flatMap((leaf, index) => {
        const commit = commitIn(leaf);
        return commit && commit.core.device === 1 && commit.core.records.length > 0
          ? [{ commit, index }]
          : [];
      });
      const [before, last] = places.slice(-2);
      const payload = encodeSigned({
        ...last!.commit.signed,
        payload: before!.commit.signed.payload,
      });
      forged.replace(last!.index, { type: FrameType.FRAME_COMMIT, payload });
    };
    const isWon = async (): Promise<boolean> => {
      const { goals, notices } = await plan(per);
      const titles = goals.map(({ title }) => title);
      const isTold = notices.some(({ kind }) => kind === 'unreadable');
      return titles.includes('Først') && !titles.includes('Så') && !isTold;
    };
    return { host: kari, victim: per, frames: [], tamper, isWon };
  },
};

const afterTheEnd: Attack = {
  name: 'E22 COMMIT8 a commit of somebody who has been shut out',
  removed: [removed.ENDED_SAYS_NOTHING],
  refusal: 'ended',
  set: async (evil, client, people) => {
    const { kari, per } = await people(evil, client);
    const siri = await join(kari, 'Siri');
    await write(siri, 'Fra Siri');
    for (const one of [siri, kari, per]) await settle(one);
    const { person, device } = inside(siri).me;
    const { seq } = inside(siri).log.chains.get(device)!;
    value(await kari.port.run('proposeEndPerson', { space: kari.space, person }));
    for (const one of [kari, per, kari]) await settle(one);
    // The server's help: she has the whole log, but for the key that she is not given.
    Object.assign(inside(siri), { log: inside(kari).log });
    const frames = [await commitBy(siri, Number(seq) + 1, new Uint8Array(40))];
    const isWon = () => inside(per).log.chains.get(device)!.seq > seq;
    return { host: kari, victim: per, frames, isWon };
  },
};

const twice: Attack = {
  name: 'E25 COMMIT6 a second commit with a number that was used',
  removed: [removed.ONE_CORE_A_SEQ],
  refusal: 'conflict',
  set: async (evil, client, people) => {
    const { kari, per } = await people(evil, client);
    const siri = await join(kari, 'Siri');
    await write(siri, 'Fra Siri');
    for (const one of [siri, kari, per]) await settle(one);
    const { device } = inside(siri).me;
    const { cores } = inside(siri).log.chains.get(device)!;
    const frames = [await commitBy(siri, cores.length)];
    const isWon = () => inside(per).log.chains.get(device)!.cores.length > cores.length;
    return { host: kari, victim: per, frames, isWon };
  },
};

/** The neutral point as a key: nobody has its secret, and R = 1, S = 0 is a signature of anything. */
const anyonesKey: Attack = {
  name: 'E26 WIRE9 a key of small order, for which anybody signs',
  removed: [removed.NO_SMALL_ORDER],
  refusal: 'signature',
  set: async (evil, client, people) => {
    const { kari, per } = await people(evil, client);
    const signKey = `01${'00'.repeat(31)}`;
    const signature = Uint8Array.from([...unhex(signKey), ...new Uint8Array(32)]);
    const sign = () => Promise.resolve(signature);
    const keys = { ...freshKeys(), signKey, sign };
    const frames = [await joinBy(inside(kari), await linkFrom(kari), keys)];
    return { host: kari, victim: per, frames, isWon: () => isListed(per, keys) };
  },
};

export const COMMITS: readonly Attack[] = [hidden, afterTheEnd, twice, anyonesKey];
