/** Sums of whole files, as `sha256sum` and `b2sum` print them: for people to compare. */
import { blake2b } from '@noble/hashes/blake2.js';
import { hexOf } from '../core/bytes';

/** The platform's own: noble's would come with the first visit. */
export async function sha256Sum(bytes: Uint8Array): Promise<string> {
  return hexOf(new Uint8Array(await crypto.subtle.digest('SHA-256', new Uint8Array(bytes))));
}

export function blake2Sum(bytes: Uint8Array): string {
  return hexOf(blake2b(bytes, { dkLen: 64 }));
}
