/**
 * What of a view is otherwise than before. The page is told that alone, and what stayed is the
 * very same object there: nothing of a large plan is copied or looked at for a change elsewhere.
 */

/** A list's element: which one of before, as it was or changed; or a new one. */
type Element = number | readonly [at: number, delta: Delta] | { readonly value: unknown };

export type Delta =
  | { readonly value: unknown }
  | { readonly parts: readonly (readonly [key: string, delta: Delta])[]; readonly gone: string[] }
  | { readonly list: readonly Element[] };

/** Undefined where nothing is. Of plain data. */
export function deltaOf(before: unknown, after: unknown): Delta | undefined {
  if (before === after) return undefined;
  if (Array.isArray(before) && Array.isArray(after)) return listDelta(before, after);
  if (isRecord(before) && isRecord(after)) return recordDelta(before, after);
  return { value: after };
}

function recordDelta(before: Plain, after: Plain): Delta | undefined {
  const gone = Object.keys(before).filter((key) => !Object.hasOwn(after, key));
  const parts: (readonly [string, Delta])[] = [];
  for (const [key, value] of Object.entries(after)) {
    const delta = Object.hasOwn(before, key) ? deltaOf(before[key], value) : { value };
    if (delta) parts.push([key, delta]);
  }
  return parts.length === 0 && gone.length === 0 ? undefined : { parts, gone };
}

function listDelta(before: readonly unknown[], after: readonly unknown[]): Delta | undefined {
  const byId = new Map(before.map((one, i) => [idOf(one) ?? i, i]));
  const list = after.map((one, i): Element => {
    const at = byId.get(idOf(one) ?? i);
    if (at === undefined) return { value: one };
    const delta = deltaOf(before[at], one);
    return delta ? [at, delta] : at;
  });
  const isSame = before.length === after.length && list.every((one, i) => one === i);
  return isSame ? undefined : { list };
}

type Plain = Readonly<Record<string, unknown>>;

function isRecord(value: unknown): value is Plain {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function idOf(value: unknown): unknown {
  return isRecord(value) ? value['id'] : undefined;
}
