/** FILE6: files that are damaged, foreign, false or too large change nothing, and say what is wrong. */
import '../crypto/testing/fast_curves';
import * as Y from 'yjs';
import { beforeEach, describe, expect, test } from 'vitest';
import { concat, u32, unhex } from '../core/bytes';
import { NO_HASH } from '../core/commit';
import { edit, setAuthor } from '../core/plan/document';
import { label } from '../crypto/labels';
import { encodeEdit } from '../proto/content';
import { openMemoryStore } from '../store/memory_store';
import { encodeFrame, FrameType } from '../proto/frames';
import { decodeSigned, encodeSigned } from '../proto/signed';
import { makeHandFile, MAX_HAND_FILE_BYTES, readHandFile, takeHandFile } from '../sync/hand_file';
import { pack } from '../sync/pack';
import { sealSheets } from '../sync/outbox';
import { unsentEdits, type Space } from '../sync/space';
import { ServerDouble } from '../sync/testing/server_double';
import {
  addGoal,
  away,
  back,
  carryIn,
  carryOut,
  foundPlan,
  furtherDevice,
  gathered,
  inside,
  joinParty,
  member,
  plan,
  sync,
  syncAll,
  value,
  type Member,
} from './testing/scene';

let server: ServerDouble;
let kari: Member;
let per: Member;

/** Everything that the store holds of the plan. */
async function keptBy(who: Member): Promise<string> {
  const kept = await who.home.store.list('s/');
  return JSON.stringify(kept.map(({ key, value: bytes }) => [key, bytes.length]));
}

async function refusalOf(bytes: Uint8Array, who = per): Promise<string> {
  const before = await keptBy(who);
  const outcome = await carryIn(who, bytes);
  expect(await keptBy(who)).toBe(before);
  expect((await plan(who)).handed).toEqual([]);
  return outcome.ok ? 'taken' : [outcome.error, outcome.detail].filter(Boolean).join(' ');
}

function fileOf(space: string, ...sheets: readonly Uint8Array[]): Uint8Array {
  const frames = sheets.map((one) => encodeFrame(FrameType.FRAME_COMMIT, one));
  return concat(label('hand-file'), unhex(space), u32(0), u32(0), ...frames);
}

/** Sealed and signed as an honest device would, whatever it holds. */
async function sheetOf(
  space: Space,
  contents: readonly Uint8Array[],
  kind: 'core' | 'hand' = 'hand',
): Promise<Uint8Array> {
  const sheets = contents.map((content) => ({ content }));
  const chain = { kind, seq: 1, previous: NO_HASH };
  const sealed = await sealSheets(space, space.log.charter!, sheets, chain);
  if (!sealed.ok) throw new Error(sealed.error);
  return sealed.value.signed;
}

function updateOf(device: number, write: (doc: Y.Doc) => void, session = 900): Uint8Array {
  const doc = new Y.Doc({ gc: false });
  setAuthor(doc, device, session);
  edit(doc, () => write(doc));
  return Y.encodeStateAsUpdate(doc);
}

const contentOf = (update: Uint8Array, isPacked = false): Uint8Array =>
  encodeEdit({ update, isPacked, at: 1n });

beforeEach(async () => {
  server = new ServerDouble();
  [kari, per] = await gathered(server, 'Per');
  away(server);
});

