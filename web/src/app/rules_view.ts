/** What the charter asks for: of each kind of thing as things stand, and of one proposal yet. */
import { isTarget } from '../core/charter/ballot';
import {
  counted,
  isReachable,
  lacksOwnSector,
  neededFor,
  partiesInFavour,
  sectorsOf,
  voters,
} from '../core/charter/certificate';
import { activeParties, isResting, type CharterState, type Proposal } from '../core/charter/state';
import {
  ACT_ADMIT_PARTY,
  ACT_CLOSE,
  ACT_MOVE_SERVER,
  ACT_REMOVE_PARTY,
  ACT_REPLACE_PARTY,
  ACT_REST_PARTY,
  ACT_SET_RULES,
  ACT_SET_SECTORS,
  isEntrance,
  type Subject,
} from '../core/charter/statement';
import type { MissingView, RemovalView, RuleView, SharedActName } from './charter_port';

const ACTS: Readonly<Record<SharedActName, number>> = {
  admit: ACT_ADMIT_PARTY,
  remove: ACT_REMOVE_PARTY,
  rules: ACT_SET_RULES,
  sectors: ACT_SET_SECTORS,
  rest: ACT_REST_PARTY,
  replace: ACT_REPLACE_PARTY,
  move: ACT_MOVE_SERVER,
  close: ACT_CLOSE,
};
export const SHARED_ACTS = Object.keys(ACTS) as readonly SharedActName[];

export function actNumber(name: SharedActName): number {
  return ACTS[name];
}

/** What each kind of thing would ask for if it were proposed now. */
export function rulesView(charter: CharterState): RuleView[] {
  // Who came while a group slept is not counted about that one: the most is said.
  const [most] = removalsView(charter).sort(
    (a, b) => Number(a.isImpossible) - Number(b.isImpossible) || b.of - a.of,
  );
  return SHARED_ACTS.map((act) => ruleView(charter, act, most?.target ?? 0));
}

/** The same of each group that might be taken out. */
export function removalsView(charter: CharterState): RemovalView[] {
  return activeParties(charter).map(({ index }) => ({
    target: index,
    ...ruleView(charter, 'remove', index),
  }));
}

function ruleView(charter: CharterState, act: SharedActName, target: number): RuleView {
  const proposal = supposed(charter, act, target);
  const all = counted(charter, proposal);
  const isImpossible =
    act === 'remove' && (isResting(charter, target) || !isReachable(charter, proposal));
  const from = rising(sectorsOf(charter, all));
  return { act, ...neededFor(charter, proposal), of: all.length, from, isImpossible };
}

function supposed(charter: CharterState, act: SharedActName, target: number): Proposal {
  // Only the act and the target are looked at.
  const subject = { act: ACTS[act], party: target, sectors: [], rules: [] } as unknown as Subject;
  return {
    ...{ id: '', subject, subjectHash: '', party: 0, person: '', time: charter.time },
    ...{ height: charter.height + 1n, expires: charter.time, outcome: 'none', stances: [] },
  };
}

export const NONE: MissingView = { parties: 0, sectors: 0, from: [], own: 0 };

/** The fewest yes that would do, beside those that are there. */
export function missingView(charter: CharterState, proposal: Proposal, now: bigint): MissingView {
  const yes = partiesInFavour(charter, proposal, now);
  const have = sectorsOf(charter, yes);
  const needed = neededFor(charter, proposal);
  const { subject } = proposal;
  const lacksOwn = isEntrance(subject) && lacksOwnSector(charter, proposal, have);
  const sectors = Math.max(0, needed.sectors - have.size);
  const able = voters(charter, proposal).filter((party) => !isTarget(proposal, party));
  const others = [...sectorsOf(charter, able)].filter((sector) => !have.has(sector));
  return {
    parties: Math.max(needed.parties - yes.length, sectors, lacksOwn ? 1 : 0),
    sectors,
    from: sectors > 0 ? rising(others) : [],
    own: lacksOwn ? subject.sector : 0,
  };
}

function rising(sectors: Iterable<number>): number[] {
  return [...sectors].sort((a, b) => a - b);
}
