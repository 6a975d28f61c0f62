/** Keys on their way: sealed to one box key, or a room's next key to all. */
import {
  GrantsSchema,
  RekeySchema,
  type SealedKey as WireSealedKey,
} from '../../../build/gen/ts/charter_pb';
import { hexOf } from '../core/bytes';
import type { Body, Grant, SealedKey } from '../core/charter/statement';
import type { Result } from '../core/errors';
import type { HashOf } from './charter';
import { HASH, KEY, SEALED_KEY, WRAPPED_KEY, type Form } from './form';
import type { SignedObject } from './signed';
import { read, refuse } from './strict';

export const MAX_SEALED_KEYS = 64;
const MAX_GRANTS_BYTES = 1024 * 1024;
const MAX_GRANTS = 1024;

export function decodeRekey(bytes: Uint8Array, signed: SignedObject, hash: HashOf): Result<Body> {
  const [payload] = signed.payload;
  if (!payload || signed.payload.length !== 1) return refuse('malformed');
  const grants = decodeGrants(payload);
  if (!grants.ok) return grants;
  const counts = { single: { 6: MAX_SEALED_KEYS } };
  return read(RekeySchema, bytes, counts, (rekey, form) => ({
    type: 'rekey',
    room: rekey.room,
    previousEpoch: form.hexOrEmpty(rekey.previousEpoch, HASH),
    commitment: form.hex(rekey.commitment, HASH),
    grantsHash: form.hex(rekey.grants, HASH),
    wrapped: rekey.wrapped.length === 0 ? rekey.wrapped : form.bytes(rekey.wrapped, WRAPPED_KEY),
    extra: rekey.extra.map(({ epoch, wrapped }) => ({
      epoch: form.hex(epoch, HASH),
      wrapped: form.bytes(wrapped, WRAPPED_KEY),
    })),
    grants: grants.value,
    heldHash: hexOf(hash('grants', payload)),
  }));
}

export function decodeGrants(bytes: Uint8Array): Result<Grant[]> {
  if (bytes.length > MAX_GRANTS_BYTES) return refuse('too-large');
  return read(GrantsSchema, bytes, { single: { 1: MAX_GRANTS } }, (message, form) =>
    message.grants.map((grant) => {
      form.require((grant.device === 0) === grant.holder.length > 0);
      return {
        device: grant.device,
        holder: form.hexOrEmpty(grant.holder, KEY),
        sealed: form.bytes(grant.sealed, SEALED_KEY),
      };
    }),
  );
}

export function sealedKey(key: WireSealedKey, form: Form): SealedKey {
  return {
    room: key.room,
    epoch: form.hex(key.epoch, HASH),
    boxKey: form.hex(key.boxKey, KEY),
    sealed: form.bytes(key.sealed, SEALED_KEY),
  };
}
