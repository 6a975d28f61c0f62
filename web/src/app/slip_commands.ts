/** Slips of paper: a dozen invitations at one stroke, and what is typed from one (KEYS11). */
import { textOf, utf8 } from '../core/bytes';
import { isAlive, type CharterState } from '../core/charter/state';
import { setName, textName } from '../core/plan/document';
import { readNames, readText } from '../core/plan/items';
import { inFours, prefixIn } from '../core/slip';
import { invitationKeys, linkOf } from '../crypto/invitation';
import { newSlip, prefixBytesOf, prefixOf, secretOfCode } from '../crypto/slip';
import { previewInvitation } from '../sync/enrol';
import { sayInvite } from '../sync/person_statements';
import { draftKey } from '../sync/records';
import { findSlip } from '../sync/slip';
import { inWriting, isConfirmed, isMember } from '../sync/space';
import { unsay } from '../sync/statements';
import { askServerInfo, newLine } from '../sync/transport';
import { MAX_NAME } from './people_commands';
import { ownParty } from './plan_commands';
import type { Commands, Outcome, SlipView } from './port';
import { done, editIn, refuse, storageTrouble, type Running, type RunningSpace } from './running';
import { MAX_SLIPS } from './slip_port';

type Ask<N extends keyof Commands> = Commands[N]['ask'];
type Answer<N extends keyof Commands> = Promise<Outcome<Commands[N]['answer']>>;

interface Made extends SlipView {
  readonly statement: string;
}

/** All are said, then delivered together: an invitation carries the present key (CHARTER7). */
export async function inviteMany(running: Running, ask: Ask<'inviteMany'>): Answer<'inviteMany'> {
  const found = running.spaces.get(ask.space);
  if (!found) return refuse('not-found');
  const isCount = Number.isSafeInteger(ask.count) && ask.count >= 1 && ask.count <= MAX_SLIPS;
  if (!isCount) return refuse('bad-input', 'count');
  const met = await found.driver.meetNow();
  if (!met.ok) return refuse(met.error);
  const { charter } = found.space.log;
  if (!charter || !isMember(found.space)) return refuse('not-member');
  if (!isConfirmed(found.space)) return refuse('forbidden');
  const made = await sayMany(found, charter, ask.count);
  await editIn(running, ask.space, ({ doc }) => {
    for (const { id, number } of made) setName(doc, `slip/${id}`, String(number));
    return undefined;
  });
  const delivered = await found.driver.meetNow();
  const slips = await placed(found, made);
  const refused = delivered.ok && delivered.value.refused.find(({ type }) => type === 'invite');
  if (slips.length > 0) {
    const kept = await changeKept(found, (all) => [...all, ...slips]);
    // They stand all the same, and are on the screen: that no more is kept here is told beside them.
    if (!kept) storageTrouble(running);
    return done({ slips, missing: ask.count - slips.length });
  }
  if (refused) return refuse(refused.error);
  return refuse(delivered.ok ? 'storage' : delivered.error);
}

/** Of which nothing is known yet, none is forgotten: first the log, then what it says of them. */
export async function slipsKept(
  running: Running,
  { space }: Ask<'slipsKept'>,
): Answer<'slipsKept'> {
  const found = running.spaces.get(space);
  const charter = found?.space.log.charter;
  if (!found || !charter) return refuse('not-found');
  const time = BigInt(Math.floor(running.seams.now() + found.line.offset));
  const slips = await changeKept(found, (all) =>
    all.filter(({ id }) => {
      const invitation = charter.invitations.get(id);
      return invitation === undefined || isAlive(invitation, time);
    }),
  );
  if (!slips) return storageTrouble(running);
  return done({ slips: slips.filter(({ id }) => charter.invitations.has(id)) });
}

const keyOf = (space: string): string => draftKey(space, 'slips');

