/** A plan that grows by random steps: its state here, and the bytes that both languages are given. */
import { createHash } from 'node:crypto';
import { hexOf, type Hex } from '../../web/src/core/bytes';
import { charterApply } from '../../web/src/core/charter/apply';
import { currentEpoch, deviceOf, type CharterState } from '../../web/src/core/charter/state';
import type {
  Body,
  EntryFacts,
  KeyPair,
  Position,
  SealedKey,
} from '../../web/src/core/charter/statement';
import { stateBytes, stateHex } from '../../web/src/core/testing/state_bytes';
import { hash } from '../../web/src/crypto/hash';
import {
  decodeEntry,
  encodeEntry,
  encodePosition,
  encodeStatement,
  type StatementDraft,
} from '../../web/src/proto/charter';
import { encodeGrants } from '../../web/src/proto/charter_encode';
import { encodeSigned } from '../../web/src/proto/signed';
import { encodeBody } from './encode';

/** One step as it was meant, before and after something in it was made wrong. */
export interface Step {
  readonly device: number;
  readonly body: Body;
  readonly change?: {
    readonly statement?: Partial<Omit<StatementDraft, 'type' | 'body'>>;
    readonly position?: Partial<Omit<Position, 'hash'>>;
    readonly facts?: Partial<EntryFacts>;
  };
}

export interface Told {
  readonly bytes: Uint8Array;
  /** `OK`, with the SHA-256 of the state's bytes where it was asked for, or the refusal. */
  readonly answer: string;
}

const ALL_GOOD: EntryFacts = { isVerified: true, doCutsFit: true, isSilent: true };

/** Of no cuts at all each is what it must be: a log never says otherwise. */
function factsOf({ body, change }: Step): EntryFacts {
  const facts = { ...ALL_GOOD, ...change?.facts };
  const isVain = body.type === 'enact' && body.cuts.length === 0;
  return isVain ? { ...facts, doCutsFit: true } : facts;
}

function sha256(hex: Hex): Hex {
  return createHash('sha256').update(hex, 'hex').digest('hex');
}

export class World {
  state: CharterState | undefined;
  time: bigint;
  /** Statements that were accepted, and what some of them named: wrong ids are taken from here. */
  readonly said: Hex[] = [];
  /** What is said lasts as long as it may. */
  isPatient = false;
  private ids = 0;

  constructor(readonly chance: () => number) {
    this.time = 1_700_000_000n + BigInt(this.below(1_000_000));
  }

  below(most: number): number {
    return Math.floor(this.chance() * most);
  }

  between(least: number, most: number): number {
    return least + this.below(most - least + 1);
  }

  maybe(share: number): boolean {
    return this.chance() < share;
  }

  pick<T>(items: readonly T[]): T | undefined {
    return items[this.below(items.length)];
  }

  /** No two alike, in no order. */
  id(bytes = 32): Hex {
    const random = Math.floor(this.chance() * 2 ** 32);
    const text = random.toString(16).padStart(8, '0') + (++this.ids).toString(16).padStart(8, '0');
    return text.padEnd(2 * bytes, '5');
  }

  keys(): KeyPair {
    return { signKey: this.id(), boxKey: this.id() };
  }

  /** What an invitation or a recovery carries. */
  sealed(boxKey: Hex): SealedKey[] {
    const epoch = this.state && currentEpoch(this.state);
    return epoch ? [{ room: 0, epoch: epoch.id, boxKey, sealed: new Uint8Array(80) }] : [];
  }

  /** Says it to this language, and gives what the other is to be told. */
  take(step: Step, isStateAsked: boolean): Told {
    const facts = factsOf(step);
    const entry = this.entry(step);
    const { isVerified, doCutsFit, isSilent } = facts;
    const bits = [isVerified, doCutsFit, isSilent, isStateAsked].map(Number);
    const told = new Uint8Array(entry.length + 1);
    told[0] = bits.reduce((sum, bit, i) => sum + (bit << i), 0);
    told.set(entry, 1);
    const decoded = decodeEntry(entry, hash);
    const next = decoded.ok ? charterApply(this.state, decoded.value, facts) : decoded;
    if (!next.ok) return { bytes: told, answer: next.error };
    this.state = next.value;
    if (decoded.ok) this.said.push(decoded.value.statement.hash);
    return { bytes: told, answer: isStateAsked ? `OK ${sha256(stateHex(next.value))}` : 'OK' };
  }

  /** The state's own hash: too slow here for every step. */
  stateHash(): Hex {
    return this.state ? hexOf(hash('charter-state', stateBytes(this.state))) : '';
  }

  private entry({ device, body, change }: Step): Uint8Array {
    const { state } = this;
    const payload = body.type === 'rekey' ? [encodeGrants(body.grants)] : [];
    const author = state && deviceOf(state, device);
    const next = device === 0 ? 0n : (author?.counter ?? 0n) + 1n;
    const said = { device, seq: change?.statement?.counter ?? next };
    const statement = encodeStatement({
      space: state?.space ?? '',
      device,
      counter: next,
      charterHead: state?.head ?? '',
      ...change?.statement,
      type: body.type,
      body: encodeBody(body, payload),
    });
    const envelope = { ...said, body: statement, signatures: [], payload };
    const position = encodePosition({
      height: state ? state.height + 1n : 0n,
      previous: state?.head ?? '',
      time: this.time,
      statement: hexOf(hash('statement', statement)),
      ...change?.position,
    });
    return encodeEntry(position, encodeSigned(envelope));
  }
}
