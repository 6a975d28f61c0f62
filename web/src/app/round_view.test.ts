/** Rounds and the wheel around a table: what is hidden, what is frozen, and that nobody speaks for another. */
import { describe, expect, test } from 'vitest';
import { canonicalJson } from '../core/plan/canonical';
import { readContent } from '../core/plan/content';
import { amendItem, noteBehalf } from '../core/plan/amend';
import {
  createItem,
  itemMap,
  removeItem,
  setFields,
  setText,
  textName,
  type FieldValue,
} from '../core/plan/document';
import { readItems, type Behalf } from '../core/plan/items';
import { open } from '../core/plan/meetings';
import { scoresOf } from '../core/plan/wheel';
import { answerHash, isAnswer, onePerPerson, scoreHash } from './round_view';
import { groupsOf, Table } from './testing/table';

const ROUND = { kind: 'round', id: 'r' } as const;
const WHEEL = { kind: 'evaluation', id: 'e' } as const;

const textOf = (id: string): string => `Svaret ${id}`;
const hashes = (...ids: readonly string[]): string[] =>
  ids.map((id) => answerHash({ id, text: textOf(id) }));

function answer(table: Table, device: number, id: string, party?: number, behalf?: Behalf): void {
  table.edit(device, (doc) => {
    const item = { kind: 'answer', id } as const;
    createItem(doc, item, { round: 'r', ...(party ? { party } : {}) }, table.now);
    setText(doc, textName(id, 'text'), textOf(id));
    if (behalf) noteBehalf(doc, item, behalf);
  });
}

/** Devices 1, 2 and 3 are of groups and sectors 1, 2 and 3. */
function round(sequence: readonly number[] = []): Table {
  const table = new Table(groupsOf(1));
  table.edit(1, (doc) => {
    createItem(doc, ROUND, { order: 'b1', sequence }, table.now);
    setText(doc, textName('r', 'question'), 'Hva nå?');
  });
  return table.meet();
}

const seen = (table: Table, device: number) => table.view(device).rounds[0]!;
const ids = (table: Table, device: number) => seen(table, device).answers.map(({ id }) => id);

describe('until a round is opened', () => {
  test('everybody sees their own answer and how many there are, and no more', () => {
    const table = round();
    for (const device of [1, 2, 3]) answer(table, device, `a${device}`);
    table.edit(2, (doc) => setText(doc, textName('r', 'group/2'), 'Vi i to'));
    table.meet();
    expect(ids(table, 1)).toEqual(['a1']);
    expect(seen(table, 1)).toMatchObject({ written: 3, counts: [], groups: [] });
    expect(seen(table, 2).groups).toEqual([{ party: 2, text: 'Vi i to' }]);
    expect(canonicalJson(table.view(1))).not.toContain('Svaret a2');
  });

  test('a helper sees what they wrote down for somebody', () => {
    const table = round();
    answer(table, 1, 'for-olga', 3, { name: 'Olga', party: 3, slip: '' });
    table.meet();
    expect([ids(table, 1), ids(table, 3)]).toEqual([['for-olga'], []]);
  });
});

describe('once a round is opened', () => {
  test('all is seen, in the order that was agreed', () => {
    const table = round([3, 1]);
    for (const device of [1, 2, 3]) answer(table, device, `a${device}`);
    table.meet();
    table.edit(1, (doc) => open(doc, ROUND, table.now, hashes('a1', 'a2', 'a3')));
    table.meet();
    expect(ids(table, 2)).toEqual(['a3', 'a1', 'a2']);
    expect(seen(table, 2).counts.map(({ sector }) => sector)).toEqual([1, 2, 3]);
  });

  test('what comes or changes later is marked', () => {
    const table = round();
    for (const device of [1, 2]) answer(table, device, `a${device}`);
    table.meet();
    table.edit(1, (doc) => open(doc, ROUND, table.now, hashes('a1', 'a2')));
    table.meet();
    answer(table, 3, 'a3'); // at the same second
    const edited = { kind: 'answer', id: 'a2' } as const;
    table.edit(2, (doc) => amendItem(doc, edited, { texts: { text: 'Et annet' } }, table.now + 1));
    table.meet();
    const late = seen(table, 1).answers.map(({ id, late: isLate }) => [id, isLate]);
    expect(late.sort()).toEqual([
      ['a1', false],
      ['a2', true],
      ['a3', true],
    ]);
  });

  test('an answer is of the group of whoever wrote it, whatever its fields say', () => {
    const table = round();
    answer(table, 1, 'a1', 3);
    answer(table, 2, 'a2');
    table.meet();
    table.edit(1, (doc) => setFields(doc, { kind: 'answer', id: 'a2' }, { party: 3 }));
    table.edit(1, (doc) => {
      const forged = [2, 1, 'Olga', 3, ''];
      itemMap(doc, { kind: 'answer', id: 'a2' }).set('behalf', forged);
    });
    table.edit(1, (doc) => open(doc, ROUND, table.now, hashes('a1', 'a2')));
    table.meet();
    const { answers, counts } = seen(table, 3);
    expect(answers.map(({ id, party }) => [id, party]).sort()).toEqual([
      ['a1', 1],
      ['a2', 2],
    ]);
    expect(answers.every(({ created }) => created.behalf === undefined)).toBe(true);
    expect(counts).toEqual([
      { sector: 1, answers: 1 },
      { sector: 2, answers: 1 },
    ]);
  });
});

