/** What a person says about its own devices and words, and a device about its keys. */
import type { Hex } from '../core/bytes';
import type { CharterState } from '../core/charter/state';
import type { Result } from '../core/errors';
import { recoveryKeys, tagOf, type Entropy } from '../crypto/recovery';
import {
  encodeBadRekey,
  encodeRetire,
  encodeSetRecovery,
  encodeWake,
} from '../proto/charter_encode';
import { cutOf } from './log';
import type { Space } from './space';
import { currentKeysFor, ROOM, say } from './statements';

type Said = Promise<Result<{ readonly hash: Hex }>>;

/** A device of the same person; what the log holds of it stays. */
export function sayRetire(space: Space, device: number): Said {
  return say(space, 'retire', encodeRetire({ cut: cutOf(space.log, device) }));
}

/** Signed by this device, by the new words, and by those whose place they take. */
export function saySetRecovery(
  space: Space,
  charter: CharterState,
  entropy: Entropy,
  old?: Entropy,
): Said {
  const keys = recoveryKeys(space.id, entropy);
  const before = old && recoveryKeys(space.id, old);
  const { signKey, boxKey } = keys;
  const body = encodeSetRecovery({
    ...{ signKey, boxKey, tag: tagOf(space.id, entropy), replaces: before?.signKey ?? '' },
    keys: currentKeysFor(space, charter, boxKey),
  });
  const others = before ? [keys, before] : [keys];
  return say(space, 'set-recovery', body, { others });
}

export function sayWake(space: Space, accepts: readonly number[]): Said {
  return say(space, 'wake', encodeWake({ accepts }));
}

export function sayBadRekey(space: Space, epoch: Hex): Said {
  return say(space, 'bad-rekey', encodeBadRekey({ room: ROOM, epoch }));
}