describe('FILE6 a file that is not whole, or not for this plan', () => {
  test('cut off at any byte, nothing of it is taken', async () => {
    await addGoal(kari, 'Kaffe');
    const bytes = await carryOut(kari);
    const seen = new Set<string>();
    const step = Math.max(1, Math.floor(bytes.length / 400));
    for (let size = 0; size < bytes.length; size += size < 120 ? 1 : step) {
      seen.add(await refusalOf(bytes.subarray(0, size)));
    }
    seen.add(await refusalOf(bytes.subarray(0, bytes.length - 1)));
    seen.delete('taken'); // between two sheets: a shorter file, and whole
    expect([...seen]).toEqual(['bad-input file']);
    expect((await carryIn(per, bytes)).ok).toBe(true);
  });

  test('with a changed byte in a sheet, it is refused whole', async () => {
    await addGoal(kari, 'Kaffe');
    const whole = fileOf(kari.space, ...readHandFile(await carryOut(kari))!.sheets);
    for (let at = label('hand-file').length + 40; at < whole.length; at += 7) {
      const bytes = whole.slice();
      bytes[at]! ^= 1;
      expect(await refusalOf(bytes), String(at)).not.toBe('taken');
    }
  });

  test('of another plan, or to one who is not in it', async () => {
    const other = await foundPlanOnline();
    await addGoal(kari, 'Kaffe');
    const bytes = await carryOut(kari);
    expect(await carryIn(other, bytes)).toMatchObject({ ok: false, error: 'not-found' });
    const renamed = bytes.slice();
    renamed.set(unhex(other.space), label('hand-file').length);
    expect(await carryIn(other, renamed)).toMatchObject({ ok: false, detail: 'file' });
    const sheets = fileOf(other.space, ...readHandFile(bytes)!.sheets);
    expect(await carryIn(other, sheets)).toMatchObject({ ok: false, error: 'malformed' });
  });

  test('32 MiB and a byte is refused before it is read; a log on its own may be larger', async () => {
    const large = new Uint8Array(MAX_HAND_FILE_BYTES + 1);
    large.set(await carryOut(kari));
    expect(await refusalOf(large)).toBe('bad-input size');
    for (const size of [MAX_HAND_FILE_BYTES, MAX_HAND_FILE_BYTES - 1]) {
      expect(await refusalOf(large.subarray(0, size))).toBe('bad-input file');
    }
    large[0]! ^= 1; // no more a plan across a table
    expect(await refusalOf(large)).toBe('bad-input file');
  });

  test('what is made, read and kept has room for n, and not for n + 1', async () => {
    await addGoal(kari, 'Kaffe');
    const whole = await makeHandFile(inside(kari));
    if (!whole.ok) throw new Error(whole.error);
    const { length } = whole.value.bytes;
    const words = fileOf(kari.space, ...readHandFile(whole.value.bytes)!.sheets).length;
    for (const [max, size] of [
      [length + 1, length],
      [length, length],
      [length - 1, words], // then the log stays at home
      [words, words],
      [words - 1, 'too-large'],
    ] as const) {
      const made = await makeHandFile(inside(kari), max);
      expect(made.ok ? made.value.bytes.length : made.error).toBe(size);
    }
    expect(readHandFile(whole.value.bytes, length)).toBeDefined();
    expect(readHandFile(whole.value.bytes, length - 1)).toBeUndefined();
    const file = readHandFile(whole.value.bytes)!;
    const size = file.sheets.reduce((sum, one) => sum + one.length, 0);
    const full = await takeHandFile(inside(per), file, size - 1);
    expect(full).toMatchObject({ ok: false, error: 'quota' });
    expect(inside(per).handed).toEqual([]);
    expect((await takeHandFile(inside(per), file, size)).ok).toBe(true);
  });

  test('there is room for n beside what is kept, and what a newer sheet has takes none', async () => {
    back(server);
    const liv = await joinParty(server, kari, 'Liv');
    await syncAll(liv, per);
    away(server);
    await addGoal(kari, 'Kaffe');
    await addGoal(liv, 'Kake');
    const sheetsOf = async (who: Member) => readHandFile(await carryOut(who))!;
    const sizeOf = (sheets: readonly { length: number }[]) =>
      sheets.reduce((sum, { length }) => sum + length, 0);
    await carryIn(per, await carryOut(kari));
    const kept = sizeOf(inside(per).handed.map(({ signed }) => signed));
    const file = await sheetsOf(liv);
    const most = kept + sizeOf(file.sheets);
    const full = await takeHandFile(inside(per), file, most - 1);
    expect(full).toMatchObject({ ok: false, error: 'quota' });
    expect(inside(per).handed).toHaveLength(1);
    expect((await takeHandFile(inside(per), file, most)).ok).toBe(true);
    expect((await takeHandFile(inside(per), file, most + 1)).ok).toBe(true);
    await addGoal(kari, 'Te');
    const more = await sheetsOf(kari);
    const next = sizeOf(file.sheets) + sizeOf(more.sheets);
    expect(await takeHandFile(inside(per), more, next - 1)).toMatchObject({ error: 'quota' });
    expect((await takeHandFile(inside(per), more, next)).ok).toBe(true);
    expect(sizeOf(inside(per).handed.map(({ signed }) => signed))).toBe(next);
  });

  async function foundPlanOnline(): Promise<Member> {
    const other = await foundPlan(new ServerDouble());
    await sync(other);
    return other;
  }
});

