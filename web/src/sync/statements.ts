/** What this device says about the charter: signed at once, kept until a server has placed it. */
import { hexOf, type Hex } from '../core/bytes';
import { devicesThatEnd } from '../core/charter/ending';
import { grantees } from '../core/charter/keys';
import {
  currentEpoch,
  lastSoundEpoch,
  type CharterState,
  type Proposal,
} from '../core/charter/state';
import { isEntrance, type Body, type SealedKey } from '../core/charter/statement';
import type { Result } from '../core/errors';
import {
  commitmentOf,
  newEpochKey,
  SEALED_KEY_BYTES,
  sealKeyTo,
  wrapPrevious,
} from '../crypto/epoch_key';
import { hash } from '../crypto/hash';
import type { DeviceKeys } from '../crypto/device_keys';
import { sealReason } from '../crypto/reason';
import { bodyBytesOf, encodeStatement } from '../proto/charter';
import {
  encodeBadRekey,
  encodeEnact,
  encodeGrants,
  encodeObject,
  encodeRekey,
} from '../proto/charter_encode';
import { decodeSigned, encodeSigned } from '../proto/signed';
import { cutOf } from './log';
import { dropSaying, putEpochKey, putSaying, type Saying } from './records';
import { inWriting, writeMe, type Space } from './space';

export const ROOM = 0;
const MAX_EXTRA = 64;

interface Beside {
  /** Travels beside the signature. */
  readonly payload?: readonly Uint8Array[];
  /** Sign after this device, in this order. */
  readonly others?: readonly Pick<DeviceKeys, 'sign'>[];
}

/** Signs a statement and keeps it. */
export function say(
  space: Space,
  type: Body['type'],
  body: Uint8Array,
  beside: Beside = {},
): Promise<Result<{ readonly hash: Hex }>> {
  return inWriting(space, () => sayInTurn(space, type, body, beside));
}

/** Takes back what no log has. Its counter is used up. */
export async function unsay(space: Space, statement: Hex): Promise<Result<null>> {
  const saying = space.sayings.find(({ signed }) => statementOf(signed) === statement);
  if (!saying) return { ok: true, value: null };
  const written = await space.store.write([dropSaying(space.id, saying.counter)]);
  if (written.ok) space.sayings = space.sayings.filter((kept) => kept !== saying);
  return written;
}

/** One signature alone is on them, and nothing rests on what the log holds. */
const ANEW: readonly string[] = [
  ...['confirm', 'consent', 'object', 'withdraw', 'propose', 'invite', 'revoke', 'wake'],
];

/**
 * CHARTER4: what waits here under counters that the charter has heard already, as a store that
 * went back in time has forgotten, would be refused: it is said once more, in its order.
 */
export async function sayAnew(space: Space): Promise<Result<null>> {
  const heard = Number(space.log.charter?.devices[space.me.device - 1]?.counter ?? 0n);
  const late = space.sayings.filter(
    ({ counter, type, signed }) =>
      counter > 0 &&
      counter <= heard &&
      ANEW.includes(type) &&
      !space.log.statements.has(statementOf(signed)),
  );
  for (const { type, signed } of late) {
    const decoded = decodeSigned(signed);
    if (!decoded.ok) continue;
    const said = await say(space, type as Body['type'], bodyBytesOf(decoded.value.body));
    const gone = said.ok ? await unsay(space, statementOf(signed)) : said;
    if (!gone.ok) return gone;
  }
  return { ok: true, value: null };
}

/** The hash that its entry will name. */
export function statementOf(signed: Uint8Array): Hex {
  const decoded = decodeSigned(signed);
  return decoded.ok ? hexOf(hash('statement', decoded.value.body)) : '';
}

async function sayInTurn(
  space: Space,
  type: Body['type'],
  body: Uint8Array,
  { payload = [], others = [] }: Beside,
): Promise<Result<{ readonly hash: Hex }>> {
  // A store that went back in time has forgotten what it said: the charter has not.
  const said = space.log.charter?.devices[space.me.device - 1]?.counter ?? 0n;
  const counter = Math.max(space.me.counter, Number(said)) + 1;
  const statement = encodeStatement({
    space: space.id,
    device: space.me.device,
    counter: BigInt(counter),
    charterHead: space.log.charter?.head ?? '',
    type,
    body,
  });
  const signers = [space.keys, ...others];
  const signatures = await Promise.all(signers.map((keys) => keys.sign('statement', statement)));
  const { device } = space.me;
  const signed = encodeSigned({
    device,
    seq: BigInt(counter),
    body: statement,
    signatures,
    payload,
  });
  const saying: Saying = { counter, type, signed };
  const written = await writeMe(space, { counter }, putSaying(space.id, saying));
  if (!written.ok) return written;
  space.sayings = [...space.sayings, saying].sort((a, b) => a.counter - b.counter);
  return { ok: true, value: { hash: hexOf(hash('statement', statement)) } };
}

