/**
 * Every small plan there is: one to four parties (five where rules change) in up to three sectors, each act and target,
 * rules below and above the floors, any of the parties come since, any of them in favour.
 */
import { describe, expect, test } from 'vitest';
import { checkCertificate, neededFor } from './certificate';
import type { CharterState, Device, Party, Person, Proposal, Stance } from './state';
import {
  ACT_ADMIT_PARTY,
  ACT_REMOVE_PARTY,
  ACT_SET_RULES,
  ACT_SET_SECTORS,
  type Rule,
  type Subject,
} from './statement';

const MAX_PARTIES = 4;
/** Two thirds are more than half from five on: for rules alone. */
const MAX_PARTIES_FOR_RULES = 5;
const SECTORS = 3;
const ACTS = [ACT_ADMIT_PARTY, ACT_REMOVE_PARTY, ACT_SET_RULES, ACT_SET_SECTORS];
const RULES: readonly (readonly [number, number])[] = [
  [1, 1],
  [2, 3],
  [9, 9],
];
const AFTER_NOTICE = 60n * 86_400n;
const EVE_OF_NOTICE = 14n * 86_400n - 1n;

/** Party i + 1 is in sectors[i]; the sets are of bits by party. */
interface World {
  readonly sectors: readonly number[];
  readonly act: number;
  /** The party to remove, or the sector to admit into. */
  readonly about: number;
  readonly rule: readonly [number, number];
  readonly late: number; // admitted after the proposal
  readonly yes: number; // would consent if it may
}

const has = (set: number, party: number): boolean => ((set >> (party - 1)) & 1) === 1;

function stateOf({ sectors, act, rule, late }: World): CharterState {
  const [parties, least] = rule;
  const rules: Rule[] = [{ act, parties, sectors: least, noticeDays: 14 }];
  const party = (sector: number, i: number): Party => ({
    ...{ index: i + 1, sector, signerRule: 1, invitation: '', notYetAcceptedBy: [] },
    admittedAt: has(late, i + 1) ? 9n : 0n,
  });
  const person = (_: number, i: number): [string, Person] => [
    `${i + 1}`,
    { id: `${i + 1}`, party: i + 1, isConfirmed: true, confirmedBy: [], invitation: '' },
  ];
  const device = (_: number, i: number): Device => ({
    ...{ index: i + 1, signKey: '', boxKey: '', person: `${i + 1}`, party: i + 1, counter: 0n },
  });
  return {
    ...{ space: '', serverKey: '', sectors: [1, 2, 3], rules, height: 9n, head: '', time: 0n },
    ...{ constitution: 'c', parties: sectors.map(party), persons: new Map(sectors.map(person)) },
    ...{ devices: sectors.map(device), invitations: new Map(), proposals: new Map() },
    ...{ epochs: [], awaitsRekey: false, isClosed: false, keys: new Set<string>() },
  };
}

function subjectOf({ act, about }: World): Subject {
  // Only what is counted by is looked at.
  return { act, party: about, sector: about, rules: [], sectors: [] } as unknown as Subject;
}

function proposalOf(world: World): Proposal {
  const consents = world.sectors.flatMap((_, i): Stance[] => {
    const party = i + 1;
    if (!has(world.yes, party)) return []; // whoever may not is refused before; here not
    return [
      {
        ...{ kind: 'consent', statement: '', person: `${party}`, device: party, time: 0n },
        ...{ expires: 1n << 60n, constitution: 'c', epoch: '', reason: new Uint8Array() },
      },
    ];
  });
  return {
    ...{ id: '', subject: subjectOf(world), subjectHash: '', party: 1, person: '1', height: 5n },
    ...{ time: 0n, expires: 1n << 60n, outcome: 'none', stances: consents },
  };
}

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
