import { describe, expect, test } from 'vitest';
import { HEARING, ITEM, OLGA, PEOPLE, Scene } from '../testing/decision_scene';
import { growth, MOST_GROWTH } from '../testing/work';
import { decisionsOf, decisionState, minute, type DecisionContent, type Stance } from './decisions';
import { readItems, type Behalf } from './items';
import { say } from './register';

describe('silence is not a yes', () => {
  test('nobody has been heard: it waits for all sectors', () => {
    expect(new Scene().met()).toMatchObject({ state: 'waiting', waitsFor: [1, 2, 3] });
  });

  test('past its date with one sector silent it is not adopted', () => {
    const scene = new Scene('2027-02-01');
    scene.say(1, 'yes');
    scene.say(4, 'yes');
    expect(scene.met()).toMatchObject({ state: 'waiting', waitsFor: [3] });
  });

  test('where nobody is with, nothing is decided', () => {
    expect(new Scene().met({ sectors: [], parties: [] }).state).toBe('waiting');
  });

  test('who is not confirmed is not heard', () => {
    const scene = new Scene();
    scene.say(1, 'yes');
    scene.say(4, 'yes');
    scene.say(6, 'yes');
    scene.device(6).edit((doc) => minute(doc, ITEM, 5, { meeting: 'm', sectors: [1, 2, 3] }));
    expect(scene.met().waitsFor).toEqual([3]);
  });
});

describe('all sectors are heard', () => {
  test('by their devices', () => {
    const scene = new Scene();
    scene.yesOfAll();
    expect(scene.met()).toMatchObject({ state: 'stands', waitsFor: [] });
  });

  test('by a helper', () => {
    const scene = new Scene();
    scene.say(1, 'yes');
    scene.say(4, 'yes');
    scene.say(1, 'yes', OLGA);
    expect(scene.met().state).toBe('stands');
  });

  test('by the minutes of a meeting', () => {
    const scene = new Scene();
    scene.say(1, 'yes');
    scene.device(3).edit((doc) => minute(doc, ITEM, 5, { meeting: 'm', sectors: [2, 3] }));
    expect(scene.met().state).toBe('stands');
  });
});

describe('time', () => {
  test.each([
    ['2027-02-28', 'stands'],
    ['2027-03-01', 'open'],
    ['2027-03-02', 'open'],
    ['', 'stands'],
  ])('until %j, on 1 March: %s', (until, state) => {
    const scene = new Scene(until);
    scene.yesOfAll();
    expect(scene.met({ parties: [1, 2, 3, 4] }).state).toBe(state);
  });

  test('is over where every group has answered', () => {
    const scene = new Scene('2027-12-31');
    scene.yesOfAll();
    expect(scene.met().state).toBe('stands');
  });
});

describe('a stop', () => {
  test('stays, whatever others say and however long', () => {
    const scene = new Scene('2027-02-01');
    scene.yesOfAll();
    scene.say(3, 'stop');
    scene.met();
    scene.say(1, 'lifted');
    scene.say(4, 'lifted');
    const { state, stops } = scene.met();
    expect([state, stops.map(({ device, reason }) => [device, reason])]).toEqual([
      'stopped',
      [[3, 'For dyrt']],
    ]);
  });

  test('that comes late stops what stood', () => {
    const scene = new Scene('2027-02-01');
    scene.yesOfAll();
    expect(scene.met().state).toBe('stands');
    scene.say(5, 'stop');
    expect(scene.met().state).toBe('stopped');
  });

  test('is lifted by its author, on another device that has seen it, whatever the clocks', () => {
    const scene = new Scene();
    scene.yesOfAll();
    scene.say(1, 'stop', undefined, 1_000);
    scene.met();
    scene.say(2, 'lifted', undefined, 5);
    const { state, lifted } = scene.met();
    expect([state, lifted.length]).toEqual(['stands', 1]);
  });

  test('is not lifted on a device that had not seen it', () => {
    const scene = new Scene();
    scene.yesOfAll();
    scene.met();
    scene.say(1, 'stop');
    scene.say(2, 'lifted', undefined, 99);
    expect(scene.met().state).toBe('stopped');
  });
});

