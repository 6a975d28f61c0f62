/**
 * BLAKE2b where the same bytes are hashed once: for simulations of thousands of plans alone. All devices of a plan
 * hash the same leaves, nodes and messages.
 */
import type * as Blake2 from '@noble/hashes/blake2.js';
import { nameOf, once } from '../../core/testing/once';

export function hashOnce(blake2: typeof Blake2): typeof Blake2 {
  const known = once<Uint8Array>();
  const hash = (bytes: Uint8Array, options?: Blake2.Blake2Opts): Uint8Array => {
    // With a key, or a length of its own, it is another function.
    const isPlain = options?.dkLen === 32 && Object.keys(options).length === 1;
    if (!isPlain) return blake2.blake2b(bytes, options);
    return known(nameOf(bytes), () => blake2.blake2b(bytes, options)).slice();
  };
  return { ...blake2, blake2b: Object.assign(hash, blake2.blake2b) };
}
