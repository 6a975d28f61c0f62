/**
 * A device whose store is an old one (put back, or copied to a second machine) never goes on
 * with a chain that it has forgotten: it comes in anew as a further device of its person, ends
 * what it was, and writes anew what it had not sent.
 */
import { hexOf, unhex } from '../core/bytes';
import { deviceOf, isOnTrial, partyOf, whyOver } from '../core/charter/state';
import { textName } from '../core/plan/document';
import { readText } from '../core/plan/items';
import { enrol, previewInvitation } from '../sync/enrol';
import { sayInvite } from '../sync/person_statements';
import { isBehindItself } from '../sync/outbox';
import { sayAnew } from '../sync/statements';
import { change, isMember } from '../sync/space';
import { serverTime } from '../sync/transport';
import { setAside, takeLeft } from '../sync/unsent';
import { deliver } from './charter_commands';
import { MAX_NAME, leave, stay } from './people_commands';
import { addSpace, done, type Running, type RunningSpace } from './running';

/** Whatever is in the way now is met again: until then nothing of an old chain goes out. */
export async function resume(running: Running, found: RunningSpace): Promise<void> {
  const { space } = found;
  const isDue = space.left !== undefined || space.me.isBehind === true || isBehindItself(space);
  const isIn = isMember(space) && !space.me.ended;
  if (!isDue || !isIn || running.entering.has(space.id)) return;
  const work = goOn(running, found).then(done);
  running.entering.set(space.id, work);
  await work.finally(() => running.entering.delete(space.id));
}

async function goOn(running: Running, found: RunningSpace): Promise<boolean> {
  const { space, driver } = found;
  if (isBehindItself(space)) {
    const aside = await setAside(space);
    if (!aside.ok) return false;
  }
  if (space.me.isBehind) return comeAnew(running, found);
  const written = space.left ? await takeLeft(space) : undefined;
  if (!written?.ok) return false;
  running.changed();
  return (await driver.meetNow()).ok;
}

/** False where something was in the way: what there is stays as it is. */
async function comeAnew(running: Running, found: RunningSpace): Promise<boolean> {
  const { space, line } = found;
  const said = await sayAnew(space);
  if (!said.ok) return false;
  const secret = space.me.again === undefined ? await inviteMyself(found) : unhex(space.me.again);
  if (!secret) return false;
  const link = { origin: line.origin, space: space.id, secret };
  const seen = await previewInvitation(link, running.seams);
  const now = serverTime(line);
  const isOver = seen.ok ? whyOver(seen.value.invitation, now) : seen.error === 'unauthorized';
  if (isOver) await change(space, { again: undefined }); // another one at the next meeting
  if (!seen.ok || isOver) return false;
  const was = space.me.device;
  const keys = await running.newKeys();
  const left = await leave(running, found);
  const kept = await enrol(running.store, link, seen.value, keys, '', { was, left });
  if (!kept.ok) stay(running, found);
  if (!kept.ok) return false;
  const anew = addSpace(running, kept.value);
  const met = await anew.driver.meetNow();
  return met.ok && goOn(running, anew);
}

async function inviteMyself(found: RunningSpace): Promise<Uint8Array | undefined> {
  const { space } = found;
  const { charter } = space.log;
  const own = charter && deviceOf(charter, space.me.device);
  // On trial it may not speak for its person yet (CHARTER29): then it waits.
  const now = serverTime(found.line);
  if (!charter || !own || own.cut || isOnTrial(own, now)) return undefined;
  const plan = readText(space.doc, textName('plan', 'title')).slice(0, MAX_NAME);
  const sector = partyOf(charter, own.party)?.sector ?? 0;
  const card = { plan: plan || space.me.planName, party: '', inviter: space.me.name, sector };
  const said = await deliver(found, 'invite', async () => {
    const invited = await sayInvite(space, charter, {
      ...{ party: own.party, sector: 0, card, person: own.person },
    });
    if (!invited.ok) return invited;
    // Before it is sent: a cut line, or a closed page, makes no second one.
    const kept = await change(space, { again: hexOf(invited.value.secret) });
    return kept.ok ? { ok: true, value: { hash: invited.value.signKey } } : kept;
  });
  const { again } = space.me;
  return said.ok && again !== undefined ? unhex(again) : undefined;
}
