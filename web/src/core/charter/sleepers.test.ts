/**
 * CHARTER31 in every small plan of which one party sleeps or slept: each act and target, any of the others come
 * meanwhile, any in favour.
 */
import { describe, expect, test } from 'vitest';
import { has, proposalOf, SECTORS, stateOf, type World } from '../testing/worlds';
import { checkEnactment } from './enact';
import type { CharterState, Party, Proposal } from './state';
import {
  ACT_ADMIT_PARTY,
  ACT_CLOSE,
  ACT_REMOVE_PARTY,
  ACT_REPLACE_PARTY,
  ACT_REST_PARTY,
  ACT_SET_RULES,
  ACT_SET_SECTORS,
  type Subject,
} from './statement';

const ALL_ACTS = [
  ...[ACT_ADMIT_PARTY, ACT_REMOVE_PARTY, ACT_SET_RULES, ACT_SET_SECTORS],
  ...[ACT_REST_PARTY, ACT_REPLACE_PARTY, ACT_CLOSE],
];
const MAX_PARTIES = 4;
const LEAST = [1, 1] as const;
const BY_PARTY: readonly number[] = [ACT_REMOVE_PARTY, ACT_REST_PARTY, ACT_REPLACE_PARTY];
const ABOUT_ALL: readonly number[] = [ACT_SET_RULES, ACT_SET_SECTORS, ACT_CLOSE];

/** Party 1 sleeps, or slept; the parties in `came` were let in meanwhile. */
interface SleeperWorld extends World {
  readonly isAsleep: boolean;
  readonly came: number;
  /** Parties that are not there at all. */
  readonly gone: number;
}

function sleeperState(world: SleeperWorld): CharterState {
  const state = stateOf(world);
  const parties = state.parties.map((party): Party => {
    const { index } = party;
    const gone = has(world.gone, index) ? { removedAt: 0n } : {};
    const asleep = world.isAsleep && index === 1 ? { restsSince: 0n } : {};
    return { ...party, ...gone, ...asleep, notYetAcceptedBy: has(world.came, index) ? [1] : [] };
  });
  return { ...state, parties };
}

function sleeperProposal(world: SleeperWorld): Proposal {
  const proposal = proposalOf(world);
  const { act, about } = world;
  // A replacement is of the party `about`, into that party's sector.
  const subject = { ...proposal.subject, replaces: about, sector: world.sectors[about - 1] };
  return act === ACT_REPLACE_PARTY ? { ...proposal, subject: subject as Subject } : proposal;
}

/** A rest's notice is over; whoever is asked about has said nothing. */
const AFTER_SILENCE = 120n * 86_400n;

function sleeperVerdict(world: SleeperWorld): string {
  return checkEnactment(sleeperState(world), sleeperProposal(world), AFTER_SILENCE);
}

function* sleeperWorlds(): Generator<SleeperWorld> {
  for (let n = 2; n <= MAX_PARTIES; n++) {
    for (let code = 0; code < SECTORS ** n; code++) {
      const sectors = Array.from({ length: n }, (_, i) => 1 + (Math.floor(code / 3 ** i) % 3));
      // But for the first, parties of one sector are alike.
      if (sectors.some((sector, i) => i > 1 && sector < sectors[i - 1]!)) continue;
      for (const act of ALL_ACTS) {
        const isByParty = BY_PARTY.includes(act);
        const abouts = isByParty ? n : act === ACT_ADMIT_PARTY ? SECTORS : 1;
        for (let about = 1; about <= abouts; about++) {
          for (let came = 0; came < 1 << n; came += 2) {
            for (let yes = 0; yes < 1 << n; yes++) {
              const rest = { rule: LEAST, late: 0, gone: 0 };
              yield { sectors, act, about, yes, came, ...rest, isAsleep: true };
              yield { sectors, act, about, yes, came, ...rest, isAsleep: false };
            }
          }
        }
      }
    }
  }
}

const isAboutSleeper = ({ act, about }: World): boolean => about === 1 && BY_PARTY.includes(act);

describe('CHARTER31 in every plan of up to four parties of which one slept', () => {
  let seen = 0;
  let passed = 0;

  test('whom it did not ask decides neither about all nor about it', () => {
    for (const world of sleeperWorlds()) {
      seen++;
      const verdict = sleeperVerdict(world);
      if (verdict === 'ok') passed++;
      const isForAsked = ABOUT_ALL.includes(world.act) || isAboutSleeper(world);
      if (!isForAsked) continue;
      const without = sleeperVerdict({ ...world, gone: world.came, yes: world.yes & ~world.came });
      if (verdict !== without) expect.fail(`${without} is ${verdict}: ${JSON.stringify(world)}`);
    }
    expect([seen, passed]).toEqual([157_248, 28_158]);
  });

  test('CHARTER21 while it sleeps nobody takes it out or puts it to rest again', () => {
    for (const world of sleeperWorlds()) {
      if (!world.isAsleep || !isAboutSleeper(world)) continue;
      if (sleeperVerdict(world) === 'ok') expect.fail(JSON.stringify(world));
    }
  });

  test('CHARTER12 while it sleeps it holds up no admission and no rest, and all else', () => {
    for (const world of sleeperWorlds()) {
      if (!world.isAsleep || isAboutSleeper(world)) continue;
      const { act } = world;
      const isUnasked = act === ACT_ADMIT_PARTY || act === ACT_REST_PARTY;
      const [still, awake] = [world.yes & ~1, { ...world, isAsleep: false }];
      const other = isUnasked ? { ...world, gone: 1, yes: still } : awake;
      if (sleeperVerdict(world) !== sleeperVerdict(other)) expect.fail(JSON.stringify(world));
    }
  });

  test('CHARTER13 a rest is of all who are awake, and after 120 days', () => {
    for (const world of sleeperWorlds()) {
      if (world.act !== ACT_REST_PARTY || sleeperVerdict(world) !== 'ok') continue;
      const asked = world.sectors
        .map((_, i) => i + 1)
        .filter((party) => {
          const isAsleep = world.isAsleep && party === 1;
          const isUnasked = isAboutSleeper(world) && has(world.came, party);
          return party !== world.about && !isAsleep && !isUnasked;
        });
      const before = checkEnactment(
        sleeperState(world),
        sleeperProposal(world),
        AFTER_SILENCE - 1n,
      );
      if (before !== 'notice' || asked.length === 0 || !asked.every((p) => has(world.yes, p)))
        expect.fail(JSON.stringify(world));
    }
  });
});
