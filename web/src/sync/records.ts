/** How a space is laid out in the store: one place that names keys and spells values. */
import { concat, readU32, textOf, u32, utf8, type Hex } from '../core/bytes';
import type { DeviceKeys, StoredKeys } from '../crypto/device_keys';
import type { Result } from '../core/errors';
import { epochKeyOf, type EpochKey } from '../crypto/epoch_key';
import { decodeFrames, encodeFrame, type Frame } from '../proto/frames';
import type { Change, Store } from '../store/store';

/** What this device is in a space. */
export interface Me {
  readonly server: string; // origin
  readonly serverKey: Hex;
  readonly device: number; // 0 until the charter has given one
  readonly person: Hex;
  readonly name: string;
  /** The party's name, where this device is to tell the others. */
  readonly party: string;
  /** Of the link this device came by; '' for a founder. */
  readonly invitation: Hex;
  /** What the twelve words stand for, where this device came by them, until it has the key. */
  readonly words?: Hex | undefined;
  readonly counter: number;
  readonly seq: number;
  readonly core: Hex; // of seq
  readonly session: number;
  readonly isGreeted: boolean;
  /** The last signed head up to which every leaf is held. */
  readonly head: { readonly bytes: Hex; readonly signature: Hex } | null;
  readonly nextEdit: number;
  readonly planName: string;
  /** The charter says that this device is no longer in. */
  readonly ended?: Ending;
  /** Devices of the person that this one ends as soon as it may: what it was before its store was lost. */
  readonly toEnd?: readonly number[];
  /** What this device stored went back in time: it seals nothing, and comes in anew. */
  readonly isBehind?: boolean;
  /** The secret of the invitation that it made for that: one is enough, however often it is cut off. */
  readonly again?: Hex | undefined;
}

export interface Ending {
  readonly cause: 'party-removed' | 'party-left' | 'device-retired';
  readonly at: number; // seconds since 1970, the server's
}

/** Something typed that is not sealed yet. */
export interface PendingEdit {
  readonly number: number;
  readonly at: number;
  readonly update: Uint8Array;
}

/** A commit whose seq is burnt: the same bytes go out until they are answered. */
export interface Outgoing {
  readonly seq: number;
  readonly core: Hex;
  readonly state: 'sealed' | 'void' | 'acknowledged';
  readonly signed: Uint8Array;
  readonly edits: readonly PendingEdit[];
}

/** A statement on its way; `genesis` goes to /v1/spaces. */
export interface Saying {
  readonly counter: number;
  readonly type: string;
  readonly signed: Uint8Array;
}

/** A statement by somebody else that came by hand, until a server has judged it. */
export interface Carried {
  readonly hash: Hex; // of the statement
  readonly type: string;
  readonly signed: Uint8Array;
}

/** FILE6: somebody else's words that came by hand, as their device sealed and signed them. */
export interface Handed {
  readonly device: number;
  readonly seq: number; // the number of its first edit there, from 1
  readonly hash: Hex;
  readonly signed: Uint8Array;
}

/** Leaves that came together, up to a head of that server epoch. */
export interface Piece {
  readonly serverEpoch: string; // its beginning; '' where it is not known
  readonly leaves: readonly Frame[];
}

export interface KeptSpace {
  readonly me: Me;
  readonly keys: StoredKeys;
  readonly epochKeys: ReadonlyMap<Hex, EpochKey>;
  readonly edits: readonly PendingEdit[];
  readonly outgoing: readonly Outgoing[];
  readonly sayings: readonly Saying[];
  readonly carried: readonly Carried[];
  readonly handed: readonly Handed[];
  /** Devices whose handed words somebody has put away here. */
  readonly aside: readonly number[];
  /** In the pieces in which they came. */
  readonly log: readonly Piece[];
  readonly left: Uint8Array | undefined;
}

const root = (space: Hex): string => `s/${space}/`;
const order = (n: number): string => String(n).padStart(12, '0');

export async function listSpaces(store: Store): Promise<Hex[]> {
  const kept = await store.list('s/');
  return kept.flatMap(({ key }) => /^s\/([0-9a-f]{64})\/me$/.exec(key)?.[1] ?? []);
}

export function putMe(space: Hex, me: Me): Change {
  return { key: `${root(space)}me`, value: utf8(JSON.stringify(me)) };
}

