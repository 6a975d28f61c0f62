/** What people see of a plan in which somebody writes what no honest application does. */
import { describe, expect, test } from 'vitest';
import { coveredWords, MAX_PARTS } from '../core/plan/actions';
import { readContent } from '../core/plan/content';
import { amendItem } from '../core/plan/amend';
import { minute, takeStance, type Verdict } from '../core/plan/decisions';
import {
  createItem,
  itemMap,
  removeItem,
  setAuthor,
  setFields,
  setName,
  setText,
  textName,
  type FieldValue,
  type Kind,
} from '../core/plan/document';
import { MAX_OF_DEVICE, type Behalf } from '../core/plan/items';
import { open } from '../core/plan/meetings';
import { say } from '../core/plan/register';
import { yesWords } from '../core/plan/yes';
import { seededChance } from '../core/testing/random';
import { growth, MOST_GROWTH } from '../core/testing/work';
import { dayOf, partiesWith } from './reading';
import { groupsOf, Table } from './testing/table';

const DECISION = { kind: 'decision', id: 'd' } as const;
const ACTION = { kind: 'action', id: 'a' } as const;

function table(people = 1): Table {
  const all = new Table(groupsOf(people));
  all.edit(1, (doc) => {
    createItem(doc, { kind: 'goal', id: 'g' }, { order: 'b1' }, 1);
    createItem(doc, ACTION, { goal: 'g', order: 'b1', status: 'idea', 'party/1': 1 }, 1);
    setText(doc, textName('a', 'title'), 'Middag');
    createItem(doc, DECISION, { order: 'b1' }, 1);
    setText(doc, textName('d', 'question'), 'Skal vi?');
  });
  return all.meet();
}

function stand(at: Table, device: number, verdict: Verdict, behalf?: Behalf): void {
  at.edit(device, (doc) => takeStance(doc, DECISION, 5, { verdict, reason: 'Fordi', behalf }));
  at.meet();
}

const decision = (at: Table, device = 1) => at.view(device).decisions[0]!;
const action = (at: Table, device = 1) => at.view(device).goals[0]!.actions[0]!;

function sayYes(at: Table, device: number, party: number): void {
  const found = readContent(at.at(device).doc).goals[0]!.actions[0]!;
  at.edit(device, (doc) => say(doc, ACTION, 'yes', 5, yesWords(coveredWords(found, party))));
  at.meet();
}

describe('an action that all have said yes to', () => {
  test('is agreed until what it is changes, and then shows before and after', () => {
    const at = table();
    sayYes(at, 1, 1);
    expect(action(at)).toMatchObject({ allYes: true, status: 'agreed' });
    at.edit(2, (doc) => amendItem(doc, ACTION, { texts: { title: 'Lunsj' } }, 9));
    at.meet();
    const { allYes, status, parts } = action(at, 3);
    expect([allYes, status, parts[0]!.yes]).toEqual([false, 'idea', 'again']);
    expect(parts[0]!.before).toEqual({ what: 'Middag', who: [1], part: '' });
  });

  test('is under way without waiting for anybody', () => {
    const at = table();
    at.edit(1, (doc) => setFields(doc, ACTION, { status: 'ongoing' }));
    at.meet();
    expect(action(at)).toMatchObject({ allYes: false, status: 'ongoing' });
  });

  test('is asked for anew only where the own part changes', () => {
    const at = table();
    at.edit(1, (doc) => setFields(doc, ACTION, { 'party/2': 1 }));
    at.meet();
    sayYes(at, 1, 1);
    sayYes(at, 2, 2);
    at.edit(2, (doc) => amendItem(doc, ACTION, { texts: { 'part/2': 'Vi kjører' } }, 9));
    at.meet();
    expect(action(at).parts.map(({ yes }) => yes)).toEqual(['stands', 'again']);
  });

  test('has the yes of a group by that group’s own people', () => {
    const at = table();
    at.edit(1, (doc) => setText(doc, textName('a', 'part/2'), 'Vi kjører'));
    at.meet();
    sayYes(at, 1, 2);
    at.edit(1, (doc) => {
      const found = readContent(doc).goals[0]!.actions[0]!;
      itemMap(doc, ACTION).set('yes2', [1, 1, coveredWords(found, 2)]);
    });
    at.meet();
    // Of its own group the first has said yes to other words: those of the second's part.
    expect(action(at).parts.map(({ yes }) => yes)).toEqual(['again', 'none']);
  });
});

