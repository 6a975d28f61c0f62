/** What a person says about the agreement, about who comes in, and about its own devices and words. */
import type { Hex } from '../core/bytes';
import { MAX_PROPOSAL_S, type CharterState, type Proposal } from '../core/charter/state';
import { ACT_REST_PARTY, type Subject } from '../core/charter/statement';
import type { Result } from '../core/errors';
import { invitationKeys, newSecret, sealCard, type InvitationSecret } from '../crypto/invitation';
import { tagOf } from '../crypto/recovery';
import { recoveryKeys, type Entropy } from '../crypto/recovery_keys';
import {
  encodeConfirm,
  encodeConsent,
  encodeInvite,
  encodePropose,
  encodeRetire,
  encodeRevoke,
  encodeSetRecovery,
  encodeWake,
  encodeWithdraw,
} from '../proto/charter_encode';
import { encodeCard, type InvitationCard } from '../proto/content';
import { cutOf } from './log';
import { heldTime } from './outbox';
import type { Space } from './space';
import { currentKeysFor, say } from './statements';

export const INVITATION_S = 30 * 86_400;
/** Whoever sees the code over a shoulder has no more than this. */
const FURTHER_DEVICE_S = 3600;
const CONSENT_S = 90 * 86_400;
/** Longer than any notice (CHARTER5), and the time to say yes. */
const PROPOSAL_S = BigInt(120 * 86_400);
/** A rest waits for 120 days of silence: what is said to it lives as long as anything may. */
const REST_S = MAX_PROPOSAL_S;

type Said = Promise<Result<{ readonly hash: Hex }>>;

export interface InvitePlan {
  readonly party: number; // 0: a new one, in
  readonly sector: number;
  readonly card: InvitationCard;
  /** Mine, for a further device. */
  readonly person?: Hex;
  readonly replaces?: number;
  /** Where it is said for a later time, by whoever does not know the room's key of then. */
  readonly until?: bigint;
  /** A slip's (KEYS11); without it, a new one. */
  readonly secret?: InvitationSecret;
}

export interface Invited extends InvitationSecret {
  readonly signKey: Hex;
  /** Hash of what was said. */
  readonly statement: Hex;
}

export async function sayInvite(
  space: Space,
  charter: CharterState,
  { party, sector, card, person = '', replaces = 0, until, secret: given }: InvitePlan,
): Promise<Result<Invited>> {
  const secret = given ?? newSecret(space.id, space.seams.random);
  const { signKey, boxKey } = invitationKeys(secret);
  const life = BigInt(person === '' ? INVITATION_S : FURTHER_DEVICE_S);
  const body = encodeInvite({
    ...{ party, sector, signKey, boxKey, person, replaces },
    expires: until ?? lastKnownTime(space, charter) + life,
    keys: party === 0 || until !== undefined ? [] : currentKeysFor(space, charter, boxKey),
    card: sealCard(secret, signKey, encodeCard(card), space.seams.random),
  });
  const said = await say(space, 'invite', body);
  return said.ok
    ? {
        ok: true,
        value: { space: space.id, secret: secret.secret, signKey, statement: said.value.hash },
      }
    : said;
}

export function sayConfirm(space: Space, person: Hex): Said {
  return say(space, 'confirm', encodeConfirm({ person }));
}

export function sayConsent(space: Space, charter: CharterState, proposal: Proposal): Said {
  const isRest = proposal.subject.act === ACT_REST_PARTY;
  const expires = lastKnownTime(space, charter) + (isRest ? REST_S : BigInt(CONSENT_S));
  const { id, subjectHash: subject } = proposal;
  const { constitution } = charter;
  return say(space, 'consent', encodeConsent({ proposal: id, subject, constitution, expires }));
}

export function sayPropose(space: Space, charter: CharterState, subject: Subject): Said {
  const life = subject.act === ACT_REST_PARTY ? REST_S : PROPOSAL_S;
  const expires = lastKnownTime(space, charter) + life;
  return say(space, 'propose', encodePropose(subject, expires));
}

export function sayWithdraw(space: Space, statement: Hex): Said {
  return say(space, 'withdraw', encodeWithdraw({ statement }));
}

export function sayRevoke(space: Space, invitation: Hex): Said {
  return say(space, 'revoke', encodeRevoke({ invitation }));
}

/** In a quiet plan the last entry may be older than what is said from it is to live. */
export function lastKnownTime(space: Space, charter: CharterState): bigint {
  const held = heldTime(space);
  return held > charter.time ? held : charter.time;
}

/** A device of the same person; what the log holds of it stays. */
export function sayRetire(space: Space, device: number): Said {
  return say(space, 'retire', encodeRetire({ cut: cutOf(space.log, device) }));
}

/** Signed by this device, by the new words, and by those whose place they take. */
export function saySetRecovery(
  space: Space,
  charter: CharterState,
  entropy: Entropy,
  old?: Entropy,
): Said {
  const keys = recoveryKeys(space.id, entropy);
  const before = old && recoveryKeys(space.id, old);
  const { signKey, boxKey } = keys;
  const body = encodeSetRecovery({
    ...{ signKey, boxKey, tag: tagOf(space.id, entropy), replaces: before?.signKey ?? '' },
    keys: currentKeysFor(space, charter, boxKey),
  });
  const others = before ? [keys, before] : [keys];
  return say(space, 'set-recovery', body, { others });
}

export function sayWake(space: Space, accepts: readonly number[]): Said {
  return say(space, 'wake', encodeWake({ accepts }));
}