const ASKED = ['goals', 'equality'];

/** `people` of each group; devices 1 to 3 are the first of each, then come groups 1, 2, 3, 1 … */
function wheel(people: number): Table {
  const table = new Table(groupsOf(people));
  table.edit(1, (doc) => createItem(doc, WHEEL, { order: 'b1', asked: ASKED }, table.now));
  return table.meet();
}

function score(
  table: Table,
  device: number,
  values: FieldValue,
  { id = `s${device}`, behalf }: { id?: string; behalf?: Behalf } = {},
): void {
  const item = { kind: 'score', id } as const;
  table.edit(device, (doc) => {
    createItem(doc, item, { evaluation: 'e', party: 1, salt: `salt${id}`, values }, table.now);
    if (behalf) noteBehalf(doc, item, behalf);
  });
}

/** As the command does it: the hashes of what this device has. */
function opened(table: Table, device = 1): void {
  const { doc } = table.at(device);
  const scores = onePerPerson(table.reading(device), scoresOf(doc, readItems(doc)), 'e');
  const had = scores.filter(isAnswer).map((one) => scoreHash(one, one.states[0]!.scores));
  table.edit(device, () => open(doc, WHEEL, table.now, had));
  table.meet();
}

const goals = (value: number): FieldValue => [['goals', value]];
const shown = (table: Table, device = 1) => table.view(device).evaluations[0]!;
const spread = (table: Table, sector = 1) =>
  shown(table).spreads.find(({ field }) => field === 'goals')?.sectors[sector - 1];

/** Everybody of group 1 has answered with these. */
function answered(...values: readonly number[]): Table {
  const table = wheel(values.length);
  values.forEach((value, i) => score(table, 1 + 3 * i, goals(value)));
  return table.meet();
}

describe('the wheel', () => {
  test.each([
    [[2, 2], { kind: 'nothing' }],
    [[2, 3, 2], { kind: 'agrees' }],
    [[1, 3, 5, 2], { kind: 'differs' }],
    [[1, 2, 3, 4, 5], { kind: 'spread', low: 2, middle: 3, high: 4 }],
  ])('of a sector that answers %j tells %j', (values, told) => {
    const table = answered(...values);
    expect(shown(table).spreads).toEqual([]);
    opened(table);
    expect(spread(table)).toEqual({ sector: 1, ...told });
    expect(spread(table, 2)).toEqual({ sector: 2, kind: 'nothing' });
    expect(shown(table).written).toBe(values.length);
  });

  test('tells each their own answers alone', () => {
    const table = answered(2, 3, 2);
    expect(shown(table, 4).mine).toEqual([['goals', 3]]);
    opened(table);
    expect(shown(table, 4).mine).toEqual([['goals', 3]]);
    expect(shown(table, 2).mine).toEqual([]);
  });

  test('tells the same on every device', () => {
    const table = answered(1, 2, 3, 4, 5);
    opened(table);
    for (const { index } of table.devices) {
      expect(shown(table, index).spreads).toEqual(shown(table).spreads);
    }
  });
});

describe('what was opened is frozen', () => {
  function frozen(): Table {
    const table = answered(1, 2, 3, 4, 5);
    opened(table);
    return table;
  }
  const MIDDLE = { kind: 'spread', low: 2, middle: 3, high: 4 };

  test('a change of one’s own later counts no more', () => {
    const table = frozen();
    const item = { kind: 'score', id: 's1' } as const;
    table.edit(1, (doc) => amendItem(doc, item, { fields: { values: goals(5) } }, table.now));
    table.meet();
    expect(spread(table)).toMatchObject(MIDDLE);
  });

  test('an answer that comes late counts no more, nor a second of the same person', () => {
    const table = frozen();
    score(table, 2, goals(1));
    score(table, 4, goals(1), { id: '0' });
    table.meet();
    expect(spread(table, 2)).toMatchObject({ kind: 'nothing' });
  });

  test('nothing that somebody else does to an answer changes it', () => {
    const table = frozen();
    const item = { kind: 'score', id: 's4' } as const;
    table.edit(2, (doc) => {
      setFields(doc, item, { values: goals(5), salt: 'x', evaluation: 'y', party: 2 });
      removeItem(doc, item, table.now);
    });
    table.meet();
    expect(spread(table)).toMatchObject(MIDDLE);
  });
});

