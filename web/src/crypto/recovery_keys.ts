/** KEYS9: the keys that follow from twelve words, in one space. */
import { concat, unhex, type Hex } from '../core/bytes';
import { keysFromSeeds, type DeviceKeys } from './device_keys';
import { hash } from './hash';

/** What the words stand for. */
export type Entropy = Uint8Array;

export function recoveryKeys(space: Hex, entropy: Entropy): DeviceKeys {
  const x = concat(unhex(space), entropy);
  return keysFromSeeds(hash('recover-sign', x), hash('recover-box', x));
}
