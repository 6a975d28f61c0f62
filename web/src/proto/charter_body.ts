/** The bodies of statements, by type. */
import {
  BadRekeySchema,
  ConfirmSchema,
  ConsentSchema,
  EnactSchema,
  GenesisSchema,
  InviteSchema,
  JoinSchema,
  ObjectSchema,
  ProposeSchema,
  RecoverSchema,
  RetireSchema,
  RevokeSchema,
  SetRecoverySchema,
  WakeSchema,
  WithdrawSchema,
  StatementType,
  type Cut as WireCut,
} from '../../../build/gen/ts/charter_pb';
import { hexOf } from '../core/bytes';
import type { Body, Cut, FoundingParty } from '../core/charter/statement';
import type { Result } from '../core/errors';
import type { HashOf } from './charter';
import { decodeRekey, MAX_SEALED_KEYS, sealedKey } from './charter_keys';
import { decodeSubject, MAX_RULES, MAX_SECTORS, readRules } from './charter_subject';
import { HASH, KEY, keyPair, NONCE, PERSON, type Form } from './form';
import type { SignedObject } from './signed';
import { accept, decodeStrict, read, refuse } from './strict';

export const BODIES: Readonly<Record<Body['type'], StatementType>> = {
  genesis: StatementType.STATEMENT_GENESIS,
  invite: StatementType.STATEMENT_INVITE,
  join: StatementType.STATEMENT_JOIN,
  confirm: StatementType.STATEMENT_CONFIRM,
  propose: StatementType.STATEMENT_PROPOSE,
  consent: StatementType.STATEMENT_CONSENT,
  enact: StatementType.STATEMENT_ENACT,
  rekey: StatementType.STATEMENT_REKEY,
  retire: StatementType.STATEMENT_RETIRE,
  object: StatementType.STATEMENT_OBJECT,
  withdraw: StatementType.STATEMENT_WITHDRAW,
  revoke: StatementType.STATEMENT_REVOKE,
  'set-recovery': StatementType.STATEMENT_SET_RECOVERY,
  recover: StatementType.STATEMENT_RECOVER,
  wake: StatementType.STATEMENT_WAKE,
  'bad-rekey': StatementType.STATEMENT_BAD_REKEY,
};

const MAX_CARD_BYTES = 1024;
const MAX_REASON_BYTES = 2048;
const MAX_CUTS = 1000;
const MAX_ACCEPTED = 64;

export function decodeBody(
  type: StatementType,
  bytes: Uint8Array,
  signed: SignedObject,
  hash: HashOf,
): Result<Body> {
  if (type === StatementType.STATEMENT_REKEY) return decodeRekey(bytes, signed, hash);
  if (signed.payload.length > 0) return refuse('malformed');
  switch (type) {
    case StatementType.STATEMENT_GENESIS:
      return decodeGenesis(bytes, hexOf(hash('space', signed.body)));
    case StatementType.STATEMENT_INVITE:
      return decodeInvite(bytes);
    case StatementType.STATEMENT_PROPOSE:
      return decodePropose(bytes, hash);
    case StatementType.STATEMENT_JOIN:
      return read(JoinSchema, bytes, {}, (join, form) => ({
        type: 'join',
        invitation: form.hex(join.invitation, KEY),
        person: form.hex(join.person, PERSON),
        device: keyPair(join.device, form),
      }));
    case StatementType.STATEMENT_CONFIRM:
      return read(ConfirmSchema, bytes, {}, ({ person }, form) => ({
        type: 'confirm',
        person: form.hex(person, PERSON),
      }));
    case StatementType.STATEMENT_SET_RECOVERY:
      return decodeSetRecovery(bytes);
    case StatementType.STATEMENT_RECOVER:
      return read(RecoverSchema, bytes, {}, (recover, form) => ({
        type: 'recover',
        recovery: form.hex(recover.recovery, KEY),
        device: keyPair(recover.device, form),
      }));
    default:
      return decodeMembers(type, bytes);
  }
}