describe('nobody lifts, or says, for another', () => {
  test('a stop, by writing down a word for the invitation that its author came by', () => {
    const at = table(2);
    for (const device of [1, 2, 3]) stand(at, device, 'yes');
    stand(at, 4, 'stop');
    const { persons, devices } = at.charter.state;
    const slip = persons.get(devices[3]!.person)!.invitation;
    at.now += 10;
    stand(at, 2, 'lifted', { name: 'Per', party: 1, slip });
    expect(decision(at).state).toBe('stopped');
    expect(decision(at, 4).mine).toBe('stop');
    stand(at, 4, 'lifted');
    expect(decision(at).state).toBe('stands');
  });

  test('that a group steps out, and its stop stays', () => {
    const at = table();
    for (const device of [1, 2]) stand(at, device, 'yes');
    stand(at, 3, 'stop');
    const stepping = (id: string) => ({ kind: 'stepping', id }) as const;
    at.edit(1, (doc) => createItem(doc, stepping('x'), { party: 3, out: 1 }, 9));
    at.edit(3, (doc) => createItem(doc, stepping('y'), { party: 3, out: 0 }, 8));
    at.meet();
    at.edit(1, (doc) => setFields(doc, stepping('y'), { out: 1 }));
    at.meet();
    expect(decision(at).state).toBe('stopped');
    expect(at.view(1).steppings.map(({ id, out }) => [id, out])).toEqual([['y', false]]);
    at.edit(3, (doc) => createItem(doc, stepping('z'), { party: 3, out: 1 }, 20));
    at.meet();
    expect(partiesWith(at.reading(1)).map(({ index }) => index)).toEqual([1, 2]);
    expect(decision(at).state).toBe('stopped');
  });

  test('that a round is open, where nobody confirmed whoever opened it', () => {
    const charter = groupsOf(1);
    charter.joined(1); // device 4
    const at = new Table(charter);
    const round = { kind: 'round', id: 'r' } as const;
    at.edit(1, (doc) => createItem(doc, round, { order: 'b1' }, 1));
    at.meet();
    at.edit(4, (doc) => open(doc, round, 5, []));
    at.meet();
    expect(at.view(1).rounds[0]?.opened).toBeUndefined();
    expect(at.reading(1).content.rounds[0]?.openings).toEqual([]);
    at.edit(2, (doc) => open(doc, round, 6, []));
    at.meet();
    expect(at.view(1).rounds[0]?.opened?.at).toBe(6);
  });

  test('that a sector was heard, in minutes of somebody whom nobody confirmed', () => {
    const charter = groupsOf(1);
    charter.joined(1); // device 4
    const at = new Table(charter);
    at.edit(1, (doc) => createItem(doc, DECISION, { order: 'b1' }, 1));
    at.meet();
    at.edit(4, (doc) => minute(doc, DECISION, 5, { meeting: 'm', sectors: [1, 2, 3] }));
    stand(at, 4, 'yes');
    const meeting = { kind: 'meeting', id: 'm' } as const;
    at.edit(1, (doc) => createItem(doc, meeting, { held: 1 }, 1));
    at.meet();
    expect(decision(at)).toMatchObject({ waitsFor: [1, 2, 3], minutedIn: [], yeses: [] });
    at.edit(2, (doc) => minute(doc, DECISION, 5, { meeting: 'm', sectors: [1, 2, 3] }));
    at.meet();
    expect(decision(at).state).toBe('stands');
    at.edit(3, (doc) => removeItem(doc, meeting, 9)); // nobody is heard in what is not there
    at.meet();
    expect(decision(at).state).toBe('waiting');
  });

  test.each([
    ['yesterday', -1, 'stands'],
    ['today', 0, 'stands'],
    ['tomorrow', 1, 'waiting'],
  ])('that sectors were heard in a meeting %s', (_, days, state) => {
    const at = table();
    at.edit(1, (doc) => {
      createItem(doc, DECISION, { order: 'b1' }, 1);
      const date = dayOf(BigInt(at.now + days * 86_400));
      createItem(doc, { kind: 'meeting', id: 'm' }, { date }, 1);
      minute(doc, DECISION, 5, { meeting: 'm', sectors: [1, 2, 3] });
    });
    at.meet();
    expect(decision(at).state).toBe(state);
  });

  test('whose words something is', () => {
    const at = table();
    at.edit(2, (doc) => void itemMap(doc, ACTION).set('behalf', [1, 1, 'Olga', 3, '']));
    at.meet();
    expect(action(at).created.behalf).toBeUndefined();
  });

  test('where another group’s organ has said yes', () => {
    const at = table();
    at.edit(2, (doc) => setName(doc, 'anchoring/2', ['Styret', '2027-01-01', '7/27']));
    at.meet();
    at.edit(1, (doc) => setName(doc, 'anchoring/2', ['Ingen', '', '']));
    at.meet();
    const { anchorings } = readContent(at.at(3).doc);
    const own = anchorings.filter(({ party, device }) => party === device);
    expect(own.map(({ body }) => body)).toEqual(['Styret']);
  });
});

test('an action whose goal somebody points nowhere stays where it was', () => {
  const at = table();
  at.edit(2, (doc) => setFields(doc, ACTION, { goal: 'nowhere' }));
  at.edit(2, (doc) => setFields(doc, ACTION, { goal: '' }));
  at.meet();
  expect(action(at).title).toBe('Middag');
});

