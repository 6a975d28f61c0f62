/** CHARTER15, CHARTER21, CHARTER22: what an agreement does once it is valid. */
import type { Rule, Verdict } from './apply';
import { checkCertificate } from './certificate';
import { awaitRekey } from './keys';
import { addDevice, checkSealedKeys, poolSize } from './people';
import { replaceProposal } from './propose';
import {
  activeDevices,
  activeParties,
  isAlive,
  MAX_DEVICES,
  MAX_PARTIES,
  partyOf,
  type CharterState,
  type Proposal,
} from './state';
import {
  ACT_ADMIT_PARTY,
  ACT_REMOVE_PARTY,
  ACT_SET_RULES,
  ACT_SET_SECTORS,
  type AdmitParty,
  type Cut,
  type Enact,
  type Entry,
  type EntryFacts,
} from './statement';

export const enact: Rule<Enact> = (draft, entry, facts) => {
  const proposal = draft.proposals.get(entry.statement.body.proposal);
  const certificate = checkCertificate(draft, proposal, entry.position.time);
  if (certificate !== 'ok' || !proposal) return certificate;
  const possible = checkEffect(draft, proposal, entry.position.time);
  if (possible !== 'ok') return possible;
  const effect = takeEffect(draft, entry, proposal, facts);
  if (effect !== 'ok') return effect;
  replaceProposal(draft, { ...proposal, outcome: 'enacted' });
  draft.constitution = entry.position.hash;
  return 'ok';
};

/** Whether an enactment of this time would be taken, where it carries what it must. */
export function checkEnactment(state: CharterState, proposal: Proposal, time: bigint): Verdict {
  const certificate = checkCertificate(state, proposal, time);
  return certificate === 'ok' ? checkEffect(state, proposal, time) : certificate;
}

/** What no consent makes possible: no room for another party, its sector gone, its target gone. */
export function checkEffect(state: CharterState, { subject }: Proposal, time: bigint): Verdict {
  if (subject.act === ACT_REMOVE_PARTY) {
    return partyOf(state, subject.party)?.removedAt === undefined ? 'ok' : 'ended';
  }
  if (subject.act !== ACT_ADMIT_PARTY) return 'ok';
  if (activeParties(state).length >= MAX_PARTIES) return 'limit';
  if (poolSize(state, time) >= MAX_DEVICES) return 'limit';
  return state.sectors.includes(subject.sector) ? 'ok' : 'conflict';
}

function takeEffect(
  draft: CharterState,
  entry: Entry<Enact>,
  { subject }: Proposal,
  facts: EntryFacts,
): Verdict {
  const { keys, cuts } = entry.statement.body;
  if (subject.act === ACT_ADMIT_PARTY) return admit(draft, entry, subject);
  if (keys.length > 0) return 'malformed';
  if (subject.act === ACT_REMOVE_PARTY) {
    return remove(draft, subject.party, cuts, entry.position.time, facts);
  }
  if (cuts.length > 0) return 'malformed';
  if (subject.act === ACT_SET_RULES) draft.rules = subject.rules;
  if (subject.act === ACT_SET_SECTORS) draft.sectors = subject.sectors;
  return 'ok';
}

function admit(
  draft: CharterState,
  { position, statement }: Entry<Enact>,
  subject: AdmitParty,
): Verdict {
  const { keys, cuts } = statement.body;
  const { sector, signerRule, person, invitation, device } = subject;
  const index = draft.parties.length + 1;
  if (cuts.length > 0) return 'malformed';
  const sealed = checkSealedKeys(draft, keys, device.boxKey);
  if (sealed !== 'ok') return sealed;
  const place = { admittedAt: position.height, notYetAcceptedBy: [] };
  const party = { index, sector, signerRule, invitation, ...place };
  draft.parties = [...draft.parties, party];
  draft.persons = new Map(draft.persons).set(person, {
    ...{ id: person, party: index, isConfirmed: true, confirmedBy: [], invitation },
  });
  addDevice(draft, device, person, index, keys.length === 0);
  return 'ok';
}

function remove(
  draft: CharterState,
  target: number,
  cuts: readonly Cut[],
  time: bigint,
  facts: EntryFacts,
): Verdict {
  const ending = activeDevices(draft).filter((device) => device.party === target);
  const areAllNamed =
    cuts.length === ending.length && ending.every(({ index }, i) => cuts[i]!.device === index);
  if (!areAllNamed) return 'malformed';
  if (!facts.doCutsFit) return 'conflict';
  const cutOf = new Map(cuts.map((cut) => [cut.device, cut]));
  draft.devices = draft.devices.map((device) => {
    const cut = cutOf.get(device.index);
    return cut ? { ...device, cut } : device;
  });
  draft.parties = draft.parties.map((party) =>
    party.index === target ? { ...party, removedAt: time } : party,
  );
  draft.invitations = new Map(
    [...draft.invitations].map(([key, invitation]) => {
      const isTheirs = invitation.inviterParty === target && isAlive(invitation, time);
      return [key, isTheirs ? { ...invitation, isRevoked: true } : invitation];
    }),
  );
  awaitRekey(draft);
  return 'ok';
}
