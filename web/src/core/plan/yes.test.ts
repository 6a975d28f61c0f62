import { describe, expect, test } from 'vitest';
import { coveredWords, readCovered } from './actions';
import type { Said } from './register';
import { growth, MOST_GROWTH } from '../testing/work';
import { partyYes, takeBackWords, undoWords, yesWords, type Signer } from './yes';

/** Devices 1 and 2 are Kari's, 3 is Per's, 4 is Turid's of another group, 5 is of nobody confirmed. */
const SIGNERS: Record<number, Signer | undefined> = {
  1: { person: 'kari', party: 1 },
  2: { person: 'kari', party: 1 },
  3: { person: 'per', party: 1 },
  4: { person: 'turid', party: 2 },
};
const PARTS = [
  { party: 1, text: 'Vi kjører' },
  { party: 2, text: 'Vi lager mat' },
];
const ACTION = { title: 'Middag', parts: PARTS };
const NOW = coveredWords(ACTION, 1);
const OLD = coveredWords({ ...ACTION, title: 'Lunsj' }, 1);

const yes = (device: number, covered = NOW, count = 1, at = count): Said => ({
  ...{ device, count, at, about: '' },
  words: yesWords(covered),
});
const back = (device: number, seen: [number, number][], count = 1, at = 50): Said => ({
  ...{ device, count, at, about: '' },
  words: takeBackWords(seen),
});
const undone = (device: number, count: number, at = 60): Said => ({
  ...{ device, count, at, about: '' },
  words: undoWords(yes(device)),
});
const of = (said: Said[], needed = 1) =>
  partyYes(said, { party: 1, covered: NOW, needed }, (device) => SIGNERS[device]);

describe('a yes covers', () => {
  test('what, with whom, and the own part', () => {
    const others = [PARTS[0]!, { party: 2, text: 'Noe helt annet' }];
    expect(coveredWords({ title: 'Middag', parts: others }, 1)).toBe(NOW);
    const own = [{ party: 1, text: 'Vi går' }, PARTS[1]!];
    for (const changed of [
      { title: 'Middag!', parts: PARTS },
      { title: 'Middag', parts: [...PARTS, { party: 3, text: '' }] },
      { title: 'Middag', parts: [PARTS[0]!] },
      { title: 'Middag', parts: own },
    ]) {
      expect(coveredWords(changed, 1)).not.toBe(NOW);
    }
  });

  test('words that can be read again', () => {
    expect(readCovered(NOW)).toEqual({ what: 'Middag', who: [1, 2], part: 'Vi kjører' });
  });

  test.each(['', '{', 'null', '[]', '{"what":1,"who":[],"part":""}', '{"what":"","who":[1.5]}'])(
    'nothing, where a stranger wrote %j',
    (words) => {
      expect(readCovered(words)).toBeUndefined();
    },
  );
});

test('nobody has said anything: it does not stand', () => {
  expect(of([])).toEqual({ stands: false, by: [], earlier: undefined, takenBack: undefined });
});

test('one yes stands where one signs', () => {
  expect(of([yes(1)]).stands).toBe(true);
});

test.each([
  ['somebody who is not confirmed', 5],
  ['somebody of another group', 4],
])('%s says yes for nobody', (_, device) => {
  expect(of([yes(device)])).toMatchObject({ stands: false, by: [] });
});

describe('where two sign', () => {
  test('two devices of one person are one', () => {
    const { stands, by } = of([yes(1), yes(2)], 2);
    expect([stands, by.length]).toEqual([false, 1]);
  });

  test('two people are two', () => {
    expect(of([yes(1), yes(3)], 2).stands).toBe(true);
  });

  test('a yes to other words is none', () => {
    expect(of([yes(1), yes(3, OLD)], 2).stands).toBe(false);
  });
});

test('a yes to old words does not stand, and is shown', () => {
  const { stands, earlier } = of([yes(1, OLD)]);
  expect(stands).toBe(false);
  expect(readCovered(String(earlier!.words[0]))?.what).toBe('Lunsj');
});

test('a yes to new words answers the old yes of the same device', () => {
  const { stands, earlier } = of([yes(1, OLD, 1), yes(1, NOW, 2)]);
  expect([stands, earlier]).toEqual([true, undefined]);
});

