/** The page's end of view_delta.ts: small, because it is on the way to the first paint. */
import type { Delta } from './view_delta';

/** What stayed is the same object as before. */
export function patched(before: unknown, delta: Delta): unknown {
  if ('value' in delta) return delta.value;
  if ('list' in delta) {
    const old = before as readonly unknown[]; // a delta is of what it was made from
    return delta.list.map((one) => {
      if (typeof one === 'number') return old[one];
      return 'value' in one ? one.value : patched(old[one[0]], one[1]);
    });
  }
  const old = Object.entries(before as Record<string, unknown>);
  const next = Object.fromEntries(old.filter(([key]) => !delta.gone.includes(key)));
  for (const [key, part] of delta.parts) next[key] = patched(next[key], part);
  return next;
}