export function putKeys(space: Hex, { stored }: DeviceKeys): Change {
  const key = `${root(space)}keys`;
  if (stored.kind === 'platform') return { key, handle: stored };
  return { key, value: concat(stored.sign, stored.box) };
}

export function putEpochKey(space: Hex, epoch: Hex, value: EpochKey): Change {
  return { key: `${root(space)}epoch/${epoch}`, value };
}

export function putEdit(space: Hex, edit: PendingEdit): Change {
  return { key: `${root(space)}edit/${order(edit.number)}`, value: spellEdit(edit) };
}

export function dropEdit(space: Hex, edit: PendingEdit): Change {
  return { key: `${root(space)}edit/${order(edit.number)}`, value: null };
}

export function putOutgoing(space: Hex, { seq, core, state, signed, edits }: Outgoing): Change {
  const head = utf8(JSON.stringify({ seq, core, state }));
  const value = joinParts([head, signed, ...edits.map(spellEdit)]);
  return { key: `${root(space)}out/${order(seq)}`, value };
}

export function dropOutgoing(space: Hex, seq: number): Change {
  return { key: `${root(space)}out/${order(seq)}`, value: null };
}

export function putSaying(space: Hex, { counter, type, signed }: Saying): Change {
  const value = joinParts([utf8(type), signed]);
  return { key: `${root(space)}say/${order(counter)}`, value };
}

export function dropSaying(space: Hex, counter: number): Change {
  return { key: `${root(space)}say/${order(counter)}`, value: null };
}

export function putCarried(space: Hex, { hash, type, signed }: Carried): Change {
  return { key: `${root(space)}carry/${hash}`, value: joinParts([utf8(type), signed]) };
}

export function dropCarried(space: Hex, hash: Hex): Change {
  return { key: `${root(space)}carry/${hash}`, value: null };
}

export function putHanded(space: Hex, handed: Handed): Change {
  return { key: handedKey(space, handed), value: handed.signed };
}

export function dropHanded(space: Hex, handed: Handed): Change {
  return { key: handedKey(space, handed), value: null };
}

function handedKey(space: Hex, { device, seq, hash }: Handed): string {
  return `${root(space)}hand/${order(device)}/${order(seq)}/${hash}`;
}

export function putAside(space: Hex, device: number, isAside: boolean): Change {
  return { key: `${root(space)}aside/${order(device)}`, value: isAside ? u32(1) : null };
}

/** Leaves from `start` on, exactly as they came. */
export function putLeaves(
  space: Hex,
  start: number,
  serverEpoch: Hex,
  leaves: readonly Frame[],
): Change {
  const value = concat(...leaves.map(({ type, payload }) => encodeFrame(type, payload)));
  return { key: `${root(space)}log/${order(start)}/${epochMark(serverEpoch)}`, value };
}

/** As much of a server epoch as tells it from another. */
export function epochMark(serverEpoch: Hex): string {
  return serverEpoch.slice(0, 16);
}

/** Every leaf held, as frames, exactly as they came. */
export async function readLog(store: Store, space: Hex): Promise<Uint8Array> {
  return concat(...(await store.list(`${root(space)}log/`)).map(({ value }) => value));
}

/** What is being written in a form; no leaf, and nobody else's. */
export function draftKey(space: Hex, form: string): string {
  return `${root(space)}draft/${form}`;
}

/** Words of an ended membership; they outlive it, until somebody forgets the plan. */
export function leftKey(space: Hex): string {
  return `left/${space}`;
}

/**
 * Takes everything of a space's earlier membership away, but for what is being written in forms,
 * what others gave along by hand, and keys named.
 */
export async function dropEarlier(
  store: Store,
  id: Hex,
  but: readonly string[],
): Promise<Change[]> {
  const kept = await store.list(root(id));
  const beside = [draftKey(id, ''), `${root(id)}hand/`, `${root(id)}aside/`];
  const stays = (key: string): boolean =>
    beside.some((start) => key.startsWith(start)) || but.includes(key);
  return kept.flatMap(({ key }) => (stays(key) ? [] : [{ key, value: null }]));
}

