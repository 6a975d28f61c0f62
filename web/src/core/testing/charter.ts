/** A charter that is told in words: ids are counted, and every signature is taken as good. */
import type { Hex } from '../bytes';
import { charterApply } from '../charter/apply';
import { grantees } from '../charter/keys';
import { currentEpoch, DAY_S, lastSoundEpoch, type CharterState } from '../charter/state';
import type {
  Body,
  EntryFacts,
  KeyPair,
  Rekey,
  Rule,
  SealedKey,
  Subject,
} from '../charter/statement';
import type { ErrorName } from '../errors';

const FACTS: EntryFacts = { isVerified: true, doCutsFit: true, isSilent: true };
const NOTHING = new Uint8Array();
const SPACE = 'space';

export class TestCharter {
  time = 1_000_000n;
  /** Of the last statement that was said. */
  last: Hex = '';
  private held: CharterState | undefined;
  private ids = 0;

  /** One party per sector, each with one person and its device, numbered from 1. */
  constructor(sectors: readonly number[], rules: readonly Rule[] = [], signerRule = 1) {
    const parties = sectors.map((sector) => ({
      ...{ sector, signerRule, person: this.id(), device: this.keys() },
    }));
    const place = { space: SPACE, nonce: '', serverKey: '', sectors: [1, 2, 3] };
    this.must(0, { type: 'genesis', ...place, rules, parties });
  }

  get state(): CharterState {
    return this.held!;
  }

  id(): Hex {
    return (++this.ids).toString(16).padStart(64, '0');
  }

  keys(): KeyPair {
    return { signKey: this.id(), boxKey: this.id() };
  }

  wait(seconds: bigint): this {
    this.time += seconds;
    return this;
  }

  /** What the charter says to it; it goes on where that is ok. */
  say(device: number, body: Body, facts: Partial<EntryFacts> = {}): ErrorName {
    const state = this.held;
    const charterHead = state?.head ?? '';
    this.last = this.id();
    const counter = device === 0 ? 0n : (state?.devices[device - 1]?.counter ?? 0n) + 1n;
    const statement = { hash: this.last, space: SPACE, device, counter, charterHead, body };
    const position = {
      ...{ hash: this.id(), previous: charterHead, time: this.time, statement: this.last },
      height: state ? state.height + 1n : 0n,
    };
    const next = charterApply(state, { position, statement }, { ...FACTS, ...facts });
    if (!next.ok) return next.error;
    this.held = next.value;
    return 'ok';
  }

  must(device: number, body: Body): Hex {
    const verdict = this.say(device, body);
    if (verdict !== 'ok') throw new Error(`${body.type}: ${verdict}`);
    return this.last;
  }

  propose(device: number, subject: Subject): ErrorName {
    const subjectHash = JSON.stringify(subject);
    const expires = this.time + 180n * DAY_S;
    return this.say(device, { type: 'propose', subject, subjectHash, expires });
  }

  asked(device: number, subject: Subject): Hex {
    const verdict = this.propose(device, subject);
    if (verdict !== 'ok') throw new Error(`propose: ${verdict}`);
    return this.last;
  }

  consent(device: number, proposal: Hex): ErrorName {
    const subject = this.state.proposals.get(proposal)?.subjectHash ?? '';
    const expires = this.time + 180n * DAY_S;
    const { constitution } = this.state;
    return this.say(device, { type: 'consent', proposal, subject, constitution, expires });
  }

  object(device: number, proposal: Hex): ErrorName {
    return this.say(device, { type: 'object', proposal, epoch: '', reason: NOTHING });
  }

  enact(proposal: Hex, ends: readonly number[] = [], facts: Partial<EntryFacts> = {}): ErrorName {
    const cuts = ends.map((device) => ({ device, seq: 0n, coreHash: '' }));
    return this.say(0, { type: 'enact', proposal, keys: [], cuts }, facts);
  }

  retire(author: number, device: number): ErrorName {
    return this.say(author, { type: 'retire', cut: { device, seq: 0n, coreHash: '' } });
  }

  /** A second person, or a further device of the author's person; the new device's index. */
  joined(author: number, person = ''): number {
    const party = this.state.devices[author - 1]!.party;
    const keys = this.keys();
    const life = person === '' ? 90n * DAY_S : DAY_S;
    const sealed = { keys: this.sealed(keys.boxKey), card: NOTHING, person, replaces: 0 };
    const expires = this.time + life;
    this.must(author, { type: 'invite', party, sector: 0, ...keys, expires, ...sealed });
    const comer = { person: person === '' ? this.id() : person, device: this.keys() };
    this.must(0, { type: 'join', invitation: keys.signKey, ...comer });
    return this.state.devices.length;
  }

  /** A second person that signs: where one confirmation is enough. */
  signer(author: number): number {
    const device = this.joined(author);
    this.must(author, { type: 'confirm', person: this.personOf(device) });
    return device;
  }

  /** A newcomer's proposal, by an invitation of the author's. */
  newcomer(author: number, sector: number, replaces = 0): Hex {
    const keys = this.keys();
    const invite = { party: 0, sector, expires: this.time + DAY_S, replaces, person: '' };
    this.must(author, { type: 'invite', ...keys, ...invite, keys: [], card: NOTHING });
    const comer = { person: this.id(), device: this.keys(), replaces, sector, signerRule: 1 };
    const subject = { act: replaces === 0 ? (1 as const) : (6 as const), ...comer };
    return this.asked(0, { ...subject, invitation: keys.signKey });
  }

  /** The keys of the twelve words that the device's person has from then on. */
  recovery(device: number, replaces: Hex = ''): KeyPair {
    const keys = this.keys();
    const sealed = this.sealed(keys.boxKey);
    this.must(device, { type: 'set-recovery', ...keys, tag: this.id(), replaces, keys: sealed });
    return keys;
  }

  recover(recovery: Hex): ErrorName {
    return this.say(0, { type: 'recover', recovery, device: this.keys() });
  }

  rekey(device: number, change: Partial<Rekey> = {}): ErrorName {
    const previousEpoch = lastSoundEpoch(this.state)?.id ?? '';
    const wrapped = previousEpoch === '' ? NOTHING : new Uint8Array(72);
    const grants = grantees(this.state, this.time).map((one) => ({ ...one, sealed: NOTHING }));
    const body = { room: 0, previousEpoch, commitment: this.id(), wrapped, extra: [], grants };
    const hashes = { grantsHash: 'g', heldHash: 'g' };
    return this.say(device, { type: 'rekey', ...body, ...hashes, ...change });
  }

  report(device: number, epoch = currentEpoch(this.state)!.id): ErrorName {
    return this.say(device, { type: 'bad-rekey', room: 0, epoch });
  }

  personOf(device: number): Hex {
    return this.state.devices[device - 1]!.person;
  }

  private sealed(boxKey: Hex): SealedKey[] {
    const epoch = currentEpoch(this.state);
    return epoch ? [{ room: 0, epoch: epoch.id, boxKey, sealed: NOTHING }] : [];
  }
}
