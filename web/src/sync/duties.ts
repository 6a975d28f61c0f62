/** What a device does by itself when it meets the server, so that nobody has to think of it. */
import {
  currentEpoch,
  deviceOf,
  isKeyAwaited,
  isOnTrial,
  lastSoundEpoch,
  REKEY_PAUSE_S,
  type CharterState,
  type Epoch,
  type Proposal,
} from '../core/charter/state';
import { silentPartyOf } from '../core/charter/statement';
import { checkEnactment } from '../core/charter/enact';
import type { Result } from '../core/errors';
import { setName } from '../core/plan/document';
import { heldHead, mustWait, sealable, sealEdits, sealGreeting, voidStale } from './outbox';
import { sealReasonsAnew } from './reasons';
import { change, isMember, makeEdit, type Space } from './space';
import { isSilentSince } from './log';
import { sayRetire } from './person_statements';
import { sayBadRekey } from './statements';
import { doesKeyFit } from './room_keys';
import { ROOM, sayEnact, sayRekey } from './statements';
import { unwrapPrevious } from '../crypto/epoch_key';

const REKEY_AFTER_S = 90n * 86_400n;
const DONE: Result<null> = { ok: true, value: null };

/** What a device says unasked. */
export type Duty = 'rekey' | 'enact' | 'bad-rekey' | 'retire';

/**
 * Says and seals what is due, with the charter as it was fetched in this contact. What this
 * contact has seen refused often enough `isGivenUp`: content does not wait behind it.
 */
export async function doDuties(
  space: Space,
  now: bigint,
  isGivenUp: (duty: Duty) => boolean = () => false,
): Promise<Result<null>> {
  const { charter } = space.log;
  if (!charter || !isMember(space)) return DONE;
  await forgetWords(space, charter);
  if (space.me.isBehind) return DONE;
  const time = now > charter.time ? now : charter.time; // CHARTER2: an entry's is no earlier
  // Refused where the clock here is ahead: then at a later meeting.
  const ended = isGivenUp('retire') ? DONE : await endEarlierDevices(space, charter, time);
  if (!ended.ok || charter.isClosed) return ended; // CHARTER33 lets that be said, and no more
  const voided = await voidStale(space);
  if (!voided.ok) return voided;
  await greet(space);
  if (!isGivenUp('bad-rekey')) await reportWhatDoesNotFit(space, charter, time);
  const rekeyed = isGivenUp('rekey') ? DONE : await rekeyWhenDue(space, charter, time);
  if (!rekeyed.ok) return rekeyed;
  if (!isGivenUp('enact')) await enactWhatIsValid(space, charter, time);
  if (mustWait(space)) return DONE;
  const reasons = await sealReasonsAnew(space, charter);
  if (!reasons.ok) return reasons;
  if (sealable(space).length > 0) return sealEdits(space, charter);
  return greetTheHead(space, charter);
}

/** Whoever finds this device is not to find the words on it. */
async function forgetWords(space: Space, charter: CharterState): Promise<void> {
  const epoch = currentEpoch(charter);
  const isOpen = epoch !== undefined && space.epochKeys.has(epoch.id);
  if (space.me.words !== undefined && isOpen) await change(space, { words: undefined });
}

/** A device that has come in anew ends what it was, as soon as it may (CHARTER4); one at a time. */
async function endEarlierDevices(
  space: Space,
  charter: CharterState,
  time: bigint,
): Promise<Result<null>> {
  const { toEnd = [], device } = space.me;
  const own = deviceOf(charter, device);
  const [next, ...later] = toEnd;
  if (next === undefined || !own || isOnTrial(own, time)) return DONE;
  if (deviceOf(charter, next)?.cut) {
    const kept = await change(space, { toEnd: later });
    return kept.ok ? endEarlierDevices(space, charter, time) : kept;
  }
  const isSaid = space.sayings.some(({ type }) => type === 'retire');
  const said = isSaid ? DONE : await sayRetire(space, next);
  return said.ok ? DONE : said;
}

/** KEYS4, CHARTER32: before anything is sealed with it. Others then give a key that fits. */
async function reportWhatDoesNotFit(
  space: Space,
  charter: CharterState,
  time: bigint,
): Promise<void> {
  const current = currentEpoch(charter);
  const isSaid = space.sayings.some(({ type }) => type === 'bad-rekey');
  if (!current || current.isReported || isSaid) return;
  if (doesKeyFit(space, current)) return;
  const last = deviceOf(charter, space.me.device)?.lastRekey;
  if (last !== undefined && time < last + REKEY_PAUSE_S) return;
  await sayBadRekey(space, current.id);
}

