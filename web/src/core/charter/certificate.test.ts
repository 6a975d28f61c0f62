/**
 * Every small plan there is: one to four parties (five where rules change) in up to three sectors, each act and target,
 * rules below and above the floors, any of the parties come since, any of them in favour.
 */
import { describe, expect, test } from 'vitest';
import { checkCertificate, isReachable, neededFor } from './certificate';
import { has, proposalOf, SECTORS, stateOf, type World } from '../testing/worlds';
import { ACT_ADMIT_PARTY, ACT_REMOVE_PARTY, ACT_SET_RULES, ACT_SET_SECTORS } from './statement';

const MAX_PARTIES = 4;
/** Two thirds are more than half from five on: for rules alone. */
const MAX_PARTIES_FOR_RULES = 5;
const ACTS = [ACT_ADMIT_PARTY, ACT_REMOVE_PARTY, ACT_SET_RULES, ACT_SET_SECTORS];
const RULES: readonly (readonly [number, number])[] = [
  [1, 1],
  [2, 3],
  [9, 9],
];
const AFTER_NOTICE = 60n * 86_400n;
const EVE_OF_NOTICE = 14n * 86_400n - 1n;

/** After the notice; asked for again and again by the properties. */
const verdicts = new Map<string, string>();

function verdictOf(world: World): string {
  const { sectors, act, about, rule, late, yes } = world;
  const name = `${sectors.join('')}/${act}/${about}/${rule.join('')}/${late}/${yes}`;
  const known = verdicts.get(name) ?? verdictAt(world, AFTER_NOTICE);
  verdicts.set(name, known);
  return known;
}

function verdictAt(world: World, time: bigint): string {
  return checkCertificate(stateOf(world), proposalOf(world), time);
}

function* worlds(): Generator<World> {
  for (let n = 1; n <= MAX_PARTIES_FOR_RULES; n++) {
    for (let code = 0; code < SECTORS ** n; code++) {
      const sectors = Array.from({ length: n }, (_, i) => 1 + (Math.floor(code / 3 ** i) % 3));
      // Parties of one sector are alike: one order of sectors stands for all.
      if (sectors.some((sector, i) => i > 0 && sector < sectors[i - 1]!)) continue;
      for (const act of n <= MAX_PARTIES ? ACTS : [ACT_SET_RULES]) {
        const abouts = act === ACT_REMOVE_PARTY ? n : act === ACT_ADMIT_PARTY ? SECTORS : 1;
        for (let about = 1; about <= abouts; about++) {
          for (const rule of n <= MAX_PARTIES ? RULES : RULES.slice(0, 1)) {
            for (let late = 0; late < 1 << n; late++) {
              for (let yes = 0; yes < 1 << n; yes++) yield { sectors, act, about, rule, late, yes };
            }
          }
        }
      }
    }
  }
}

const isAboutRules = (act: number): boolean => act === ACT_SET_RULES || act === ACT_SET_SECTORS;

/** Who is counted, and who has said yes, from the words of CHARTER12 and CHARTER14 alone. */
function tally(world: World): { all: number[]; inFavour: number[] } {
  const numbers = world.sectors.map((_, i) => i + 1);
  const early = numbers.filter((party) => !has(world.late, party));
  const isTarget = (party: number) => world.act === ACT_REMOVE_PARTY && world.about === party;
  const inFavour = early.filter((party) => has(world.yes, party) && !isTarget(party));
  return { all: world.act === ACT_ADMIT_PARTY ? early : numbers, inFavour };
}

describe('CHARTER12 in every plan of up to four parties', () => {
  let seen = 0;
  let passed = 0;

  test('no act without those whom the floors ask for', () => {
    for (const world of worlds()) {
      seen++;
      if (verdictOf(world) !== 'ok') continue;
      passed++;
      const { all, inFavour } = tally(world);
      const sectorsOf = (of: number[]) => new Set(of.map((party) => world.sectors[party - 1]!));
      const [n, s] = [all.length, sectorsOf(all).size];
      const [yes, from] = [inFavour.length, sectorsOf(inFavour)];
      const faults = [
        yes === 0 && 'nobody asked for it',
        2 * yes <= n && 'no majority of all',
        from.size < Math.min(2, s) && 'one kind alone',
        (n < 3 || s < 2) && yes < n && 'a small plan, and not everybody',
        isAboutRules(world.act) && 3 * yes < 2 * n && 'rules by less than two thirds',
        isAboutRules(world.act) && from.size < s && 'rules without a sector',
        world.act === ACT_REMOVE_PARTY && (n < 3 || s < 2) && 'a removal in a small plan',
        world.act === ACT_ADMIT_PARTY &&
          sectorsOf(all).has(world.about) &&
          !from.has(world.about) &&
          'let in against its own sector',
      ].filter((fault) => fault !== false);
      if (faults.length > 0) expect.fail(`${faults.join(', ')}: ${JSON.stringify(world)}`);
    }
    expect([seen, passed]).toEqual([142_776, 13_662]);
  });

  test('one more yes never turns a decision down, and one more party since never brings it about', () => {
    for (const world of worlds()) {
      if (verdictOf(world) !== 'ok') continue;
      for (let party = 1; party <= world.sectors.length; party++) {
        const more = { ...world, yes: world.yes | (1 << (party - 1)) };
        if (verdictOf(more) !== 'ok') expect.fail(`fewer would do: ${JSON.stringify(world)}`);
      }
      const last = world.sectors.length;
      if (world.act === ACT_ADMIT_PARTY || !has(world.late, last)) continue;
      const without = { ...world, sectors: world.sectors.slice(0, -1) };
      const isGone = world.act === ACT_REMOVE_PARTY && world.about === last;
      if (!isGone && without.sectors.length > 0 && verdictOf(without) !== 'ok')
        expect.fail(`a newcomer made it possible: ${JSON.stringify(world)}`);
    }
  });

  test('CHARTER13 before the notice only what all agree on, and never a removal', () => {
    for (const world of worlds()) {
      // What is refused afterwards is refused before.
      if (verdictOf(world) !== 'ok' || verdictAt(world, EVE_OF_NOTICE) !== 'ok') continue;
      const { all, inFavour } = tally(world);
      if (world.act === ACT_REMOVE_PARTY || inFavour.length < all.length)
        expect.fail(`at once: ${JSON.stringify(world)}`);
    }
  });

  test('what is out of reach is what the yes of all who may give it would not bring about', () => {
    for (const world of worlds()) {
      if (world.yes !== 0) continue;
      const all = { ...world, yes: (1 << world.sectors.length) - 1 };
      const wouldDo = verdictOf(all) === 'ok';
      if (isReachable(stateOf(world), proposalOf(world)) !== wouldDo)
        expect.fail(`reached or not: ${JSON.stringify(world)}`);
    }
  });

  test('a rule never asks for less than the floor, nor for more than there are', () => {
    for (const world of worlds()) {
      if (world.yes !== 0) continue;
      const { all } = tally(world);
      const needed = neededFor(stateOf(world), proposalOf(world));
      const least = neededFor(stateOf({ ...world, rule: [1, 1] }), proposalOf(world));
      expect(needed.parties).toBeGreaterThanOrEqual(least.parties);
      expect(needed.sectors).toBeGreaterThanOrEqual(least.sectors);
      expect(needed.parties).toBeLessThanOrEqual(Math.max(1, all.length));
      expect(needed.sectors).toBeLessThanOrEqual(all.length);
    }
  });
});
