/**
 * What follows from the leaves of a space's log, and whether each may stand there. The
 * server checked the same; a device believes none of it (LOG, COMMIT, CHARTER rules).
 */
import { charterApply, charterSigners } from '../core/charter/apply';
import { currentEpoch, deviceOf, type CharterState, type Proposal } from '../core/charter/state';
import {
  silentPartyOf,
  type Body,
  type Cut,
  type Entry,
  type Statement,
} from '../core/charter/statement';
import { unhex, hexOf, type Hex } from '../core/bytes';
import { NO_HASH } from '../core/commit';
import type { ErrorName, Result } from '../core/errors';
import { append, EMPTY_FRONTIER, type Frontier } from '../core/merkle';
import { hash, leafHash, treeHash } from '../crypto/hash';
import { verify } from '../crypto/verify';
import { decodeEntry, type SignedEntry } from '../proto/charter';
import { decodeCommit, type Commit } from '../proto/commit';
import { FrameType, type Frame } from '../proto/frames';

export interface Chain {
  readonly seq: bigint;
  /** The core hash of each seq, from 1. */
  readonly cores: readonly Hex[];
}

/** A commit that only its author is known to have. */
export interface Unheld {
  readonly leaf: number;
  readonly device: number;
}

export interface LogState {
  readonly charter: CharterState | undefined;
  readonly entries: ReadonlySet<Hex>;
  /** The charter's entries in their order. */
  readonly history: readonly Entry[];
  /** Hashes of the statements that have their place. */
  readonly statements: ReadonlySet<Hex>;
  readonly frontier: Frontier;
  readonly chains: ReadonlyMap<number, Chain>;
  readonly unheld: readonly Unheld[];
  /** By party: a proposal of this height or above has heard nothing of it (CHARTER21). */
  readonly silentFrom: ReadonlyMap<number, bigint>;
}

export type Leaf =
  | { readonly kind: 'entry'; readonly index: number; readonly entry: SignedEntry }
  | {
      readonly kind: 'commit';
      readonly index: number;
      readonly commit: Commit;
      readonly hash: Hex;
    };

export interface Step {
  readonly log: LogState;
  readonly leaf: Leaf;
}

export const EMPTY_LOG: LogState = {
  charter: undefined,
  entries: new Set(),
  history: [],
  statements: new Set(),
  frontier: EMPTY_FRONTIER,
  chains: new Map(),
  unheld: [],
  silentFrom: new Map(),
};

/**
 * `trusted`: read back from this device's own store, where it was verified before.
 * `charter`: verified, but the entries come without the commits, so cuts cannot be looked up.
 */
export type Trust = 'verify' | 'trusted' | 'charter';

export function takeLeaf(log: LogState, frame: Frame, space: Hex, trust: Trust): Result<Step> {
  if (frame.type === FrameType.FRAME_ENTRY) return takeEntry(log, frame.payload, space, trust);
  if (frame.type === FrameType.FRAME_COMMIT) return takeCommit(log, frame.payload, space, trust);
  return refuse('malformed');
}

export function areSignaturesGood(
  kind: 'statement' | 'core',
  keys: readonly Hex[],
  signed: { readonly body: Uint8Array; readonly signatures: readonly Uint8Array[] },
): boolean {
  const { body, signatures } = signed;
  if (signatures.length !== keys.length) return false;
  return keys.every((key, i) => verify(kind, unhex(key), body, signatures[i]!));
}

function takeEntry(log: LogState, payload: Uint8Array, space: Hex, trust: Trust): Result<Step> {
  const decoded = decodeEntry(payload, hash);
  if (!decoded.ok) return decoded;
  const { signed, statement, position } = decoded.value;
  const signers = charterSigners(log.charter, statement);
  const { body } = statement;
  const areGood = (keys: readonly Hex[]): boolean =>
    trust === 'trusted' || areSignaturesGood('statement', keys, signed);
  const facts = {
    isVerified: signers.ok && areGood(signers.value),
    doCutsFit: trust === 'charter' || doCutsFit(log, body),
    isSilent:
      body.type !== 'enact' || isSilentSince(log, log.charter?.proposals.get(body.proposal)),
  };
  const next = charterApply(log.charter, { position, statement }, facts);
  if (!next.ok) return next;
  if (next.value.space !== space) return refuse('malformed');
  const index = log.frontier.size;
  return {
    ok: true,
    value: {
      leaf: { kind: 'entry', index, entry: decoded.value },
      log: {
        ...log,
        charter: next.value,
        entries: new Set(log.entries).add(position.hash),
        history: [...log.history, { position, statement }],
        statements: new Set(log.statements).add(position.statement),
        frontier: append(treeHash, log.frontier, leafHash('entry', position.hash)),
        silentFrom: hear(log, speakerOf(next.value, statement), position.height),
      },
    },
  };
}

