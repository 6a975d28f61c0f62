/** EDIT7. By itself, not by the platform: at once, on every one, and never more than fits. */
import { inflateSync } from 'fflate';
import { MAX_CONTENT_BYTES } from '../crypto/record';

const room = new Uint8Array(MAX_CONTENT_BYTES + 1);

/** Undefined where it is no DEFLATE, ends early, or is too large. */
export function unpack(packed: Uint8Array): Uint8Array | undefined {
  try {
    const whole = inflateSync(packed, { out: room });
    return whole.length < room.length ? whole.slice() : undefined;
  } catch {
    return undefined;
  }
}
