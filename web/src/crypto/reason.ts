/** KEYS7: why somebody objects, for those who read the plan. */
import { xchacha20poly1305 } from '@noble/ciphers/chacha.js';
import { concat, textOf, u32, unhex, utf8, type Hex } from '../core/bytes';
import { pad } from '../core/padding';
import type { Random } from './device_keys';
import type { EpochKey } from './epoch_key';
import { label } from './labels';
import { openWithAd } from './record';

const NONCE_BYTES = 24;

/** Whose objection to what; the seal is bound to it. */
export interface ReasonContext {
  readonly space: Hex;
  readonly room: number;
  readonly epoch: Hex;
  readonly proposal: Hex;
  readonly device: number;
}

export function sealReason(
  key: EpochKey,
  context: ReasonContext,
  reason: string,
  random: Random,
): Uint8Array {
  const nonce = random(NONCE_BYTES);
  const cipher = xchacha20poly1305(key, nonce, reasonAd(context));
  return concat(nonce, cipher.encrypt(pad(utf8(reason))));
}

/** Undefined where it cannot be opened. */
export function openReason(
  key: EpochKey,
  context: ReasonContext,
  sealed: Uint8Array,
): string | undefined {
  const opened = openWithAd(key, reasonAd(context), sealed);
  return opened.ok ? textOf(opened.value) : undefined;
}

function reasonAd({ space, room, epoch, proposal, device }: ReasonContext): Uint8Array {
  const place = [label('reason-ad'), unhex(space), u32(room), unhex(epoch)];
  return concat(...place, unhex(proposal), u32(device));
}
