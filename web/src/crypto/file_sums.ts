/** Sums of whole files, as `sha256sum` and `b2sum` print them: for people to compare. */
import { blake2b } from '@noble/hashes/blake2.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { hexOf } from '../core/bytes';

export function sha256Sum(bytes: Uint8Array): string {
  return hexOf(sha256(bytes));
}

export function blake2Sum(bytes: Uint8Array): string {
  return hexOf(blake2b(bytes, { dkLen: 64 }));
}
