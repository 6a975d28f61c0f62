/**
 * FILE3: how several groups found a plan together, round a table or by links. Each hands one
 * code to the next: an offer (my group, with my keys), the draft (everybody's offers as one
 * genesis), a signature over it. Nobody is the founder: all sign the same bytes.
 */
import {
  base64urlOf,
  bytesOfBase64url,
  concat,
  hexOf,
  readU32,
  textOf,
  u32,
  u8,
  unhex,
  utf8,
  type Hex,
} from '../core/bytes';
import { MAX_FOUNDERS } from '../core/charter/genesis';
import { verify } from '../crypto/verify';
import { readDraft, type Draft, type Founder } from './found';

const PATH = '/sammen';
const VERSION = 1;
const OFFER = 1;
const DRAFT = 2;
const SIGNATURE = 3;
const KEY_BYTES = 32;
const PERSON_BYTES = 16;
const SIGNATURE_BYTES = 64;
/** So that the codes of eight groups fit into one square. */
export const MAX_TOGETHER_NAME = 60;
const MAX_CODE = 8_192;

export interface Offer {
  readonly kind: 'offer';
  readonly founder: Founder;
  readonly party: string;
}

export interface Proposed {
  readonly kind: 'draft';
  readonly draft: Draft;
  readonly title: string;
  /** In the order of the genesis. */
  readonly parties: readonly string[];
}

export interface Signed {
  readonly kind: 'signature';
  readonly space: Hex;
  readonly key: Hex;
  readonly signature: Uint8Array;
}

export type Code = (Offer | Proposed | Signed) & { readonly origin: string };

export function spellOffer(origin: string, { founder, party }: Omit<Offer, 'kind'>): string {
  const { sector, person, device } = founder;
  const keys = [unhex(person), unhex(device.signKey), unhex(device.boxKey)];
  return spell(origin, OFFER, u32(sector), ...keys, named(party));
}

export function spellDraft(origin: string, proposed: Omit<Proposed, 'kind'>): string {
  const { draft, title, parties } = proposed;
  const names = parties.map(named);
  return spell(origin, DRAFT, u8(parties.length), named(title), ...names, draft.statement);
}

export function spellSignature(origin: string, signed: Omit<Signed, 'kind'>): string {
  const { space, key, signature } = signed;
  return spell(origin, SIGNATURE, unhex(space), unhex(key), signature);
}

/** Undefined for whatever is not wholly one of ours. */
export function readCode(text: string): Code | undefined {
  const isShort = text.length <= MAX_CODE;
  const found = isShort ? /^(https?:\/\/[^/?#\s]+)\/sammen#([\w-]+)$/.exec(text.trim()) : null;
  const bytes = found ? bytesOfBase64url(found[2]!) : undefined;
  if (!found || !bytes || bytes[0] !== VERSION) return undefined;
  const read = READERS[bytes[1] ?? 0]?.(bytes.subarray(2));
  return read && { ...read, origin: found[1]! };
}

const READERS: Readonly<
  Record<number, (bytes: Uint8Array) => Offer | Proposed | Signed | undefined>
> = { [OFFER]: readOffer, [DRAFT]: readProposed, [SIGNATURE]: readSigned };

function readOffer(bytes: Uint8Array): Offer | undefined {
  const end = 4 + PERSON_BYTES + 2 * KEY_BYTES;
  const name = bytes.length > end ? readNamed(bytes, end) : undefined;
  if (!name || name.end !== bytes.length) return undefined;
  const at = (from: number, size: number): Hex => hexOf(bytes.subarray(from, from + size));
  const keys = 4 + PERSON_BYTES;
  const device = { signKey: at(keys, KEY_BYTES), boxKey: at(keys + KEY_BYTES, KEY_BYTES) };
  const founder = { sector: readU32(bytes, 0), person: at(4, PERSON_BYTES), device };
  return { kind: 'offer', founder, party: name.text };
}

function readProposed(bytes: Uint8Array): Proposed | undefined {
  const count = bytes[0] ?? 0;
  if (count < 1 || count > MAX_FOUNDERS) return undefined;
  const names: string[] = [];
  let end = 1;
  for (let i = 0; i <= count; i++) {
    const name = readNamed(bytes, end);
    if (!name) return undefined;
    names.push(name.text);
    ({ end } = name);
  }
  const draft = readDraft(bytes.slice(end));
  const [title, ...parties] = names;
  if (draft?.genesis.parties.length !== count) return undefined;
  return { kind: 'draft', draft, title: title!, parties };
}

function readSigned(bytes: Uint8Array): Signed | undefined {
  if (bytes.length !== 2 * KEY_BYTES + SIGNATURE_BYTES) return undefined;
  const [space, key] = [bytes.subarray(0, KEY_BYTES), bytes.subarray(KEY_BYTES, 2 * KEY_BYTES)];
  const signature = bytes.slice(2 * KEY_BYTES);
  return { kind: 'signature', space: hexOf(space), key: hexOf(key), signature };
}

/** Of one of the draft's founders, over its very bytes. */
export function isSignatureOf(
  { space, key, signature }: Omit<Signed, 'kind'>,
  draft: Draft,
): boolean {
  const isFounder = draft.genesis.parties.some(({ device }) => device.signKey === key);
  return (
    isFounder &&
    space === draft.space &&
    verify('statement', unhex(key), draft.statement, signature)
  );
}

function spell(origin: string, kind: number, ...parts: readonly Uint8Array[]): string {
  return `${origin}${PATH}#${base64urlOf(concat(u8(VERSION), u8(kind), ...parts))}`;
}

function named(text: string): Uint8Array {
  const bytes = utf8(text);
  return concat(u8(bytes.length), bytes);
}

function readNamed(bytes: Uint8Array, at: number): { text: string; end: number } | undefined {
  const size = bytes[at] ?? 0;
  const end = at + 1 + size;
  const text = size > 0 && end <= bytes.length ? textOf(bytes.slice(at + 1, end)) : undefined;
  return text === undefined ? undefined : { text, end };
}
