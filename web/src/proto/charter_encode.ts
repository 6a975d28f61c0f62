/** The bodies of statements on their way out. */
import {
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
} from '../../../build/gen/ts/charter_pb';
import { unhex } from '../core/bytes';
import {
  ACT_ADMIT_PARTY,
  ACT_REMOVE_PARTY,
  ACT_SET_RULES,
  ACT_SET_SECTORS,
  type Subject,
} from '../core/charter/statement';
import type {
  AdmitParty,
  Confirm,
  Consent,
  Cut,
  Enact,
  Genesis,
  Grant,
  Invite,
  Join,
  KeyPair,
  Objection,
  Rekey,
  Retire,
  Revoke,
  SealedKey,
  Withdraw,
} from '../core/charter/statement';
import { create, toBinary } from './codec';

type Unsigned<T> = Omit<T, 'type'>;

export function encodeGenesis(genesis: Omit<Genesis, 'type' | 'space'>): Uint8Array {
  const message = create(GenesisSchema, {
    nonce: unhex(genesis.nonce),
    serverKey: unhex(genesis.serverKey),
    sectors: [...genesis.sectors],
    rules: genesis.rules.map((rule) => ({ ...rule })),
    parties: genesis.parties.map(({ sector, signerRule, person, device }) => ({
      sector,
      signerRule,
      person: unhex(person),
      device: keys(device),
    })),
  });
  return toBinary(GenesisSchema, message);
}

export function encodeInvite(invite: Unsigned<Invite>): Uint8Array {
  const { party, sector, expires, card } = invite;
  const message = { party, sector, expires, card, keys: invite.keys.map(sealedKey) };
  return toBinary(InviteSchema, create(InviteSchema, { ...message, ...keys(invite) }));
}

export function encodeJoin({ invitation, person, device }: Unsigned<Join>): Uint8Array {
  const ids = { invitation: unhex(invitation), person: unhex(person) };
  return toBinary(JoinSchema, create(JoinSchema, { ...ids, device: keys(device) }));
}

export function encodeConfirm({ person }: Unsigned<Confirm>): Uint8Array {
  return toBinary(ConfirmSchema, create(ConfirmSchema, { person: unhex(person) }));
}

export function encodePropose(subject: Subject, expires: bigint): Uint8Array {
  const { act } = subject; // the same numbers in core as on the wire
  const propose = create(ProposeSchema, { act, subject: encodeSubject(subject), expires });
  return toBinary(ProposeSchema, propose);
}

function encodeSubject(subject: Subject): Uint8Array {
  switch (subject.act) {
    case ACT_ADMIT_PARTY:
      return encodeAdmitParty(subject);
    case ACT_REMOVE_PARTY: {
      const { party } = subject;
      return toBinary(RemovePartySchema, create(RemovePartySchema, { party }));
    }
    case ACT_SET_RULES: {
      const rules = subject.rules.map((rule) => ({ ...rule }));
      return toBinary(SetRulesSchema, create(SetRulesSchema, { rules }));
    }
    case ACT_SET_SECTORS: {
      const sectors = [...subject.sectors];
      return toBinary(SetSectorsSchema, create(SetSectorsSchema, { sectors }));
    }
  }
}

function encodeAdmitParty(admit: AdmitParty): Uint8Array {
  const { sector, signerRule } = admit;
  const subject = create(AdmitPartySchema, {
    invitation: unhex(admit.invitation),
    sector,
    signerRule,
    person: unhex(admit.person),
    device: keys(admit.device),
  });
  return toBinary(AdmitPartySchema, subject);
}

export function encodeConsent(consent: Unsigned<Consent>): Uint8Array {
  const { proposal, subject, constitution, expires } = consent;
  const hashes = {
    proposal: unhex(proposal),
    subject: unhex(subject),
    constitution: unhex(constitution),
  };
  return toBinary(ConsentSchema, create(ConsentSchema, { ...hashes, expires }));
}

export function encodeEnact(enact: Unsigned<Enact>): Uint8Array {
  const message = {
    proposal: unhex(enact.proposal),
    keys: enact.keys.map(sealedKey),
    cuts: enact.cuts.map(cutOf),
  };
  return toBinary(EnactSchema, create(EnactSchema, message));
}

export function encodeObject({ proposal, epoch, reason }: Unsigned<Objection>): Uint8Array {
  const hashes = { proposal: unhex(proposal), epoch: unhex(epoch) };
  return toBinary(ObjectSchema, create(ObjectSchema, { ...hashes, reason }));
}

export function encodeWithdraw({ statement }: Unsigned<Withdraw>): Uint8Array {
  return toBinary(WithdrawSchema, create(WithdrawSchema, { statement: unhex(statement) }));
}

export function encodeRevoke({ invitation }: Unsigned<Revoke>): Uint8Array {
  return toBinary(RevokeSchema, create(RevokeSchema, { invitation: unhex(invitation) }));
}

export function encodeRekey(
  rekey: Pick<Rekey, 'room' | 'previousEpoch' | 'commitment' | 'grantsHash' | 'wrapped'>,
): Uint8Array {
  const message = create(RekeySchema, {
    room: rekey.room,
    previousEpoch: unhex(rekey.previousEpoch),
    commitment: unhex(rekey.commitment),
    grants: unhex(rekey.grantsHash),
    wrapped: rekey.wrapped,
  });
  return toBinary(RekeySchema, message);
}

export function encodeGrants(grants: readonly Grant[]): Uint8Array {
  const list = grants.map(({ device, invitation, sealed }) => ({
    device,
    invitation: unhex(invitation),
    sealed,
  }));
  return toBinary(GrantsSchema, create(GrantsSchema, { grants: list }));
}

export function encodeRetire({ cut }: Unsigned<Retire>): Uint8Array {
  return toBinary(RetireSchema, create(RetireSchema, { cut: cutOf(cut) }));
}

function cutOf({ device, seq, coreHash }: Cut): {
  device: number;
  seq: bigint;
  coreHash: Uint8Array;
} {
  return { device, seq, coreHash: unhex(coreHash) };
}

function keys({ signKey, boxKey }: KeyPair): { signKey: Uint8Array; boxKey: Uint8Array } {
  return { signKey: unhex(signKey), boxKey: unhex(boxKey) };
}

function sealedKey(key: SealedKey): {
  room: number;
  epoch: Uint8Array;
  boxKey: Uint8Array;
  sealed: Uint8Array;
} {
  const { room, sealed } = key;
  return { room, epoch: unhex(key.epoch), boxKey: unhex(key.boxKey), sealed };
}
