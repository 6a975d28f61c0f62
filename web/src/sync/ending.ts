/** A device that the others' charter has ended learns so from the charter, not from a word. */
import { deviceOf, partyOf } from '../core/charter/state';
import type { Entry } from '../core/charter/statement';
import { callerOf } from './caller';
import { fetchCharter } from './enrol';
import type { Ending } from './records';
import { change, type Space } from './space';
import type { Reached, ServerLine } from './transport';

/** Always a trouble: `ended` where that is so and remembered from now on, `misconduct` where not. */
export async function learnEnding(space: Space, line: ServerLine): Promise<Reached<never>> {
  const fetched = await fetchCharter(line, callerOf(space));
  if (!fetched.ok) return fetched;
  const { charter, entries, history } = fetched.value;
  // What we hold is part of it: another history would leave out who said no.
  const held = space.log.charter?.head;
  if (held !== undefined && !entries.has(held)) return { ok: false, error: 'misconduct' };
  const own = deviceOf(charter, space.me.device);
  const isOurs = own?.signKey === space.keys.signKey;
  if (!own?.cut || !isOurs) return { ok: false, error: 'misconduct' };
  const { removedAt, departure } = partyOf(charter, own.party) ?? {};
  const at = endOf(history, own.index) ?? charter.time;
  const cause = departure === 'left' ? 'party-left' : 'party-removed';
  const isWithParty = removedAt !== undefined && removedAt <= at;
  const ended: Ending = { cause: isWithParty ? cause : 'device-retired', at: Number(at) };
  const written = await change(space, { ended });
  return written.ok ? { ok: false, error: 'ended' } : written;
}

/** The time of the entry that ended it; whoever hears of it later is told the same. */
function endOf(history: readonly Entry[], device: number): bigint | undefined {
  const ending = history.find(({ statement: { body } }) => {
    if (body.type === 'retire') return body.cut.device === device;
    return body.type === 'enact' && body.cuts.some((cut) => cut.device === device);
  });
  return ending?.position.time;
}
