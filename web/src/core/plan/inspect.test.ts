import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { SESSIONS } from './document';
import { inspectUpdate } from './inspect';

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
