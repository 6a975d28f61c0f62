/**
 * The curves by Node's own arithmetic, many times as fast, and the same once: for simulations of thousands of plans
 * alone. What a signature must be like to count (WIRE9) is tested where it is implemented.
 */
import {
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  sign as signNative,
  verify as verifyNative,
  type JsonWebKey,
  type KeyObject,
} from 'node:crypto';
import { concat } from '../../core/bytes';
import { nameOf, once } from '../../core/testing/once';
import { label, type SignatureKind } from '../labels';

type Curve = 'Ed25519' | 'X25519';

const keys = once<KeyObject>();

/** As a JSON Web Key: its bytes are taken as they are, where DER is parsed at eight times the cost. */
function keyOf(crv: Curve, kind: 'secret' | 'open', bytes: Uint8Array): KeyObject {
  return keys(`${crv} ${kind} ${nameOf(bytes)}`, () => {
    const text = Buffer.from(bytes).toString('base64url');
    const key: JsonWebKey = { kty: 'OKP', crv };
    return kind === 'open'
      ? createPublicKey({ key: { ...key, x: text }, format: 'jwk' })
      : // Node computes the point itself, and does not look at the one that is given.
        createPrivateKey({ key: { ...key, d: text, x: '' }, format: 'jwk' });
  });
}

const points = once<Uint8Array>();

function publicOf(curve: Curve, secret: Uint8Array): Uint8Array {
  const compute = (): Uint8Array => {
    const { x } = keyOf(curve, 'secret', secret).export({ format: 'jwk' });
    return new Uint8Array(Buffer.from(x!, 'base64url'));
  };
  return points(`${curve} ${nameOf(secret)}`, compute).slice();
}

const signatures = once<Uint8Array>();

export const ed25519 = {
  getPublicKey: (secret: Uint8Array) => publicOf('Ed25519', secret),
  sign: (message: Uint8Array, secret: Uint8Array) => {
    const key = keyOf('Ed25519', 'secret', secret);
    const compute = (): Uint8Array => new Uint8Array(signNative(null, message, key));
    const signature = signatures(nameOf(secret, message), compute).slice();
    // Nearly all that is ever looked at was signed here.
    verdicts(nameOf(publicOf('Ed25519', secret), signature, message), () => true);
    return signature;
  },
};

const secrets = once<Uint8Array>();

export const x25519 = {
  getPublicKey: (secret: Uint8Array) => publicOf('X25519', secret),
  getSharedSecret: (secret: Uint8Array, open: Uint8Array) => {
    const privateKey = keyOf('X25519', 'secret', secret);
    const publicKey = keyOf('X25519', 'open', open);
    const compute = (): Uint8Array => new Uint8Array(diffieHellman({ privateKey, publicKey }));
    return secrets(nameOf(secret, open), compute).slice();
  },
};

const verdicts = once<boolean>();

/** The devices of a simulation all look at the same signatures: each is computed once. */
export function verify(
  kind: SignatureKind,
  publicKey: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
): boolean {
  const data = concat(label(kind), message);
  return verdicts(nameOf(publicKey, signature, data), () =>
    verifyNative(null, data, keyOf('Ed25519', 'open', publicKey), signature),
  );
}
