/** What is said of the rules beforehand is what the counting decides afterwards. */
import { describe, expect, test } from 'vitest';
import { checkCertificate } from '../core/charter/certificate';
import { ACT_ADMIT_PARTY, ACT_REMOVE_PARTY, ACT_SET_RULES } from '../core/charter/statement';
import { has, proposalOf, stateOf, type World } from '../core/testing/worlds';
import type { MissingView } from './charter_port';
import { missingView, removalsView, rulesView } from './rules_view';

/** Four where every set of yes meets every further one. */
const MAX_PARTIES = 5;
const MAX_PARTIES_ASKED = 4;
const RULES = [
  [1, 1],
  [2, 3],
  [9, 9],
] as const;
const AFTER_NOTICE = 60n * 86_400n;

/** Every plan of up to five groups of up to three kinds; groups of one kind are alike. */
function* plans(most = MAX_PARTIES): Generator<number[]> {
  for (let n = 1; n <= most; n++) {
    for (let code = 0; code < 3 ** n; code++) {
      const sectors = Array.from({ length: n }, (_, i) => 1 + (Math.floor(code / 3 ** i) % 3));
      if (sectors.every((sector, i) => i === 0 || sector >= sectors[i - 1]!)) yield sectors;
    }
  }
}

function verdict(world: World): string {
  return checkCertificate(stateOf(world), proposalOf(world), AFTER_NOTICE);
}

const world = (sectors: readonly number[], more: Partial<World>): World => ({
  ...{ sectors, act: ACT_REMOVE_PARTY, about: 1, rule: [1, 1], late: 0, yes: 0 },
  ...more,
});

const kindsOf = (sectors: readonly number[], yes: number): Set<number> =>
  new Set(sectors.filter((_, i) => has(yes, i + 1)));

describe('who can be taken out', () => {
  test('is exactly whom some set of yes takes out, in every small plan', () => {
    let seen = 0;
    let safe = 0;
    for (const sectors of plans()) {
      for (const rule of RULES) {
        const removals = removalsView(stateOf(world(sectors, { rule })));
        expect(removals.map(({ target }) => target)).toEqual(sectors.map((_, i) => i + 1));
        for (const { target, isImpossible } of removals) {
          const sets = Array.from({ length: 1 << sectors.length }, (_, yes) => yes);
          const can = sets.some(
            (yes) => verdict(world(sectors, { rule, about: target, yes })) === 'ok',
          );
          if (can === isImpossible) expect.fail(JSON.stringify({ sectors, rule, target, can }));
          seen++;
          if (!can) safe++;
        }
      }
    }
    expect([seen, safe]).toEqual([630, 243]);
  });

  test.each([
    [
      [1, 1, 3],
      [false, false, true],
    ],
    [
      [1, 3],
      [true, true],
    ],
    [
      [1, 2, 3],
      [false, false, false],
    ],
    [
      [1, 1, 3, 3],
      [false, false, false, false],
    ],
    [
      [1, 1, 1],
      [true, true, true],
    ],
    [[1], [true]],
  ])('groups of the kinds %j: safe are %j', (sectors, safe) => {
    const removals = removalsView(stateOf(world(sectors, {})));
    expect(removals.map(({ isImpossible }) => isImpossible)).toEqual(safe);
  });

  test('not who rests: it is let be until it wakes', () => {
    const state = stateOf(world([1, 2, 3], {}));
    state.parties = state.parties.map((p) => (p.index === 2 ? { ...p, restsSince: 5n } : p));
    expect(removalsView(state).map(({ isImpossible }) => isImpossible)).toEqual([
      false,
      true,
      false,
    ]);
  });
});

describe('how many decide', () => {
  test('of those that are counted, and of which kinds', () => {
    const state = stateOf(world([1, 1, 4], {}));
    state.parties = state.parties.map((p) => (p.index === 2 ? { ...p, restsSince: 5n } : p));
    const ofAct = (act: string) => rulesView(state).find((rule) => rule.act === act);
    expect(ofAct('admit')).toMatchObject({ parties: 2, of: 2, sectors: 2, from: [1, 4] });
    expect(ofAct('rules')).toMatchObject({ parties: 2, of: 3, sectors: 2, from: [1, 4] });
    expect(ofAct('remove')).toMatchObject({ parties: 2, of: 3, sectors: 2, isImpossible: false });
  });
});

