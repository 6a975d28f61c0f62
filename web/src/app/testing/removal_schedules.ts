/**
 * The schedules of E22: play each, then attack it with all that its server and line have seen. Everything that makes
 * them fast stands here; a test file that imports this alone has no other hashes, curves and lines.
 */
import { expect, vi } from 'vitest';
import type * as Blake2 from '@noble/hashes/blake2.js';
import { hexOf } from '../../core/bytes';
import type { SignedStatement } from '../../proto/charter';
import {
  doesOpen,
  keyring,
  outsByEntry,
  sealedCommit,
  statementIn,
  type Holder,
  type Sealed,
} from './leak';
import type * as Strict from '../../proto/strict';
import type * as Log from '../../sync/log';
import { PlainBlob, PlainResponse } from '../../sync/testing/plain_line';
import { Removals, type Base } from './removals';

vi.mock('@noble/curves/ed25519.js', () => import('../../crypto/testing/native_curves'));
vi.mock('@noble/hashes/blake2.js', async (original) => {
  const { hashOnce } = await import('../../crypto/testing/hash_once');
  return hashOnce(await original<typeof Blake2>());
});
vi.mock('../../crypto/verify', () => import('../../crypto/testing/native_curves'));
vi.mock('../../proto/strict', async (original) => {
  const { readOnce } = await import('../../proto/testing/read_once');
  return readOnce(await original<typeof Strict>());
});
vi.mock('../../sync/log', async (original) => {
  const { sharedLog } = await import('../../sync/testing/shared_log');
  return sharedLog(await original<typeof Log>());
});
vi.stubGlobal('Blob', PlainBlob);
vi.stubGlobal('Response', PlainResponse);

const SCHEDULES = Number(process.env['REMOVAL_SCHEDULES'] ?? 1000);
const FIRST = Number(process.env['REMOVAL_SEED'] ?? 1);
/** Fewer may be without any attack of some kind. */
const ENOUGH = 100;
const STEPS = 5;

interface Count {
  readonly out: Record<Holder['kind'], number>;
  sealedAfter: number;
  openedBefore: number;
}

/** With all traffic, the whole database, and every key that it ever held. */
async function attack(plan: Removals, count: Count): Promise<void> {
  const { space, server, traffic, holders } = plan;
  const sealed = [...plan.sealed, ...sealedBefore(server, plan.sealed)];
  const said = new Map<string, SignedStatement>();
  for (const frame of [...server.stored, ...traffic]) {
    const read = statementIn(frame);
    if (read) said.set(hexOf(read.signed.signatures[0] ?? read.signed.body), read);
  }
  const outs = outsByEntry(space, server.stored, holders);
  for (const holder of outs.get(server.charter!.head)!) {
    const ring = await keyring(space, [...said.values()], holder);
    for (const { commit, known } of sealed) {
      const isKnown = known.has(holder) || outs.get(commit.core.charterHead)?.includes(holder);
      const isOpen = doesOpen(ring, commit);
      if (!isKnown) count.openedBefore += isOpen ? 1 : 0;
      else if (isOpen) throw new Error(`a ${holder.kind} that is out reads on`);
      else count.sealedAfter++;
    }
    count.out[holder.kind]++;
  }
}

/** What stood in the database before anybody was watched. */
function sealedBefore({ stored }: Removals['server'], sent: readonly Sealed[]): Sealed[] {
  const bodies = new Set(sent.map(({ commit }) => hexOf(commit.signed.body)));
  const commits = stored.flatMap((frame) => sealedCommit(frame) ?? []);
  const others = commits.filter(({ signed }) => !bodies.has(hexOf(signed.body)));
  return others.map((commit) => ({ commit, known: new Set<Holder>() }));
}

async function play(base: Base, seed: number, count: Count): Promise<void> {
  const plan = await Removals.from(base, seed);
  for (let i = 0; i < STEPS; i++) await plan.step();
  await plan.close();
  await attack(plan, count);
}

/** By halves, so that two cores share them. */
export function seedsOf(half: 'first' | 'second'): readonly number[] {
  const middle = FIRST + Math.ceil(SCHEDULES / 2);
  const [from, to] = half === 'first' ? [FIRST, middle] : [middle, FIRST + SCHEDULES];
  return Array.from({ length: to - from }, (_, i) => from + i);
}

export async function playAll(seeds: readonly number[]): Promise<void> {
  const out = { device: 0, link: 0, words: 0 };
  const count: Count = { out, sealedAfter: 0, openedBefore: 0 };
  const base = await Removals.base(0);
  const began = process.cpuUsage();
  for (const seed of seeds) {
    await play(base, seed, count).catch((problem: unknown) => {
      throw new Error(`REMOVAL_SEED=${seed} REMOVAL_SCHEDULES=1: ${String(problem)}`);
    });
  }
  const { user, system } = process.cpuUsage(began);
  const seconds = Math.round((user + system) / 1e6);
  console.log(`schedules from seed ${seeds[0]}: ${seeds.length} in ${seconds} s of a core`, count);
  if (seeds.length < ENOUGH) return;
  // Otherwise it was no attack: nobody was out, or nothing was sealed, or no key opened anything.
  for (const gone of Object.values(out)) expect(gone).toBeGreaterThan(seeds.length / 50);
  expect(count.sealedAfter).toBeGreaterThan(seeds.length);
  expect(count.openedBefore).toBeGreaterThan(seeds.length);
}
