/** CHARTER11, CHARTER23, CHARTER24: what a person says to a proposal, and takes back. */
import type { Hex } from '../bytes';
import type { Rule } from './apply';
import { isTarget, liveStances, mayVote } from './ballot';
import { concernedPerson } from './own';
import { checkLife, checkOpen, replaceProposal } from './propose';
import {
  deviceOf,
  isConfirmed,
  isOpen,
  type CharterState,
  type Proposal,
  type Stance,
} from './state';
import { isOwnAct, type Consent, type Objection, type Withdraw } from './statement';

export const consent: Rule<Consent> = (draft, { position, statement }) => {
  const { body, device } = statement;
  const author = deviceOf(draft, device)!;
  const proposal = draft.proposals.get(body.proposal);
  const openness = checkOpen(proposal, position.time);
  if (openness !== 'ok' || !proposal) return openness;
  const isSigner = isConfirmed(draft, author.person);
  if (!isSigner || !mayVote(draft, author.party, proposal)) return 'forbidden';
  if (isTarget(proposal, author.party)) return 'forbidden';
  if (concernedPerson(proposal) === author.person) return 'forbidden';
  if (body.subject !== proposal.subjectHash) return 'malformed';
  if (body.constitution !== draft.constitution) return 'stale-charter';
  const life = checkLife(body.expires, position.time);
  if (life !== 'ok') return life;
  if (stanceOf(draft, proposal, author.person, position.time)) return 'conflict';
  const { constitution, expires } = body;
  addStance(draft, proposal, position.time, {
    ...{ kind: 'consent', statement: statement.hash, person: author.person, device },
    ...{ time: position.time, expires, constitution, epoch: '', reason: new Uint8Array() },
  });
  return 'ok';
};

export const object: Rule<Objection> = (draft, { position, statement }) => {
  const { body, device } = statement;
  const { person, party } = deviceOf(draft, device)!;
  const proposal = draft.proposals.get(body.proposal);
  const openness = checkOpen(proposal, position.time);
  if (openness !== 'ok' || !proposal) return openness;
  const isOthersOwn = isOwnAct(proposal.subject) && proposal.party !== party;
  if (!isConfirmed(draft, person) || isOthersOwn) return 'forbidden';
  const before = stanceOf(draft, proposal, person, position.time);
  if (before?.kind === 'objection') return 'conflict';
  const without = { ...proposal, stances: proposal.stances.filter((s) => s !== before) };
  addStance(draft, without, position.time, {
    ...{ kind: 'objection', statement: statement.hash, person, device, time: position.time },
    ...{ expires: 0n, constitution: '', epoch: body.epoch, reason: body.reason },
  });
  return 'ok';
};

export const withdraw: Rule<Withdraw> = (draft, { position, statement }) => {
  const named = statement.body.statement;
  const { person, party } = deviceOf(draft, statement.device)!;
  const found = findStance(draft, named, position.time);
  if (found) {
    const [proposal, stance] = found;
    if (stance.person !== person) return 'forbidden';
    const stances = proposal.stances.filter((s) => s !== stance);
    replaceProposal(draft, { ...proposal, stances });
    return 'ok';
  }
  const proposal = draft.proposals.get(named);
  if (!proposal || !isOpen(proposal, position.time)) return 'not-found';
  // Nobody fills a party's pool for good.
  if (proposal.party !== party || !isConfirmed(draft, person)) return 'forbidden';
  // Whoever is to go does not decide so alone that it stays.
  const isAboutMe = concernedPerson(proposal) === person;
  if (isAboutMe && proposal.person !== person) return 'forbidden';
  replaceProposal(draft, { ...proposal, outcome: 'withdrawn' });
  return 'ok';
};

/** Itself, or by a live word on it while it is open: what is over was said about nothing. */
export function proposalNamed(
  state: CharterState,
  statement: Hex,
  time: bigint,
): Proposal | undefined {
  return state.proposals.get(statement) ?? findStance(state, statement, time)?.[0];
}

function stanceOf(
  state: CharterState,
  proposal: Proposal,
  person: Hex,
  time: bigint,
): Stance | undefined {
  return liveStances(state, proposal, time).find((stance) => stance.person === person);
}

/** What has died is forgotten, so that the list is as long as there are people. */
function addStance(draft: CharterState, proposal: Proposal, time: bigint, stance: Stance): void {
  const stances = [...liveStances(draft, proposal, time), stance];
  replaceProposal(draft, { ...proposal, stances });
}

function findStance(
  state: CharterState,
  statement: Hex,
  time: bigint,
): [Proposal, Stance] | undefined {
  for (const proposal of state.proposals.values()) {
    if (!isOpen(proposal, time)) continue;
    const stance = liveStances(state, proposal, time).find((s) => s.statement === statement);
    if (stance) return [proposal, stance];
  }
  return undefined;
}
