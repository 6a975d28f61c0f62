/** Every refusal in words: what happened, what it means for what I wrote, what I can do. */
import type { Outcome } from '../../app/port';
import { m } from './texts.svelte';

export type Problem = Extract<Outcome<never>, { ok: false }>['error'];

const TEXTS: Partial<Record<Problem, () => string>> = {
  offline: m.error_offline,
  'bad-link': m.join_bad_link,
  'bad-input': m.error_input,
  'too-large': m.error_input,
  storage: m.error_storage,
  'not-member': m.error_forbidden,
  forbidden: m.error_forbidden,
  unauthorized: m.error_ended,
  ended: m.error_ended,
  'not-found': m.error_gone,
  misconduct: m.error_misconduct,
  signature: m.error_misconduct,
  used: m.join_used,
  expired: m.join_expired,
  busy: m.error_busy,
  quota: m.error_quota,
  limit: m.error_full,
  full: m.error_full,
  unsupported: m.error_version,
  'stale-time': m.error_clock,
  notice: m.error_notice,
  'no-consent': m.error_notice,
  // Others were quicker: what was asked holds for what is no more, and nothing was lost.
  conflict: m.error_meanwhile,
  'stale-charter': m.error_meanwhile,
  'stale-epoch': m.error_meanwhile,
  moved: m.error_moved,
  held: m.error_held,
  paused: m.stepping_first,
  changed: m.yes_changed,
};

export function problemText(problem: Problem): string {
  return (TEXTS[problem] ?? m.error_other)();
}

/** What only waits for its turn is no alarm. */
export function problemKind(problem: Problem): 'waiting' | 'danger' {
  return problem === 'quota' || problem === 'busy' ? 'waiting' : 'danger';
}

const JOINING: Partial<Record<Problem, () => string>> = {
  offline: m.join_offline,
  // To a stranger the server answers the same whether a slip never was or is long gone.
  unauthorized: m.join_unknown,
  ended: m.join_revoked,
  'not-found': m.join_unknown,
  conflict: m.join_used,
};

export function joinProblemText(problem: Problem): string {
  return (JOINING[problem] ?? (() => problemText(problem)))();
}
