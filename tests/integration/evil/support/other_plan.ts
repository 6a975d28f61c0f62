/** A plan of the evil server's own under a link that was made for another: its keys, its members. */
import { hexOf, type Hex } from '../../../../web/src/core/bytes';
import type { DeviceKeys } from '../../../../web/src/crypto/device_keys';
import { commitmentOf, newEpochKey, sealKeyTo } from '../../../../web/src/crypto/epoch_key';
import { hash } from '../../../../web/src/crypto/hash';
import { invitationKeys, readLink } from '../../../../web/src/crypto/invitation';
import { encodeStatement } from '../../../../web/src/proto/charter';
import {
  encodeGenesis,
  encodeGrants,
  encodeInvite,
  encodeRekey,
} from '../../../../web/src/proto/charter_encode';
import { FrameType, type Frame } from '../../../../web/src/proto/frames';
import { encodeSigned } from '../../../../web/src/proto/signed';
import { readDraft } from '../../../../web/src/sync/found';
import type { Space } from '../../../../web/src/sync/space';
import { ForgedLog } from './forged_log';
import { freshKeys, seams } from './people';
import { opened } from './spoils';
import { now } from './statements';

export interface OtherPlan {
  readonly log: ForgedLog;
  /** What it can read of what was written in it. */
  read(): string;
}

interface Words {
  readonly type: 'genesis' | 'rekey' | 'invite';
  readonly body: Uint8Array;
  readonly counter: bigint;
  readonly payload?: readonly Uint8Array[];
}

/** `known` is the true one: the card of her invitation is sealed for whoever has the link, and copied. */
export async function otherPlanUnder(
  link: string,
  known: Space,
  server: DeviceKeys,
): Promise<OtherPlan> {
  const { signKey, boxKey } = invitationKeys(readLink(link)!);
  const { card } = known.log.charter!.invitations.get(signKey)!;
  const own = freshKeys();
  const genesis = encodeGenesis({
    ...{ nonce: hexOf(seams.random(16)), serverKey: server.signKey, sectors: [1], rules: [] },
    parties: [
      {
        ...{ sector: 1, signerRule: 1, person: hexOf(seams.random(16)) },
        device: { signKey: own.signKey, boxKey: own.boxKey },
      },
    ],
  });
  const place = { space: '', device: 0, counter: 0n, charterHead: '' };
  const founding = encodeStatement({ ...place, type: 'genesis', body: genesis });
  const { space } = readDraft(founding)!;
  const log = ForgedLog.empty(known.id, server.signKey);
  log.add(await signedBy(own, founding, 0, 0n));

  const say = async ({ type, body, counter, payload = [] }: Words): Promise<Hex> => {
    const at = { space, device: 1, counter, charterHead: log.charterHead };
    const statement = encodeStatement({ ...at, type, body });
    log.add(await signedBy(own, statement, 1, counter, payload));
    return hexOf(hash('statement', statement));
  };
  const room = { space: known.id, room: 0 }; // as whoever is lured computes it
  const key = newEpochKey(seams.random);
  const grants = encodeGrants([
    { device: 1, holder: '', sealed: sealKeyTo(own.boxKey, room, key, seams.random)! },
  ]);
  const rekey = encodeRekey({
    ...{ room: 0, extra: [], previousEpoch: '', wrapped: new Uint8Array() },
    commitment: commitmentOf(room, key),
    grantsHash: hexOf(hash('grants', grants)),
  });
  const epoch = await say({ type: 'rekey', body: rekey, counter: 1n, payload: [grants] });
  const sealed = sealKeyTo(boxKey, room, key, seams.random)!;
  const invite = encodeInvite({
    ...{ party: 1, sector: 0, signKey, boxKey, person: '', replaces: 0, card },
    ...{ expires: now() + 86_400n, keys: [{ room: 0, epoch, boxKey, sealed }] },
  });
  await say({ type: 'invite', body: invite, counter: 2n });
  return { log, read: () => opened(known.id, log.leaves, new Map([[epoch, key]])) };
}

async function signedBy(
  keys: DeviceKeys,
  body: Uint8Array,
  device: number,
  seq: bigint,
  payload: readonly Uint8Array[] = [],
): Promise<Frame> {
  const signatures = [await keys.sign('statement', body)];
  const signed = encodeSigned({ device, seq, body, signatures, payload });
  return { type: FrameType.FRAME_STATEMENT, payload: signed };
}