function takeCommit(log: LogState, payload: Uint8Array, space: Hex, trust: Trust): Result<Step> {
  const decoded = decodeCommit(payload, (record) => hash('record', record));
  if (!decoded.ok) return decoded;
  const commit = decoded.value;
  const { core, signed } = commit;
  if (core.space !== space) return refuse('malformed');
  const coreHash = hexOf(hash('core', signed.body));
  const verdict = checkCommit(log, commit);
  if (verdict !== 'ok') return refuse(verdict);
  const key = deviceOf(log.charter!, core.device)!.signKey;
  if (trust === 'verify' && !areSignaturesGood('core', [key], signed)) return refuse('signature');
  const index = log.frontier.size;
  const chain = log.chains.get(core.device);
  const cores = [...(chain?.cores ?? []), coreHash];
  const frontier = append(treeHash, log.frontier, leafHash('commit', coreHash));
  const chains = new Map(log.chains).set(core.device, { seq: core.seq, cores });
  const leaf: Leaf = { kind: 'commit', index, commit, hash: coreHash };
  const { height, devices } = log.charter!;
  // After every entry there is, as the next entry would be.
  const silentFrom = hear(log, devices[core.device - 1]!.party, height + 1n);
  const next = { ...log, frontier, chains, unheld: hold(log, leaf), silentFrom };
  return { ok: true, value: { leaf, log: next } };
}

/** COMMIT6, COMMIT8 to COMMIT10, in the order of the rules. */
function checkCommit(log: LogState, { core, isVoid }: Commit): ErrorName {
  if (log.charter?.isClosed) return 'ended';
  const device = log.charter && deviceOf(log.charter, core.device);
  if (!device) return 'unauthorized';
  if (device.cut && core.seq > device.cut.seq) return 'ended';
  if (core.room !== 0) return 'not-found';
  const chain = log.chains.get(core.device);
  const place = checkPlace(core.seq, core.previous, chain);
  if (place !== 'ok') return place;
  const isCurrent =
    log.charter && !log.charter.awaitsRekey && currentEpoch(log.charter)?.id === core.epoch;
  if (isCurrent ? isVoid : !isVoid && core.records.length > 0) {
    return isCurrent ? 'conflict' : 'stale-epoch';
  }
  if (!log.entries.has(core.charterHead)) return 'stale-charter';
  return core.head.size > BigInt(log.frontier.size) ? 'ahead' : 'ok';
}

function checkPlace(seq: bigint, previous: Hex, chain: Chain | undefined): ErrorName {
  const last = chain?.seq ?? 0n;
  if (seq > last + 1n) return 'gap';
  if (seq <= last) return 'conflict';
  return previous === (chain?.cores.at(-1) ?? NO_HASH) ? 'ok' : 'conflict';
}

/** SYNC9: whoever names a head above a leaf holds it. */
function hold(log: LogState, leaf: Extract<Leaf, { kind: 'commit' }>): Unheld[] {
  const { core, isVoid } = leaf.commit;
  const isHeld = (u: Unheld): boolean =>
    BigInt(u.leaf) < core.head.size && u.device !== core.device;
  const rest = log.unheld.filter((u) => !isHeld(u));
  const tells = core.records.length > 0 && !isVoid;
  return tells ? [...rest, { leaf: leaf.index, device: core.device }] : rest;
}

/** Whose device or recovery signed an entry; 0 where nobody's of a party. */
function speakerOf(charter: CharterState, { device, body }: Statement): number {
  const isNewDevice = body.type === 'join' || body.type === 'recover';
  const signed = isNewDevice ? charter.devices.at(-1) : deviceOf(charter, device);
  return signed?.party ?? 0;
}

function hear(log: LogState, party: number, height: bigint): ReadonlyMap<number, bigint> {
  return party === 0 ? log.silentFrom : new Map(log.silentFrom).set(party, height);
}

/** CHARTER21: nothing by whom a rest or a replacement is about stands after the proposal. */
export function isSilentSince(
  log: Pick<LogState, 'silentFrom'>,
  proposal: Pick<Proposal, 'subject' | 'height'> | undefined,
): boolean {
  const party = proposal ? silentPartyOf(proposal.subject) : 0;
  return party === 0 || (log.silentFrom.get(party) ?? 0n) <= proposal!.height;
}

/** CHARTER17, CHARTER21. */
function doCutsFit(log: LogState, body: Body): boolean {
  if (body.type === 'retire') return doesCutFit(log, body.cut);
  if (body.type !== 'enact') return true;
  return body.cuts.every((cut) => cut.seq === lastSeq(log, cut.device) && doesCutFit(log, cut));
}

function lastSeq(log: LogState, device: number): bigint {
  return log.chains.get(device)?.seq ?? 0n;
}

/** What ends a device now: the last that the log holds of it. */
export function cutOf(log: LogState, device: number): Cut {
  const chain = log.chains.get(device);
  return { device, seq: chain?.seq ?? 0n, coreHash: chain?.cores.at(-1) ?? '' };
}

function doesCutFit(log: LogState, cut: Cut): boolean {
  if (cut.seq === 0n) return true;
  return log.chains.get(cut.device)?.cores[Number(cut.seq) - 1] === cut.coreHash;
}

function refuse(error: ErrorName): { readonly ok: false; readonly error: ErrorName } {
  return { ok: false, error };
}
