/** Statements that nobody honest makes: any author, any counter, any signers. */
import { hexOf, type Hex } from '../../../../web/src/core/bytes';
import { grantees, type Grantee } from '../../../../web/src/core/charter/keys';
import { currentEpoch, type CharterState } from '../../../../web/src/core/charter/state';
import type { Body, KeyPair } from '../../../../web/src/core/charter/statement';
import type { DeviceKeys } from '../../../../web/src/crypto/device_keys';
import {
  commitmentOf,
  newEpochKey,
  sealKeyTo,
  wrapPrevious,
  type EpochKey,
} from '../../../../web/src/crypto/epoch_key';
import { hash } from '../../../../web/src/crypto/hash';
import { invitationKeys, readLink } from '../../../../web/src/crypto/invitation';
import { encodeStatement } from '../../../../web/src/proto/charter';
import { encodeGrants, encodeJoin, encodeRekey } from '../../../../web/src/proto/charter_encode';
import { FrameType, type Frame } from '../../../../web/src/proto/frames';
import { decodeSigned, encodeSigned } from '../../../../web/src/proto/signed';
import type { Space } from '../../../../web/src/sync/space';
import { seams } from './people';

export const now = (): bigint => BigInt(Math.floor(seams.now()));

export type Signer = Pick<DeviceKeys, 'sign'>;

export interface Said {
  readonly type: Body['type'];
  readonly body: Uint8Array;
  readonly signers: readonly Signer[];
  /** 0: nobody. */
  readonly device?: number;
  /** Beyond the author's last. */
  readonly beyond?: number;
  readonly payload?: readonly Uint8Array[];
  readonly space?: Hex;
  readonly charterHead?: Hex;
}

/** By the charter as `space` has it. */
export async function statement(space: Space, said: Said): Promise<Frame> {
  const { type, body, signers, device = 0, beyond = 1, payload = [] } = said;
  const charter = space.log.charter!;
  const counter = device === 0 ? 0n : charter.devices[device - 1]!.counter + BigInt(beyond);
  const charterHead = said.charterHead ?? charter.head;
  const place = { space: said.space ?? space.id, device, counter, charterHead };
  const bytes = encodeStatement({ ...place, type, body });
  const signatures = await Promise.all(signers.map((one) => one.sign('statement', bytes)));
  const signed = encodeSigned({ device, seq: counter, body: bytes, signatures, payload });
  return { type: FrameType.FRAME_STATEMENT, payload: signed };
}

export function hashOf({ payload }: Frame): Hex {
  const signed = decodeSigned(payload);
  if (!signed.ok) throw new Error(signed.error);
  return hexOf(hash('statement', signed.value.body));
}

/** Whoever has the link says so; the keys may be anybody's. */
export function joinBy(
  space: Space,
  link: string,
  keys: Signer & KeyPair,
  person: Hex = hexOf(seams.random(16)),
): Promise<Frame> {
  const inviting = invitationKeys(readLink(link)!);
  const { signKey, boxKey } = keys;
  const body = encodeJoin({ invitation: inviting.signKey, person, device: { signKey, boxKey } });
  return statement(space, { type: 'join', body, signers: [inviting, keys] });
}

/** The room's next key, sealed to whom the author likes. */
export async function rekeyBy(
  space: Space,
  by: { readonly device: number; readonly signer: Signer; readonly charter?: CharterState },
  choose: (all: Grantee[]) => Grantee[] = (all) => all,
): Promise<{ frame: Frame; key: EpochKey }> {
  const charter = by.charter ?? space.log.charter!;
  const room = { space: space.id, room: 0 };
  const key = newEpochKey(seams.random);
  const before = currentEpoch(charter)!;
  const grants = choose(grantees(charter, charter.time)).map(({ device, holder, boxKey }) => ({
    ...{ device, holder },
    sealed: sealKeyTo(boxKey, room, key, seams.random)!,
  }));
  const payload = encodeGrants(grants);
  const body = encodeRekey({
    ...{ room: 0, extra: [], previousEpoch: before.id, commitment: commitmentOf(room, key) },
    grantsHash: hexOf(hash('grants', payload)),
    wrapped: wrapPrevious(key, room, before.id, space.epochKeys.get(before.id)!, seams.random),
  });
  const { device, signer } = by;
  const said = { type: 'rekey', body, signers: [signer], device, payload: [payload] } as const;
  return { frame: await statement(space, { ...said, charterHead: charter.head }), key };
}
