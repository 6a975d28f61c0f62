/**
 * CHARTER26 for objections: a reason is sealed when it is said, perhaps without a line. One that
 * waits here while the key changes is said anew under the next key, and the first never sent.
 */
import { currentEpoch, type CharterState } from '../core/charter/state';
import type { Objection } from '../core/charter/statement';
import type { Result } from '../core/errors';
import { hash } from '../crypto/hash';
import { openReason } from '../crypto/reason';
import { decodeStatement } from '../proto/charter';
import { dropSaying, type Saying } from './records';
import type { Space } from './space';
import { ROOM, sayObject } from './statements';

/** Whether this would show a reason to somebody who is to read no further. */
export function isReasonPast(space: Space, saying: Saying): boolean {
  const objection = reasonedOf(saying);
  const { charter } = space.log;
  if (!objection || !charter) return false;
  return charter.awaitsRekey || objection.epoch !== currentEpoch(charter)?.id;
}

/** Once the room has its key. One that cannot be opened any more goes without a reason. */
export async function sealReasonsAnew(space: Space, charter: CharterState): Promise<Result<null>> {
  const epoch = currentEpoch(charter);
  if (!epoch || !space.epochKeys.has(epoch.id)) return { ok: true, value: null };
  for (const saying of space.sayings.filter((kept) => isReasonPast(space, kept))) {
    const said = await sayAnew(space, charter, reasonedOf(saying)!);
    const dropped = said.ok
      ? await space.store.write([dropSaying(space.id, saying.counter)])
      : said;
    if (!dropped.ok) return dropped;
    space.sayings = space.sayings.filter((kept) => kept !== saying);
  }
  return { ok: true, value: null };
}

function sayAnew(
  space: Space,
  charter: CharterState,
  { proposal, epoch, reason }: Objection,
): ReturnType<typeof sayObject> {
  const key = space.epochKeys.get(epoch);
  const place = { space: space.id, room: ROOM, epoch, proposal, device: space.me.device };
  return sayObject(space, charter, proposal, (key && openReason(key, place, reason)) ?? '');
}

function reasonedOf({ type, signed }: Saying): Objection | undefined {
  const decoded = type === 'object' ? decodeStatement(signed, hash) : undefined;
  const body = decoded?.ok ? decoded.value.statement.body : undefined;
  return body?.type === 'object' && body.epoch !== '' ? body : undefined;
}
