/** WIRE3, WIRE4: sizes of byte fields, and what empty means. */
import { hexOf, unhex, type Hex } from '../core/bytes';

export const HASH = 32;
export const KEY = 32;
export const PERSON = 16;
export const EPOCH = 16;
export const NONCE = 16;
export const LANE = 16;
export const SIGNATURE = 64;
export const SEALED_KEY = 80;
export const WRAPPED_KEY = 72;

/** Collects what a message's form breaks; asked once, at the end. */
export class Form {
  isSound = true;

  require(claim: boolean): void {
    if (!claim) this.isSound = false;
  }

  bytes(value: Uint8Array, size: number): Uint8Array {
    this.require(value.length === size);
    return value;
  }

  hex(value: Uint8Array, size: number): Hex {
    return hexOf(this.bytes(value, size));
  }

  hexOrEmpty(value: Uint8Array, size: number): Hex {
    return value.length === 0 ? '' : this.hex(value, size);
  }
}

interface Keys {
  readonly signKey: Hex;
  readonly boxKey: Hex;
}

interface WireKeys {
  readonly signKey: Uint8Array;
  readonly boxKey: Uint8Array;
}

export function keyPair(keys: WireKeys | undefined, form: Form): Keys {
  form.require(keys !== undefined);
  const none = new Uint8Array();
  return {
    signKey: form.hex(keys?.signKey ?? none, KEY),
    boxKey: form.hex(keys?.boxKey ?? none, KEY),
  };
}

export function keysOf({ signKey, boxKey }: Keys): {
  signKey: Uint8Array;
  boxKey: Uint8Array;
} {
  return { signKey: unhex(signKey), boxKey: unhex(boxKey) };
}
