/** For simulations of thousands of plans: what is a function of its bytes alone is computed once. */

const MOST_KEPT = 4000;

/** By a name that says all that the value depends on. When there are many, all are forgotten. */
export function once<V>(): (name: string, compute: () => V) => V {
  const known = new Map<string, V>();
  return (name, compute) => {
    const found = known.get(name);
    if (found !== undefined) return found;
    const value = compute();
    if (known.size >= MOST_KEPT) known.clear();
    known.set(name, value);
    return value;
  };
}

/** The shortest string for a Map: a character for a byte. */
export function nameOf(...parts: readonly Uint8Array[]): string {
  const [only] = parts;
  const { buffer, byteOffset, length } = only && parts.length === 1 ? only : Buffer.concat(parts);
  return Buffer.from(buffer, byteOffset, length).toString('latin1');
}
