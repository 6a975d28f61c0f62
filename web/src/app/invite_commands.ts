/** Commands about links: to a person, to a group, to a further device of one's own. */
import { deviceOf, partyOf } from '../core/charter/state';
import { readContent } from '../core/plan/content';
import { setName, textName } from '../core/plan/document';
import { readNames, readText } from '../core/plan/items';
import { linkOf } from '../crypto/invitation';
import { isConfirmed, isMember } from '../sync/space';
import { sayInvite, type Invited } from '../sync/person_statements';
import { unsay } from '../sync/statements';
import { deliver } from './charter_commands';
import { MAX_NAME, wrongName } from './people_commands';
import { ownName } from './person_view';
import { ownParty } from './plan_commands';
import type { Commands, Outcome } from './port';
import { done, editIn, refuse, type Running, type RunningSpace } from './running';

type Ask<N extends keyof Commands> = Commands[N]['ask'];

export async function invite(
  running: Running,
  ask: Ask<'invite'>,
): Promise<Outcome<{ link: string }>> {
  const found = running.spaces.get(ask.space);
  if (!found) return refuse('not-found');
  if (wrongName({ party: ask.party })) return refuse('bad-input', 'party');
  const met = await found.driver.meetNow(); // an invitation carries the current key
  if (!met.ok) return refuse(met.error);
  const { space, driver, line } = found;
  const { charter } = space.log;
  if (!charter || !isMember(space)) return refuse('not-member');
  if (!isConfirmed(space)) return refuse('forbidden');
  const names = readNames(space.doc);
  const own = ownParty(space);
  const isOwn = ask.sector === undefined || names.get(`party/${own}`) === ask.party;
  if (isOwn && names.get(`party/${own}`) !== ask.party) return refuse('bad-input', 'sector');
  const sector = isOwn ? 0 : ask.sector!;
  const card = {
    plan: readText(space.doc, textName('plan', 'title')).slice(0, MAX_NAME),
    party: ask.party,
    inviter: space.me.name || asText(names.get(`person/${space.me.person}`)),
    sector: isOwn ? (charter.parties[own - 1]?.sector ?? 0) : sector,
  };
  const { replaces = 0 } = ask;
  const plan = { party: isOwn ? own : 0, sector, card, replaces };
  const said = await sayInvite(space, charter, plan);
  if (!said.ok) return refuse('storage');
  const { signKey, secret } = said.value;
  await editIn(running, ask.space, () => {
    setName(space.doc, `invitation/${signKey}`, ask.party);
    return undefined;
  });
  const delivered = await driver.meetNow();
  if (!delivered.ok && !(await isPlaced(found, said.value))) return refuse(delivered.error);
  const refused = delivered.ok && delivered.value.refused.find(({ type }) => type === 'invite');
  if (refused) return refuse(refused.error);
  return done({ link: linkOf({ origin: line.origin, space: space.id, secret }) });
}

/** A link that nobody was shown is not made later on: what waits is taken back. */
async function isPlaced(
  { space }: RunningSpace,
  { signKey, statement }: Invited,
): Promise<boolean> {
  if (space.log.charter?.invitations.has(signKey)) return true;
  await unsay(space, statement);
  return false;
}

/** Names are content: whatever somebody wrote. */
function asText(name: unknown): string {
  return typeof name === 'string' ? name : '';
}

/** As an invitation: it carries the present key, so there must be a line. */
export async function addDevice(
  running: Running,
  ask: Ask<'addDevice'>,
): Promise<Outcome<{ link: string }>> {
  const found = running.spaces.get(ask.space);
  if (!found) return refuse('not-found');
  const met = await found.driver.meetNow();
  if (!met.ok) return refuse(met.error);
  const { space, line } = found;
  const { charter } = space.log;
  const own = charter && deviceOf(charter, space.me.device);
  if (!charter || !own || !isMember(space)) return refuse('not-member');
  const { names } = readContent(space.doc);
  const card = {
    plan: readText(space.doc, textName('plan', 'title')).slice(0, MAX_NAME),
    party: '',
    inviter: (ask.name || ownName({ space, names: new Map(names) })).slice(0, MAX_NAME),
    sector: partyOf(charter, own.party)?.sector ?? 0,
  };
  const plan = { party: own.party, sector: 0, card, person: own.person };
  let made: Invited | undefined;
  const said = await deliver(found, 'invite', async () => {
    const invited = await sayInvite(space, charter, plan);
    if (!invited.ok) return invited;
    made = invited.value;
    return { ok: true, value: { hash: made.statement } };
  });
  const isMade = made !== undefined && (said.ok || (await isPlaced(found, made)));
  if (isMade)
    return done({ link: linkOf({ origin: line.origin, space: space.id, secret: made!.secret }) });
  return said.ok ? refuse('storage') : said;
}
