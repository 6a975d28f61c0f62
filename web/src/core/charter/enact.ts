/** CHARTER15, CHARTER21, CHARTER22: what an agreement does once it is valid. */
import type { Rule, Verdict } from './apply';
import { checkCertificate } from './certificate';
import { checkCuts, takeOut } from './ending';
import { checkOwnEffect, enactOwn } from './own';
import { addDevice, checkSealedKeys, hasRoom, putPerson } from './pool';
import { checkPartyThere, doSectorsHoldAll, replaceProposal } from './propose';
import { activeParties, MAX_PARTIES, type CharterState, type Party, type Proposal } from './state';
import {
  ACT_ADMIT_PARTY,
  ACT_CLOSE,
  ACT_LEAVE,
  ACT_MOVE_SERVER,
  ACT_REMOVE_PARTY,
  ACT_REST_PARTY,
  ACT_SET_RULES,
  ACT_SET_SECTORS,
  isEntrance,
  isOwnAct,
  silentPartyOf,
  targetOf,
  type AdmitParty,
  type Enact,
  type Entry,
  type EntryFacts,
  type ReplaceParty,
  type Subject,
} from './statement';

export const enact: Rule<Enact> = (draft, entry, facts) => {
  const proposal = draft.proposals.get(entry.statement.body.proposal);
  const certificate = checkCertificate(draft, proposal, entry.position.time);
  if (certificate !== 'ok' || !proposal) return certificate;
  const effect = isOwnAct(proposal.subject)
    ? enactOwn(draft, entry, proposal, facts)
    : takeEffect(draft, entry, proposal, facts);
  if (effect !== 'ok') return effect;
  replaceProposal(draft, { ...proposal, outcome: 'enacted' });
  if (isConstitutional(proposal.subject)) draft.constitution = entry.position.hash;
  return 'ok';
};

/** CHARTER19. */
function isConstitutional(subject: Subject): boolean {
  return !isOwnAct(subject) || subject.act === ACT_LEAVE;
}

/**
 * Whether an enactment of this time would be taken, where it carries what it must. Whether its
 * party has been silent the log knows, not the charter.
 */
export function checkEnactment(
  state: CharterState,
  proposal: Proposal,
  time: bigint,
  isSilent = true,
): Verdict {
  const certificate = checkCertificate(state, proposal, time);
  return certificate === 'ok' ? checkEffect(state, proposal, time, isSilent) : certificate;
}

/** What no consent makes possible: no room for another party, its sector gone, its target gone. */
export function checkEffect(
  state: CharterState,
  proposal: Proposal,
  time: bigint,
  isSilent = true,
): Verdict {
  const { subject } = proposal;
  if (isOwnAct(subject)) return checkOwnEffect(state, proposal);
  if (subject.act === ACT_SET_SECTORS && !doSectorsHoldAll(state, subject.sectors)) {
    return 'conflict';
  }
  if (subject.act === ACT_MOVE_SERVER && subject.serverKey === state.server.key) return 'conflict';
  const there = checkThere(state, subject, isSilent);
  if (there !== 'ok' || !isEntrance(subject)) return there;
  // A replacement keeps them as many.
  const isOneMore = subject.act === ACT_ADMIT_PARTY;
  if (isOneMore && activeParties(state).length >= MAX_PARTIES) return 'limit';
  if (!hasRoom(state, time)) return 'limit';
  return state.sectors.includes(subject.sector) ? 'ok' : 'conflict';
}

/** CHARTER21: whom it is about. */
function checkThere(state: CharterState, subject: Subject, isSilent: boolean): Verdict {
  const silent = silentPartyOf(subject);
  const about = silent === 0 ? targetOf(subject) : silent;
  if (about === 0) return 'ok';
  const there = checkPartyThere(state, about);
  return there === 'ok' && silent !== 0 && !isSilent ? 'conflict' : there;
}

function takeEffect(
  draft: CharterState,
  entry: Entry<Enact>,
  proposal: Proposal,
  facts: EntryFacts,
): Verdict {
  const { subject } = proposal;
  const { time } = entry.position;
  const { keys, cuts } = entry.statement.body;
  // CHARTER22, CHARTER34: about nobody, it brings nothing along.
  const isBare = !isEntrance(subject) && silentPartyOf(subject) + targetOf(subject) === 0;
  if (isBare && keys.length + cuts.length > 0) return 'malformed';
  const possible = checkEffect(draft, proposal, time, facts.isSilent);
  if (possible !== 'ok') return possible;
  if (!isEntrance(subject) && keys.length > 0) return 'malformed';
  // What takes nobody out names no cuts.
  const fit = checkCuts(draft, proposal, cuts, facts);
  if (fit !== 'ok') return fit;
  if (isEntrance(subject)) return letIn(draft, entry, subject);
  if (subject.act === ACT_REMOVE_PARTY) takeOut(draft, subject.party, 'removed', cuts, time);
  if (subject.act === ACT_REST_PARTY) rest(draft, subject.party, time);
  if (subject.act === ACT_SET_RULES) draft.rules = subject.rules;
  if (subject.act === ACT_SET_SECTORS) draft.sectors = subject.sectors;
  if (subject.act === ACT_MOVE_SERVER) {
    const { serverKey: key, address } = subject;
    draft.server = { key, address, before: draft.server.key, since: entry.position.height };
  }
  if (subject.act === ACT_CLOSE) draft.isClosed = true;
  return 'ok';
}

function rest(draft: CharterState, target: number, restsSince: bigint): void {
  draft.parties = draft.parties.map((p) => (p.index === target ? { ...p, restsSince } : p));
}

/** Whom it replaces goes first: it is not there to sleep through the newcomer's entrance. */
function letIn(
  draft: CharterState,
  { position, statement }: Entry<Enact>,
  subject: AdmitParty | ReplaceParty,
): Verdict {
  const { keys, cuts } = statement.body;
  const { sector, signerRule, person, invitation, device, replaces } = subject;
  const sealed = checkSealedKeys(draft, keys, device.boxKey);
  if (sealed !== 'ok') return sealed;
  if (replaces !== 0) takeOut(draft, replaces, 'replaced', cuts, position.time);
  const party: Party = {
    index: draft.parties.length + 1,
    ...{ sector, signerRule, invitation },
    admittedAt: position.height,
    notYetAcceptedBy: sleepers(draft),
  };
  draft.parties = [...draft.parties, party];
  const comer = { id: person, party: party.index, isConfirmed: true, confirmedBy: [], invitation };
  putPerson(draft, comer);
  addDevice(draft, device, comer, { lacksKey: keys.length === 0 });
  return 'ok';
}

/** CHARTER31: they had no say in it. */
function sleepers(state: CharterState): number[] {
  const asleep = activeParties(state).filter((party) => party.restsSince !== undefined);
  return asleep.map(({ index }) => index);
}