/** A newcomer's keys, so that it reads at once; the ends of those who are removed. */
export function sayEnact(
  space: Space,
  charter: CharterState,
  proposal: Proposal,
): Promise<Result<{ readonly hash: Hex }>> {
  const { id, subject } = proposal;
  const keys = isEntrance(subject) ? currentKeysFor(space, charter, subject.device.boxKey) : [];
  const cuts = devicesThatEnd(charter, proposal).map(({ index }) => cutOf(space.log, index));
  return say(space, 'enact', encodeEnact({ proposal: id, keys, cuts }));
}

/** CHARTER16. The new key is kept under the statement's hash before anybody has seen it. */
export async function sayRekey(
  space: Space,
  charter: CharterState,
  time: bigint,
): Promise<Result<null>> {
  const room = { space: space.id, room: ROOM };
  const key = newEpochKey(space.seams.random);
  // Reported keys stand beside the chain: what some could open is there for those who come.
  const previous = lastSoundEpoch(charter);
  const previousKey = previous && space.epochKeys.get(previous.id);
  if (previous && !previousKey) return { ok: false, error: 'not-found' };
  const grants = grantees(charter, time).map(({ device, holder, boxKey }) => {
    // Whoever named a key that nothing can be sealed to does without; the rest do not.
    const sealed = sealKeyTo(boxKey, room, key, space.seams.random);
    return { device, holder, sealed: sealed ?? space.seams.random(SEALED_KEY_BYTES) };
  });
  const payload = encodeGrants(grants);
  const reported = charter.epochs.flatMap(({ id, isReported = false }) => {
    const known = isReported ? space.epochKeys.get(id) : undefined;
    return known ? [{ epoch: id, key: known }] : [];
  });
  const body = encodeRekey({
    room: ROOM,
    extra: reported.slice(-MAX_EXTRA).map((one) => ({
      epoch: one.epoch,
      wrapped: wrapPrevious(key, room, one.epoch, one.key, space.seams.random),
    })),
    previousEpoch: previous?.id ?? '',
    commitment: commitmentOf(room, key),
    grantsHash: hexOf(hash('grants', payload)),
    wrapped:
      previous && previousKey
        ? wrapPrevious(key, room, previous.id, previousKey, space.seams.random)
        : new Uint8Array(),
  });
  const said = await say(space, 'rekey', body, { payload: [payload] });
  if (!said.ok) return said;
  return space.store.write([putEpochKey(space.id, said.value.hash, key)]);
}

export function currentKeysFor(space: Space, charter: CharterState, boxKey: Hex): SealedKey[] {
  const epoch = currentEpoch(charter);
  const key = epoch && space.epochKeys.get(epoch.id);
  if (!key) return [];
  const sealed = sealKeyTo(boxKey, { space: space.id, room: ROOM }, key, space.seams.random);
  return sealed ? [{ room: ROOM, epoch: epoch.id, boxKey, sealed }] : [];
}

/** The reason is for those who read the plan, not for the server. */
export function sayObject(
  space: Space,
  charter: CharterState,
  proposal: Hex,
  reason: string,
): Promise<Result<{ readonly hash: Hex }>> {
  const epoch = currentEpoch(charter)?.id ?? '';
  const key = space.epochKeys.get(epoch);
  const place = { space: space.id, room: ROOM, epoch, proposal };
  const context = { ...place, device: space.me.device };
  const sealed =
    key && reason !== ''
      ? { epoch, reason: sealReason(key, context, reason, space.seams.random) }
      : { epoch: '', reason: new Uint8Array() };
  return say(space, 'object', encodeObject({ proposal, ...sealed }));
}

/** CHARTER32. */
export function sayBadRekey(space: Space, epoch: Hex): Promise<Result<{ readonly hash: Hex }>> {
  return say(space, 'bad-rekey', encodeBadRekey({ room: ROOM, epoch }));
}