describe('a stop that a helper wrote down', () => {
  function stopped(): Scene {
    const scene = new Scene();
    scene.yesOfAll();
    scene.say(3, 'stop', OLGA, 1_000);
    expect(scene.met().state).toBe('stopped');
    return scene;
  }

  test('is lifted by any helper for the same slip, whatever the clocks', () => {
    const scene = stopped();
    scene.say(4, 'lifted', OLGA, 5);
    expect(scene.met().state).toBe('stands');
  });

  test.each<[string, Behalf]>([
    ['another slip', { ...OLGA, slip: 'slip-2' }],
    ['the same name without a slip', { ...OLGA, slip: '' }],
  ])('is not lifted for %s', (_, behalf) => {
    const scene = stopped();
    scene.say(3, 'lifted', behalf, 2_000);
    expect(scene.met().state).toBe('stopped');
  });

  test('is not lifted by the helper for themselves', () => {
    const scene = stopped();
    scene.say(3, 'lifted', undefined, 2_000);
    expect(scene.met().state).toBe('stopped');
  });

  test('is the word of whoever comes by the slip, who alone lifts it by a word of their own', () => {
    const scene = stopped();
    scene.claimed = 'nora';
    expect(scene.met().state).toBe('stopped');
    scene.say(5, 'lifted');
    expect(scene.met().state).toBe('stopped');
    scene.say(7, 'lifted', undefined, 1);
    expect(scene.met().state).toBe('stands');
  });

  test('people without a slip are known by name and group, in whatever letters', () => {
    const scene = new Scene();
    scene.yesOfAll();
    scene.say(3, 'stop', { name: 'Åse Ærlig', party: 3, slip: '' });
    scene.met();
    scene.say(1, 'lifted', { name: 'Åse  Ærlig', party: 3, slip: '' });
    scene.say(1, 'lifted', { name: 'Åse Ærlig', party: 2, slip: '' });
    expect(scene.met().state).toBe('stopped');
    scene.say(1, 'lifted', { name: 'ÅSE ærlig'.normalize('NFD'), party: 3, slip: '' });
    expect(scene.met().state).toBe('stands');
  });
});

test('two long names that begin alike are two people', () => {
  const scene = new Scene();
  scene.yesOfAll();
  const long = (end: string): Behalf => ({ name: `${'Å'.repeat(80)}${end}`, party: 3, slip: '' });
  scene.say(3, 'stop', long('en'));
  scene.met();
  scene.say(1, 'lifted', long('to'));
  expect(scene.met().state).toBe('stopped');
  scene.say(1, 'lifted', long('en'));
  expect(scene.met().state).toBe('stands');
});

/** The group and a dash stand before a name. */
test.each([61, 62, 63])(
  'a name of %i letters is heard, and is no other that begins alike',
  (size) => {
    const scene = new Scene();
    scene.yesOfAll();
    const named = (last: string): Behalf => {
      return { name: `${'a'.repeat(size - 1)}${last}`, party: 3, slip: '' };
    };
    scene.say(3, 'stop', named('b'));
    expect(scene.met().state).toBe('stopped');
    const { doc } = scene.device(1);
    const [{ stances }] = decisionsOf(doc, readItems(doc)) as [DecisionContent];
    const { about } = stances.find(({ behalf }) => behalf)!;
    expect(about).toHaveLength(Math.min(64, size + 2));
    expect(about === `3-${named('b').name}`).toBe(size <= 62); // else it is folded
    scene.say(1, 'lifted', named('c'));
    expect(scene.met().state).toBe('stopped');
    scene.say(1, 'lifted', named('b'));
    expect(scene.met().state).toBe('stands');
  },
);

test.each([63, 64, 65])('who has a slip with an id of %i letters is heard', (size) => {
  const scene = new Scene();
  scene.yesOfAll();
  const of = { name: 'Olga', party: 3, slip: 'a'.repeat(size) };
  scene.say(3, 'stop', of);
  expect(scene.met().state).toBe('stopped');
  scene.say(1, 'lifted', of);
  expect(scene.met().state).toBe('stands');
});