describe('FILE6 sheets that no honest device makes', () => {
  test('signed by another, or as a commit', async () => {
    await addGoal(kari, 'Kaffe');
    const [sheet] = readHandFile(await carryOut(kari))!.sheets;
    const read = decodeSigned(sheet!);
    if (!read.ok) throw new Error(read.error);
    const forged = [await inside(per).keys.sign('hand', read.value.body)];
    const foreign = encodeSigned({ ...read.value, signatures: forged });
    expect(await refusalOf(fileOf(kari.space, foreign))).toBe('signature');
    const contents = unsentEdits(inside(kari)).map(({ update }) => contentOf(update));
    const commit = await sheetOf(inside(kari), contents, 'core');
    expect(await refusalOf(fileOf(kari.space, commit))).toBe('signature');
  });

  test('no server takes a sheet for a commit', async () => {
    await addGoal(kari, 'Kaffe');
    const [sheet] = readHandFile(await carryOut(kari))!.sheets;
    back(server);
    const before = server.stored.length;
    const space = inside(kari);
    const { seq } = space.me;
    const fake = { seq: 1, core: NO_HASH, state: 'sealed' as const, signed: sheet!, edits: [] };
    space.edits = [];
    space.outgoing = [fake];
    await sync(kari);
    expect(space.me.seq).toBe(seq);
    expect(server.stored.length).toBe(before);
  });

  test('EDIT1 under another device’s ids, EDIT2 with a gap, and what no plan has', async () => {
    const own = inside(kari).me.device;
    const theirs = updateOf(inside(per).me.device, (doc) => doc.getMap('n').set('a', 'b'));
    const third = updateOf(own + 7, (doc) => doc.getMap('n').set('a', 'b'));
    const nested = updateOf(own, (doc) => doc.getMap('n').set('a', new Y.Map()));
    for (const update of [theirs, third, nested]) {
      const sheet = await sheetOf(inside(kari), [contentOf(update)]);
      expect(await refusalOf(fileOf(kari.space, sheet))).toBe('malformed');
    }
    const doc = new Y.Doc({ gc: false });
    setAuthor(doc, own, 900);
    doc.getMap('n').set('a', 'b');
    const start = Y.encodeStateVector(doc);
    doc.getMap('n').set('c', 'd');
    const late = Y.encodeStateAsUpdate(doc, start);
    const gap = await sheetOf(inside(kari), [contentOf(late)]);
    expect(await refusalOf(fileOf(kari.space, gap))).toBe('gap');
  });

  test('EDIT2 also after what rests on words that are only typed here', async () => {
    const { space } = kari;
    const id = await addGoal(per, 'Kaffe');
    value(await carryIn(kari, await carryOut(per)));
    value(await kari.port.run('setGoal', { space, id, title: 'Kaffe og kake', base: 'Kaffe' }));
    const mine = inside(kari).edits.map(({ update }) => contentOf(update));
    const doc = new Y.Doc({ gc: false });
    setAuthor(doc, inside(kari).me.device, 900);
    doc.getMap('n').set('a', 'b');
    const start = Y.encodeStateVector(doc);
    doc.getMap('n').set('c', 'd');
    const late = contentOf(Y.encodeStateAsUpdate(doc, start));
    const sheet = await sheetOf(inside(kari), [...mine, late]);
    expect(await refusalOf(fileOf(space, sheet))).toBe('gap');
    const whole = await sheetOf(inside(kari), mine);
    expect((await carryIn(per, fileOf(space, whole))).ok).toBe(true);
  });

  test('EDIT7 packed, were it a bomb or not; and what is no edit', async () => {
    const packed = await pack(new Uint8Array(60_000));
    for (const content of [
      contentOf(packed!, true),
      new Uint8Array(9),
      contentOf(Uint8Array.of(5, 1, 1)),
    ]) {
      const sheet = await sheetOf(inside(kari), [content]);
      expect(await refusalOf(fileOf(kari.space, sheet))).toBe('malformed');
    }
  });

  test('of a device that has ended: passed over, and told where there is nothing else', async () => {
    back(server);
    const phone = await furtherDevice(server, kari);
    await syncAll(kari, phone, per);
    away(server);
    await addGoal(phone, 'Kaffe');
    const bytes = await carryOut(phone);
    back(server);
    const { device } = inside(phone).me;
    value(await kari.port.run('endDevice', { space: kari.space, device }));
    await syncAll(kari, per, kari, per);
    away(server);
    expect(await refusalOf(bytes)).toBe('ended');
  });

  test('an older file again brings nothing back, and its own author takes none of it', async () => {
    await addGoal(kari, 'Kaffe');
    const older = await carryOut(kari);
    value(await carryIn(per, older));
    back(server);
    await syncAll(kari, per);
    value(await carryIn(per, older));
    expect((await plan(per)).handed).toEqual([]);
    expect(value(await carryIn(kari, older)).words).toEqual([]);
    expect((await plan(per)).goals.map(({ title }) => title)).toEqual(['Kaffe']);
  });

  test('what could not be stored is not taken in, and can be taken in later', async () => {
    await addGoal(kari, 'Kaffe');
    const bytes = await carryOut(kari);
    const { store } = inside(per);
    const write = store.write;
    Object.assign(store, { write: () => Promise.resolve({ ok: false, error: 'io' }) });
    expect(await carryIn(per, bytes)).toMatchObject({ ok: false, error: 'storage' });
    expect((await plan(per)).goals).toEqual([]);
    Object.assign(store, { write });
    expect(value(await carryIn(per, bytes)).words).toEqual([{ name: 'Kari', count: 1 }]);
  });
});

