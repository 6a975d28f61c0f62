/** What a server double has to know of a leaf. */
import { hexOf } from '../../core/bytes';
import { hash } from '../../crypto/hash';
import { decodeEntry } from '../../proto/charter';
import { FrameType, type Frame } from '../../proto/frames';
import { decodeSigned } from '../../proto/signed';
import { leafHashOf } from '../moving';

export function nameOfLeaf({
  type,
  payload,
}: Frame): { own: string; leaf: Uint8Array } | undefined {
  const leaf = leafHashOf({ type, payload });
  if (type === FrameType.FRAME_COMMIT) {
    const signed = decodeSigned(payload);
    const own = signed.ok ? hexOf(hash('core', signed.value.body)) : '';
    return leaf && { own, leaf };
  }
  const decoded = decodeEntry(payload, hash);
  return leaf && decoded.ok ? { own: decoded.value.statement.hash, leaf } : undefined;
}

/** What an entry is stamped with; no other leaf is. */
export function timeOf({ type, payload }: Frame): number {
  const entry = type === FrameType.FRAME_ENTRY ? decodeEntry(payload, hash) : undefined;
  return entry?.ok ? Number(entry.value.position.time) : 0;
}
