/** The demonstration plan fills every view, as each group brings in its own part. */
import '../crypto/testing/fast_curves';
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { planFromYaml } from '../../cli/plan_yaml';
import { ServerDouble } from '../sync/testing/server_double';
import type { ImportedPlan } from './imported_plan';
import type { PlanView } from './port';
import { nessetOn } from './testing/nesset';
import { hashOf, plan } from './testing/scene';

const text = readFileSync(new URL('../../cli/demo/nesset.yaml', import.meta.url), 'utf8');
let views: PlanView[];
let hashes: string[];

beforeAll(async () => {
  const { people } = await nessetOn(new ServerDouble(), planFromYaml(text) as ImportedPlan);
  views = [];
  hashes = [];
  for (const one of people) {
    views.push(await plan(one));
    hashes.push(await hashOf(one));
  }
});

describe('the demonstration plan', () => {
  test('is the same for all', () => {
    const [first, ...others] = hashes;
    for (const one of others) expect(one).toBe(first);
  });

  test('has actions that every group named has said yes to', () => {
    const actions = views[0]!.goals.flatMap((goal) => goal.actions);
    expect(actions).toHaveLength(9);
    expect(actions.filter(({ allYes }) => allYes).map(({ title }) => title)).toHaveLength(6);
    expect(actions.filter(({ status }) => status === 'agreed')).toHaveLength(2);
  });

  test('has rounds, opened and closed, in the agreed order', () => {
    const [opened, closed] = views[5]!.rounds;
    expect(opened!.answers).toHaveLength(34);
    expect(opened!.answers[0]!.party).toBe(1);
    expect(opened!.answers.some(({ late }) => late)).toBe(false);
    expect(closed!.opened).toBeUndefined();
    expect(closed!.written).toBe(3);
    expect(closed!.answers).toHaveLength(0);
  });

  test('has decisions that stand and one that is stopped', () => {
    expect(views[0]!.decisions.map(({ state }) => state)).toEqual(['stands', 'open', 'stopped']);
    expect(views[0]!.decisions[0]!.lifted).toHaveLength(1);
  });

  test('has two wheels with the spread of each sector, and nobody in particular', () => {
    const [first, second] = views[3]!.evaluations;
    expect(first!.written).toBe(30);
    expect(second!.spreads).toHaveLength(8);
    for (const { sectors } of second!.spreads) {
      expect(sectors.map(({ kind }) => kind)).toEqual(['spread', 'spread', 'spread']);
    }
    expect(first!.gap).toEqual({ field: 'anchoring', low: 1, high: 3 });
  });

  test('has what people have, need, said and learnt', () => {
    const { resources, comments, reflections, accounts, meetings, steppings, valueNames } =
      views[1]!;
    const counts = [resources, comments, reflections, accounts, meetings, steppings].map(
      (list) => list.length,
    );
    expect(counts).toEqual([7, 4, 5, 1, 3, 2]);
    expect(valueNames).toEqual({ value1: 'Tillit', value2: 'Respekt', value3: 'Gjensidighet' });
  });
});
