/** The bodies of statements, by type. */
import {
  Act,
  AdmitPartySchema,
  ConfirmSchema,
  ConsentSchema,
  EnactSchema,
  GenesisSchema,
  GrantsSchema,
  InviteSchema,
  JoinSchema,
  ObjectSchema,
  ProposeSchema,
  RekeySchema,
  RemovePartySchema,
  RetireSchema,
  RevokeSchema,
  SetRulesSchema,
  SetSectorsSchema,
  WithdrawSchema,
  StatementType,
  type Cut as WireCut,
  type DeviceKeys,
  type Rule as WireRule,
  type SealedKey as WireSealedKey,
} from '../../../build/gen/ts/charter_pb';
import { hexOf } from '../core/bytes';
import type {
  Body,
  Cut,
  FoundingParty,
  Grant,
  KeyPair,
  Rule,
  SealedKey,
  Subject,
} from '../core/charter/statement';
import {
  ACT_ADMIT_PARTY,
  ACT_REMOVE_PARTY,
  ACT_SET_RULES,
  ACT_SET_SECTORS,
} from '../core/charter/statement';
import type { Result } from '../core/errors';
import type { HashOf } from './charter';
import type { Schema } from './codec';
import { Form, HASH, KEY, NONCE, PERSON, SEALED_KEY, WRAPPED_KEY } from './form';
import type { SignedObject } from './signed';
import { accept, decodeStrict, refuse, type Counts } from './strict';

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
};

const MAX_CARD_BYTES = 1024;
const MAX_GRANTS_BYTES = 1024 * 1024;
const MAX_GRANTS = 1024;
const MAX_SEALED_KEYS = 64;
const MAX_REASON_BYTES = 2048;
const MAX_CUTS = 1000;
const MAX_SECTORS = 16;
const MAX_RULES = 16;

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
    default:
      return refuse('malformed');
  }
}

function read<T, B>(
  schema: Schema<T>,
  bytes: Uint8Array,
  counts: Counts,
  convert: (message: T, form: Form) => B,
): Result<B> {
  const decoded = decodeStrict(schema, bytes, counts);
  if (!decoded.ok) return decoded;
  const form = new Form();
  const value = convert(decoded.value, form);
  return form.isSound ? accept(value) : refuse('malformed');
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

function decodeSubject(act: Act, bytes: Uint8Array): Result<Subject> {
  switch (act) {
    case Act.ADMIT_PARTY:
      return read(AdmitPartySchema, bytes, {}, (message, form): Subject => ({
        act: ACT_ADMIT_PARTY,
        invitation: form.hex(message.invitation, KEY),
        sector: message.sector,
        signerRule: message.signerRule,
        person: form.hex(message.person, PERSON),
        device: keyPair(message.device, form),
      }));
    case Act.REMOVE_PARTY:
      return read(RemovePartySchema, bytes, {}, ({ party }) => ({ act: ACT_REMOVE_PARTY, party }));
    case Act.SET_RULES:
      return read(SetRulesSchema, bytes, { single: { 1: MAX_RULES } }, ({ rules }, form) => ({
        act: ACT_SET_RULES,
        rules: readRules(rules, form),
      }));
    case Act.SET_SECTORS:
      return read(SetSectorsSchema, bytes, { packed: { 1: MAX_SECTORS } }, ({ sectors }) => ({
        act: ACT_SET_SECTORS,
        sectors,
      }));
    default:
      return refuse('malformed');
  }
}

function readRules(rules: readonly WireRule[], form: Form): Rule[] {
  return rules.map(({ act, parties, sectors, noticeDays }) => {
    form.require(act >= Act.ADMIT_PARTY && act <= Act.SET_SECTORS);
    return { act, parties, sectors, noticeDays };
  });
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

function decodeRekey(bytes: Uint8Array, signed: SignedObject, hash: HashOf): Result<Body> {
  const [payload] = signed.payload;
  if (!payload || signed.payload.length !== 1) return refuse('malformed');
  const grants = decodeGrants(payload);
  if (!grants.ok) return grants;
  return read(RekeySchema, bytes, {}, (rekey, form) => ({
    type: 'rekey',
    room: rekey.room,
    previousEpoch: form.hexOrEmpty(rekey.previousEpoch, HASH),
    commitment: form.hex(rekey.commitment, HASH),
    grantsHash: form.hex(rekey.grants, HASH),
    wrapped: rekey.wrapped.length === 0 ? rekey.wrapped : form.bytes(rekey.wrapped, WRAPPED_KEY),
    grants: grants.value,
    heldHash: hexOf(hash('grants', payload)),
  }));
}

export function decodeGrants(bytes: Uint8Array): Result<Grant[]> {
  if (bytes.length > MAX_GRANTS_BYTES) return refuse('too-large');
  return read(GrantsSchema, bytes, { single: { 1: MAX_GRANTS } }, (message, form) =>
    message.grants.map((grant) => {
      form.require((grant.device === 0) === grant.invitation.length > 0);
      return {
        device: grant.device,
        invitation: form.hexOrEmpty(grant.invitation, KEY),
        sealed: form.bytes(grant.sealed, SEALED_KEY),
      };
    }),
  );
}

function keyPair(keys: DeviceKeys | undefined, form: Form): KeyPair {
  form.require(keys !== undefined);
  const none = new Uint8Array();
  return {
    signKey: form.hex(keys?.signKey ?? none, KEY),
    boxKey: form.hex(keys?.boxKey ?? none, KEY),
  };
}

function sealedKey(key: WireSealedKey, form: Form): SealedKey {
  return {
    room: key.room,
    epoch: form.hex(key.epoch, HASH),
    boxKey: form.hex(key.boxKey, KEY),
    sealed: form.bytes(key.sealed, SEALED_KEY),
  };
}
