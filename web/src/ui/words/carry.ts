/** What is said where a plan goes from hand to hand. */
import type { Commands, Outcome } from '../../app/port';
import { m } from './texts.svelte';

type Refusal = Extract<Outcome<never>, { ok: false }>;

const OUT: Readonly<Record<string, () => string>> = {
  'not-found': m.carry_nothing,
  'too-large': m.carry_out_large,
  'stale-epoch': m.carry_out_locked,
  offline: m.carry_later,
};

export function carryOutTrouble({ error }: Refusal): string {
  return (OUT[error] ?? m.carry_later)();
}

const IN: Readonly<Record<string, () => string>> = {
  'not-found': m.carry_other,
  'not-member': m.carry_not_in,
  gap: m.carry_gap,
  ended: m.carry_ended,
  quota: m.carry_full,
  storage: m.carry_no_room,
  offline: m.carry_later,
};

export function carryInTrouble({ error, detail }: Refusal): string {
  if (error === 'bad-input') return detail === 'size' ? m.carry_in_large() : m.carry_bad();
  return (IN[error] ?? m.carry_false)();
}

export function tookText({ words, count, leaves }: Commands['carryIn']['answer']): string {
  if (words.length === 0) return count + leaves > 0 ? m.carry_took_plan() : m.carry_took_nothing();
  const parts = words.map(({ name, count: n }) =>
    n === 1 ? m.carry_from_one({ name }) : m.carry_from({ name, count: String(n) }),
  );
  return m.carry_took({ what: parts.join(' · ') });
}
