/** What a proposal would do, by act: bytes to plain data and back. */
import {
  Act,
  AdmitPartySchema,
  ClearRecoverySchema,
  CloseSchema,
  EndDevicesSchema,
  LeaveSchema,
  MoveServerSchema,
  RemovePartySchema,
  RestPartySchema,
  SetRulesSchema,
  SetSectorsSchema,
  SetSignersSchema,
  type Rule as WireRule,
} from '../../../build/gen/ts/charter_pb';
import { unhex } from '../core/bytes';
import {
  ACT_ADMIT_PARTY,
  ACT_CLEAR_RECOVERY,
  ACT_CLOSE,
  ACT_END_DEVICES,
  ACT_LEAVE,
  ACT_MOVE_SERVER,
  ACT_REMOVE_PARTY,
  ACT_REPLACE_PARTY,
  ACT_REST_PARTY,
  ACT_SET_RULES,
  ACT_SET_SECTORS,
  ACT_SET_SIGNERS,
  type AdmitParty,
  type OwnAct,
  type ReplaceParty,
  type Rule,
  type Subject,
} from '../core/charter/subject';
import { MAX_ADDRESS } from '../core/charter/propose';
import type { Result } from '../core/errors';
import { create, toBinary } from './codec';
import { KEY, keyPair, keysOf, PERSON, type Form } from './form';
import { read, refuse } from './strict';

export const MAX_SECTORS = 16;
export const MAX_RULES = 16;

export function decodeSubject(act: Act, bytes: Uint8Array): Result<Subject> {
  switch (act) {
    case Act.ADMIT_PARTY:
      return decodeNewcomer(ACT_ADMIT_PARTY, bytes);
    case Act.REPLACE_PARTY:
      return decodeNewcomer(ACT_REPLACE_PARTY, bytes);
    case Act.REMOVE_PARTY:
      return read(RemovePartySchema, bytes, {}, ({ party }) => ({ act: ACT_REMOVE_PARTY, party }));
    case Act.REST_PARTY:
      return read(RestPartySchema, bytes, {}, ({ party }) => ({ act: ACT_REST_PARTY, party }));
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
    case Act.MOVE_SERVER:
      return read(MoveServerSchema, bytes, {}, ({ serverKey, address }, form) => ({
        act: ACT_MOVE_SERVER,
        serverKey: form.hex(serverKey, KEY),
        address: String.fromCharCode(...address.subarray(0, MAX_ADDRESS + 1)),
      }));
    case Act.CLOSE:
      return read(CloseSchema, bytes, {}, () => ({ act: ACT_CLOSE }));
    default:
      return decodeOwnAct(act, bytes);
  }
}

function decodeOwnAct(act: Act, bytes: Uint8Array): Result<OwnAct> {
  switch (act) {
    case Act.END_DEVICES:
      return read(EndDevicesSchema, bytes, {}, ({ person, device }, form) => ({
        act: ACT_END_DEVICES,
        person: form.hex(person, PERSON),
        device,
      }));
    case Act.SET_SIGNERS:
      return read(SetSignersSchema, bytes, {}, ({ signerRule }) => ({
        act: ACT_SET_SIGNERS,
        signerRule,
      }));
    case Act.LEAVE:
      return read(LeaveSchema, bytes, {}, () => ({ act: ACT_LEAVE }));
    case Act.CLEAR_RECOVERY:
      return read(ClearRecoverySchema, bytes, {}, ({ person }, form) => ({
        act: ACT_CLEAR_RECOVERY,
        person: form.hex(person, PERSON),
      }));
    default:
      return refuse('malformed');
  }
}

function decodeNewcomer<A extends (AdmitParty | ReplaceParty)['act']>(
  act: A,
  bytes: Uint8Array,
): Result<Omit<AdmitParty, 'act'> & { readonly act: A }> {
  return read(AdmitPartySchema, bytes, {}, (message, form) => ({
    act,
    invitation: form.hex(message.invitation, KEY),
    sector: message.sector,
    signerRule: message.signerRule,
    person: form.hex(message.person, PERSON),
    device: keyPair(message.device, form),
    replaces: message.replaces,
  }));
}

/** WIRE4 alone; which acts a rule may be for is CHARTER5's to say. */
export function readRules(rules: readonly WireRule[], form: Form): Rule[] {
  return rules.map(({ act, parties, sectors, noticeDays }) => {
    form.require(act !== Act.NONE && act in Act);
    return { act, parties, sectors, noticeDays };
  });
}

export function encodeSubject(subject: Subject): Uint8Array {
  switch (subject.act) {
    case ACT_ADMIT_PARTY:
    case ACT_REPLACE_PARTY:
      return encodeNewcomer(subject);
    case ACT_REMOVE_PARTY: {
      const { party } = subject;
      return toBinary(RemovePartySchema, create(RemovePartySchema, { party }));
    }
    case ACT_REST_PARTY: {
      const { party } = subject;
      return toBinary(RestPartySchema, create(RestPartySchema, { party }));
    }
    case ACT_SET_RULES: {
      const rules = subject.rules.map((rule) => ({ ...rule }));
      return toBinary(SetRulesSchema, create(SetRulesSchema, { rules }));
    }
    case ACT_SET_SECTORS: {
      const sectors = [...subject.sectors];
      return toBinary(SetSectorsSchema, create(SetSectorsSchema, { sectors }));
    }
    case ACT_MOVE_SERVER: {
      const { serverKey, address } = subject;
      const message = { serverKey: unhex(serverKey), address: Uint8Array.from(address, codeOf) };
      return toBinary(MoveServerSchema, create(MoveServerSchema, message));
    }
    case ACT_CLOSE:
      return toBinary(CloseSchema, create(CloseSchema, {}));
    default:
      return encodeOwnAct(subject);
  }
}

function codeOf(character: string): number {
  return character.charCodeAt(0);
}

function encodeOwnAct(subject: OwnAct): Uint8Array {
  switch (subject.act) {
    case ACT_END_DEVICES: {
      const { device } = subject;
      const message = create(EndDevicesSchema, { person: unhex(subject.person), device });
      return toBinary(EndDevicesSchema, message);
    }
    case ACT_SET_SIGNERS: {
      const { signerRule } = subject;
      return toBinary(SetSignersSchema, create(SetSignersSchema, { signerRule }));
    }
    case ACT_LEAVE:
      return toBinary(LeaveSchema, create(LeaveSchema, {}));
    case ACT_CLEAR_RECOVERY: {
      const person = unhex(subject.person);
      return toBinary(ClearRecoverySchema, create(ClearRecoverySchema, { person }));
    }
  }
}

function encodeNewcomer(subject: AdmitParty | ReplaceParty): Uint8Array {
  const { sector, signerRule, replaces } = subject;
  const message = create(AdmitPartySchema, {
    invitation: unhex(subject.invitation),
    sector,
    signerRule,
    person: unhex(subject.person),
    device: keysOf(subject.device),
    replaces,
  });
  return toBinary(AdmitPartySchema, message);
}