describe('nobody answers for another', () => {
  test('of two answers of one person one counts', () => {
    const table = answered(1, 1);
    score(table, 1, goals(1), { id: 'twice' });
    score(table, 4, goals(1), { id: 'again' });
    table.meet();
    opened(table);
    expect(shown(table).written).toBe(2);
    expect(spread(table)).toMatchObject({ kind: 'nothing' });
  });

  test('by overwriting their values before it is opened', () => {
    const table = answered(1, 1, 1, 1, 1);
    table.edit(2, (doc) => {
      for (const id of ['s1', 's4', 's7'])
        setFields(doc, { kind: 'score', id }, { values: goals(5) });
    });
    table.meet();
    opened(table);
    expect(spread(table)).toMatchObject({ low: 1, middle: 1, high: 1 });
  });

  test('by writing it down for the slip that they came by', () => {
    const table = answered(1, 1, 1, 1, 1);
    const { persons, devices } = table.charter.state;
    const slip = persons.get(devices[3]!.person)!.invitation;
    score(table, 2, goals(5), { id: '0', behalf: { name: 'Kari', party: 1, slip } });
    table.meet();
    expect(shown(table, 4).mine).toEqual([['goals', 1]]);
    opened(table);
    expect(spread(table)).toMatchObject({ low: 1, middle: 1, high: 1 });
  });

  test('what a helper writes down counts in the sector of whom it is for', () => {
    const table = wheel(1);
    for (const name of ['Olga', 'Nils', 'Aud']) {
      score(table, 1, goals(2), { id: name.toLowerCase(), behalf: { name, party: 3, slip: '' } });
    }
    opened(table);
    expect([spread(table, 1)?.kind, spread(table, 3)?.kind]).toEqual(['nothing', 'agrees']);
  });
});

describe('sheets that a helper types in', () => {
  const OLGA = { name: 'Olga', party: 3, slip: '' };
  const take = (table: Table, id: string, values: FieldValue = []): void => {
    const item = { kind: 'score', id } as const;
    table.edit(1, (doc) => amendItem(doc, item, { fields: { values } }, table.now));
    table.meet();
  };

  function typed(): Table {
    const table = wheel(1);
    score(table, 1, goals(2), { id: 'b', behalf: OLGA });
    score(table, 1, goals(4), { id: 'a', behalf: { ...OLGA, name: 'Nils' } });
    score(table, 1, goals(4));
    return table.meet();
  }

  test('are told to the helper alone: number, group and time, neither whose nor what', () => {
    const table = typed();
    expect(shown(table, 2).entered).toEqual([]);
    const [first, second] = shown(table, 1).entered;
    expect(Object.keys(first!).sort()).toEqual(['at', 'id', 'number', 'party']);
    expect([first, second]).toMatchObject([
      { number: 1, party: 3 },
      { number: 2, party: 3 },
    ]);
    expect(canonicalJson(shown(table, 1))).not.toMatch(/Olga|Nils/);
  });

  test('that are taken back count no more, and the others keep their number', () => {
    const table = typed();
    const first = shown(table, 1).entered[0]!;
    take(table, first.id);
    expect(shown(table, 2).written).toBe(2);
    expect(shown(table, 1).entered.map(({ number }) => number)).toEqual([2]);
    opened(table);
    expect(shown(table, 2).written).toBe(2);
  });

  test('leave room for what another helper wrote down for the same', () => {
    const table = typed();
    score(table, 2, goals(5), { id: 'z', behalf: OLGA });
    table.meet();
    expect(shown(table, 3).written).toBe(3);
    take(table, 'b');
    expect(shown(table, 3).written).toBe(3);
  });

  test('are no list once it is opened, and nobody takes one back any more', () => {
    const table = wheel(5);
    for (const [i, id] of ['o', 'p', 'q', 'r', 's'].entries()) {
      score(table, 1, goals(i + 1), { id, behalf: { ...OLGA, party: 1, name: id } });
    }
    score(table, 2, goals(1), { id: 't', behalf: { ...OLGA, party: 1, name: 'o' } });
    table.meet();
    opened(table);
    const before = shown(table, 1);
    take(table, 'o');
    expect(shown(table, 1)).toEqual(before);
    expect(before).toMatchObject({ written: 5, entered: [] });
  });
});

test('no single answer is in what is told, exported or hashed of the plan', () => {
  const table = answered(1, 2, 3, 4);
  const before = canonicalJson(readContent(table.at(1).doc));
  score(table, 2, [['goals', 5]], { id: 'kanarifugl' });
  const told = canonicalJson(readContent(table.at(2).doc));
  expect(told).toBe(before);
  table.meet();
  opened(table);
  const all = canonicalJson(readContent(table.at(1).doc)) + canonicalJson(table.view(1));
  for (const canary of ['kanarifugl', 'salts', '["goals",4]', '["goals",2]', '"values"']) {
    expect(all).not.toContain(canary);
  }
  expect(readContent(table.at(3).doc).evaluations[0]?.frozen).toHaveLength(5);
});
