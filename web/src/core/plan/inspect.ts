/**
 * EDIT1, EDIT2: looks at a Yjs update before it is applied. Whoever passes has written
 * under their own ids only, has not forked their own clock, and has sent nothing that
 * an honest device never makes (nested types, embeds, formats, sub-documents, gaps).
 */
import * as Y from 'yjs';
import type { Result } from '../errors';
import { deviceOfClient } from './document';

/** The next clock per client id, in one lane. */
export type Clocks = ReadonlyMap<number, number>;

const MAX_STRUCTS = 20_000;
const MAX_NAME = 128;
const MAX_DEPTH = 4;

export function inspectUpdate(update: Uint8Array, device: number, clocks: Clocks): Result<Clocks> {
  const structs = decode(update);
  if (!structs || structs.length > MAX_STRUCTS) return { ok: false, error: 'malformed' };
  const next = new Map(clocks);
  for (const struct of structs) {
    const { client, clock } = struct.id;
    const isNext = clock === (next.get(client) ?? 0);
    if (deviceOfClient(client) !== device || !isNext || !isPlain(struct)) {
      return { ok: false, error: 'malformed' };
    }
    next.set(client, clock + struct.length);
  }
  return { ok: true, value: next };
}

function decode(update: Uint8Array): readonly (Y.Item | Y.GC | Y.Skip)[] | undefined {
  try {
    return Y.decodeUpdate(update).structs;
  } catch {
    return undefined; // whatever a hostile update makes the decoder do, it ends here
  }
}

function isPlain(struct: Y.Item | Y.GC | Y.Skip): boolean {
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
