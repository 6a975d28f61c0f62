/** Statements and entries: wire bytes to core's plain data, and back. */
import {
  EntrySchema,
  PositionSchema,
  StatementSchema,
  StatementType,
} from '../../../build/gen/ts/charter_pb';
import { hexOf, unhex, type Hex } from '../core/bytes';
import type { Body, Position, Statement } from '../core/charter/statement';
import type { Result } from '../core/errors';
import { create, toBinary } from './codec';
import { BODIES, decodeBody } from './charter_body';
import { Form, HASH } from './form';
import { decodeSigned, type SignedObject } from './signed';
import { accept, decodeStrict, refuse } from './strict';

/** H of the table in proto/README.md, by kind. */
export type HashOf = (
  kind: 'statement' | 'entry' | 'subject' | 'grants' | 'space',
  bytes: Uint8Array,
) => Uint8Array;

export interface SignedStatement {
  readonly signed: SignedObject;
  readonly statement: Statement;
}

export interface SignedEntry extends SignedStatement {
  readonly position: Position;
}

const MAX_STATEMENT_BYTES = 64 * 1024;

export function decodeStatement(bytes: Uint8Array, hash: HashOf): Result<SignedStatement> {
  const envelope = decodeSigned(bytes);
  if (!envelope.ok) return envelope;
  const signed = envelope.value;
  if (signed.body.length > MAX_STATEMENT_BYTES) return refuse('too-large');
  const decoded = decodeStrict(StatementSchema, signed.body);
  if (!decoded.ok) return decoded;
  const { value } = decoded;
  if (value.version !== 1) return refuse('unsupported');
  const form = new Form();
  const isGenesis = value.type === StatementType.STATEMENT_GENESIS;
  form.require(value.device === signed.device && value.counter === signed.seq);
  form.require((value.space.length === 0) === isGenesis);
  form.require((value.charterHead.length === 0) === isGenesis);
  const head = {
    hash: hexOf(hash('statement', signed.body)),
    space: form.hexOrEmpty(value.space, HASH),
    device: value.device,
    counter: value.counter,
    charterHead: form.hexOrEmpty(value.charterHead, HASH),
  };
  if (!form.isSound) return refuse('malformed');
  const body = decodeBody(value.type, value.body, signed, hash);
  if (!body.ok) return body;
  return accept({ signed, statement: { ...head, body: body.value } });
}

export function decodeEntry(bytes: Uint8Array, hash: HashOf): Result<SignedEntry> {
  const decoded = decodeStrict(EntrySchema, bytes);
  if (!decoded.ok) return decoded;
  const position = decodePosition(decoded.value.position, hash);
  if (!position.ok) return position;
  const statement = decodeStatement(decoded.value.signed, hash);
  if (!statement.ok) return statement;
  return accept({ ...statement.value, position: position.value });
}

export function decodePosition(bytes: Uint8Array, hash: HashOf): Result<Position> {
  const decoded = decodeStrict(PositionSchema, bytes);
  if (!decoded.ok) return decoded;
  const { version, height, previous, time, statement } = decoded.value;
  if (version !== 1) return refuse('unsupported');
  const form = new Form();
  form.require((previous.length === 0) === (height === 0n));
  const value = {
    hash: hexOf(hash('entry', bytes)),
    height,
    previous: form.hexOrEmpty(previous, HASH),
    time,
    statement: form.hex(statement, HASH),
  };
  return form.isSound ? accept(value) : refuse('malformed');
}

/** What is signed; everything but the hashes, which follow from it. */
export interface StatementDraft {
  readonly space: Hex;
  readonly device: number;
  readonly counter: bigint;
  readonly charterHead: Hex;
  readonly type: Body['type'];
  readonly body: Uint8Array;
}

export function encodeStatement(draft: StatementDraft): Uint8Array {
  const message = create(StatementSchema, {
    version: 1,
    space: unhex(draft.space),
    type: BODIES[draft.type],
    device: draft.device,
    counter: draft.counter,
    charterHead: unhex(draft.charterHead),
    body: draft.body,
  });
  return toBinary(StatementSchema, message);
}

/** What a statement says, as it was encoded, for one that says the same in another place. */
export function bodyBytesOf(statement: Uint8Array): Uint8Array {
  const decoded = decodeStrict(StatementSchema, statement);
  return decoded.ok ? decoded.value.body : new Uint8Array();
}

/** For whoever gives statements their place: a server, or a test in its stead. */
export function encodePosition(position: Omit<Position, 'hash'>): Uint8Array {
  const message = create(PositionSchema, {
    version: 1,
    height: position.height,
    previous: unhex(position.previous),
    time: position.time,
    statement: unhex(position.statement),
  });
  return toBinary(PositionSchema, message);
}

export function encodeEntry(position: Uint8Array, signed: Uint8Array): Uint8Array {
  return toBinary(EntrySchema, create(EntrySchema, { position, signed }));
}
