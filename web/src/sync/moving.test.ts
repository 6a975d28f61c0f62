import '../crypto/testing/fast_curves';
import { describe, expect, test } from 'vitest';
import { base64urlOf, concat, hexOf, u8 } from '../core/bytes';
import { append, EMPTY_FRONTIER, isConsistent, proverOf, rootOf } from '../core/merkle';
import { treeHash } from '../crypto/hash';
import { decodeFrames, encodeFrame, FrameType, type Frame } from '../proto/frames';
import { decodeSyncRequest, encodeEnd, encodeHead, encodeSignedHead } from '../proto/sync';
import { encodeSigned } from '../proto/signed';
import { newLine } from './transport';
import { testSeams } from './testing/plan_on_double';
import { problem, ServerDouble } from './testing/server_double';
import {
  bring,
  MAX_PASSAGE_FILE,
  MAX_PASSAGE_LINK,
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

  test('what is too long for a link is read from a file, up to its limit', () => {
    const long = spellPassage(ORIGIN, { ...PASSAGE, words: bytes(MAX_PASSAGE_LINK) });
    expect(long.length).toBeGreaterThan(MAX_PASSAGE_LINK);
    expect(readMovingCode(long)).toMatchObject({ kind: 'passage' });
    const spaces = ' '.repeat(MAX_PASSAGE_FILE - long.length);
    expect(readMovingCode(long + spaces)).toMatchObject({ kind: 'passage' });
    expect(readMovingCode(`${long}${spaces} `)).toBeUndefined();
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

describe('SYNC15 bringing', () => {
  const LEAVES = 3;
  const body = encodeSigned({ device: 1, seq: 1n, body: bytes(9), signatures: [], payload: [] });
  const leaf: Frame = { type: FrameType.FRAME_COMMIT, payload: body };
  const leaves = Array.from({ length: LEAVES }, () => leaf);

  /** Answers with these, one after the other; what it was asked with: cursor and leaves. */
  async function brought(
    answers: readonly { next: number; retryAfterS?: number; isHeldOff?: boolean }[],
  ): Promise<{ outcome: unknown; asked: (readonly [number, number])[] }> {
    const asked: (readonly [number, number])[] = [];
    const fetch = async (_: string, { body }: RequestInit): Promise<Response> => {
      const frames = decodeFrames(new Uint8Array(await (body as Blob).arrayBuffer()));
      const [, request] = frames.ok ? frames.value : [];
      const { cursor } = value(decodeSyncRequest(request!.payload));
      const answer = answers[asked.length] ?? { next: 0 };
      const { next, retryAfterS = 0 } = answer;
      asked.push([Number(cursor), frames.ok ? frames.value.length - 3 : -1]);
      if (asked.length > 20) throw new Error('it never ends');
      if (answer.isHeldOff) return problem('conflict', 409);
      const end = { next: BigInt(next), more: next < LEAVES, retryAfterS, proof: [] };
      return new Response(encodeFrame(FrameType.FRAME_END, encodeEnd(end)) as BodyInit);
    };
    const seams = { ...testSeams(new ServerDouble()), fetch };
    const outcome = await bring(newLine(ORIGIN, PASSAGE.space, seams), bytes(9), leaves);
    return { outcome, asked };
  }

  function value<T>(result: { ok: true; value: T } | { ok: false; error: string }): T {
    if (!result.ok) throw new Error(result.error);
    return result.value;
  }

  test('goes on from where it is told', async () => {
    const { outcome, asked } = await brought([{ next: 2 }, { next: 3 }]);
    expect(outcome).toMatchObject({ ok: true });
    expect(asked).toEqual([
      [0, 0],
      [2, 1],
    ]);
  });

  test('begins from the beginning where what had arrived leads elsewhere', async () => {
    const { outcome, asked } = await brought([{ next: 2 }, { next: 0 }, { next: 3 }]);
    expect(outcome).toMatchObject({ ok: true });
    expect(asked.slice(1)).toEqual([
      [2, 1],
      [0, 3],
    ]);
  });

  test('does so once: who takes nothing again and again is left', async () => {
    const back = [{ next: 2 }, { next: 0 }, { next: 2 }, { next: 0 }, { next: 3 }];
    const { outcome, asked } = await brought(back);
    expect(outcome).toMatchObject({ ok: false, error: 'conflict' });
    expect(asked).toHaveLength(4);
  });

  test('ARRIVAL5 held off by another head, it comes whole, once', async () => {
    const heldOff = { next: 0, isHeldOff: true };
    const { outcome, asked } = await brought([heldOff, { next: 3 }]);
    expect(outcome).toMatchObject({ ok: true });
    expect(asked).toEqual([
      [0, 0],
      [0, 3],
    ]);
    // What asks alone is told where another's leaves end, and is held off when it goes on there.
    const later = await brought([{ next: 2 }, heldOff, { next: 3 }]);
    expect(later.outcome).toMatchObject({ ok: true });
    expect(later.asked).toEqual([
      [0, 0],
      [2, 1],
      [0, 3],
    ]);
    const left = await brought([heldOff, heldOff, { next: 3 }]);
    expect(left.outcome).toMatchObject({ ok: false, error: 'conflict' });
    expect(left.asked).toHaveLength(2);
  });

  test('waits where it is told to, whatever has arrived', async () => {
    const { outcome, asked } = await brought([{ next: 2 }, { next: 2, retryAfterS: 60 }]);
    expect(outcome).toMatchObject({ ok: false, error: 'quota', retryAfterS: 60 });
    expect(asked).toHaveLength(2);
  });
});
