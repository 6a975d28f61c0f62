/**
 * A charter's state as bytes, as the server has them: server/core/charter_bytes.h tells what they
 * are, what is left out and why. Two states of the same bytes answer every later entry alike.
 *
 * Held here and not there, and left out: when and how a party left, invitations' cards and sealed
 * keys, reasons, commitments and wraps, who lacks a key. Held as it is here alone: the set of all
 * keys, of which the spent ones are told.
 */
import { hexOf, unhex, type Hex } from '../bytes';
import { liveStances } from '../charter/ballot';
import { isActive, isOpen, recoveriesOf, type CharterState, type Person } from '../charter/state';
import {
  isEntrance,
  type AdmitParty,
  type KeyPair,
  type ReplaceParty,
  type Rule,
  type Subject,
} from '../charter/statement';

const VERSION = 2;
const HASH_DIGITS = 64;

// Everything is put together as hex: most of it is hex already.
const u8 = (value: number): Hex => value.toString(16).padStart(2, '0');
const u16 = (value: number): Hex => value.toString(16).padStart(4, '0');
const u32 = (value: number): Hex => value.toString(16).padStart(8, '0');
const u64 = (value: bigint): Hex => value.toString(16).padStart(16, '0');
const flags = (one: boolean, two = false): Hex => u8(Number(one) + 2 * Number(two));
const keyPair = ({ signKey, boxKey }: KeyPair): Hex => signKey + boxKey;

function list<T>(items: readonly T[], put: (item: T) => Hex): Hex {
  return u32(items.length) + items.map(put).join('');
}

// What stands in a state is replaced and never changed: what it was once is told again.
const told = new WeakMap<object, Hex>();

function listOnce<T extends object>(items: Iterable<T>, put: (item: T) => Hex): Hex {
  return list([...items], (item) => {
    const text = told.get(item) ?? put(item);
    told.set(item, text);
    return text;
  });
}

const sectorList = (sectors: readonly number[]): Hex => list(sectors, u32);
const ruleList = (rules: readonly Rule[]): Hex =>
  list(
    rules,
    (rule) => u32(rule.act) + u32(rule.parties) + u32(rule.sectors) + u32(rule.noticeDays),
  );

export function stateBytes(state: CharterState): Uint8Array {
  return unhex(stateHex(state));
}

export function stateHex(state: CharterState): Hex {
  const { sectors, rules } = state;
  const numberOf = numbering(state);
  const parts = [headOf(state), sectorList(sectors), ruleList(rules), partiesOf(state)];
  parts.push(personsOf(state, numberOf), devicesOf(state, numberOf));
  parts.push(invitationsOf(state, numberOf), recoveryList(state, numberOf), spentKeys(state));
  parts.push(
    strangersOf(state),
    list(state.epochs, (one) => one.id + flags(!!one.isReported)),
  );
  parts.push(proposalsOf(state, numberOf), stancesOf(state, numberOf));
  return parts.join('');
}

/** Persons are numbered from 1 in the order in which they came; '' is nobody. */
type NumberOf = (person: Hex) => number;

function numbering({ persons }: CharterState): NumberOf {
  const numbers = new Map([...persons.keys()].map((id, i) => [id, i + 1]));
  return (person) => numbers.get(person) ?? 0;
}

function headOf(state: CharterState): Hex {
  const { space, server, head, constitution, height, time } = state;
  const counts = u64(height + 1n) + u64(time) + flags(state.awaitsRekey, state.isClosed);
  const place = placeOf(server.key, server.address);
  return u8(VERSION) + space + place + head + constitution + counts;
}

function partiesOf({ parties }: CharterState): Hex {
  return listOnce(parties, ({ sector, signerRule, admittedAt, removedAt, restsSince }) => {
    const is = flags(removedAt !== undefined, restsSince !== undefined);
    return u32(sector) + u32(signerRule) + u64(admittedAt) + is;
  });
}

function personsOf({ persons }: CharterState, numberOf: NumberOf): Hex {
  return listOnce(persons.values(), ({ id, party, isConfirmed, confirmedBy }: Person) => {
    const by = isConfirmed ? [] : confirmedBy;
    return id + u32(party) + flags(isConfirmed) + list(by, (one) => u32(numberOf(one)));
  });
}

