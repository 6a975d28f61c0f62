import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { SESSIONS } from './document';
import { inspectUpdate, MAX_SESSIONS_USED, type Clocks } from './inspect';

/** The update of one change, made under a client id. */
function updateBy(client: number, change: (doc: Y.Doc) => void): Uint8Array {
  const doc = new Y.Doc({ gc: false });
  doc.clientID = client;
  change(doc);
  return Y.encodeStateAsUpdate(doc);
}

const write = (doc: Y.Doc): void => doc.getText('x/a/title').insert(0, 'abc');

describe('EDIT1 a device writes under its own ids', () => {
  test.each([
    [3 * SESSIONS, true],
    [3 * SESSIONS + SESSIONS - 1, true],
    [3 * SESSIONS - 1, false],
    [4 * SESSIONS, false],
    [0, false],
  ])('client %i by device 3: %s', (client, isOwn) => {
    expect(inspectUpdate(updateBy(client, write), 3, new Map()).ok).toBe(isOwn);
  });
});

describe('EDIT1 a device uses few sessions', () => {
  const used = (count: number): Clocks =>
    new Map(Array.from({ length: count }, (_, i) => [3 * SESSIONS + 1 + i, 1]));

  test.each([
    [MAX_SESSIONS_USED - 2, true],
    [MAX_SESSIONS_USED - 1, true],
    [MAX_SESSIONS_USED, false],
  ])('one more after %i: %s', (count, isFine) => {
    const update = updateBy(3 * SESSIONS, write);
    expect(inspectUpdate(update, 3, used(count)).ok).toBe(isFine);
  });

  test("another device's sessions are not counted", () => {
    const update = updateBy(4 * SESSIONS, write);
    expect(inspectUpdate(update, 4, used(MAX_SESSIONS_USED)).ok).toBe(true);
  });
});

describe('EDIT6 an edit touches only what is there', () => {
  const [theirs, ours] = [4 * SESSIONS, 3 * SESSIONS];

  /** Ours, written on top of theirs, without theirs. */
  function on(change: (doc: Y.Doc) => void, author = ours): Uint8Array {
    const doc = new Y.Doc({ gc: false });
    Y.applyUpdate(doc, updateBy(theirs, write));
    const before = Y.encodeStateVector(doc);
    doc.clientID = author;
    change(doc);
    return Y.encodeStateAsUpdate(doc, before);
  }
  const into = (doc: Y.Doc): void => doc.getText('x/a/title').insert(1, 'x');
  const away = (doc: Y.Doc): void => doc.getText('x/a/title').delete(0, 3);

  test.each([
    ['a neighbour', into, 2, true],
    ['a neighbour', into, 1, false],
    ['a neighbour', into, 0, false],
    ['a deletion', away, 3, true],
    ['a deletion', away, 2, false],
    ['a deletion', away, 0, false],
  ])('%s, with %s known up to clock %i: %s', (_, change, known, isFine) => {
    const clocks: Clocks = new Map(known === 0 ? [] : [[theirs, known]]);
    const inspected = inspectUpdate(on(change), 3, clocks);
    expect(inspected.ok || inspected.error).toBe(isFine || 'gap');
  });

  test('what it wants of its own and has not written can never come', () => {
    const doc = new Y.Doc({ gc: false });
    Y.applyUpdate(doc, updateBy(ours + 5, write));
    const before = Y.encodeStateVector(doc);
    doc.clientID = ours + 6;
    into(doc);
    const update = Y.encodeStateAsUpdate(doc, before);
    expect(inspectUpdate(update, 3, new Map())).toEqual({ ok: false, error: 'malformed' });
  });

  test('a later session may rest on an earlier one in the same update, not the other way', () => {
    const [first, second] = [updateBy(ours, write), updateBy(ours + 1, write)];
    const late = new Y.Doc({ gc: false });
    Y.applyUpdate(late, first);
    late.clientID = ours + 1;
    late.getText('x/a/title').insert(3, 'y');
    expect(inspectUpdate(Y.encodeStateAsUpdate(late), 3, new Map()).ok).toBe(true);
    const early = new Y.Doc({ gc: false });
    Y.applyUpdate(early, second);
    early.clientID = ours;
    early.getText('x/a/title').insert(3, 'y');
    expect(inspectUpdate(Y.encodeStateAsUpdate(early), 3, new Map()).ok).toBe(false);
  });
});

describe('EDIT2 structs follow on', () => {
  const client = 3 * SESSIONS;
  const update = updateBy(client, write);

  test('the next clock is where the last ended', () => {
    const first = inspectUpdate(update, 3, new Map());
    expect(first.ok && first.value.get(client)).toBe(3);
  });

  test.each([1, 2, 4])('an update that starts at 0 after clock %i is refused', (clock) => {
    expect(inspectUpdate(update, 3, new Map([[client, clock]])).ok).toBe(false);
  });

  test('a gap is refused', () => {
    const doc = new Y.Doc({ gc: false });
    doc.clientID = client;
    write(doc);
    const before = Y.encodeStateVector(doc);
    doc.getText('x/a/title').insert(3, 'def');
    expect(inspectUpdate(Y.encodeStateAsUpdate(doc, before), 3, new Map()).ok).toBe(false);
  });
});

describe('what no honest device makes is refused', () => {
  const nested = (depth: number): unknown => (depth === 0 ? 1 : [nested(depth - 1)]);
  const cases: [string, (doc: Y.Doc) => void][] = [
    ['a nested type', (doc) => void doc.getMap('i/goal/a').set('k', new Y.Map())],
    ['a format', (doc) => doc.getText('x/a/t').insert(0, 'a', { bold: true })],
    ['an embed', (doc) => doc.getText('x/a/t').insertEmbed(0, { a: 1 })],
    ['a sub-document', (doc) => void doc.getMap('i/goal/a').set('k', new Y.Doc())],
    ['bytes', (doc) => void doc.getMap('i/goal/a').set('k', new Uint8Array(4))],
    ['an object', (doc) => void doc.getMap('i/goal/a').set('k', { a: 1 })],
    ['deep nesting', (doc) => void doc.getMap('i/goal/a').set('k', nested(6))],
    ['very deep nesting', (doc) => void doc.getMap('i/goal/a').set('k', nested(2000))],
    ['a long key', (doc) => void doc.getMap('i/goal/a').set('k'.repeat(200), 1)],
    ['a long name', (doc) => doc.getText('x/'.repeat(100)).insert(0, 'a')],
  ];
  test.each(cases)('%s', (_, change) => {
    expect(inspectUpdate(updateBy(3 * SESSIONS, change), 3, new Map()).ok).toBe(false);
  });

  test('junk', () => {
    for (let i = 0; i < 200; i++) {
      const junk = Uint8Array.from({ length: i }, (_, k) => (k * 31 + i * 17) & 255);
      expect(() => inspectUpdate(junk, 3, new Map())).not.toThrow();
    }
  });
});
