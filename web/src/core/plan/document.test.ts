import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { meet, SimulatedDevice } from '../testing/device';
import { readContent } from './content';
import { createItem, removeItem, setFields, setText, textName, touch } from './document';

const GOAL = { kind: 'goal', id: 'g' } as const;
const ACTION = { kind: 'action', id: 'a' } as const;

/** Two devices that both have a goal with one action. */
function pair(): [SimulatedDevice, SimulatedDevice] {
  const [one, two] = [new SimulatedDevice(1), new SimulatedDevice(2)];
  one.edit((doc) => {
    createItem(doc, GOAL, { order: 'b1' }, 1);
    createItem(doc, ACTION, { goal: 'g', order: 'b1', status: 'idea' }, 1);
    setText(doc, textName('a', 'title'), 'Minibussen kjører tirsdager');
  });
  meet(one, two);
  return [one, two];
}

function actionIn(device: SimulatedDevice) {
  return readContent(device.doc).goals[0]?.actions[0];
}

describe('two people write in one field', () => {
  test('both texts survive', () => {
    const [one, two] = pair();
    one.edit((doc) => setText(doc, textName('a', 'title'), 'Minibussen kjører alle tirsdager'));
    two.edit((doc) =>
      setText(doc, textName('a', 'title'), 'Den gamle Minibussen kjører tirsdager'),
    );
    meet(one, two);
    expect(actionIn(one)?.title).toBe('Den gamle Minibussen kjører alle tirsdager');
    expect(two.text).toBe(one.text);
  });

  test('a text that both begin has both beginnings', () => {
    const [one, two] = pair();
    one.edit((doc) => setText(doc, textName('a', 'part/1'), 'fra en'));
    two.edit((doc) => setText(doc, textName('a', 'part/1'), 'fra to'));
    meet(one, two);
    const [part] = actionIn(one)?.parts ?? [];
    expect(part?.text).toContain('fra en');
    expect(part?.text).toContain('fra to');
  });
});

describe('[Note: deletion]', () => {
  test('what nobody else touches is gone', () => {
    const [one, two] = pair();
    one.edit((doc) => removeItem(doc, ACTION, 2));
    meet(one, two);
    expect(actionIn(two)).toBeUndefined();
  });

  test('an edit made at the same time brings it back, visibly, on both', () => {
    const [one, two] = pair();
    one.edit((doc) => removeItem(doc, ACTION, 2));
    two.edit((doc) => {
      setFields(doc, ACTION, { status: 'ongoing' });
      touch(doc, ACTION, 3);
    });
    meet(one, two);
    expect(actionIn(one)).toMatchObject({ status: 'ongoing', returned: true });
    expect(one.text).toBe(two.text);
  });

  test('whoever then writes in it has seen that it came back', () => {
    const [one, two] = pair();
    one.edit((doc) => removeItem(doc, ACTION, 2));
    two.edit((doc) => touch(doc, ACTION, 3));
    meet(one, two);
    one.edit((doc) => touch(doc, ACTION, 4));
    meet(one, two);
    expect(actionIn(two)?.returned).toBe(false);
  });

  test('two deletions and an edit that one of them saw: gone', () => {
    const [one, two] = pair();
    one.edit((doc) => removeItem(doc, ACTION, 2));
    two.edit((doc) => touch(doc, ACTION, 3));
    two.edit((doc) => removeItem(doc, ACTION, 4));
    meet(one, two);
    expect(actionIn(one)).toBeUndefined();
  });

  test('a goal that one deletes while another adds to it comes back', () => {
    const [one, two] = pair();
    one.edit((doc) => {
      removeItem(doc, ACTION, 2);
      removeItem(doc, GOAL, 2);
    });
    two.edit((doc) => createItem(doc, { kind: 'action', id: 'b' }, { goal: 'g' }, 3));
    meet(one, two);
    const [goal] = readContent(one.doc).goals;
    expect(goal).toMatchObject({ id: 'g', returned: true });
    expect(goal?.actions.map((action) => action.id)).toEqual(['b']);
  });
});

test('EDIT1 a counter under another device’s name counts for nothing', () => {
  const [one, two] = pair();
  two.edit((doc) => doc.getMap('i/action/a').set('t1', [99, 99, []]));
  meet(one, two);
  expect(actionIn(one)?.edited).toEqual({ device: 1, at: 1 });
});

test('__proto__ is a key and a text like any other', () => {
  const [one, two] = pair();
  one.edit((doc) => {
    doc.getMap('i/action/a').set('__proto__', 'x');
    doc.getMap('n').set('__proto__', 'y');
    setText(doc, textName('a', 'why'), '__proto__');
  });
  meet(one, two);
  expect(readContent(two.doc).names).toContainEqual(['__proto__', 'y']);
  expect(actionIn(two)?.why).toBe('__proto__');
  expect(({} as Record<string, unknown>).x).toBeUndefined();
});

test('who made it stays, whoever writes that it was made again', () => {
  const [one, two] = pair();
  two.edit((doc) => doc.getMap('i/action/a').set('made', 7));
  meet(one, two);
  expect(actionIn(one)?.created).toEqual({ device: 1, at: 1 });
});

test('a text becomes what it is set to', () => {
  const words = fc.array(fc.constantFrom('a', 'bb', ' ', 'Å', '🚌', '.')).map((w) => w.join(''));
  fc.assert(
    fc.property(fc.array(words), (texts) => {
      const one = new SimulatedDevice(1);
      for (const text of texts) {
        one.edit((doc) => setText(doc, textName('plan', 'title'), text));
        expect(readContent(one.doc).title).toBe(text);
      }
    }),
  );
});

test('actions stand in the order of their keys, then of their ids', () => {
  const one = new SimulatedDevice(1);
  one.edit((doc) => createItem(doc, GOAL, { order: 'b1' }, 1));
  for (const [id, order] of [
    ['c', 'b1'],
    ['a', 'c1'],
    ['d', 'a1'],
    ['b', 'b1'],
  ] as const) {
    one.edit((doc) => createItem(doc, { kind: 'action', id }, { goal: 'g', order }, 1));
  }
  expect(readContent(one.doc).goals[0]?.actions.map(({ id }) => id)).toEqual(['d', 'b', 'c', 'a']);
});
