/** What is inside a sealed record or card. */
import { EditSchema, InvitationCardSchema } from '../../../build/gen/ts/content_pb';
import type { Result } from '../core/errors';
import { create, toBinary } from './codec';
import { accept, decodeStrict, refuse } from './strict';

export interface Edit {
  readonly update: Uint8Array;
  /** EDIT7: it is to be unpacked before it is an update. */
  readonly isPacked: boolean;
  readonly at: bigint;
}

export interface InvitationCard {
  readonly plan: string;
  readonly party: string;
  readonly inviter: string;
  readonly sector: number;
}

export function encodeEdit({ update, isPacked, at }: Edit): Uint8Array {
  const said = isPacked ? { packed: update } : { update };
  return toBinary(EditSchema, create(EditSchema, { version: 1, ...said, at }));
}

export function decodeEdit(bytes: Uint8Array): Result<Edit> {
  const decoded = decodeStrict(EditSchema, bytes);
  if (!decoded.ok) return decoded;
  const { version, update, packed, at } = decoded.value;
  const isPacked = packed.length > 0;
  if (isPacked && update.length > 0) return refuse('malformed');
  const edit = { update: isPacked ? packed : update, isPacked, at };
  return version === 1 ? accept(edit) : refuse('unsupported');
}

export function encodeCard(card: InvitationCard): Uint8Array {
  return toBinary(InvitationCardSchema, create(InvitationCardSchema, { version: 1, ...card }));
}

export function decodeCard(bytes: Uint8Array): Result<InvitationCard> {
  const decoded = decodeStrict(InvitationCardSchema, bytes);
  if (!decoded.ok) return decoded;
  const { version, plan, party, inviter, sector } = decoded.value;
  return version === 1 ? accept({ plan, party, inviter, sector }) : refuse('unsupported');
}
