/** Commands about the agreement: signed here, offline too, and delivered when there is a line. */
import { DEFAULT_NOTICE_DAYS } from '../core/charter/certificate';
import type { Hex } from '../core/bytes';
import { liveStances } from '../core/charter/ballot';
import { deviceOf, partyOf, type CharterState, type Proposal } from '../core/charter/state';
import {
  ACT_CLOSE,
  ACT_MOVE_SERVER,
  ACT_REMOVE_PARTY,
  ACT_REST_PARTY,
  ACT_SET_RULES,
  ACT_SET_SECTORS,
  type Subject,
} from '../core/charter/statement';
import type { Result } from '../core/errors';
import { expectedCharter } from '../sync/expected';
import { isMember } from '../sync/space';
import { askServerInfo, serverTime } from '../sync/transport';
import {
  sayConfirm,
  sayConsent,
  sayPropose,
  sayRevoke,
  sayWithdraw,
} from '../sync/person_statements';
import { sayObject } from '../sync/statements';
import { actNumber } from './rules_view';
import type { Commands, Outcome } from './port';
import { done, outcomeOf, refuse, type Running, type RunningSpace } from './running';

type Ask<N extends keyof Commands> = Commands[N]['ask'];
type Said = Promise<Result<{ readonly hash: Hex }>>;

/** Sealed with its padding it still fits an objection's limit. */
export const MAX_REASON_BYTES = 1900;

export async function confirm(running: Running, ask: Ask<'confirm'>): Promise<Outcome<null>> {
  const found = running.spaces.get(ask.space);
  const person = found?.space.log.charter?.persons.get(ask.person);
  if (!found || !person) return refuse('not-found');
  return withoutValue(await deliver(found, 'confirm', () => sayConfirm(found.space, person.id)));
}

export async function revokeInvitation(
  running: Running,
  ask: Ask<'revokeInvitation'>,
): Promise<Outcome<null>> {
  const found = running.spaces.get(ask.space);
  const invitation = found?.space.log.charter?.invitations.get(ask.invitation);
  if (!found || !invitation) return refuse('not-found');
  const { signKey } = invitation;
  return withoutValue(await deliver(found, 'revoke', () => sayRevoke(found.space, signKey)));
}

export function proposeRemoval(
  running: Running,
  { space, party }: Ask<'proposeRemoval'>,
): Promise<Outcome<{ proposal: string }>> {
  const charter = running.spaces.get(space)?.space.log.charter;
  if (charter && !partyOf(charter, party)) return Promise.resolve(refuse('not-found'));
  return propose(running, space, { act: ACT_REMOVE_PARTY, party });
}

export function proposeRules(
  running: Running,
  { space, rules }: Ask<'proposeRules'>,
): Promise<Outcome<{ proposal: string }>> {
  const now = running.spaces.get(space)?.space.log.charter?.rules ?? [];
  const all = new Map(now.map((rule) => [rule.act, rule]));
  for (const { act: name, ...asked } of rules) {
    const act = actNumber(name);
    const before = all.get(act) ?? { parties: 1, sectors: 1, noticeDays: DEFAULT_NOTICE_DAYS };
    all.set(act, { ...before, ...asked, act });
  }
  const inOrder = [...all.values()].sort((a, b) => a.act - b.act);
  return propose(running, space, { act: ACT_SET_RULES, rules: inOrder });
}

export function proposeSectors(
  running: Running,
  { space, sectors }: Ask<'proposeSectors'>,
): Promise<Outcome<{ proposal: string }>> {
  const inOrder = [...new Set(sectors)].sort((a, b) => a - b);
  return propose(running, space, { act: ACT_SET_SECTORS, sectors: inOrder });
}

export function proposeRest(
  running: Running,
  { space, party }: Ask<'proposeRest'>,
): Promise<Outcome<{ proposal: string }>> {
  const charter = running.spaces.get(space)?.space.log.charter;
  if (charter && !partyOf(charter, party)) return Promise.resolve(refuse('not-found'));
  return propose(running, space, { act: ACT_REST_PARTY, party });
}

export function proposeClose(
  running: Running,
  { space }: Ask<'proposeClose'>,
): Promise<Outcome<{ proposal: string }>> {
  return propose(running, space, { act: ACT_CLOSE });
}

