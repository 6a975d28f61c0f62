/** CHARTER5: how a space begins. */
import type { Hex } from '../bytes';
import type { Result } from '../errors';
import type { CharterState, Device, Person } from './state';
import { ACT_END_DEVICES, type Entry, type Genesis, type Rule } from './statement';

export const MAX_FOUNDERS = 8;
const MAX_SECTOR = 16;
const MAX_SIGNER_RULE = 16;

export function foundSpace({ position, statement }: Entry<Genesis>): Result<CharterState> {
  const { body } = statement;
  if (!isWellFormed(body)) return { ok: false, error: 'malformed' };
  const parties = body.parties.map((founder, i) => ({
    index: i + 1,
    sector: founder.sector,
    signerRule: founder.signerRule,
    admittedAt: 0n,
    invitation: '',
    notYetAcceptedBy: [],
  }));
  const state: CharterState = {
    space: body.space,
    server: { key: body.serverKey, address: '', before: '', since: 0n },
    sectors: body.sectors,
    rules: body.rules,
    height: 0n,
    head: position.hash,
    time: position.time,
    constitution: position.hash,
    parties,
    persons: foundersOf(body),
    devices: founderDevices(body),
    invitations: new Map(),
    proposals: new Map(),
    epochs: [],
    awaitsRekey: false,
    isClosed: false,
    keys: new Set(keysOf(body)),
  };
  return { ok: true, value: state };
}

export function isSignerRule(rule: number): boolean {
  return rule >= 1 && rule <= MAX_SIGNER_RULE;
}

function isWellFormed(body: Genesis): boolean {
  const { sectors, rules, parties } = body;
  const keys = keysOf(body);
  return (
    parties.length >= 1 &&
    parties.length <= MAX_FOUNDERS &&
    areSectorsSound(sectors) &&
    parties.every((party) => sectors.includes(party.sector) && isSignerRule(party.signerRule)) &&
    areRulesSound(rules) &&
    new Set(keys).size === keys.length &&
    new Set(parties.map((party) => party.person)).size === parties.length
  );
}

export function areSectorsSound(sectors: readonly number[]): boolean {
  const areInRange = sectors.every((sector) => sector >= 1 && sector <= MAX_SECTOR);
  return sectors.length >= 1 && rises(sectors) && areInRange;
}

export function areRulesSound(rules: readonly Rule[]): boolean {
  return rises(rules.map((rule) => rule.act)) && rules.every(isSoundRule);
}

function isSoundRule(rule: Rule): boolean {
  const isNoticeSound = rule.noticeDays >= 3 && rule.noticeDays <= 60;
  const isForAll = rule.act < ACT_END_DEVICES; // nobody else has a say in a party's own acts
  return isForAll && isNoticeSound && rule.parties >= 1 && rule.sectors >= 1;
}

export function rises(numbers: readonly number[]): boolean {
  return numbers.every((n, i) => i === 0 || n > numbers[i - 1]!);
}

function keysOf(body: Genesis): Hex[] {
  return body.parties.flatMap(({ device }) => [device.signKey, device.boxKey]);
}

function foundersOf(body: Genesis): Map<Hex, Person> {
  const persons = body.parties.map(({ person }, i): [Hex, Person] => [
    person,
    { id: person, party: i + 1, isConfirmed: true, confirmedBy: [], invitation: '' },
  ]);
  return new Map(persons);
}

function founderDevices(body: Genesis): Device[] {
  return body.parties.map(({ person, device }, i) => ({
    index: i + 1,
    ...device,
    person,
    party: i + 1,
    counter: 0n,
  }));
}
