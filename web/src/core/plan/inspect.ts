/**
 * EDIT1, EDIT2, EDIT6: looks at a Yjs update before it is applied. Whoever passes has written
 * under their own ids only, has not forked their own clock, touches nothing that is not there
 * yet, and has sent nothing that an honest device never makes (nested types, embeds, formats,
 * sub-documents, gaps).
 */
import * as Y from 'yjs';
import { deviceOfClient } from './document';

/** The next clock per client id, in one lane. */
export type Clocks = ReadonlyMap<number, number>;

/** Of one device in one lane: Yjs compares what different ids put in the same place with each other. */
export const MAX_SESSIONS_USED = 256;

const MAX_STRUCTS = 20_000;
const MAX_NAME = 128;
const MAX_DEPTH = 4;
const MALFORMED = { ok: false, error: 'malformed' } as const;

type Decoded = ReturnType<typeof Y.decodeUpdate>;
type Struct = Decoded['structs'][number];

/** That a client's next clock is at least this. */
export interface Need {
  readonly client: number;
  readonly clock: number;
}

/** `malformed`: no honest device made it. `gap`: it rests on what has not come yet. */
export type Inspected =
  | { readonly ok: true; readonly value: Clocks }
  | { readonly ok: false; readonly error: 'malformed' }
  | { readonly ok: false; readonly error: 'gap'; readonly needs: Need };

export function inspectUpdate(update: Uint8Array, device: number, clocks: Clocks): Inspected {
  const decoded = decode(update);
  if (!decoded || decoded.structs.length > MAX_STRUCTS) return MALFORMED;
  const next = new Map(clocks);
  for (const struct of decoded.structs) {
    const { client, clock } = struct.id;
    const isNext = clock === (next.get(client) ?? 0);
    if (deviceOfClient(client) !== device || !isNext || !isPlain(struct)) return MALFORMED;
    if (clock === 0 && sessionsOf(next, device) >= MAX_SESSIONS_USED) return MALFORMED;
    next.set(client, clock + struct.length);
  }
  const needs = [...neighbours(decoded.structs), ...deleted(decoded.ds)];
  const missing = needs.find(({ client, clock }) => (next.get(client) ?? 0) < clock);
  // What is missing of its own can never come: its next record starts where this one ends.
  if (missing && deviceOfClient(missing.client) === device) return MALFORMED;
  if (missing) return { ok: false, error: 'gap', needs: missing };
  return areOwnEarlier(decoded.structs) ? { ok: true, value: next } : MALFORMED;
}

/** What of other devices' it rests on. */
export function foreignNeeds(update: Uint8Array, device: number): readonly Need[] {
  const decoded = decode(update);
  const needs = decoded ? [...neighbours(decoded.structs), ...deleted(decoded.ds)] : [];
  return needs.filter(({ client }) => deviceOfClient(client) !== device);
}

/** What it writes, and what it deletes, as ranges. */
export interface Reach {
  readonly written: readonly {
    readonly client: number;
    readonly start: number;
    readonly end: number;
  }[];
  readonly deleted: readonly {
    readonly client: number;
    readonly clock: number;
    readonly len: number;
  }[];
}

export function reachOf(update: Uint8Array): Reach | undefined {
  const decoded = decode(update);
  if (!decoded) return undefined;
  const written = decoded.structs.map(({ id: { client, clock }, length }) => ({
    ...{ client, start: clock, end: clock + length },
  }));
  const gone = [...decoded.ds.clients].flatMap(([client, ranges]) =>
    ranges.map(({ clock, len }) => ({ client, clock, len })),
  );
  return { written, deleted: gone };
}

/** The first that it writes where the document holds something else under the same clock. */
export function differenceFrom({ store }: Y.Doc, update: Uint8Array): Need | undefined {
  for (const struct of decode(update)?.structs ?? []) {
    const { client, clock } = struct.id;
    const known = Math.min(struct.length, Y.getState(store, client) - clock);
    for (let at = 0; at < known;) {
      const found: Struct = Y.getItem(store, Y.createID(client, clock + at));
      const from = clock + at - found.id.clock;
      const length = Math.min(known - at, found.length - from);
      const is = (one: Struct, start: number): string => spelt(one, start, length);
      if (is(struct, at) !== is(found, from)) return { client, clock: clock + at };
      at += length;
    }
  }
  return undefined;
}

/** What it says from a place on, and where it stands: after which other, before which, or in what. */
function spelt(struct: Struct, from: number, length: number): string {
  if (!(struct instanceof Y.Item)) return '';
  const { id, content, origin, rightOrigin, parent, parentSub } = struct;
  const before = { client: id.client, clock: id.clock + from - 1 };
  const beside = from > 0 ? before : (origin ?? rightOrigin);
  const root: unknown = parent instanceof Y.AbstractType ? Y.findRootTypeKey(parent) : parent;
  // Named where there is no neighbour to tell it.
  const place = beside ? [beside.client, beside.clock] : [root, parentSub];
  const end = from + length;
  const words =
    content instanceof Y.ContentString
      ? content.str.slice(from, end)
      : content instanceof Y.ContentAny && content.arr.slice(from, end);
  return JSON.stringify([place, words]);
}

function decode(update: Uint8Array): Decoded | undefined {
  try {
    return Y.decodeUpdate(update);
  } catch {
    return undefined; // whatever a hostile update makes the decoder do, it ends here
  }
}

function sessionsOf(clocks: Clocks, device: number): number {
  return [...clocks.keys()].filter((client) => deviceOfClient(client) === device).length;
}

/** EDIT6. Yjs would keep what rests on something later, and apply it with somebody else's edit. */
function neighbours(structs: readonly Struct[]): Need[] {
  return structs.flatMap(originsOf).map(({ client, clock }) => ({ client, clock: clock + 1 }));
}

/** EDIT6: nobody deletes what is yet to be written. */
function deleted({ clients }: Decoded['ds']): Need[] {
  return [...clients].flatMap(([client, ranges]) =>
    ranges.map(({ clock, len }) => ({ client, clock: clock + len })),
  );
}

/** A device's clocks and sessions rise: nothing of its own rests on what it wrote later. */
function areOwnEarlier(structs: readonly Struct[]): boolean {
  return structs.every((struct) =>
    originsOf(struct).every(({ client, clock }) => {
      if (client === struct.id.client) return clock < struct.id.clock;
      return (
        deviceOfClient(client) !== deviceOfClient(struct.id.client) || client < struct.id.client
      );
    }),
  );
}

function originsOf(struct: Struct): Y.ID[] {
  if (!(struct instanceof Y.Item)) return [];
  return [struct.origin, struct.rightOrigin].filter((id) => id !== null);
}

function isPlain(struct: Struct): boolean {
  if (!(struct instanceof Y.Item) || struct.length < 1) return false;
  if (struct.parentSub !== null && struct.parentSub.length > MAX_NAME) return false;
  // The decoder leaves the name of a root type here; an id would be a nested type.
  const parent: unknown = struct.parent;
  const isRoot = parent === null || (typeof parent === 'string' && parent.length <= MAX_NAME);
  return isRoot && isPlainContent(struct.content);
}

function isPlainContent(content: Y.Item['content']): boolean {
  if (content instanceof Y.ContentString) return true;
  return content instanceof Y.ContentAny && content.arr.every((value) => isScalar(value, 0));
}

function isScalar(value: unknown, depth: number): boolean {
  if (value === null || typeof value === 'number' || typeof value === 'string') return true;
  if (!Array.isArray(value) || depth >= MAX_DEPTH) return false;
  return value.every((inner) => isScalar(inner, depth + 1));
}
