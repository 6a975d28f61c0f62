/**
 * The curves by Node's own arithmetic, many times as fast: for simulations of thousands of plans
 * alone. What a signature must be like to count (WIRE9) is tested where it is implemented.
 */
import {
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  sign as signNative,
  verify as verifyNative,
  type KeyObject,
} from 'node:crypto';
import { concat, hexOf } from '../../core/bytes';
import { label, type SignatureKind } from '../labels';

// RFC 8410: what stands before the 32 bytes of a key.
const PREFIX = {
  ed25519: { secret: '302e020100300506032b657004220420', open: '302a300506032b6570032100' },
  x25519: { secret: '302e020100300506032b656e04220420', open: '302a300506032b656e032100' },
} as const;
type Curve = keyof typeof PREFIX;

const MOST_KEPT = 2000;
const known = new Map<string, KeyObject>();

function keyOf(curve: Curve, kind: 'secret' | 'open', bytes: Uint8Array): KeyObject {
  const der = Buffer.concat([Buffer.from(PREFIX[curve][kind], 'hex'), bytes]);
  const name = der.toString('latin1');
  const found =
    known.get(name) ??
    (kind === 'secret'
      ? createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
      : createPublicKey({ key: der, format: 'der', type: 'spki' }));
  if (known.size > MOST_KEPT) known.clear();
  known.set(name, found);
  return found;
}

const publicKeys = new Map<string, Uint8Array>();

function publicOf(curve: Curve, secret: Uint8Array): Uint8Array {
  const name = `${curve} ${hexOf(secret)}`;
  const made = publicKeys.get(name) ?? derive(curve, secret);
  if (publicKeys.size > MOST_KEPT) publicKeys.clear();
  publicKeys.set(name, made);
  return made.slice();
}

function derive(curve: Curve, secret: Uint8Array): Uint8Array {
  const open = createPublicKey(keyOf(curve, 'secret', secret));
  return new Uint8Array(open.export({ format: 'der', type: 'spki' }).subarray(-32));
}

export const ed25519 = {
  getPublicKey: (secret: Uint8Array) => publicOf('ed25519', secret),
  sign: (message: Uint8Array, secret: Uint8Array) => {
    const key = keyOf('ed25519', 'secret', secret);
    const signature = new Uint8Array(signNative(null, message, key));
    // Nearly all that is ever looked at was signed here.
    keepVerdict(nameOf(publicOf('ed25519', secret), signature, message), true);
    return signature;
  },
};

export const x25519 = {
  getPublicKey: (secret: Uint8Array) => publicOf('x25519', secret),
  getSharedSecret: (secret: Uint8Array, open: Uint8Array) => {
    const privateKey = keyOf('x25519', 'secret', secret);
    const publicKey = keyOf('x25519', 'open', open);
    return new Uint8Array(diffieHellman({ privateKey, publicKey }));
  },
};

const verdicts = new Map<string, boolean>();

function nameOf(publicKey: Uint8Array, signature: Uint8Array, data: Uint8Array): string {
  return Buffer.concat([publicKey, signature, data]).toString('latin1');
}

function keepVerdict(name: string, verdict: boolean): boolean {
  if (verdicts.size > MOST_KEPT) verdicts.clear();
  verdicts.set(name, verdict);
  return verdict;
}

/** The devices of a simulation all look at the same signatures: each is computed once. */
export function verify(
  kind: SignatureKind,
  publicKey: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
): boolean {
  const data = concat(label(kind), message);
  const name = nameOf(publicKey, signature, data);
  const compute = (): boolean =>
    verifyNative(null, data, keyOf('ed25519', 'open', publicKey), signature);
  return verdicts.get(name) ?? keepVerdict(name, compute());
}
