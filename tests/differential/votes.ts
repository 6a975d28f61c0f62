/** What is put to the parties, said to it, and done about it. */
import { mayVote } from '../../web/src/core/charter/ballot';
import { devicesThatEnd } from '../../web/src/core/charter/ending';
import {
  activeDevices,
  activeParties,
  DAY_S,
  isConfirmed,
  isOpen,
  liveInvitations,
  type CharterState,
  type Device,
  type Proposal,
} from '../../web/src/core/charter/state';
import {
  ACT_CLEAR_RECOVERY,
  ACT_END_DEVICES,
  ACT_MOVE_SERVER,
  ACT_REMOVE_PARTY,
  ACT_REST_PARTY,
  ACT_SET_RULES,
  ACT_SET_SECTORS,
  ACT_SET_SIGNERS,
  isEntrance,
  isOwnAct,
  type Subject,
} from '../../web/src/core/charter/statement';
import { by, cutOf, someDevice, type Move } from './moves';
import type { Step, World } from './world';

const OTHER_ACTS = [2, 2, 3, 4, 5, 7, 7, 8, 9, 9, 9, 10, 11, 12, 12] as const;

function life(world: World): bigint {
  return (
    world.time +
    BigInt(world.pick(world.isPatient ? [180] : [1, 3, 30, 100, 180, 180, 180])!) * DAY_S
  );
}

/** By an invitation to a new party. */
export const proposeEntrance: Move = (world, state) => {
  const open = liveInvitations(state, world.time).filter(({ party }) => party === 0);
  const invitation = world.pick(open);
  if (!invitation) return undefined;
  const { sector, replaces, signKey } = invitation;
  const comer = { person: world.id(16), device: world.keys(), signerRule: world.pick([1, 1, 2])! };
  const act = replaces === 0 ? (1 as const) : (6 as const);
  const subject = { act, invitation: signKey, sector, replaces, ...comer } as Subject;
  return { device: 0, body: { type: 'propose', subject, subjectHash: '', expires: life(world) } };
};

export const propose: Move = (world, state) => {
  const author = someDevice(world, state);
  const subject = author && subjectOf(world, state, author, world.pick(OTHER_ACTS)!);
  if (!subject) return undefined;
  return by(author, { type: 'propose', subject, subjectHash: '', expires: life(world) });
};

const ADDRESSES = [
  ...['https://a', 'http://[::1]:8080', `https://${'a'.repeat(248)}`, 'https://ny.kommune.no'],
  ...[`https://${'a'.repeat(249)}`, 'https://', 'https://A', 'https://a/', 'ftp://a', ''],
];

function subjectOf(
  world: World,
  state: CharterState,
  author: Device,
  act: (typeof OTHER_ACTS)[number],
): Subject | undefined {
  const own = [...state.persons.values()].filter(({ party }) => party === author.party);
  switch (act) {
    case ACT_REMOVE_PARTY:
    case ACT_REST_PARTY: {
      const others = activeParties(state).filter(({ index }) => index !== author.party);
      const party = world.pick(others)?.index;
      return party === undefined ? undefined : { act, party };
    }
    case ACT_SET_RULES:
      return { act, rules: [1, 2, 3].filter(() => world.maybe(0.5)).map(ruleOf(world)) };
    case ACT_SET_SECTORS: {
      const needed = new Set(activeParties(state).map(({ sector }) => sector));
      const all = Array.from({ length: 16 }, (_, i) => i + 1);
      return { act, sectors: all.filter((n) => needed.has(n) || world.maybe(0.3)) };
    }
    case ACT_MOVE_SERVER: {
      const serverKey = world.maybe(0.8) ? world.id() : state.server.key;
      return { act, serverKey, address: world.pick(ADDRESSES)! };
    }
    case ACT_END_DEVICES: {
      const person = world.pick(own)!.id;
      const theirs = activeDevices(state).filter((device) => device.person === person);
      return { act, person, device: world.maybe(0.5) ? 0 : (world.pick(theirs)?.index ?? 0) };
    }
    case ACT_SET_SIGNERS:
      return { act, signerRule: world.between(1, 4) };
    case ACT_CLEAR_RECOVERY: {
      const person = world.pick(own.filter(({ recovery }) => recovery))?.id;
      return person === undefined ? undefined : { act, person };
    }
    default:
      return { act };
  }
}

const ruleOf = (world: World) => (act: number) => ({
  ...{ act, parties: world.between(1, 5), sectors: world.between(1, 3) },
  noticeDays: world.between(3, 60),
});

export function someProposal(world: World, state: CharterState): Proposal | undefined {
  const all = [...state.proposals.values()];
  const open = all.filter((proposal) => isOpen(proposal, world.time));
  return world.pick(world.maybe(0.95) ? open : all);
}

/** A device of somebody who may still say yes to it, if anybody. */
function willing(world: World, state: CharterState, proposal: Proposal): Device | undefined {
  const said = new Set(proposal.stances.map(({ person }) => person));
  const { subject } = proposal;
  const concerned = isOwnAct(subject) && 'person' in subject ? subject.person : '';
  const able = activeDevices(state).filter(
    ({ party, person }) =>
      person !== concerned && isConfirmed(state, person) && mayVote(state, party, proposal),
  );
  const left = able.filter(({ person }) => !said.has(person));
  return world.pick(left.length > 0 ? left : able);
}

export function consentTo(world: World, state: CharterState, id: string): Step | undefined {
  const proposal = state.proposals.get(id);
  if (!proposal) return undefined;
  const { subjectHash } = proposal;
  const { constitution } = state;
  const body = { proposal: id, subject: subjectHash, constitution, expires: life(world) };
  return by(willing(world, state, proposal), { type: 'consent', ...body });
}

export const consent: Move = (world, state) =>
  consentTo(world, state, someProposal(world, state)?.id ?? '');

export const object: Move = (world, state) => {
  const proposal = someProposal(world, state);
  if (!proposal) return undefined;
  const party = isOwnAct(proposal.subject) && world.maybe(0.9) ? proposal.party : 0;
  const body = { proposal: proposal.id, epoch: '', reason: new Uint8Array() };
  return by(someDevice(world, state, party), { type: 'object', ...body });
};

/** A word of one's own, or a proposal of one's party. */
export const withdraw: Move = (world, state) => {
  const proposal = someProposal(world, state);
  if (!proposal) return undefined;
  const stance = world.maybe(0.6) ? world.pick(proposal.stances) : undefined;
  const theirs = activeDevices(state).filter(({ person }) => person === stance?.person);
  const author = stance ? world.pick(theirs) : someDevice(world, state, proposal.party);
  return by(author, { type: 'withdraw', statement: stance?.statement ?? proposal.id });
};

export function enactIt(world: World, state: CharterState, id: string): Step | undefined {
  const proposal = state.proposals.get(id);
  if (!proposal) return undefined;
  const { subject } = proposal;
  const cuts = devicesThatEnd(state, proposal).map(({ index }) => cutOf(world, index));
  const isSealed = isEntrance(subject) && world.maybe(0.5);
  const keys = isSealed ? world.sealed(subject.device.boxKey) : [];
  const body: Step['body'] = { type: 'enact', proposal: id, keys, cuts };
  return world.maybe(0.6) ? { device: 0, body } : by(someDevice(world, state), body);
}

export const enact: Move = (world, state) =>
  enactIt(world, state, someProposal(world, state)?.id ?? '');
