import { describe, expect, test } from 'vitest';
import { fixtureAt, SPACE } from '../testing/fixture';
import {
  answersWanted,
  findAction,
  headOf,
  peopleToConfirm,
  shownGoals,
  soleSector,
} from './plan_queries';

const NOW = 1_795_000_000;
const plan = fixtureAt(NOW);

describe('what the screens ask of a plan', () => {
  test('a proposal and a newcomer wait for an answer, from those who may give one', () => {
    expect(answersWanted(plan)).toBe(2);
    expect(peopleToConfirm(plan).map(({ name }) => name)).toEqual(['Olav']);
    expect(peopleToConfirm({ ...plan, me: { ...plan.me, confirmed: false } })).toEqual([]);
  });

  test('"Vårt" holds the actions in which our group has a part', () => {
    const ours = shownGoals(plan, 'ours').flatMap(({ actions }) => actions);
    expect(ours.length).toBeGreaterThan(0);
    expect(ours.every(({ parts }) => parts.some(({ party }) => party === plan.me.party))).toBe(
      true,
    );
    expect(shownGoals(plan, 'mine')).toEqual([]);
  });

  test('a long list has a head of so many actions, and no goal beyond it', () => {
    const sizes = (most: number): number[] =>
      headOf(plan.goals, most).map(({ actions }) => actions.length);
    const [first, second] = plan.goals.map(({ actions }) => actions.length) as [number, number];
    expect(sizes(first - 1)).toEqual([first - 1]);
    expect(sizes(first)).toEqual([first]);
    expect(sizes(first + 1)).toEqual([first, Math.min(1, second)]);
    expect(headOf(plan.goals, Infinity)).toEqual(plan.goals);
  });

  test('a plan of one sector alone says so', () => {
    expect(soleSector(plan)).toBeUndefined();
    expect(
      soleSector({ ...plan, parties: plan.parties.filter(({ sector }) => sector === 3) }),
    ).toBe(3);
  });

  test('an action is found by its id, in whatever goal', () => {
    expect(plan.space).toBe(SPACE);
    expect(findAction(plan, 't9')?.goal).toBe('m3');
    expect(findAction(plan, 'none')).toBeUndefined();
  });
});