/** Names are content: a newcomer writes its own as soon as it can write at all. */
async function greet(space: Space): Promise<void> {
  const { me } = space;
  const epoch = space.log.charter && currentEpoch(space.log.charter);
  if (me.isGreeted || !epoch || !space.epochKeys.has(epoch.id)) return;
  const party = deviceOf(space.log.charter!, me.device)?.party ?? 0;
  const written = await makeEdit(space, () => {
    setName(space.doc, `person/${me.person}`, me.name);
    if (me.party !== '') setName(space.doc, `party/${party}`, me.party);
  });
  if (written.ok) await change(space, { isGreeted: true });
}

/** At first, when somebody has left, after 90 days, and where an enactment let somebody in without the key. */
export function isRekeyDue(charter: CharterState, time: bigint): boolean {
  const epoch = currentEpoch(charter);
  if (!epoch || isKeyAwaited(charter)) return true;
  return time - epoch.time > REKEY_AFTER_S || hasInvitationRunOut(charter, epoch.time, time);
}

/** Whoever has its link could read along until then. */
function hasInvitationRunOut(charter: CharterState, since: bigint, time: bigint): boolean {
  return [...charter.invitations.values()].some(
    ({ party, isUsed, isRevoked, expires }) =>
      party !== 0 && !isUsed && !isRevoked && expires > since && expires <= time,
  );
}

async function rekeyWhenDue(
  space: Space,
  charter: CharterState,
  time: bigint,
): Promise<Result<null>> {
  const before = lastSoundEpoch(charter);
  const isDue = isRekeyDue(charter, time) || isReportedLost(space, charter);
  const isAsked = space.sayings.some((saying) => saying.type === 'rekey');
  if (!isDue || isAsked || (before && !space.epochKeys.has(before.id))) return DONE;
  if (mustPause(charter, space.me.device, time)) return DONE;
  return sayRekey(space, charter, time);
}

/**
 * Whoever reported a key may have made the next one, and could not give along what it lacked:
 * what was sealed with it would be read by nobody who came later.
 */
function isReportedLost({ id, epochKeys }: Space, charter: CharterState): boolean {
  const lost = charter.epochs.filter(
    ({ id: epoch, isReported = false }) => isReported && epochKeys.has(epoch),
  );
  return lost.some(({ id: epoch, commitment }) => {
    const isGiven = ({ id: later, extra }: Epoch): boolean => {
      const wrap = extra.find((one) => one.epoch === epoch);
      const key = epochKeys.get(later);
      if (!wrap || !key) return wrap !== undefined;
      return (
        unwrapPrevious(key, { space: id, room: ROOM }, { epoch, commitment }, wrap.wrapped) !==
        undefined
      );
    };
    return !charter.epochs.some(isGiven);
  });
}

/** CHARTER16: it would be refused for up to an hour, and everything would wait behind it. */
export function mustPause(charter: CharterState, device: number, time: bigint): boolean {
  const last = deviceOf(charter, device)?.lastRekey;
  return !charter.awaitsRekey && last !== undefined && time < last + REKEY_PAUSE_S;
}

async function enactWhatIsValid(space: Space, charter: CharterState, time: bigint): Promise<void> {
  if (space.sayings.some((saying) => saying.type === 'enact')) return;
  const ready = [...charter.proposals.values()].find(
    (proposal) =>
      checkEnactment(charter, proposal, time, isSilentSince(space.log, proposal)) === 'ok' &&
      !isOurSilence(space, charter, proposal),
  );
  if (ready) await sayEnact(space, charter, ready); // one at a time: the rest need new consents
}

/** What is only true while nobody of ours says anything is not for us to say. */
function isOurSilence(space: Space, charter: CharterState, { subject }: Proposal): boolean {
  const own = deviceOf(charter, space.me.device)?.party;
  return own !== undefined && silentPartyOf(subject) === own;
}

/**
 * Tells authors that a second holder has what they wrote (COMMIT12): only where somebody
 * else's leaf has no other known holder, so that a message answers edits, never messages.
 */
async function greetTheHead(space: Space, charter: CharterState): Promise<Result<null>> {
  const held = heldHead(space).size;
  const isNews = space.log.unheld.some(
    (leaf) => leaf.device !== space.me.device && BigInt(leaf.leaf) < held,
  );
  const epoch = currentEpoch(charter);
  const isBusy = space.outgoing.some((out) => out.state !== 'acknowledged');
  if (!isNews || isBusy || !epoch || !space.epochKeys.has(epoch.id)) return DONE;
  return sealGreeting(space, charter);
}
