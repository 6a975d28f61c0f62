/** What a device and a server say around the leaves: requests, heads, results, ends. */
import { ErrorCode } from '../../../build/gen/ts/errors_pb';
import {
  AuthSchema,
  EndSchema,
  HeadSchema,
  LocatedSchema,
  LocateSchema,
  ResultSchema,
  ServerInfoSchema,
  SignedHeadSchema,
  SyncRequestSchema,
} from '../../../build/gen/ts/sync_pb';
import { unhex, type Hex } from '../core/bytes';
import { ERROR_NAMES, type ErrorName, type Result } from '../core/errors';
import { create, toBinary } from './codec';
import { EPOCH, Form, HASH, KEY, NONCE, SIGNATURE } from './form';
import { accept, decodeStrict, read, refuse } from './strict';

export interface Auth {
  readonly space: Hex;
  readonly device: number;
  readonly key: Hex; // '' for a device
  readonly time: bigint;
  readonly nonce: Uint8Array;
  readonly signature: Uint8Array;
}

export interface SyncRequest {
  readonly cursor: bigint;
  readonly root: Hex;
  readonly budget: number;
  /** No leaves in the reply: there is more to send first. */
  readonly answersOnly: boolean;
}

export interface Head {
  readonly serverKey: Hex;
  readonly serverEpoch: Hex;
  readonly space: Hex;
  readonly size: bigint;
  readonly root: Hex;
  readonly charterHead: Hex;
  readonly charterHeight: bigint;
  readonly time: bigint;
  readonly previousEpoch: Hex;
  readonly previousSize: bigint;
  readonly previousRoot: Hex;
}

export interface SignedHead {
  /** Exactly as signed. */
  readonly bytes: Uint8Array;
  readonly signature: Uint8Array;
  readonly head: Head;
}

export interface StoredAnswer {
  readonly device: number;
  readonly seq: bigint;
  readonly error: ErrorName; // 'ok': durable
  readonly leaf: bigint;
  readonly isVoid: boolean;
}

export interface End {
  readonly next: bigint;
  readonly more: boolean;
  readonly retryAfterS: number;
  readonly proof: readonly Uint8Array[];
}

export interface ServerInfo {
  readonly serverKey: Hex;
  readonly serverEpoch: Hex;
  readonly time: bigint;
}

const MAX_PROOF = 128;
const MAX_LOCATED = 256;

export function encodeAuth(auth: Auth): Uint8Array {
  const { device, time, nonce, signature } = auth;
  const ids = { space: unhex(auth.space), key: unhex(auth.key) };
  return toBinary(AuthSchema, create(AuthSchema, { ...ids, device, time, nonce, signature }));
}

export function decodeAuth(bytes: Uint8Array): Result<Auth> {
  const decoded = decodeStrict(AuthSchema, bytes);
  if (!decoded.ok) return decoded;
  const { space, device, key, time, nonce, signature } = decoded.value;
  const form = new Form();
  form.require((device === 0) === key.length > 0);
  const auth = {
    space: form.hex(space, HASH),
    device,
    key: form.hexOrEmpty(key, KEY),
    time,
    nonce: form.bytes(nonce, NONCE),
    signature: signature.length === 0 ? signature : form.bytes(signature, SIGNATURE), // SYNC10
  };
  return form.isSound ? accept(auth) : refuse('malformed');
}

export function encodeSyncRequest(request: SyncRequest): Uint8Array {
  const message = create(SyncRequestSchema, { ...request, root: unhex(request.root) });
  return toBinary(SyncRequestSchema, message);
}

export function decodeSyncRequest(bytes: Uint8Array): Result<SyncRequest> {
  const decoded = decodeStrict(SyncRequestSchema, bytes);
  if (!decoded.ok) return decoded;
  const { cursor, root, budget, answersOnly } = decoded.value;
  const form = new Form();
  const value = { cursor, root: form.hexOrEmpty(root, HASH), budget, answersOnly };
  return form.isSound ? accept(value) : refuse('malformed');
}

export function decodeSignedHead(bytes: Uint8Array): Result<SignedHead> {
  const decoded = decodeStrict(SignedHeadSchema, bytes);
  if (!decoded.ok) return decoded;
  const { head, signature } = decoded.value;
  if (signature.length !== SIGNATURE) return refuse('malformed');
  const inner = decodeHead(head);
  return inner.ok ? accept({ bytes: head, signature, head: inner.value }) : inner;
}

