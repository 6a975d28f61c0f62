/** The commands about the agreement: what is proposed, said and taken back. */
import type { Outcome, PartyState, ProposalView, RuleAsk, SharedActName } from '../src/app/port';
import { required, sectorName, sectorOf, UsageError, type Arguments } from './arguments';
import { invite, planOf, spaceOf, type Command } from './commands';
import type { Home } from './home';
import { print, valueOf } from './results';

const ACTS: readonly SharedActName[] = [
  ...(['admit', 'remove', 'rules', 'sectors', 'rest', 'replace', 'move', 'close'] as const),
];

/** A new party proposes itself, with its own keys: what the others do first is to invite it. */
export const propose: Command = async (home, args) => {
  const [kind, ...rest] = args.places;
  const space = spaceOf(home, args);
  if (kind === 'admit' || kind === 'replace') {
    required(args, 'sector');
    if (kind === 'replace') required(args, 'replaces');
    return invite(home, args);
  }
  const { proposal } = valueOf(await proposeChange(home, args, space, kind, rest));
  print({ id: proposal, state: 'open' });
};

async function proposeChange(
  home: Home,
  args: Arguments,
  space: string,
  kind: string | undefined,
  rest: readonly string[],
): Promise<Outcome<{ proposal: string }>> {
  switch (kind) {
    case 'remove': {
      const party = await partyOf(home, args, required(args, 'party'));
      return home.port.run('proposeRemoval', { space, party });
    }
    case 'rest': {
      const party = await partyOf(home, args, required(args, 'party'));
      return home.port.run('proposeRest', { space, party });
    }
    case 'move':
      return home.port.run('proposeMove', { space, to: required(args, 'to') });
    case 'close':
      return home.port.run('proposeClose', { space });
    case 'rules':
      return home.port.run('proposeRules', { space, rules: rest.map(readRule) });
    case 'sectors':
      return home.port.run('proposeSectors', { space, sectors: rest.map(sectorOf) });
    default:
      throw new UsageError(`propose needs a KIND: ${ACTS.join(', ')}`);
  }
}

/** ACT=PARTIES:SECTORS[:DAYS]; what is not named stays as it is. */
function readRule(text: string): RuleAsk {
  const found = /^([a-z]+)=(\d+):(\d+)(?::(\d+))?$/.exec(text);
  const act = ACTS.find((name) => name === found?.[1]);
  if (!found || !act) throw new UsageError('a rule is ACT=PARTIES:SECTORS[:DAYS]');
  const days = found[4] === undefined ? {} : { noticeDays: Number(found[4]) };
  return { act, parties: Number(found[2]), sectors: Number(found[3]), ...days };
}

/** By name, or by number where two have one name. */
export async function partyOf(home: Home, args: Arguments, name: string): Promise<number> {
  const { parties } = await planOf(home, args);
  const found = parties.filter(
    (p) => isThere(p.state) && (p.name === name || `${p.index}` === name),
  );
  if (found.length !== 1) throw new UsageError(`no one group is called ${name}: see charter`);
  return found[0]!.index;
}

const isThere = (state: PartyState): boolean => state === 'active' || state === 'rests';

export const proposals: Command = async (home, args) => {
  const plan = await planOf(home, args);
  const spell = (p: ProposalView): object => ({
    ...p,
    sector: p.sector === 0 ? '' : sectorName(p.sector),
    sectors: p.sectors.map(sectorName),
  });
  print({ proposals: plan.proposals.map(spell) });
};

export const consent: Command = async (home, args) => {
  const proposal = idOf(args, 'consent needs the ID of a proposal');
  valueOf(await home.port.run('consent', { space: spaceOf(home, args), proposal }));
  print({ id: proposal, state: 'consented' });
};

export const object: Command = async (home, args) => {
  const proposal = idOf(args, 'object needs the ID of a proposal');
  const reason = required(args, 'reason');
  valueOf(await home.port.run('object', { space: spaceOf(home, args), proposal, reason }));
  print({ id: proposal, state: 'objected' });
};

export const withdraw: Command = async (home, args) => {
  const proposal = idOf(args, 'withdraw needs the ID of a proposal');
  const plan = await planOf(home, args);
  const known = plan.proposals.find(({ id }) => id === proposal);
  const hasAnswered = known?.iHaveSaidYes === true || known?.iHaveObjected === true;
  const isWhole = args.options.has('proposal') || !hasAnswered;
  const what = isWhole ? 'proposal' : 'answer';
  valueOf(await home.port.run('withdraw', { space: plan.space, proposal, what }));
  print({ id: proposal, state: 'withdrawn' });
};

export const revoke: Command = async (home, args) => {
  const invitation = idOf(args, 'revoke needs the ID of an invitation: see charter');
  valueOf(await home.port.run('revokeInvitation', { space: spaceOf(home, args), invitation }));
  print({ id: invitation, state: 'revoked' });
};

export const confirm: Command = async (home, args) => {
  const person = idOf(args, 'confirm needs the ID of a person: see charter');
  valueOf(await home.port.run('confirm', { space: spaceOf(home, args), person }));
  print({ id: person, state: 'confirmed' });
};

export const charter: Command = async (home, args) => {
  const plan = await planOf(home, args);
  const parties = plan.parties.map((party) => ({
    id: party.index,
    name: party.name,
    sector: sectorName(party.sector),
    state: party.state,
    signer_rule: party.signerRule,
    people: party.people,
  }));
  const { rules, invitations } = plan;
  const { server, charterHeight: height } = plan.check;
  print({ height, server, parties, rules, invitations });
};

function idOf({ places }: Arguments, words: string): string {
  const [id] = places;
  if (id === undefined) throw new UsageError(words);
  return id;
}
