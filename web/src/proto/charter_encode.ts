/** The bodies of statements on their way out. */
import {
  BadRekeySchema,
  ConfirmSchema,
  ConsentSchema,
  EnactSchema,
  GenesisSchema,
  GrantsSchema,
  InviteSchema,
  JoinSchema,
  ObjectSchema,
  ProposeSchema,
  RecoverSchema,
  RekeySchema,
  RetireSchema,
  RevokeSchema,
  SetRecoverySchema,
  WakeSchema,
  WithdrawSchema,
} from '../../../build/gen/ts/charter_pb';
import { unhex } from '../core/bytes';
import type {
  BadRekey,
  Confirm,
  Consent,
  Cut,
  Enact,
  Genesis,
  Grant,
  Invite,
  Join,
  Objection,
  Recover,
  Rekey,
  Retire,
  Revoke,
  SealedKey,
  SetRecovery,
  Subject,
  Wake,
  Withdraw,
} from '../core/charter/statement';
import { encodeSubject } from './charter_subject';
import { create, toBinary } from './codec';
import { keysOf } from './form';

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
      device: keysOf(device),
    })),
  });
  return toBinary(GenesisSchema, message);
}

export function encodeInvite(invite: Unsigned<Invite>): Uint8Array {
  const { party, sector, expires, card, replaces } = invite;
  const lists = { keys: invite.keys.map(sealedKey), person: unhex(invite.person) };
  const message = { party, sector, expires, card, replaces, ...lists };
  return toBinary(InviteSchema, create(InviteSchema, { ...message, ...keysOf(invite) }));
}

export function encodeJoin({ invitation, person, device }: Unsigned<Join>): Uint8Array {
  const ids = { invitation: unhex(invitation), person: unhex(person) };
  return toBinary(JoinSchema, create(JoinSchema, { ...ids, device: keysOf(device) }));
}

export function encodeConfirm({ person }: Unsigned<Confirm>): Uint8Array {
  return toBinary(ConfirmSchema, create(ConfirmSchema, { person: unhex(person) }));
}

export function encodePropose(subject: Subject, expires: bigint): Uint8Array {
  const { act } = subject; // the same numbers in core as on the wire
  const propose = create(ProposeSchema, { act, subject: encodeSubject(subject), expires });
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
  rekey: Pick<Rekey, 'room' | 'previousEpoch' | 'commitment' | 'grantsHash' | 'wrapped' | 'extra'>,
): Uint8Array {
  const message = create(RekeySchema, {
    room: rekey.room,
    previousEpoch: unhex(rekey.previousEpoch),
    commitment: unhex(rekey.commitment),
    grants: unhex(rekey.grantsHash),
    wrapped: rekey.wrapped,
    extra: rekey.extra.map(({ epoch, wrapped }) => ({ epoch: unhex(epoch), wrapped })),
  });
  return toBinary(RekeySchema, message);
}

export function encodeGrants(grants: readonly Grant[]): Uint8Array {
  const list = grants.map(({ device, holder, sealed }) => ({
    device,
    holder: unhex(holder),
    sealed,
  }));
  return toBinary(GrantsSchema, create(GrantsSchema, { grants: list }));
}

export function encodeRetire({ cut }: Unsigned<Retire>): Uint8Array {
  return toBinary(RetireSchema, create(RetireSchema, { cut: cutOf(cut) }));
}

export function encodeSetRecovery(recovery: Unsigned<SetRecovery>): Uint8Array {
  const message = create(SetRecoverySchema, {
    ...keysOf(recovery),
    tag: unhex(recovery.tag),
    replaces: unhex(recovery.replaces),
    keys: recovery.keys.map(sealedKey),
  });
  return toBinary(SetRecoverySchema, message);
}

export function encodeRecover({ recovery, device }: Unsigned<Recover>): Uint8Array {
  const message = { recovery: unhex(recovery), device: keysOf(device) };
  return toBinary(RecoverSchema, create(RecoverSchema, message));
}

export function encodeWake({ accepts }: Unsigned<Wake>): Uint8Array {
  return toBinary(WakeSchema, create(WakeSchema, { accepts: [...accepts] }));
}

export function encodeBadRekey({ room, epoch }: Unsigned<BadRekey>): Uint8Array {
  return toBinary(BadRekeySchema, create(BadRekeySchema, { room, epoch: unhex(epoch) }));
}

function cutOf({ device, seq, coreHash }: Cut): {
  device: number;
  seq: bigint;
  coreHash: Uint8Array;
} {
  return { device, seq, coreHash: unhex(coreHash) };
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