export function decodeHead(bytes: Uint8Array): Result<Head> {
  const decoded = decodeStrict(HeadSchema, bytes);
  if (!decoded.ok) return decoded;
  const { value } = decoded;
  if (value.version !== 1) return refuse('unsupported');
  const form = new Form();
  const { size, charterHeight, time, previousSize } = value;
  const head = {
    serverKey: form.hex(value.serverKey, KEY),
    serverEpoch: form.hex(value.serverEpoch, EPOCH),
    space: form.hex(value.space, HASH),
    size,
    root: form.hex(value.root, HASH),
    charterHead: form.hex(value.charterHead, HASH),
    charterHeight,
    time,
    previousEpoch: form.hexOrEmpty(value.previousEpoch, EPOCH),
    previousSize,
    previousRoot: form.hexOrEmpty(value.previousRoot, HASH),
  };
  return form.isSound ? accept(head) : refuse('malformed');
}

export function encodeHead(head: Head): Uint8Array {
  const { size, charterHeight, time, previousSize } = head;
  const message = create(HeadSchema, {
    version: 1,
    serverKey: unhex(head.serverKey),
    serverEpoch: unhex(head.serverEpoch),
    space: unhex(head.space),
    size,
    root: unhex(head.root),
    charterHead: unhex(head.charterHead),
    charterHeight,
    time,
    previousEpoch: unhex(head.previousEpoch),
    previousSize,
    previousRoot: unhex(head.previousRoot),
  });
  return toBinary(HeadSchema, message);
}

export function encodeSignedHead(head: Uint8Array, signature: Uint8Array): Uint8Array {
  return toBinary(SignedHeadSchema, create(SignedHeadSchema, { head, signature }));
}

export function decodeAnswer(bytes: Uint8Array): Result<StoredAnswer> {
  const decoded = decodeStrict(ResultSchema, bytes);
  if (!decoded.ok) return decoded;
  const { device, seq, code, leaf, isVoid } = decoded.value;
  const error = nameOfCode(code);
  return error ? accept({ device, seq, error, leaf, isVoid }) : refuse('malformed');
}

export function encodeAnswer(answer: StoredAnswer): Uint8Array {
  const { device, seq, leaf, isVoid } = answer;
  const code = ERROR_NAMES.indexOf(answer.error);
  return toBinary(ResultSchema, create(ResultSchema, { device, seq, code, leaf, isVoid }));
}

export function decodeEnd(bytes: Uint8Array): Result<End> {
  const decoded = decodeStrict(EndSchema, bytes, { single: { 4: MAX_PROOF } });
  if (!decoded.ok) return decoded;
  const { next, more, retryAfterS, proof } = decoded.value;
  if (proof.some((hash) => hash.length !== HASH)) return refuse('malformed');
  return accept({ next, more, retryAfterS, proof });
}

export function encodeEnd({ next, more, retryAfterS, proof }: End): Uint8Array {
  return toBinary(EndSchema, create(EndSchema, { next, more, retryAfterS, proof: [...proof] }));
}

export function decodeServerInfo(bytes: Uint8Array): Result<ServerInfo> {
  const decoded = decodeStrict(ServerInfoSchema, bytes);
  if (!decoded.ok) return decoded;
  const { protocol, serverKey, serverEpoch, time } = decoded.value;
  if (protocol !== 1) return refuse('unsupported');
  const form = new Form();
  const info = {
    serverKey: form.hex(serverKey, KEY),
    serverEpoch: form.hex(serverEpoch, EPOCH),
    time,
  };
  return form.isSound ? accept(info) : refuse('malformed');
}

export function encodeServerInfo({ serverKey, serverEpoch, time }: ServerInfo): Uint8Array {
  const ids = { serverKey: unhex(serverKey), serverEpoch: unhex(serverEpoch) };
  return toBinary(ServerInfoSchema, create(ServerInfoSchema, { protocol: 1, ...ids, time }));
}

/** SYNC12: the question of whoever has nothing but twelve words. */
export function encodeLocate(locator: Hex): Uint8Array {
  return toBinary(LocateSchema, create(LocateSchema, { locator: unhex(locator) }));
}

export function decodeLocate(bytes: Uint8Array): Result<Hex> {
  return read(LocateSchema, bytes, {}, ({ locator }, form) => form.hex(locator, HASH));
}

export function encodeLocated(spaces: readonly Hex[]): Uint8Array {
  return toBinary(LocatedSchema, create(LocatedSchema, { spaces: spaces.map(unhex) }));
}

export function decodeLocated(bytes: Uint8Array): Result<Hex[]> {
  const counts = { single: { 1: MAX_LOCATED } };
  return read(LocatedSchema, bytes, counts, ({ spaces }, form) =>
    spaces.map((space) => form.hex(space, HASH)),
  );
}

/** The name of a code in proto/errors.proto; undefined where this side does not know it. */
export function nameOfCode(code: number): ErrorName | undefined {
  return code in ErrorCode ? ERROR_NAMES[code] : undefined;
}