/** What only a member's device says. */
function decodeMembers(type: StatementType, bytes: Uint8Array): Result<Body> {
  switch (type) {
    case StatementType.STATEMENT_CONSENT:
      return read(ConsentSchema, bytes, {}, (consent, form) => ({
        type: 'consent',
        proposal: form.hex(consent.proposal, HASH),
        subject: form.hex(consent.subject, HASH),
        constitution: form.hex(consent.constitution, HASH),
        expires: consent.expires,
      }));
    case StatementType.STATEMENT_ENACT:
      return decodeEnact(bytes);
    case StatementType.STATEMENT_RETIRE:
      return read(RetireSchema, bytes, {}, ({ cut }, form) => ({
        type: 'retire',
        cut: readCut(cut, form),
      }));
    case StatementType.STATEMENT_OBJECT:
      return decodeObject(bytes);
    case StatementType.STATEMENT_WITHDRAW:
      return read(WithdrawSchema, bytes, {}, ({ statement }, form) => ({
        type: 'withdraw',
        statement: form.hex(statement, HASH),
      }));
    case StatementType.STATEMENT_REVOKE:
      return read(RevokeSchema, bytes, {}, ({ invitation }, form) => ({
        type: 'revoke',
        invitation: form.hex(invitation, KEY),
      }));
    case StatementType.STATEMENT_WAKE:
      return read(WakeSchema, bytes, { packed: { 1: MAX_ACCEPTED } }, ({ accepts }) => ({
        type: 'wake',
        accepts,
      }));
    case StatementType.STATEMENT_BAD_REKEY:
      return read(BadRekeySchema, bytes, {}, ({ room, epoch }, form) => ({
        type: 'bad-rekey',
        room,
        epoch: form.hex(epoch, HASH),
      }));
    default:
      return refuse('malformed');
  }
}

function decodeGenesis(bytes: Uint8Array, space: string): Result<Body> {
  const counts = { packed: { 3: MAX_SECTORS }, single: { 4: MAX_RULES, 5: 8 } };
  return read(GenesisSchema, bytes, counts, (genesis, form) => ({
    type: 'genesis',
    space,
    nonce: form.hex(genesis.nonce, NONCE),
    serverKey: form.hex(genesis.serverKey, KEY),
    sectors: genesis.sectors,
    rules: readRules(genesis.rules, form),
    parties: genesis.parties.map(({ sector, signerRule, person, device }): FoundingParty => ({
      sector,
      signerRule,
      person: form.hex(person, PERSON),
      device: keyPair(device, form),
    })),
  }));
}

function decodeInvite(bytes: Uint8Array): Result<Body> {
  const counts = { single: { 6: MAX_SEALED_KEYS } };
  const invite = read(InviteSchema, bytes, counts, (message, form) => ({
    type: 'invite' as const,
    party: message.party,
    sector: message.sector,
    signKey: form.hex(message.signKey, KEY),
    boxKey: form.hex(message.boxKey, KEY),
    expires: message.expires,
    keys: message.keys.map((key) => sealedKey(key, form)),
    card: message.card,
    person: form.hexOrEmpty(message.person, PERSON),
    replaces: message.replaces,
  }));
  if (invite.ok && invite.value.card.length > MAX_CARD_BYTES) return refuse('too-large');
  return invite;
}

function decodePropose(bytes: Uint8Array, hash: HashOf): Result<Body> {
  const outer = decodeStrict(ProposeSchema, bytes);
  if (!outer.ok) return outer;
  const { act, subject: inner, expires } = outer.value;
  const subject = decodeSubject(act, inner);
  if (!subject.ok) return subject;
  const subjectHash = hexOf(hash('subject', inner));
  return accept({ type: 'propose', subject: subject.value, subjectHash, expires });
}

function decodeEnact(bytes: Uint8Array): Result<Body> {
  const counts = { single: { 2: MAX_SEALED_KEYS, 3: MAX_CUTS } };
  return read(EnactSchema, bytes, counts, (enact, form) => ({
    type: 'enact',
    proposal: form.hex(enact.proposal, HASH),
    keys: enact.keys.map((key) => sealedKey(key, form)),
    cuts: enact.cuts.map((cut) => readCut(cut, form)),
  }));
}

function decodeObject(bytes: Uint8Array): Result<Body> {
  const decoded = read(ObjectSchema, bytes, {}, (message, form) => {
    form.require((message.epoch.length === 0) === (message.reason.length === 0));
    return {
      type: 'object' as const,
      proposal: form.hex(message.proposal, HASH),
      epoch: form.hexOrEmpty(message.epoch, HASH),
      reason: message.reason,
    };
  });
  if (decoded.ok && decoded.value.reason.length > MAX_REASON_BYTES) return refuse('too-large');
  return decoded;
}

function readCut(cut: WireCut | undefined, form: Form): Cut {
  form.require(cut !== undefined && (cut.coreHash.length === 0) === (cut.seq === 0n));
  const coreHash = form.hexOrEmpty(cut?.coreHash ?? new Uint8Array(), HASH);
  return { device: cut?.device ?? 0, seq: cut?.seq ?? 0n, coreHash };
}

function decodeSetRecovery(bytes: Uint8Array): Result<Body> {
  const counts = { single: { 5: MAX_SEALED_KEYS } };
  return read(SetRecoverySchema, bytes, counts, (message, form) => ({
    type: 'set-recovery',
    ...keyPair(message, form),
    tag: form.hex(message.tag, HASH),
    replaces: form.hexOrEmpty(message.replaces, KEY),
    keys: message.keys.map((key) => sealedKey(key, form)),
  }));
}