/** Nothing of a space is left; a crash leaves all of it, or what was on its way meanwhile. */
export async function forgetSpace(store: Store, id: Hex): Promise<Result<null>> {
  let left = [`${root(id)}keys`, leftKey(id)]; // a handle is in no list
  do {
    const kept = (await store.list(root(id))).map(({ key }) => key);
    const gone = new Set([...left, ...kept]);
    const written = await store.write([...gone].map((key) => ({ key, value: null })));
    if (!written.ok) return written;
    // What stood in the queue before it has been written by now.
    left = (await store.list(root(id))).map(({ key }) => key);
  } while (left.length > 0);
  return { ok: true, value: null };
}

export async function readSpace(store: Store, space: Hex): Promise<KeptSpace | undefined> {
  const me = await readMe(store, space);
  const keys = await readKeys(store, space);
  if (!me || !keys) return undefined;
  const part = (name: string): ReturnType<Store['list']> => store.list(`${root(space)}${name}/`);
  return {
    me,
    keys,
    epochKeys: new Map(
      (await part('epoch')).map(({ key, value }) => [key.slice(-64), epochKeyOf(value)]),
    ),
    edits: (await part('edit')).map(({ value }) => readEdit(value)),
    outgoing: (await part('out')).map(({ value }) => readOutgoing(value)),
    sayings: (await part('say')).map(({ key, value }) => readSaying(key, value)),
    carried: (await part('carry')).map(({ key, value }) => readCarried(key, value)),
    handed: (await part('hand')).map(({ key, value }) => readHanded(key, value)),
    aside: (await part('aside')).map(({ key }) => Number(key.slice(-12))),
    log: (await part('log')).map(({ key, value }) => ({
      serverEpoch: /\/([0-9a-f]{16})$/.exec(key)?.[1] ?? '',
      leaves: readLeaves(value),
    })),
    left: await store.read(leftKey(space)),
  };
}

async function readMe(store: Store, space: Hex): Promise<Me | undefined> {
  const value = await store.read(`${root(space)}me`);
  // Written by putMe and sealed or checksummed since: its shape is ours.
  return value && (JSON.parse(textOf(value) ?? 'null') as Me);
}

export async function readKeys(store: Store, space: Hex): Promise<StoredKeys | undefined> {
  const key = `${root(space)}keys`;
  const seeds = await store.read(key);
  if (seeds) return { kind: 'seed', sign: seeds.slice(0, 32), box: seeds.slice(32) };
  // Only putKeys writes here.
  return (await store.readHandle(key)) as StoredKeys | undefined;
}

function spellEdit({ number, at, update }: PendingEdit): Uint8Array {
  return joinParts([utf8(JSON.stringify({ number, at })), update]);
}

function readEdit(value: Uint8Array): PendingEdit {
  const [head, update] = splitParts(value);
  const { number, at } = JSON.parse(textOf(head!)!) as Pick<PendingEdit, 'number' | 'at'>;
  return { number, at, update: update! };
}

function readOutgoing(value: Uint8Array): Outgoing {
  const [head, signed, ...edits] = splitParts(value);
  const fields = JSON.parse(textOf(head!)!) as Pick<Outgoing, 'seq' | 'core' | 'state'>;
  return { ...fields, signed: signed!, edits: edits.map(readEdit) };
}

function readSaying(key: string, value: Uint8Array): Saying {
  const [type, signed] = splitParts(value);
  return { counter: Number(key.slice(-12)), type: textOf(type!)!, signed: signed! };
}

function readCarried(key: string, value: Uint8Array): Carried {
  const [type, signed] = splitParts(value);
  return { hash: key.slice(-64), type: textOf(type!)!, signed: signed! };
}

function readHanded(key: string, signed: Uint8Array): Handed {
  const [device, seq, hash] = key.split('/').slice(-3);
  return { device: Number(device), seq: Number(seq), hash: hash!, signed };
}

function readLeaves(value: Uint8Array): readonly Frame[] {
  const frames = decodeFrames(value);
  if (!frames.ok) throw new Error('the store gave back other leaves than it was given');
  return frames.value;
}

function joinParts(parts: readonly Uint8Array[]): Uint8Array {
  return concat(...parts.flatMap((part) => [u32(part.length), part]));
}

function splitParts(bytes: Uint8Array): Uint8Array[] {
  const parts: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += 4 + readU32(bytes, at)) {
    parts.push(bytes.slice(at + 4, at + 4 + readU32(bytes, at)));
  }
  return parts;
}