describe('a yes that is taken back', () => {
  test('by a colleague, no longer stands', () => {
    const found = of([yes(1), back(3, [[1, 1]])]);
    expect(found.stands).toBe(false);
    expect(found.takenBack?.device).toBe(3);
  });

  test('on another device of the same person, no longer stands', () => {
    expect(of([yes(1), back(2, [[1, 1]])]).stands).toBe(false);
  });

  test('covers what the colleague had seen, and not what was said at the same time', () => {
    expect(of([yes(1, OLD, 1), yes(1, NOW, 2), back(3, [[1, 1]])]).stands).toBe(true);
    expect(of([yes(1), back(3, [])]).stands).toBe(true);
  });

  test('stays so when whoever took it back says yes, and one yes is not two', () => {
    const said = [yes(1), back(3, [[1, 1]], 1), yes(3, NOW, 2)];
    expect(of(said).by.map(({ device }) => device)).toEqual([3]);
    expect(of(said, 2).stands).toBe(false);
  });

  test('may be given again', () => {
    const again = of([yes(1), back(3, [[1, 1]]), yes(1, NOW, 2, 60)]);
    expect(again).toMatchObject({ stands: true, takenBack: undefined });
  });

  test('by another group, or by nobody confirmed, is not', () => {
    expect(of([yes(1), back(4, [[1, 1]]), back(5, [[1, 1]])]).stands).toBe(true);
  });
});

describe('a yes whose taking back is undone', () => {
  const both = [
    yes(1),
    yes(3),
    back(
      1,
      [
        [1, 1],
        [3, 1],
      ],
      2,
    ),
  ];
  const sayers = (said: Said[]): number[] => of(said).by.map(({ device }) => device);

  test('stands as before, of everybody who had said it', () => {
    expect([of(both, 2).stands, of(both).takenBack?.device]).toEqual([false, 1]);
    const found = of([...both, undone(1, 3)], 2);
    expect(found).toMatchObject({ stands: true, takenBack: undefined });
    expect(sayers([...both, undone(1, 3)])).toEqual([1, 3]);
  });

  test('makes nobody say it who had not', () => {
    const found = [yes(3), back(1, [[3, 1]], 1), undone(1, 2)];
    expect(sayers(found)).toEqual([3]);
    expect(of(found, 2).stands).toBe(false);
  });

  test('is to the words that it was to', () => {
    const found = of([yes(3, OLD), back(1, [[3, 1]], 1), undone(1, 2)]);
    expect(found).toMatchObject({ stands: false, by: [], takenBack: undefined });
    expect(readCovered(String(found.earlier?.words[0]))?.what).toBe('Lunsj');
  });

  test('may be taken back again', () => {
    expect(
      sayers([
        ...both,
        undone(1, 3),
        back(
          1,
          [
            [1, 3],
            [3, 1],
          ],
          4,
        ),
      ]),
    ).toEqual([]);
  });

  test('stays taken back by a colleague who took it back as well', () => {
    expect(
      sayers([
        ...both,
        back(
          3,
          [
            [1, 1],
            [3, 1],
          ],
          2,
        ),
        undone(1, 3),
      ]),
    ).toEqual([]);
  });

  test('was taken back by the same device, and right before', () => {
    expect(sayers([...both, undone(2, 3)])).toEqual([]);
    expect(sayers([...both, undone(3, 3)])).toEqual([]);
    expect(sayers([...both, yes(1, OLD, 3), undone(1, 4)])).toEqual([]);
    expect(sayers([yes(1), undone(1, 2)])).toEqual([1]);
  });
});

test('whatever a hostile device wrote as its words covers nothing', () => {
  const odd = { device: 1, count: 1, at: 1, about: '', words: [[1]] };
  expect(of([odd, { ...odd, device: 3, words: [] }])).toMatchObject({ stands: false, by: [] });
});

test('twice as many words of one device are twice the work', () => {
  const grown = growth(1_000, (size) => {
    const many = Array.from({ length: size }, (_, i) =>
      i % 2 === 0 ? yes(3, OLD, i + 1) : back(3, [[3, i]], i + 1),
    );
    return () => expect(of([...many, yes(1)]).stands).toBe(true);
  });
  expect(grown).toBeLessThan(MOST_GROWTH);
});
