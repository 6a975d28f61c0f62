/** A device that the others' charter has ended learns so from the charter, not from a word. */
import { deviceOf, partyOf } from '../core/charter/state';
import { callerOf } from './caller';
import { fetchCharter } from './enrol';
import type { Ending } from './records';
import { change, type Space } from './space';
import type { Reached, ServerLine } from './transport';

/** Always a trouble: `ended` where that is so and remembered from now on, `misconduct` where not. */
export async function learnEnding(space: Space, line: ServerLine): Promise<Reached<never>> {
  const fetched = await fetchCharter(line, callerOf(space));
  if (!fetched.ok) return fetched;
  const { charter, entries } = fetched.value;
  // What we hold is part of it: another history would leave out who said no.
  const held = space.log.charter?.head;
  if (held !== undefined && !entries.has(held)) return { ok: false, error: 'misconduct' };
  const own = deviceOf(charter, space.me.device);
  const isOurs = own?.signKey === space.keys.signKey;
  if (!own?.cut || !isOurs) return { ok: false, error: 'misconduct' };
  const { removedAt, departure } = partyOf(charter, own.party) ?? {};
  const cause = departure === 'left' ? 'party-left' : 'party-removed';
  const ended: Ending =
    removedAt === undefined
      ? { cause: 'device-retired', at: Number(charter.time) }
      : { cause, at: Number(removedAt) };
  const written = await change(space, { ended });
  return written.ok ? { ok: false, error: 'ended' } : written;
}