test('whatever is written under any key, the plan is read', () => {
  const odd: FieldValue[] = [
    ...[null, -1, NaN, Infinity, 2 ** 60, '', 'x'.repeat(9_000), '__proto__'],
    ...[
      [],
      [[]],
      [null],
      [1, 1],
      [1, 1, null],
      [1, 1, [[[1]]]],
      ['x', 1, 2],
      [0, 0, ['a', {} as never]],
    ],
  ];
  const kinds = readItemsKinds();
  const chance = seededChance(11);
  for (let seed = 0; seed < 40; seed++) {
    const at = table();
    at.edit(2, (doc) => {
      for (let i = 0; i < 40; i++) {
        const kind = kinds[Math.floor(chance() * kinds.length)]!;
        const id = ['a', 'd', 'g', 'z', 'constructor'][Math.floor(chance() * 5)]!;
        const key = KEYS[Math.floor(chance() * KEYS.length)]!;
        const value = odd[Math.floor(chance() * (odd.length - 1))]!;
        itemMap(doc, { kind, id }).set(key, value);
        doc.getMap<FieldValue>('n').set(NAMES[Math.floor(chance() * NAMES.length)]!, value);
        setText(doc, textName(id, ['title', 'part/1', 'constructor'][i % 3]!), String(value));
      }
    });
    at.meet();
    expect(() => at.view(1), `seed ${seed}`).not.toThrow();
    expect(at.at(3).text, `seed ${seed}`).toBe(at.at(1).text);
  }
});

const KEYS = [
  ...[
    'made',
    'behalf',
    't1',
    't2',
    'd2',
    'was2',
    'yes1',
    'yes2',
    'stance2',
    'stance2/x',
    'minutes2/m',
  ],
  ...['open2', 'hold2', 'goal', 'order', 'status', 'party/1', 'party/9999', 'kr/2027', 'count/1'],
  ...['values', 'salt', 'sequence', 'asked', 'tie/goals', 'party', 'out', 'until', 'round', 'on'],
  ...['__proto__', 'constructor', 'toString', 'evaluation', 'date', 'time'],
];
const NAMES = ['anchoring/1', 'former/5001', 'predecessor', 'successor/x', '__proto__', 'value/1'];

function readItemsKinds(): readonly Kind[] {
  return [
    'goal',
    'action',
    'need',
    'decision',
    'meeting',
    'round',
    'answer',
    'evaluation',
    'score',
  ];
}

describe('a hostile member makes nobody wait: twice as much is twice the work', () => {
  /** As it stands in the document of the first, when it has come; looked at anew. */
  function asSecond(change: (doc: Table['devices'][number]['doc'], size: number) => void) {
    const tables: Table[] = [];
    const grown = growth(1_000, (size) => {
      const at = table();
      tables.push(at);
      const { doc } = at.at(1);
      setAuthor(doc, 2, 1);
      doc.transact(() => change(doc, size));
      return () => at.view(1);
    });
    expect(grown).toBeLessThan(MOST_GROWTH);
    return tables.at(-1)!;
  }

  test('with thousands of yeses, stances and groups', () => {
    const at = asSecond((doc, size) => {
      for (let i = 0; i < size; i++) {
        say(doc, ACTION, 'yes', i, [i % 2 ? '' : 'x', [[2, i]]], `y${i}`);
        itemMap(doc, DECISION).set(`stance2/s${i}`, [1, i, 'stop', 'x', [], `n${i}`, 2, '']);
        setFields(doc, ACTION, { [`party/${i + 1}`]: 1 });
      }
    });
    expect(action(at).parts).toHaveLength(MAX_PARTS);
  });

  test('with more items than a plan holds, whose names come before all others', () => {
    const at = asSecond((doc, size) => {
      const more = 2 * MAX_OF_DEVICE * (size / 1_000);
      for (let i = 0; i <= more; i++) itemMap(doc, { kind: 'account', id: `${i}` }).set('made', 1);
    });
    expect(action(at).title).toBe('Middag');
    expect(at.view(1).accounts).toHaveLength(MAX_OF_DEVICE);
  });

  test('with thousands of goals, actions and needs', () => {
    asSecond((doc, size) => {
      for (let i = 0; i < size / 2; i++) {
        createItem(doc, { kind: 'goal', id: `g${i}` }, { order: 'b1' }, 1);
        createItem(doc, { kind: 'action', id: `a${i}` }, { goal: `g${i}` }, 1);
        createItem(doc, { kind: 'need', id: `n${i}` }, { action: `a${i}` }, 1);
        createItem(doc, { kind: 'round', id: `r${i}` }, {}, 1);
        createItem(doc, { kind: 'answer', id: `w${i}` }, { round: `r${i}` }, 1);
      }
    });
  });
});
