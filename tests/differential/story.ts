/** What happens in a world, step by step: now and then everybody wants the same. */
import { checkCertificate, noticeEnds, neededFor } from '../../web/src/core/charter/certificate';
import { neededForOwnAct } from '../../web/src/core/charter/own';
import {
  activeParties,
  DAY_S,
  MAX_PARTIES,
  REKEY_PAUSE_S,
  type CharterState,
  type Device,
  type Proposal,
} from '../../web/src/core/charter/state';
import {
  ACT_LEAVE,
  ACT_REMOVE_PARTY,
  ACT_REPLACE_PARTY,
  ACT_REST_PARTY,
  isOwnAct,
  type Subject,
} from '../../web/src/core/charter/statement';
import {
  confirm,
  genesis,
  inviteOwn,
  inviteParty,
  join,
  onTrial,
  recover,
  rekey,
  reportRekey,
  retire,
  revoke,
  setRecovery,
  someDevice,
  wake,
  type Move,
} from './moves';
import { spoil } from './spoil';
import {
  consent,
  consentTo,
  enact,
  enactIt,
  object,
  propose,
  proposeEntrance,
  someProposal,
  withdraw,
} from './votes';
import type { Step, World } from './world';

const MOVES: readonly (readonly [number, Move])[] = [
  [6, inviteOwn],
  [5, inviteParty],
  [8, join],
  [10, confirm],
  [6, proposeEntrance],
  [14, propose],
  [10, consent],
  [4, object],
  [3, withdraw],
  [4, enact],
  [2, revoke],
  [2, retire],
  [6, setRecovery],
  [3, recover],
  [4, rekey],
  [2, reportRekey],
  [4, wake],
  [2, onTrial],
];
const ALL_WEIGHTS = MOVES.reduce((sum, [weight]) => sum + weight, 0);

function someMove(world: World): Move {
  let left = world.below(ALL_WEIGHTS);
  for (const [weight, move] of MOVES) {
    left -= weight;
    if (left < 0) return move;
  }
  return consent;
}

/** Mostly seconds; some offices are closed for a summer. */
function letTimePass(world: World): void {
  const roll = world.chance();
  if (roll < 0.85) world.time += BigInt(world.below(600));
  else if (roll < 0.95) world.time += BigInt(world.below(36 * 3600));
  else if (roll < 0.99) world.time += BigInt(world.below(10)) * DAY_S;
  else world.time += BigInt(world.between(20, 130)) * DAY_S;
}

/** To where something ends or begins, or a second before. */
function toTheSecond(world: World, { devices, invitations, proposals }: CharterState): void {
  const rekeys = devices.flatMap(({ lastRekey = 0n }) => [lastRekey + REKEY_PAUSE_S]);
  const trials = devices.map(({ trialUntil = 0n }) => trialUntil);
  const asked = [...proposals.values()].slice(-8);
  const ends = [...invitations.values()].slice(-8).map(({ expires }) => expires);
  const said = asked.flatMap(({ expires, stances }) => [expires, ...stances.map((s) => s.expires)]);
  const instants = [...rekeys, ...trials, ...ends, ...said].map((t) =>
    world.maybe(0.5) ? t : t - 1n,
  );
  const near = instants.filter((t) => t >= world.time && t < world.time + 40n * DAY_S);
  world.time = world.pick(near) ?? world.time;
}

/** A second key of the same device, about an hour after its first. */
function* rekeyAgain(world: World, state: CharterState): Generator<Step> {
  const device = world.pick(state.devices.filter((d) => !d.cut && d.lastRekey !== undefined));
  const step = device && rekey(world, state);
  const hour = (device?.lastRekey ?? 0n) + REKEY_PAUSE_S - BigInt(world.below(2));
  if (!step || hour < world.time) return;
  world.time = hour;
  const again = { ...rekey(world, state)!, device: device.index };
  yield world.maybe(0.5) ? again : { ...again, body: reportRekey(world, state)!.body };
}

/** A small plan: random moves, some spoilt, and campaigns. */
export function* smallStory(world: World, steps: number): Generator<Step> {
  yield spoil(world, genesis(world));
  const isAboutSleepers = world.maybe(0.2);
  while (!world.state) {
    const first = genesis(world, isAboutSleepers ? world.between(3, 6) : world.between(1, 8));
    yield world.maybe(0.3) ? spoil(world, first) : first;
  }
  if (isAboutSleepers) yield* sleepers(world);
  world.isPatient = false;
  for (let i = 0; i < steps; i++) {
    letTimePass(world);
    if (world.maybe(0.06)) toTheSecond(world, world.state);
    if (world.maybe(0.03)) yield* rekeyAgain(world, world.state);
    if (world.maybe(0.05)) yield* campaign(world, campaignFor(world, world.state));
    const step = someMove(world)(world, world.state);
    if (step) yield world.maybe(0.2) ? spoil(world, step) : step;
    if (world.state.isClosed && i < steps - 15) i = steps - 15;
  }
}

