import { describe, expect, test } from 'vitest';
import { unhex, utf8 } from '../core/bytes';
import { keysFromStore, newPlatformKeys, newSeedKeys, type DeviceKeys } from './device_keys';
import { commitmentOf, newEpochKey, openSealedKey, sealKeyTo } from './epoch_key';
import { verify } from './verify';

const random = (size: number): Uint8Array => crypto.getRandomValues(new Uint8Array(size));
const room = { space: 'ab'.repeat(32), room: 0 };

const kinds: [string, () => Promise<DeviceKeys>][] = [
  ['seeds', () => Promise.resolve(newSeedKeys(random))],
  ['the platform’s', async () => (await newPlatformKeys())!],
];

describe.each(kinds)('%s', (_, make) => {
  test('WIRE9 what they sign verifies, under its label alone', async () => {
    const keys = await make();
    const signature = await keys.sign('core', utf8('x'));
    expect(verify('core', unhex(keys.signKey), utf8('x'), signature)).toBe(true);
    expect(verify('statement', unhex(keys.signKey), utf8('x'), signature)).toBe(false);
  });

  test('KEYS2 what is sealed to them they open, and nobody else', async () => {
    const [keys, other] = [await make(), await make()];
    const key = newEpochKey(random);
    const sealed = sealKeyTo(keys.boxKey, room, key, random)!;
    const commitment = commitmentOf(room, key);
    expect(await openSealedKey(keys.agree, keys.boxKey, room, commitment, sealed)).toEqual(key);
    const foreign = await openSealedKey(other.agree, other.boxKey, room, commitment, sealed);
    expect(foreign).toBeUndefined();
  });

  test('KEYS2 a shared secret of zeros is refused', async () => {
    expect(await (await make()).agree(new Uint8Array(32))).toBeUndefined();
  });

  test('they come back from the store as they were', async () => {
    const keys = await make();
    const again = keysFromStore(keys.stored);
    expect([again.signKey, again.boxKey]).toEqual([keys.signKey, keys.boxKey]);
  });
});

test('the platform’s keys cannot be read out', async () => {
  const { stored } = (await newPlatformKeys())!;
  if (stored.kind !== 'platform') throw new Error('seeds');
  await expect(crypto.subtle.exportKey('pkcs8', stored.sign)).rejects.toThrow();
  await expect(crypto.subtle.exportKey('pkcs8', stored.box)).rejects.toThrow();
});