test('CHARTER31 who came while a group slept is not counted about that one, and the most is said', () => {
  const state = stateOf(world([1, 2, 3, 3], {}));
  state.parties = state.parties.map((p) => (p.index === 3 ? { ...p, notYetAcceptedBy: [1] } : p));
  expect(removalsView(state).map(({ of }) => of)).toEqual([3, 4, 4, 4]);
  expect(rulesView(state).find(({ act }) => act === 'remove')).toMatchObject({ of: 4 });
});

describe('what is missing', () => {
  const ABOUT: Record<number, readonly number[]> = {
    [ACT_REMOVE_PARTY]: [1, 2, 3],
    [ACT_ADMIT_PARTY]: [1, 2, 3],
    [ACT_SET_RULES]: [1],
  };

  function* asked(): Generator<World> {
    for (const sectors of plans(MAX_PARTIES_ASKED)) {
      for (const act of [ACT_REMOVE_PARTY, ACT_ADMIT_PARTY, ACT_SET_RULES]) {
        for (const about of ABOUT[act]!) {
          if (act === ACT_REMOVE_PARTY && about > sectors.length) continue;
          for (const rule of RULES.slice(0, 2)) {
            for (let yes = 0; yes < 1 << sectors.length; yes++) {
              yield world(sectors, { act, about, rule, yes });
            }
          }
        }
      }
    }
  }

  test.each([
    ['nobody yet', [1, 2, 3, 3], { act: ACT_SET_RULES }, [3, 3, [1, 2, 3], 0]],
    [
      'another kind, in number there',
      [1, 1, 1, 2],
      { about: 4, act: ACT_ADMIT_PARTY, yes: 7 },
      [1, 1, [2], 0],
    ],
    ['not of the kind that goes out', [1, 1, 2, 3], { about: 3, yes: 3 }, [1, 1, [3], 0]],
    ['the own kind alone', [1, 2, 3], { about: 3, act: ACT_ADMIT_PARTY, yes: 3 }, [1, 0, [], 3]],
    ['nothing', [1, 2, 3], { about: 3, yes: 3 }, [0, 0, [], 0]],
  ] as const)('%s', (_, sectors, more, [parties, kinds, from, own]) => {
    const one = world(sectors, more);
    const missing = missingView(stateOf(one), proposalOf(one), AFTER_NOTICE);
    expect(missing).toEqual({ parties, sectors: kinds, from, own });
  });

  test('is nothing exactly when enough have said yes', () => {
    for (const one of asked()) {
      const { parties, sectors, own } = missingView(stateOf(one), proposalOf(one), AFTER_NOTICE);
      const isEnough = verdict(one) !== 'no-consent';
      if ((parties + sectors + own === 0) !== isEnough) expect.fail(JSON.stringify(one));
    }
  });

  /** Whether these more yes are what is said to be missing. */
  function fits(one: World, missing: MissingView, more: number): boolean {
    const { sectors, yes } = one;
    const kinds = [...kindsOf(sectors, more)];
    const count = sectors.filter((_, i) => has(more, i + 1)).length;
    const fresh = kinds.filter((kind) => missing.from.includes(kind)).length;
    const isOwn = missing.own === 0 || kinds.includes(missing.own);
    return (more & yes) === 0 && count === missing.parties && fresh >= missing.sectors && isOwn;
  }

  test('is enough when it comes, and nothing less is', () => {
    let complete = 0;
    for (const one of asked()) {
      if (verdict(one) !== 'no-consent') continue;
      const { sectors, yes, act, about } = one;
      const missing = missingView(stateOf(one), proposalOf(one), AFTER_NOTICE);
      for (let more = 1; more < 1 << sectors.length; more++) {
        if ((more & yes) !== 0 || (act === ACT_REMOVE_PARTY && has(more, about))) continue;
        const isEnough = verdict({ ...one, yes: yes | more }) !== 'no-consent';
        const count = sectors.filter((_, i) => has(more, i + 1)).length;
        if (count < missing.parties && isEnough)
          expect.fail(`less: ${JSON.stringify({ one, more })}`);
        if (count !== missing.parties) continue;
        if (fits(one, missing, more) !== isEnough)
          expect.fail(JSON.stringify({ one, more, isEnough }));
        complete++;
      }
    }
    expect(complete).toBeGreaterThan(1000);
  });
});
