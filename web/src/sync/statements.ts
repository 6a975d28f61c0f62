/** What this device says about the charter: signed at once, kept until a server has placed it. */
import { hexOf, type Hex } from '../core/bytes';
import { devicesThatEnd } from '../core/charter/ending';
import { grantees } from '../core/charter/keys';
import {
  currentEpoch,
  lastSoundEpoch,
  MAX_PROPOSAL_S,
  type CharterState,
  type Proposal,
} from '../core/charter/state';
import {
  ACT_REST_PARTY,
  isEntrance,
  type Body,
  type SealedKey,
  type Subject,
} from '../core/charter/statement';
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
import { invitationKeys, newSecret, sealCard, type InvitationSecret } from '../crypto/invitation';
import { encodeStatement } from '../proto/charter';
import {
  encodeConfirm,
  encodeConsent,
  encodeEnact,
  encodeGrants,
  encodeInvite,
  encodeObject,
  encodePropose,
  encodeRekey,
  encodeRevoke,
  encodeWithdraw,
} from '../proto/charter_encode';
import { encodeCard, type InvitationCard } from '../proto/content';
import { encodeSigned } from '../proto/signed';
import { cutOf } from './log';
import { heldTime } from './outbox';
import { putEpochKey, putSaying, type Saying } from './records';
import { inWriting, writeMe, type Space } from './space';

export const INVITATION_S = 30 * 86_400;
/** Whoever sees the code over a shoulder has no more than this. */
const FURTHER_DEVICE_S = 3600;
const CONSENT_S = 90 * 86_400;
const PROPOSAL_S = BigInt(60 * 86_400);
/** A rest waits for 120 days of silence: what is said to it lives as long as anything may. */
const REST_S = MAX_PROPOSAL_S;
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

async function sayInTurn(
  space: Space,
  type: Body['type'],
  body: Uint8Array,
  { payload = [], others = [] }: Beside,
): Promise<Result<{ readonly hash: Hex }>> {
  const counter = space.me.counter + 1;
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

export interface InvitePlan {
  readonly party: number; // 0: a new one, in
  readonly sector: number;
  readonly card: InvitationCard;
  /** Mine, for a further device. */
  readonly person?: Hex;
  readonly replaces?: number;
}

export async function sayInvite(
  space: Space,
  charter: CharterState,
  { party, sector, card, person = '', replaces = 0 }: InvitePlan,
): Promise<Result<InvitationSecret & { readonly signKey: Hex }>> {
  const secret = newSecret(space.id, space.seams.random);
  const { signKey, boxKey } = invitationKeys(secret);
  const life = BigInt(person === '' ? INVITATION_S : FURTHER_DEVICE_S);
  const body = encodeInvite({
    ...{ party, sector, signKey, boxKey, person, replaces },
    expires: lastKnownTime(space, charter) + life,
    keys: party === 0 ? [] : currentKeysFor(space, charter, boxKey),
    card: sealCard(secret, signKey, encodeCard(card), space.seams.random),
  });
  const said = await say(space, 'invite', body);
  return said.ok ? { ok: true, value: { ...secret, signKey } } : said;
}

export function sayConfirm(space: Space, person: Hex): Promise<Result<{ readonly hash: Hex }>> {
  return say(space, 'confirm', encodeConfirm({ person }));
}

export function sayConsent(
  space: Space,
  charter: CharterState,
  proposal: Proposal,
): Promise<Result<{ readonly hash: Hex }>> {
  const isRest = proposal.subject.act === ACT_REST_PARTY;
  const expires = lastKnownTime(space, charter) + (isRest ? REST_S : BigInt(CONSENT_S));
  const { id, subjectHash: subject } = proposal;
  const { constitution } = charter;
  return say(space, 'consent', encodeConsent({ proposal: id, subject, constitution, expires }));
}

export function sayPropose(
  space: Space,
  charter: CharterState,
  subject: Subject,
): Promise<Result<{ readonly hash: Hex }>> {
  const life = subject.act === ACT_REST_PARTY ? REST_S : PROPOSAL_S;
  const expires = lastKnownTime(space, charter) + life;
  return say(space, 'propose', encodePropose(subject, expires));
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

export function sayWithdraw(space: Space, statement: Hex): Promise<Result<{ readonly hash: Hex }>> {
  return say(space, 'withdraw', encodeWithdraw({ statement }));
}

export function sayRevoke(space: Space, invitation: Hex): Promise<Result<{ readonly hash: Hex }>> {
  return say(space, 'revoke', encodeRevoke({ invitation }));
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

/** In a quiet plan the last entry may be older than what is said from it is to live. */
function lastKnownTime(space: Space, charter: CharterState): bigint {
  const held = heldTime(space);
  return held > charter.time ? held : charter.time;
}

export function currentKeysFor(space: Space, charter: CharterState, boxKey: Hex): SealedKey[] {
  const epoch = currentEpoch(charter);
  const key = epoch && space.epochKeys.get(epoch.id);
  if (!key) return [];
  const sealed = sealKeyTo(boxKey, { space: space.id, room: ROOM }, key, space.seams.random);
  return sealed ? [{ room: ROOM, epoch: epoch.id, boxKey, sealed }] : [];
}
