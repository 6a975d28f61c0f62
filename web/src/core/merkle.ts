/**
 * LOG4, LOG6: RFC 6962's tree, kept as its frontier: the roots of the full
 * subtrees, largest first. A device keeps at most 50 hashes, whatever the log's size.
 */
import { equalBytes } from './bytes';

export interface TreeHash {
  readonly node: (left: Uint8Array, right: Uint8Array) => Uint8Array;
  readonly empty: () => Uint8Array;
}

export interface Frontier {
  readonly size: number;
  readonly peaks: readonly Uint8Array[];
}

export const EMPTY_FRONTIER: Frontier = { size: 0, peaks: [] };

/** `leaf` is H(leaf, …) already. */
export function append(hash: TreeHash, frontier: Frontier, leaf: Uint8Array): Frontier {
  const peaks = [...frontier.peaks];
  let node = leaf;
  for (let size = frontier.size; size % 2 === 1; size = (size - 1) / 2) {
    node = hash.node(peaks.pop()!, node);
  }
  return { size: frontier.size + 1, peaks: [...peaks, node] };
}

export function rootOf(hash: TreeHash, frontier: Frontier): Uint8Array {
  if (frontier.peaks.length === 0) return hash.empty();
  return frontier.peaks.reduceRight((right, left) => hash.node(left, right));
}

/** RFC 9162, 2.1.4.2: does a log of `newSize` with `newRoot` go on from `oldSize` with `oldRoot`? */
export function isConsistent(
  hash: TreeHash,
  older: { readonly size: number; readonly root: Uint8Array },
  newer: { readonly size: number; readonly root: Uint8Array },
  proof: readonly Uint8Array[],
): boolean {
  if (older.size > newer.size) return false;
  if (older.size === newer.size) return proof.length === 0 && equalBytes(older.root, newer.root);
  if (older.size === 0) return proof.length === 0;
  const path = isPowerOfTwo(older.size) ? [older.root, ...proof] : [...proof];
  return walkProof(hash, older, newer, path);
}

function walkProof(
  hash: TreeHash,
  older: { readonly size: number; readonly root: Uint8Array },
  newer: { readonly size: number; readonly root: Uint8Array },
  path: readonly Uint8Array[],
): boolean {
  let [fn, sn] = [older.size - 1, newer.size - 1];
  while (fn % 2 === 1) [fn, sn] = [half(fn), half(sn)];
  let [fr, sr] = [path[0], path[0]];
  if (!fr || !sr) return false;
  for (const step of path.slice(1)) {
    if (sn === 0) return false;
    if (fn % 2 === 1 || fn === sn) {
      [fr, sr] = [hash.node(step, fr), hash.node(step, sr)];
      while (fn % 2 === 0 && fn !== 0) [fn, sn] = [half(fn), half(sn)];
    } else {
      sr = hash.node(sr, step);
    }
    [fn, sn] = [half(fn), half(sn)];
  }
  return sn === 0 && equalBytes(fr, older.root) && equalBytes(sr, newer.root);
}

function half(n: number): number {
  return Math.floor(n / 2);
}

function isPowerOfTwo(n: number): boolean {
  while (n % 2 === 0) n /= 2;
  return n === 1;
}

/**
 * RFC 6962, 2.1.2, PROOF(m, D[n]): that the log of all these leaves goes on from its first m. Roots
 * of parts are computed once for all the proofs that are asked for.
 */
export function proverOf(
  hash: TreeHash,
  leaves: readonly Uint8Array[],
): (m: number) => Uint8Array[] {
  const known = new Map<string, Uint8Array>();

  function root(from: number, to: number): Uint8Array {
    if (to - from === 1) return leaves[from]!;
    const name = `${from}-${to}`;
    const k = from + largestPowerBelow(to - from);
    const node = known.get(name) ?? hash.node(root(from, k), root(k, to));
    known.set(name, node);
    return node;
  }

  function prove(m: number, from: number, to: number, isWhole: boolean): Uint8Array[] {
    if (m === to - from) return isWhole ? [] : [root(from, to)];
    const k = largestPowerBelow(to - from);
    return m <= k
      ? [...prove(m, from, from + k, isWhole), root(from + k, to)]
      : [...prove(m - k, from + k, to, false), root(from, from + k)];
  }

  return (m) => (m === 0 ? [] : prove(m, 0, leaves.length, true));
}

function largestPowerBelow(n: number): number {
  let k = 1;
  while (2 * k < n) k *= 2;
  return k;
}
