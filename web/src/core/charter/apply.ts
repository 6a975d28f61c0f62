/**
 * CHARTER1 to CHARTER4, and which rule looks at which statement. Pure: an entry gives
 * the next state or the name of a refusal, and the state that came in is left alone.
 * The server has the same function in C; shared vectors hold the two together.
 */
import type { Hex } from '../bytes';
import type { ErrorName, Result } from '../errors';
import { foundSpace } from './genesis';
import { rekey, reportRekey, retire } from './keys';
import { enact } from './enact';
import { confirm, invite, join, revoke } from './people';
import { propose } from './propose';
import { consent, object, proposalNamed, withdraw } from './stance';
import { recover, setRecovery } from './recovery';
import { wake } from './rest';
import { deviceOf, isOnTrial, type CharterState } from './state';
import {
  isEntrance,
  isOwnAct,
  type Body,
  type Entry,
  type EntryFacts,
  type Genesis,
  type Position,
  type Statement,
} from './statement';

export type Verdict = 'ok' | ErrorName;
/** Changes the draft, or names why not; a refused draft is thrown away. */
export type Rule<B extends Body> = (
  draft: CharterState,
  entry: Entry<B>,
  facts: EntryFacts,
) => Verdict;

/** CHARTER29: what a device on trial says, beside its own retirement and no to an own act. */
const ON_TRIAL: readonly Body['type'][] = ['rekey', 'bad-rekey', 'enact'];
/** CHARTER33: what brings a device back, and what ends one. */
const WHEN_CLOSED: readonly Body['type'][] = ['recover', 'retire'];

export function charterApply(
  state: CharterState | undefined,
  entry: Entry,
  facts: EntryFacts,
): Result<CharterState> {
  const verdict = checkEntry(state, entry, facts);
  if (verdict !== 'ok') return { ok: false, error: verdict };
  if (entry.statement.body.type === 'genesis') return foundSpace(entry as Entry<Genesis>);
  if (!state) return { ok: false, error: 'malformed' };
  const draft = { ...state };
  const refusal = applyBody(draft, entry, facts);
  if (refusal !== 'ok') return { ok: false, error: refusal };
  countUp(draft, entry.statement);
  draft.height = entry.position.height;
  draft.head = entry.position.hash;
  draft.time = entry.position.time;
  return { ok: true, value: draft };
}

/** CHARTER3: whose signatures the statement needs, in order. */
export function charterSigners(
  state: CharterState | undefined,
  statement: Statement,
): Result<readonly Hex[]> {
  const { body, device } = statement;
  if (body.type === 'genesis') return signers(body.parties.map((p) => p.device.signKey));
  if (body.type === 'join') return signers([body.invitation, body.device.signKey]);
  if (body.type === 'recover') return signers([body.recovery, body.device.signKey]);
  if (body.type === 'propose' && isEntrance(body.subject)) {
    return signers([body.subject.invitation, body.subject.device.signKey]);
  }
  if (body.type === 'enact' && device === 0) return signers([]);
  const author = state && deviceOf(state, device);
  if (!author) return { ok: false, error: 'unauthorized' };
  if (author.cut) return { ok: false, error: 'ended' };
  if (body.type !== 'set-recovery') return signers([author.signKey]);
  const { signKey, replaces } = body;
  return signers([author.signKey, signKey, ...(replaces === '' ? [] : [replaces])]);
}

function signers(value: readonly Hex[]): Result<readonly Hex[]> {
  return { ok: true, value };
}

function checkEntry(state: CharterState | undefined, entry: Entry, facts: EntryFacts): Verdict {
  const place = checkPlace(state, entry);
  if (place !== 'ok') return place;
  if (state?.isClosed && !WHEN_CLOSED.includes(entry.statement.body.type)) return 'ended';
  const author = checkAuthor(entry.statement);
  if (author !== 'ok') return author;
  const needed = charterSigners(state, entry.statement);
  if (!needed.ok) return needed.error;
  if (!facts.isVerified) return 'signature';
  const counter = checkCounter(state, entry.statement);
  return counter === 'ok' ? checkTrial(state, entry) : counter;
}

function checkPlace(state: CharterState | undefined, { position, statement }: Entry): Verdict {
  if ((statement.body.type === 'genesis') !== (state === undefined)) return 'malformed';
  if (state && statement.space !== state.space) return 'malformed';
  if (!isNext(state, position)) return 'conflict';
  return position.statement === statement.hash ? 'ok' : 'malformed';
}

function isNext(state: CharterState | undefined, position: Position): boolean {
  if (!state) return position.height === 0n && position.previous === '';
  const follows = position.height === state.height + 1n && position.previous === state.head;
  return follows && position.time >= state.time;
}

/** What is said before there is a device to say it. */
function isNewcomers(body: Body): boolean {
  if (body.type === 'propose') return isEntrance(body.subject);
  return body.type === 'genesis' || body.type === 'join' || body.type === 'recover';
}

function checkAuthor({ body, device, counter }: Statement): Verdict {
  const mustBeNobody = isNewcomers(body);
  const mayBeNobody = mustBeNobody || body.type === 'enact';
  if (device === 0 ? !mayBeNobody : mustBeNobody) return 'malformed';
  return (counter === 0n) === (device === 0) ? 'ok' : 'malformed';
}

function checkCounter(state: CharterState | undefined, { device, counter }: Statement): Verdict {
  if (device === 0 || !state) return 'ok';
  return counter > deviceOf(state, device)!.counter ? 'ok' : 'conflict';
}

function checkTrial(state: CharterState | undefined, { position, statement }: Entry): Verdict {
  const { body, device } = statement;
  const author = state && deviceOf(state, device);
  if (!author || !isOnTrial(author, position.time) || ON_TRIAL.includes(body.type)) return 'ok';
  if (body.type === 'retire' && body.cut.device === device) return 'ok';
  const about =
    body.type === 'object'
      ? state.proposals.get(body.proposal)
      : body.type === 'withdraw'
        ? proposalNamed(state, body.statement, position.time)
        : undefined;
  return about && isOwnAct(about.subject) ? 'ok' : 'forbidden';
}

function countUp(draft: CharterState, { device, counter }: Statement): void {
  draft.devices = draft.devices.map((d) => (d.index === device ? { ...d, counter } : d));
}

function applyBody(draft: CharterState, entry: Entry, facts: EntryFacts): Verdict {
  const { body } = entry.statement;
  const as = <B extends Body>(rule: Rule<B>): Verdict =>
    // The switch below has looked at the type.
    rule(draft, entry as Entry<B>, facts);
  switch (body.type) {
    case 'genesis':
      return 'malformed';
    case 'invite':
      return as(invite);
    case 'join':
      return as(join);
    case 'confirm':
      return as(confirm);
    case 'propose':
      return as(propose);
    case 'consent':
      return as(consent);
    case 'enact':
      return as(enact);
    case 'rekey':
      return as(rekey);
    case 'retire':
      return as(retire);
    case 'object':
      return as(object);
    case 'withdraw':
      return as(withdraw);
    case 'revoke':
      return as(revoke);
    case 'set-recovery':
      return as(setRecovery);
    case 'recover':
      return as(recover);
    case 'wake':
      return as(wake);
    case 'bad-rekey':
      return as(reportRekey);
  }
}
