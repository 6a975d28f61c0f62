/**
 * WIRE9: one verdict on signatures, the same byte for byte as the server's. Libraries
 * differ in what they let through (mixed-order keys, identity R), so the equation is
 * computed here on noble's points; WebCrypto is never asked to verify.
 */
import { ed25519 } from '@noble/curves/ed25519.js';
import { sha512 } from '@noble/hashes/sha2.js';
import { concat, equalBytes } from '../core/bytes';
import { label, type SignatureKind } from './labels';

const { Point } = ed25519;
const ORDER = Point.Fn.ORDER;

export function verify(
  kind: SignatureKind,
  publicKey: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
): boolean {
  return verifyRaw(publicKey, concat(label(kind), message), signature);
}

/** For vectors, which bring their label with them. */
export function verifyRaw(
  publicKey: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
): boolean {
  if (signature.length !== 64 || publicKey.length !== 32) return false;
  const r = signature.subarray(0, 32);
  const s = littleEndian(signature.subarray(32));
  const key = readPoint(publicKey);
  if (s >= ORDER || !key || !readPoint(r)) return false;
  const k = littleEndian(sha512(concat(r, publicKey, message))) % ORDER;
  const expected = Point.BASE.multiplyUnsafe(s).subtract(key.multiplyUnsafe(k));
  return equalBytes(expected.toBytes(), r);
}

/** Undefined where the encoding is not canonical, not on the curve, or of small order. */
function readPoint(bytes: Uint8Array): InstanceType<typeof Point> | undefined {
  try {
    const point = Point.fromBytes(bytes, false);
    return equalBytes(point.toBytes(), bytes) && !point.isSmallOrder() ? point : undefined;
  } catch {
    return undefined; // noble throws on what is no point
  }
}

function littleEndian(bytes: Uint8Array): bigint {
  let value = 0n;
  for (let i = bytes.length - 1; i >= 0; i--) value = (value << 8n) | BigInt(bytes[i]!);
  return value;
}
