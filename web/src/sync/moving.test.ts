import '../crypto/testing/fast_curves';
import { describe, expect, test } from 'vitest';
import { base64urlOf, concat, hexOf, u8 } from '../core/bytes';
import { append, EMPTY_FRONTIER, isConsistent, proverOf, rootOf } from '../core/merkle';
import { treeHash } from '../crypto/hash';
import { encodeFrame, FrameType } from '../proto/frames';
import { encodeHead, encodeSignedHead } from '../proto/sync';
import {
  MAX_PASSAGE_CODE,
  readLogFile,
  readMovingCode,
  spellPassage,
  spellPlace,
  type Passage,
} from './moving';

const ORIGIN = 'https://ny.example';
const bytes = (size: number, value = 7): Uint8Array => new Uint8Array(size).fill(value);
const PASSAGE: Omit<Passage, 'kind'> = {
  space: hexOf(bytes(32, 1)),
  secret: bytes(16, 2),
  epoch: hexOf(bytes(32, 3)),
  key: bytes(32, 4),
  statements: bytes(300, 5),
  words: bytes(20, 6),
};

describe('FILE4 codes of moving', () => {
  test('a place is read as it was spelled', () => {
    const serverKey = hexOf(bytes(32));
    const code = spellPlace(ORIGIN, serverKey);
    expect(readMovingCode(` ${code}\n`)).toEqual({ kind: 'place', origin: ORIGIN, serverKey });
  });

  test.each([
    ['whole', PASSAGE],
    ['of a plan that had no key yet', { ...PASSAGE, epoch: '', key: new Uint8Array() }],
    ['with no words', { ...PASSAGE, words: new Uint8Array() }],
  ])('a passage %s is read as it was spelled', (_, passage) => {
    const read = readMovingCode(spellPassage(ORIGIN, passage));
    expect(read).toEqual({ ...passage, kind: 'passage', origin: ORIGIN });
  });

  test.each([
    ['another page', spellPlace(ORIGIN, PASSAGE.space).replace('/flytt', '/sammen')],
    ['another version', `${ORIGIN}/flytt#${base64urlOf(concat(u8(2), u8(1), bytes(32)))}`],
    ['another kind', `${ORIGIN}/flytt#${base64urlOf(concat(u8(1), u8(3), bytes(32)))}`],
    ['a key too short', `${ORIGIN}/flytt#${base64urlOf(concat(u8(1), u8(1), bytes(31)))}`],
    ['a key too long', `${ORIGIN}/flytt#${base64urlOf(concat(u8(1), u8(1), bytes(33)))}`],
    ['a passage without its statements', shortened(320)],
    ['a passage cut off in its fixed part', shortened(400)],
    ['no code', 'https://ny.example'],
    ['nothing', ''],
  ])('%s is none', (_, text) => {
    expect(readMovingCode(text)).toBeUndefined();
  });

  test('a link is read up to its limit, and no further', () => {
    const without = spellPassage(ORIGIN, { ...PASSAGE, words: new Uint8Array() }).length;
    const room = Math.floor(((MAX_PASSAGE_CODE - without) * 3) / 4);
    const lengths = Array.from({ length: 8 }, (_, i) => {
      const code = spellPassage(ORIGIN, { ...PASSAGE, words: bytes(room - 4 + i) });
      expect(readMovingCode(code) !== undefined).toBe(code.length <= MAX_PASSAGE_CODE);
      return code.length - MAX_PASSAGE_CODE;
    });
    expect(lengths.some((past) => past <= 0)).toBe(true);
    expect(lengths.some((past) => past > 0 && past <= 2)).toBe(true);
  });

  function shortened(by: number): string {
    const code = spellPassage(ORIGIN, { ...PASSAGE, words: new Uint8Array() });
    return code.slice(0, code.length - Math.ceil((by * 4) / 3));
  }
});

describe('FILE5 a plan as a file', () => {
  const head = (size: number): Uint8Array => {
    const head = encodeHead({
      ...{ serverKey: hexOf(bytes(32)), serverEpoch: hexOf(bytes(16)), space: PASSAGE.space },
      ...{ size: BigInt(size), root: hexOf(bytes(32)), charterHead: hexOf(bytes(32)) },
      ...{ charterHeight: 0n, time: 1n, previousEpoch: '', previousSize: 0n, previousRoot: '' },
    });
    return encodeFrame(FrameType.FRAME_HEAD, encodeSignedHead(head, bytes(64)));
  };
  const entry = encodeFrame(FrameType.FRAME_ENTRY, bytes(9));

  test('is its leaves, then the head that they reach', () => {
    expect(readLogFile(concat(entry, entry, head(2)))?.leaves).toHaveLength(2);
  });

  test.each([
    ['leaves that the head does not name', concat(entry, entry, head(1))],
    ['fewer leaves than the head names', concat(entry, head(2))],
    ['no head', concat(entry, entry)],
    ['the head first', concat(head(1), entry)],
    ['something else among them', concat(encodeFrame(FrameType.FRAME_END, bytes(1)), head(1))],
    ['a frame cut off', concat(entry, entry, head(2)).slice(0, -1)],
    ['nothing', new Uint8Array()],
  ])('%s is none', (_, file) => {
    expect(readLogFile(file)).toBeUndefined();
  });
});

test('LOG6 what is proven goes on from any beginning, and from no other', () => {
  const leaves = Array.from({ length: 40 }, (_, i) => bytes(32, i));
  const rootAt = (size: number): { size: number; root: Uint8Array } => {
    const tree = leaves
      .slice(0, size)
      .reduce((t, leaf) => append(treeHash, t, leaf), EMPTY_FRONTIER);
    return { size, root: rootOf(treeHash, tree) };
  };
  for (let n = 1; n <= leaves.length; n++) {
    const prove = proverOf(treeHash, leaves.slice(0, n));
    for (let m = 0; m <= n; m++) {
      const proof = prove(m);
      expect(isConsistent(treeHash, rootAt(m), rootAt(n), proof)).toBe(true);
      const other = { size: m, root: bytes(32, 99) };
      if (m > 0) expect(isConsistent(treeHash, other, rootAt(n), proof)).toBe(false);
    }
  }
});
