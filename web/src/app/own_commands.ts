/** Commands of a group about itself, and of a person about its own devices. */
import { deviceOf, isOnTrial } from '../core/charter/state';
import {
  ACT_CLEAR_RECOVERY,
  ACT_END_DEVICES,
  ACT_LEAVE,
  ACT_SET_SIGNERS,
  type OwnAct,
} from '../core/charter/statement';
import { hash } from '../crypto/hash';
import { decodeStatement } from '../proto/charter';
import { sayRetire, sayWake } from '../sync/person_statements';
import { sayConsent, sayPropose } from '../sync/person_statements';
import { expectedCharter } from '../sync/expected';
import type { Saying } from '../sync/records';
import { change } from '../sync/space';
import { statementOf, unsay } from '../sync/statements';
import { serverTime } from '../sync/transport';
import { deliver, withoutValue } from './charter_commands';
import type { Commands, Outcome } from './port';
import { done, refuse, type Running, type RunningSpace } from './running';

type Ask<N extends keyof Commands> = Commands[N]['ask'];
type Proposed = Promise<Outcome<{ proposal: string }>>;

export async function endDevice(running: Running, ask: Ask<'endDevice'>): Proposed {
  const found = running.spaces.get(ask.space);
  const charter = found?.space.log.charter;
  const device = charter && deviceOf(charter, ask.device);
  if (!found || !device) return refuse('not-found');
  const { person } = device;
  if (person !== found.space.me.person) {
    return decide(found, { act: ACT_END_DEVICES, person, device: ask.device });
  }
  const own = deviceOf(charter, found.space.me.device);
  const now = serverTime(found.line);
  if (own && isOnTrial(own, now) && own !== device) {
    const others = (found.space.me.toEnd ?? []).filter((index) => index !== ask.device);
    const kept = await change(found.space, { toEnd: [...others, ask.device] });
    return kept.ok ? done({ proposal: '' }) : kept;
  }
  const said = await deliver(found, 'retire', () => sayRetire(found.space, ask.device));
  return said.ok ? done({ proposal: '' }) : said;
}

/** Until it is sent, it is this device's own matter. */
export async function keepDevice(running: Running, ask: Ask<'keepDevice'>): Promise<Outcome<null>> {
  const found = running.spaces.get(ask.space);
  if (!found) return refuse('not-found');
  const { space } = found;
  const waiting = space.sayings.find((saying) => isEndOf(ask.device, saying));
  const unsaid = waiting ? await unsay(space, statementOf(waiting.signed)) : done(null);
  const others = (space.me.toEnd ?? []).filter((index) => index !== ask.device);
  return unsaid.ok ? change(space, { toEnd: others }) : unsaid;
}

function isEndOf(device: number, { type, signed }: Saying): boolean {
  const decoded = type === 'retire' ? decodeStatement(signed, hash) : undefined;
  const body = decoded?.ok ? decoded.value.statement.body : undefined;
  return body?.type === 'retire' && body.cut.device === device;
}

export async function proposeEndPerson(running: Running, ask: Ask<'proposeEndPerson'>): Proposed {
  const found = running.spaces.get(ask.space);
  const person = found?.space.log.charter?.persons.get(ask.person);
  if (!found || !person) return refuse('not-found');
  return decide(found, { act: ACT_END_DEVICES, person: person.id, device: 0 });
}

export async function proposeSigners(running: Running, ask: Ask<'proposeSigners'>): Proposed {
  const found = running.spaces.get(ask.space);
  if (!found) return refuse('not-found');
  return decide(found, { act: ACT_SET_SIGNERS, signerRule: ask.signerRule });
}

export async function proposeLeave(running: Running, ask: Ask<'proposeLeave'>): Proposed {
  const found = running.spaces.get(ask.space);
  return found ? decide(found, { act: ACT_LEAVE }) : refuse('not-found');
}

export async function proposeClearRecovery(
  running: Running,
  ask: Ask<'proposeClearRecovery'>,
): Proposed {
  const found = running.spaces.get(ask.space);
  const person = found?.space.log.charter?.persons.get(ask.person);
  if (!found || !person) return refuse('not-found');
  return decide(found, { act: ACT_CLEAR_RECOVERY, person: person.id });
}

/** Whoever proposes it says yes to it, too; about itself nobody is asked. */
async function decide(found: RunningSpace, subject: OwnAct): Proposed {
  const { space } = found;
  const { charter } = space.log;
  if (!charter) return refuse('not-found');
  let proposal = '';
  const proposed = await deliver(found, 'propose', async () => {
    const said = await sayPropose(space, charter, subject);
    if (said.ok) proposal = said.value.hash;
    return said;
  });
  const isAboutMe = 'person' in subject && subject.person === space.me.person;
  // Without a line it is kept, and so is the yes that follows.
  const isKept = proposed.ok || (proposed.error === 'offline' && proposal !== '');
  if (!isKept || isAboutMe) return proposed.ok ? done({ proposal }) : proposed;
  const now = serverTime(found.line);
  const latest = space.log.charter ?? charter; // as the meeting has left it
  const mine = expectedCharter(space, latest, now).proposals.get(proposal);
  if (!mine) return proposed.ok ? done({ proposal }) : proposed;
  const agreed = await deliver(found, 'consent', () => sayConsent(space, latest, mine));
  return agreed.ok ? done({ proposal }) : agreed;
}

export async function wake(running: Running, ask: Ask<'wake'>): Promise<Outcome<null>> {
  const found = running.spaces.get(ask.space);
  const charter = found?.space.log.charter;
  if (!found || !charter) return refuse('not-found');
  const own = deviceOf(charter, found.space.me.device)?.party ?? 0;
  const accepts = charter.parties
    .filter((p) => p.removedAt === undefined && p.notYetAcceptedBy.includes(own))
    .map(({ index }) => index);
  return withoutValue(await deliver(found, 'wake', () => sayWake(found.space, accepts)));
}