function devicesOf({ devices }: CharterState, numberOf: NumberOf): Hex {
  return listOnce(devices, (device) => {
    const { person, counter, cut, lastRekey, trialUntil } = device;
    const is = flags(cut !== undefined, lastRekey !== undefined);
    const times = u64(lastRekey ?? 0n) + u64(trialUntil ?? 0n);
    const end = u64(cut?.seq ?? 0n) + (cut?.coreHash ?? '').padStart(HASH_DIGITS, '0');
    return keyPair(device) + u32(numberOf(person)) + u64(counter) + is + times + end;
  });
}

function invitationsOf({ invitations }: CharterState, numberOf: NumberOf): Hex {
  return listOnce(invitations.values(), (invitation) => {
    const { party, sector, replaces, person, inviterParty, inviterDevice } = invitation;
    const whose = [party, sector, replaces, numberOf(person), inviterParty, inviterDevice];
    const is = flags(invitation.isUsed, invitation.isRevoked);
    return keyPair(invitation) + whose.map(u32).join('') + u64(invitation.expires) + is;
  });
}

function recoveryList(state: CharterState, numberOf: NumberOf): Hex {
  return list(
    recoveriesOf(state),
    ({ person, recovery }) => u32(numberOf(person.id)) + keyPair(recovery) + recovery.tag,
  );
}

/** What nobody holds any more and nobody may take: all keys, but for those told elsewhere. */
function spentKeys(state: CharterState): Hex {
  const spent = new Set(state.keys);
  const holds = ({ signKey, boxKey }: KeyPair): void => {
    spent.delete(signKey);
    spent.delete(boxKey);
  };
  state.devices.forEach(holds);
  state.invitations.forEach(holds);
  recoveriesOf(state).forEach(({ recovery }) => holds(recovery));
  state.proposals.forEach(({ subject }) => isEntrance(subject) && holds(subject.device));
  return list([...spent].sort(), (key) => key);
}

function strangersOf(state: CharterState): Hex {
  const active = state.parties.filter(({ index }) => isActive(state, index));
  const debts = active.flatMap(({ index, notYetAcceptedBy }) =>
    notYetAcceptedBy.filter((one) => isActive(state, one)).map((one) => u32(index) + u32(one)),
  );
  return list(debts, (debt) => debt);
}

function proposalsOf({ proposals }: CharterState, numberOf: NumberOf): Hex {
  return listOnce(proposals.values(), (proposal) => {
    const { id, subject, subjectHash, party, person, height, time, expires, outcome } = proposal;
    const whose = u32(subject.act) + u32(party) + u32(numberOf(person));
    const when = u64(height) + u64(time) + u64(expires);
    return id + subjectHash + whose + when + flags(outcome !== 'none') + effect(subject, numberOf);
  });
}

function effect(subject: Subject, numberOf: NumberOf): Hex {
  if (isEntrance(subject)) return entrance(subject);
  if ('party' in subject) return u32(subject.party);
  if ('rules' in subject) return ruleList(subject.rules);
  if ('sectors' in subject) return sectorList(subject.sectors);
  if ('serverKey' in subject) return placeOf(subject.serverKey, subject.address);
  if ('signerRule' in subject) return u32(subject.signerRule);
  if ('device' in subject) return u32(numberOf(subject.person)) + u32(subject.device);
  return 'person' in subject ? u32(numberOf(subject.person)) : '';
}

function placeOf(key: Hex, address: string): Hex {
  const bytes = Uint8Array.from(address, (letter) => letter.charCodeAt(0));
  return key + u16(bytes.length) + hexOf(bytes);
}

function entrance(subject: AdmitParty | ReplaceParty): Hex {
  const { invitation, sector, signerRule, person, device, replaces } = subject;
  return invitation + u32(sector) + u32(signerRule) + person + keyPair(device) + u32(replaces);
}

function stancesOf(state: CharterState, numberOf: NumberOf): Hex {
  const { time } = state;
  const open = [...state.proposals.values()].flatMap((proposal, i) =>
    isOpen(proposal, time)
      ? liveStances(state, proposal, time).map((stance) => ({ stance, number: i + 1 }))
      : [],
  );
  return list(open, ({ stance, number }) => {
    const { person, kind, expires, statement } = stance;
    const said = flags(kind === 'objection') + u64(expires) + statement;
    return u32(number) + u32(numberOf(person)) + said;
  });
}
