/** Commands about who comes in: founding, joining, and forgetting again. */
import { whyOver } from '../core/charter/state';
import { setName, setText, textName } from '../core/plan/document';
import { readLink, type Link } from '../crypto/invitation';
import { enrol, previewInvitation, type Preview } from '../sync/enrol';
import { draftGenesis, genesisSaying, keepFounded, newPerson } from '../sync/found';
import { isMember, unsentCount } from '../sync/space';
import { forgetSpace } from '../sync/records';
import { askServerInfo, serverTime, type Reached } from '../sync/transport';
import type { Commands, InvitationPreview, Outcome } from './port';
import type { Change } from '../store/store';
import {
  addSpace,
  done,
  editIn,
  refuse,
  type Refusal,
  type Running,
  type RunningSpace,
} from './running';

type Ask<N extends keyof Commands> = Commands[N]['ask'];
export const MAX_NAME = 200;

export function found(running: Running, ask: Ask<'found'>): Promise<Outcome<{ space: string }>> {
  return foundWith(running, ask, () => []);
}

/** `begin`: what is kept in the same step as the plan, for the id that it will have. */
export async function foundWith(
  running: Running,
  ask: Ask<'found'>,
  begin: (id: string) => readonly Change[],
): Promise<Outcome<{ space: string }>> {
  const wrong = wrongName({ title: ask.title, person: ask.person, party: ask.party });
  if (wrong) return refuse('bad-input', wrong);
  const server = ask.server.replace(/\/+$/, '');
  const info = await askServerInfo(server, running.seams);
  if (!info.ok) return refuse(info.error);
  const keys = await running.newKeys();
  const device = { signKey: keys.signKey, boxKey: keys.boxKey };
  const founder = { sector: ask.sector, person: newPerson(running.seams), device };
  const draft = draftGenesis(running.seams, info.value.serverKey, [founder]);
  const saying = genesisSaying(draft, [await keys.sign('statement', draft.statement)]);
  const { person: name, party, title: planName } = ask;
  const who = { server, serverKey: info.value.serverKey, planName, name, party };
  const { store, seams } = running;
  const others = begin(draft.space);
  const kept = await keepFounded(store, seams, draft, keys, who, saying, ...others);
  if (!kept.ok) return refuse('storage');
  const { driver } = addSpace(running, kept.value);
  await editIn(running, draft.space, (space) => {
    setText(space.doc, textName('plan', 'title'), ask.title);
    setText(space.doc, textName('plan', 'why'), ask.why ?? '');
    if (ask.language) setName(space.doc, 'language', ask.language);
    return undefined;
  });
  const met = await driver.meetNow();
  return met.ok || met.error === 'offline' ? done({ space: draft.space }) : refuse(met.error);
}

export async function preview(
  running: Running,
  ask: Ask<'preview'>,
): Promise<Outcome<InvitationPreview>> {
  const link = readLink(ask.link);
  if (!link) return refuse('bad-link');
  const seen = await look(running, link);
  if (!seen.ok) return notSeen(seen);
  const { card, invitation, charter, line } = seen.value;
  // Said before a name is typed, not after.
  const over = whyOver(invitation, serverTime(line));
  if (over) return refuse(over);
  const { plan, party, inviter } = card;
  const isNew = invitation.party === 0;
  return done({
    plan,
    party,
    inviter,
    sector: isNew ? invitation.sector : (charter.parties[invitation.party - 1]?.sector ?? 0),
    kind: isNew ? 'new-party' : invitation.person === '' ? 'existing-party' : 'own-device',
    parties: charter.parties.length,
    expires: Number(invitation.expires),
  });
}

/** What was read before is not fetched again, of the last link: others' charters are not kept on. */
async function look(running: Running, link: Link): Promise<Reached<Preview>> {
  const { seen } = running;
  const found = await previewInvitation(link, running.seams, seen.get(link.space));
  if (!found.ok) return found;
  seen.clear();
  seen.set(link.space, found.value.seen);
  return found;
}