/** CHARTER31: one rests, others come, it wakes and does not accept all; then it is spoken about. */
function* sleepers(world: World): Generator<Step> {
  world.isPatient = true;
  yield* proposed(world, (state, author) => {
    const party = state.parties.find(({ index }) => index !== author.party)?.index;
    return party === undefined ? undefined : { act: ACT_REST_PARTY, party };
  });
  yield* arrivals(world, 2);
  const sleeper = world.state?.parties.find(({ restsSince }) => restsSince !== undefined)?.index;
  const woken = world.state && wake(world, world.state);
  if (sleeper === undefined || !woken) return;
  yield woken;
  yield* proposed(world, () => ({ act: ACT_REMOVE_PARTY, party: sleeper }), false);
  const gone = world.maybe(0.6) ? someDevice(world, world.state!, sleeper) : undefined;
  if (gone) yield* proposed(world, () => ({ act: ACT_LEAVE }), true, gone);
  for (let i = 0; i < 6; i++) {
    const step = consent(world, world.state!);
    if (step) yield step;
  }
}

function* arrivals(world: World, count: number): Generator<Step> {
  for (let i = 0; i < count; i++) {
    const invited = inviteParty(world, world.state!);
    if (invited) yield invited;
    const asked = proposeEntrance(world, world.state!);
    if (!asked) continue;
    yield asked;
    yield* campaign(world, [...world.state!.proposals.values()].at(-1));
  }
}

/** Somebody proposes it, and where it is to be done, all help. */
function* proposed(
  world: World,
  subjectOf: (state: CharterState, author: Device) => Subject | undefined,
  isToBeDone = true,
  author = someDevice(world, world.state!),
): Generator<Step> {
  const subject = author && subjectOf(world.state!, author);
  if (!subject) return;
  const expires = world.time + 180n * DAY_S;
  const before = world.state!.proposals.size;
  const body: Step['body'] = { type: 'propose', subject, subjectHash: '', expires };
  yield { device: author.index, body };
  if (isToBeDone && world.state!.proposals.size > before) {
    yield* campaign(world, [...world.state!.proposals.values()].at(-1));
  }
}

/** Rarely proposed things first: they take the longest. */
function campaignFor(world: World, state: CharterState): Proposal | undefined {
  const open = [...state.proposals.values()].filter(({ outcome }) => outcome === 'none');
  const rare = open.filter(
    ({ subject: { act } }) => act === ACT_REST_PARTY || act === ACT_REPLACE_PARTY || act > 9,
  );
  return world.maybe(0.5) && rare.length > 0 ? world.pick(rare) : someProposal(world, state);
}

/** All who may say yes, until it is enough; then the notice, then it is done. */
function* campaign(world: World, proposal: Proposal | undefined): Generator<Step> {
  const state = world.state;
  if (!proposal || !state) return;
  const { id } = proposal;
  const most = 2 * state.persons.size;
  for (let i = 0; i < most && verdictOf(world, id) === 'no-consent'; i++) {
    const step = consentTo(world, world.state!, id);
    if (!step) return;
    yield step;
  }
  if (verdictOf(world, id) === 'notice') wait(world, id);
  const last = enactIt(world, world.state!, id);
  if (!last) return;
  if (world.maybe(0.3)) yield spoil(world, last);
  yield last;
}

function verdictOf(world: World, id: string): string {
  const { state, time } = world;
  return state ? checkCertificate(state, state.proposals.get(id), time) : 'not-found';
}

/** Until the very second, mostly; one too early now and then. */
function wait(world: World, id: string): void {
  const state = world.state!;
  const proposal = state.proposals.get(id)!;
  const ends = isOwnAct(proposal.subject)
    ? neededForOwnAct(state, proposal, world.time).noticeEnds
    : noticeEnds(proposal, neededFor(state, proposal));
  const early = world.maybe(0.1) ? 1n : 0n;
  if (ends - early > world.time) world.time = ends - early;
}

/** One that fills up: 64 parties, and the next is refused. */
export function* largeStory(world: World): Generator<Step> {
  while (!world.state) yield genesis(world, 8);
  for (let i = 0; i < 3 * MAX_PARTIES && !world.state.isClosed; i++) {
    const isFull = activeParties(world.state).length >= MAX_PARTIES;
    const invited = inviteParty(world, world.state);
    if (invited) yield invited;
    const asked = proposeEntrance(world, world.state);
    if (asked) yield asked;
    const comers = [...world.state.proposals.values()].filter(
      ({ outcome, expires }) => outcome === 'none' && expires > world.time + 60n * DAY_S,
    );
    yield* campaign(world, comers.at(-1));
    if (isFull) break;
  }
  yield* someMoves(world, 120);
}

function* someMoves(world: World, steps: number): Generator<Step> {
  for (let i = 0; i < steps; i++) {
    letTimePass(world);
    const step = world.state && someMove(world)(world, world.state);
    if (step) yield world.maybe(0.2) ? spoil(world, step) : step;
  }
}