/** One after the other, or what one adds is lost to another. Undefined where it cannot be kept. */
function changeKept(
  { space }: RunningSpace,
  change: (all: readonly SlipView[]) => readonly SlipView[],
): Promise<readonly SlipView[] | undefined> {
  const key = keyOf(space.id);
  return inWriting(space, async () => {
    const kept = await space.store.read(key);
    const all = JSON.parse((kept && textOf(kept)) ?? '[]') as SlipView[]; // written here, sealed
    const slips = change(all);
    if (slips.length === all.length) return slips;
    const value = slips.length === 0 ? null : utf8(JSON.stringify(slips));
    return (await space.store.write([{ key, value }])).ok ? slips : undefined;
  });
}

async function sayMany(
  { space, line }: RunningSpace,
  charter: CharterState,
  count: number,
): Promise<readonly Made[]> {
  const names = readNames(space.doc);
  const own = ownParty(space);
  const text = (name: unknown): string => (typeof name === 'string' ? name : '');
  const card = {
    plan: readText(space.doc, textName('plan', 'title')).slice(0, MAX_NAME),
    party: text(names.get(`party/${own}`)),
    inviter: space.me.name || text(names.get(`person/${space.me.person}`)),
    sector: charter.parties[own - 1]?.sector ?? 0,
  };
  const address = `${line.origin}/l/${prefixOf(space.id)}`;
  const first = lastNumber(names) + 1;
  const made: Made[] = [];
  for (let i = 0; i < count; i++) {
    const slip = newSlip(space.id, space.seams.random);
    const said = await sayInvite(space, charter, { party: own, sector: 0, card, secret: slip });
    if (!said.ok) break; // this device keeps no more: what is said stands
    const { signKey: id, statement } = said.value;
    const link = linkOf({ origin: line.origin, ...slip });
    made.push({ id, statement, number: first + i, link, address, code: inFours(slip.code) });
  }
  return made;
}

function lastNumber(names: ReadonlyMap<string, unknown>): number {
  const numbers = [...names].map(([key, name]) => (key.startsWith('slip/') ? Number(name) : 0));
  return Math.max(0, ...numbers.filter((number) => Number.isSafeInteger(number)));
}

/** A slip that nobody was shown is not made later on: what still waits is taken back. */
async function placed({ space }: RunningSpace, made: readonly Made[]): Promise<SlipView[]> {
  const slips: SlipView[] = [];
  for (const { statement, ...slip } of made) {
    if (space.log.charter?.invitations.has(slip.id)) slips.push(slip);
    else await unsay(space, statement);
  }
  return slips;
}

/** The code goes nowhere: the server is told how a plan's id begins, and each is tried here. */
export async function openSlip(running: Running, ask: Ask<'openSlip'>): Answer<'openSlip'> {
  const prefix = prefixIn(ask.address);
  const secret = secretOfCode(ask.code);
  if (prefix === undefined) return refuse('bad-input', 'address');
  if (!secret) return refuse('bad-input', 'code');
  const [given = ''] = ask.address.trim().split('/l/');
  const origin = /^https?:/.test(given) ? given : `https://${given}`;
  const info = await askServerInfo(origin, running.seams);
  if (!info.ok) return refuse(info.error);
  const line = newLine(origin, info.value.serverKey, running.seams);
  const spaces = await findSlip(line, prefixBytesOf(prefix)!);
  if (!spaces.ok) return refuse(spaces.error);
  for (const space of spaces.value) {
    if (prefixOf(space) !== prefix) continue; // the server's word only
    const seen = await previewInvitation({ origin, space, secret }, running.seams);
    const isOther = !seen.ok && ['unauthorized', 'not-found', 'malformed'].includes(seen.error);
    if (!seen.ok && seen.error === 'offline') return refuse('offline');
    if (!isOther) return done({ link: linkOf({ origin, space, secret }) });
  }
  return refuse('unauthorized');
}

export function slipOf(_: Running, { space, code }: Ask<'slipOf'>): Answer<'slipOf'> {
  const secret = secretOfCode(code);
  if (!secret || !/^[0-9a-f]{64}$/.test(space)) return Promise.resolve(refuse('bad-input', 'code'));
  return Promise.resolve(done({ id: invitationKeys({ space, secret }).signKey }));
}