function notSeen({ error, movedTo }: Extract<Reached<never>, { ok: false }>): Refusal {
  return refuse(error === 'unauthorized' ? 'not-found' : error, movedTo);
}

type Joined = Outcome<{ space: string; state: 'member' | 'waiting' }>;

/** One at a time: who taps twice comes in once. */
export async function join(running: Running, ask: Ask<'join'>): Promise<Joined> {
  const link = readLink(ask.link);
  if (!link) return refuse('bad-link');
  const { joining } = running;
  const before = joining.get(link.space) ?? Promise.resolve();
  const joined = before.catch(() => undefined).then(() => joinNow(running, ask, link));
  joining.set(link.space, joined);
  return joined.finally(() => {
    if (joining.get(link.space) === joined) joining.delete(link.space);
  });
}

async function joinNow(running: Running, ask: Ask<'join'>, link: Link): Promise<Joined> {
  const known = running.spaces.get(link.space);
  if (known && !known.space.me.ended) return comeIn(known);
  const seen = await look(running, link);
  if (!seen.ok) return notSeen(seen);
  // A further device is its person's, who has a name.
  const isMine = seen.value.invitation.person !== '';
  const wrong = isMine ? undefined : wrongName({ person: ask.person });
  if (wrong) return refuse('bad-input', wrong);
  if (known) {
    // Coming back: what is kept goes only for a link that opens something.
    const over = whyOver(seen.value.invitation, serverTime(seen.value.line));
    if (over) return refuse(over);
  }
  const keys = await running.newKeys();
  const left = known ? await leave(running, known) : [];
  const before = { left };
  const kept = await enrol(running.store, link, seen.value, keys, ask.person.trim(), before);
  if (!kept.ok && known) stay(running, known);
  if (!kept.ok) return refuse(kept.error);
  return comeIn(addSpace(running, kept.value));
}

/** Ends an earlier membership here; what it could not send is written anew in the next one. */
export async function leave(
  running: Running,
  { space, driver }: RunningSpace,
): Promise<readonly Change[]> {
  driver.stop();
  space.isForgotten = true;
  await running.store.write([]); // what stands in the queue is written before it is read
  running.spaces.delete(space.id);
  const { inside } = running; // whoever was in a plan has it
  try {
    return inside && unsentCount(space) > 0 ? [await inside.putLeft(space)] : [];
  } catch (error) {
    stay(running, { space });
    throw error;
  }
}

/** It could not be begun anew: what was there is there still. */
export function stay(running: Running, { space }: Pick<RunningSpace, 'space'>): void {
  space.isForgotten = false;
  addSpace(running, space);
}

/** Joining again is asking again: a lost answer costs nothing. */
export async function comeIn({ space, driver }: RunningSpace): Promise<Joined> {
  // The first meeting asks for entrance; where one is under way already, it is the same.
  const met = await driver.meetNow();
  if (!met.ok && (met.error !== 'offline' || !isMember(space))) return refuse(met.error);
  return done({ space: space.id, state: isMember(space) ? 'member' : 'waiting' });
}

/** Nothing of the plan is left here. */
export async function forget(running: Running, ask: Ask<'forget'>): Promise<Outcome<null>> {
  // Whoever is coming in right now comes in first, and is then forgotten.
  await Promise.allSettled([running.entering.get(ask.space), running.joining.get(ask.space)]);
  return forgetNow(running, ask);
}

export async function forgetNow(running: Running, ask: Ask<'forget'>): Promise<Outcome<null>> {
  const found = running.spaces.get(ask.space);
  if (!found) return refuse('not-found');
  found.driver.stop();
  found.space.isForgotten = true;
  running.spaces.delete(ask.space);
  const gone = await forgetSpace(running.store, ask.space);
  running.changed();
  return gone.ok ? done(null) : refuse('storage');
}

export function wrongName(names: Readonly<Record<string, string>>): string | undefined {
  const isGood = (name: string): boolean => name.trim() !== '' && name.length <= MAX_NAME;
  return Object.entries(names).find(([, name]) => !isGood(name))?.[0];
}
