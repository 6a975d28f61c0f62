/** H(kind, …): BLAKE2b-256 with a label; and the shapes of it that core takes as parameters. */
import { blake2b } from '@noble/hashes/blake2.js';
import { concat, hexOf, u8, unhex, utf8, type Hex } from '../core/bytes';
import type { TreeHash } from '../core/merkle';
import { label, type HashKind } from './labels';

export function hash(kind: HashKind, ...parts: readonly Uint8Array[]): Uint8Array {
  return blake2b(concat(label(kind), ...parts), { dkLen: 32 });
}

export const treeHash: TreeHash = {
  node: (left, right) => hash('node', left, right),
  empty: () => hash('empty'),
};

export function leafHash(kind: 'entry' | 'commit', object: Hex): Uint8Array {
  return hash('leaf', u8(kind === 'entry' ? 0 : 1), unhex(object));
}

/** Of a plan's canonical text: compared by people and tests, never signed. */
export function contentHash(text: string): Hex {
  return hexOf(blake2b(utf8(text), { dkLen: 32 }));
}