test('what stands under a key that is not of the name in it was said by nobody', () => {
  const scene = new Scene();
  scene.yesOfAll();
  const words = ['stop', 'Nei', [], 'Olga', 3, 'slip-1'];
  scene.device(3).edit((doc) => say(doc, ITEM, 'stance', 11, words, 'slip-2'));
  expect(scene.met()).toMatchObject({ state: 'stands', stops: [] });
});

test("no helper's word answers what a person says on a device, sooner or later", () => {
  const scene = new Scene();
  scene.claimed = 'olav'; // the slip that Olav came by
  scene.yesOfAll();
  scene.met();
  scene.say(5, 'stop', undefined, 1_000);
  scene.met();
  scene.say(4, 'lifted', OLGA, 9_000);
  expect(scene.met().state).toBe('stopped');
  scene.say(5, 'lifted', undefined, 1_001);
  expect(scene.met().state).toBe('stands');
  scene.say(4, 'stop', OLGA, 9_001);
  expect(scene.met().state).toBe('stands');
});

test('twice as many stances of one device are twice the work', () => {
  const stance = (i: number): Stance => ({
    ...{ device: 1, count: i + 1, at: i, reason: '', behalf: undefined, about: '' },
    verdict: 'yes',
    seen: [[2, i]],
  });
  const speakerOf = ({ device }: Stance) => PEOPLE[device];
  const grown = growth(1_000, (size) => {
    const stances = Array.from({ length: size }, (_, i) => stance(i));
    const decision = { stances, minuted: [], until: '' } as unknown as DecisionContent;
    return () => {
      const { yeses } = decisionState(decision, HEARING, speakerOf, () => true);
      expect(yeses).toHaveLength(1);
    };
  });
  expect(grown).toBeLessThan(MOST_GROWTH);
});

describe('a group that takes a pause', () => {
  test('is not waited for, and what it has stopped stays stopped', () => {
    const scene = new Scene();
    scene.say(1, 'yes');
    scene.say(4, 'yes');
    scene.say(5, 'stop');
    scene.standings['olav'] = 'out';
    const without = { sectors: [1, 2], parties: [1, 2] };
    expect(scene.met(without)).toMatchObject({ state: 'stopped', waitsFor: [] });
    scene.say(5, 'lifted');
    expect(scene.met(without)).toMatchObject({ state: 'stands' });
    expect(scene.met(without).yeses).toHaveLength(2);
  });

  test('is heard of nothing that it says meanwhile', () => {
    const scene = new Scene();
    scene.say(1, 'yes');
    scene.say(4, 'yes');
    scene.say(5, 'yes');
    scene.standings['olav'] = 'out';
    expect(scene.met()).toMatchObject({ state: 'waiting', waitsFor: [3] });
  });
});

test('a stop of somebody who can lift nothing any more is told, and holds nothing up', () => {
  const scene = new Scene();
  scene.yesOfAll();
  scene.say(3, 'stop');
  expect(scene.met().state).toBe('stopped');
  scene.standings['per'] = 'gone';
  expect(scene.met()).toMatchObject({ state: 'stands', stops: [] });
  expect(scene.met().leftBehind.map(({ reason }) => reason)).toEqual(['For dyrt']);
});

test('minutes of a meeting that has not been held have heard nobody', () => {
  const scene = new Scene();
  scene.say(1, 'yes');
  scene.device(3).edit((doc) => minute(doc, ITEM, 5, { meeting: 'planned', sectors: [2, 3] }));
  expect(scene.met()).toMatchObject({ state: 'waiting', waitsFor: [2, 3] });
});

describe('a word that is taken back', () => {
  test('was never said, and the sector is waited for again', () => {
    const scene = new Scene();
    scene.yesOfAll();
    scene.say(5, 'back');
    expect(scene.met()).toMatchObject({ state: 'waiting', waitsFor: [3] });
    expect(scene.met().yeses).toHaveLength(2);
    scene.say(5, 'yes');
    expect(scene.met().state).toBe('stands');
  });
});
