/** The bodies of statements on their way out. */
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
  ProposeSchema,
  RekeySchema,
  RetireSchema,
} from '../../../build/gen/ts/charter_pb';
import { unhex } from '../core/bytes';
import type {
  AdmitParty,
  Confirm,
  Consent,
  Enact,
  Genesis,
  Grant,
  Invite,
  Join,
  KeyPair,
  Rekey,
  Retire,
  SealedKey,
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

export function encodePropose(admit: AdmitParty, expires: bigint): Uint8Array {
  const { sector, signerRule } = admit;
  const subject = create(AdmitPartySchema, {
    invitation: unhex(admit.invitation),
    sector,
    signerRule,
    person: unhex(admit.person),
    device: keys(admit.device),
  });
  const bytes = toBinary(AdmitPartySchema, subject);
  const propose = create(ProposeSchema, { act: Act.ADMIT_PARTY, subject: bytes, expires });
  return toBinary(ProposeSchema, propose);
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
  const message = { proposal: unhex(enact.proposal), keys: enact.keys.map(sealedKey) };
  return toBinary(EnactSchema, create(EnactSchema, message));
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
  const { device, seq } = cut;
  const message = { cut: { device, seq, coreHash: unhex(cut.coreHash) } };
  return toBinary(RetireSchema, create(RetireSchema, message));
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