export async function propose(
  running: Running,
  space: string,
  subject: Subject,
): Promise<Outcome<{ proposal: string }>> {
  const found = running.spaces.get(space);
  const charter = found?.space.log.charter;
  if (!found || !charter) return refuse('not-found');
  const said = await deliver(found, 'propose', () => sayPropose(found.space, charter, subject));
  return said.ok ? done({ proposal: said.value }) : said;
}

export async function consent(running: Running, ask: Ask<'consent'>): Promise<Outcome<null>> {
  const found = running.spaces.get(ask.space);
  const subject = found?.space.log.charter?.proposals.get(ask.proposal)?.subject;
  // Where the other server can be asked, nobody agrees to a key that it does not have.
  if (subject?.act === ACT_MOVE_SERVER && running.home === undefined) {
    const info = await askServerInfo(subject.address, running.seams);
    if (info.ok && info.value.serverKey !== subject.serverKey) return refuse('misconduct');
  }
  // To the agreement as it stands: what is only expected has no entry to name.
  return about(running, ask, 'consent', ({ space }, expected, proposal) =>
    sayConsent(space, space.log.charter ?? expected, proposal),
  );
}

export async function object(running: Running, ask: Ask<'object'>): Promise<Outcome<null>> {
  const reason = ask.reason.trim();
  const size = new TextEncoder().encode(reason).length;
  if (size === 0 || size > MAX_REASON_BYTES) return refuse('bad-input', 'reason');
  return about(running, ask, 'object', ({ space }, charter, proposal) =>
    sayObject(space, charter, proposal.id, reason),
  );
}

export async function withdraw(running: Running, ask: Ask<'withdraw'>): Promise<Outcome<null>> {
  const found = running.spaces.get(ask.space);
  const charter = found && expectedNow(found);
  const proposal = charter?.proposals.get(ask.proposal);
  if (!found || !charter || !proposal) return refuse('not-found');
  const { person, device } = found.space.me;
  const mine = liveStances(charter, proposal, nowOf(found)).find((s) => s.person === person);
  const isOurs = proposal.person !== '' && proposal.party === deviceOf(charter, device)?.party;
  const named = ask.what === 'proposal' ? (isOurs ? proposal.id : undefined) : mine?.statement;
  if (named === undefined) return refuse('not-found');
  return about(running, ask, 'withdraw', (found) => sayWithdraw(found.space, named));
}

function expectedNow(found: RunningSpace): CharterState | undefined {
  const { charter } = found.space.log;
  return charter && expectedCharter(found.space, charter, nowOf(found));
}

function nowOf({ line }: RunningSpace): bigint {
  return serverTime(line);
}

async function about(
  running: Running,
  ask: { readonly space: string; readonly proposal: string },
  type: string,
  work: (found: RunningSpace, charter: CharterState, proposal: Proposal) => Said,
): Promise<Outcome<null>> {
  const found = running.spaces.get(ask.space);
  const charter = found && expectedNow(found);
  const proposal = charter?.proposals.get(ask.proposal);
  if (!found || !charter || !proposal) return refuse('not-found');
  return withoutValue(await deliver(found, type, () => work(found, charter, proposal)));
}

/** Signed offline it is kept and goes out when there is a connection. */
export async function deliver(
  { space, driver }: RunningSpace,
  type: string,
  work: () => Said,
): Promise<Outcome<string>> {
  // In a closed plan a device may still be ended (CHARTER33).
  if (space.me.ended || (space.log.charter?.isClosed && type !== 'retire')) return refuse('ended');
  if (!isMember(space) || !deviceOf(space.log.charter!, space.me.device)) {
    return refuse('not-member');
  }
  const said = await work();
  if (!said.ok) return refuse('storage');
  const met = await driver.meetNow();
  // What ended this very device has its place: that is what was asked for.
  const isPlaced = space.log.statements.has(said.value.hash);
  if (!met.ok && met.error === 'ended' && isPlaced) return done(said.value.hash);
  if (!met.ok) return outcomeOf(met);
  const refused = met.value.refused.find((answer) => answer.type === type);
  return refused ? refuse(refused.error) : done(said.value.hash);
}

export function withoutValue(outcome: Outcome<string>): Outcome<null> {
  return outcome.ok ? done(null) : outcome;
}