test('FILE6 what the log has otherwise than the file takes nobody’s words along to another place', async () => {
  server = new ServerDouble();
  [kari, per] = await gathered(server, 'Per');
  const { space } = kari;
  value(await kari.port.run('addGoal', { space, title: 'Målet' }));
  await syncAll(kari, per);
  const goal = (await plan(kari)).goals[0]!.id;
  const goals = { space, id: goal, kind: 'goal' as const };
  // Per's device as it was, which says one thing by hand and another to the server.
  const store = openMemoryStore();
  value(await store.write(await per.home.store.list('')));
  const twin = await member({ ...per.home, store }, space);
  value(await twin.port.run('setItem', { ...goals, texts: { why: 'abc def' }, base: '' }));
  value(await carryIn(kari, await carryOut(twin)));
  expect((await plan(kari)).goals[0]?.why).toBe('abc def');
  value(
    await kari.port.run('setItem', {
      ...goals,
      texts: { why: 'abc HEMMELIG def' },
      base: 'abc def',
    }),
  );
  value(
    await per.port.run('setItem', { space, id: 'plan', texts: { place: 'xyz uvw' }, base: '' }),
  );
  value(await sync(per));
  for (const one of [kari, kari, per]) value(await sync(one));
  for (const one of [kari, per]) {
    expect((await plan(one)).place).toBe('xyz uvw');
    expect(JSON.stringify((await plan(one)).goals)).not.toContain('xyz');
  }
  // Kari's own words are where she wrote them, and of what she read there only hers.
  expect((await plan(per)).goals[0]?.why).toBe('HEMMELIG ');
});
