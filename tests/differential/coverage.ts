/** What was reached: what was said, by type and act, and what became of it. */
import type { CharterState } from '../../web/src/core/charter/state';
import type { ErrorName } from '../../web/src/core/errors';
import type { Step } from './world';

const TYPES = [
  'genesis',
  'confirm',
  'consent',
  'object',
  'bad-rekey',
  'retire',
  'revoke',
  'recover',
];
const ACTS = [1, 2, 3, 4, 5, 6, 8, 9, 10, 11, 12];
/** Every kind that must be accepted at least once. */
const KINDS: readonly string[] = [
  ...TYPES,
  ...['invite own', 'invite further', 'invite party', 'invite in place'],
  ...['join new', 'join further', 'withdraw word', 'withdraw proposal', 'rekey', 'rekey extra'],
  ...['set-recovery', 'set-recovery again', 'wake', 'wake accepts'],
  ...ACTS.flatMap((act) => [`propose ${act}`, `enact ${act}`]),
  ...['enact by a device', 'enact by nobody'],
];
/** Every refusal that a rule of CHARTER names. */
const REFUSALS: readonly ErrorName[] = [
  ...(['malformed', 'unauthorized', 'forbidden', 'not-found', 'conflict', 'stale-epoch'] as const),
  ...(['stale-charter', 'ended', 'quota', 'expired', 'used', 'no-consent', 'notice'] as const),
  ...(['limit', 'signature'] as const),
];

export class Coverage {
  private readonly counts = new Map<string, Map<string, number>>();

  note(step: Step, before: CharterState | undefined, answer: string): void {
    const verdict = answer.startsWith('OK') ? 'ok' : answer;
    for (const kind of kindsOf(step, before)) {
      const verdicts = this.counts.get(kind) ?? new Map<string, number>();
      verdicts.set(verdict, (verdicts.get(verdict) ?? 0) + 1);
      this.counts.set(kind, verdicts);
    }
  }

  /** What was never accepted, and what no refusal ever said. */
  missing(): string[] {
    const seen = new Set([...this.counts.values()].flatMap((verdicts) => [...verdicts.keys()]));
    const kinds = KINDS.filter((kind) => !this.counts.get(kind)?.has('ok'));
    return [...kinds, ...REFUSALS.filter((name) => !seen.has(name))];
  }

  table(): string {
    const rows = [...this.counts].sort(([a], [b]) => (a < b ? -1 : 1));
    return rows.map(([kind, verdicts]) => `${kind}: ${countsOf(verdicts)}`).join('\n');
  }
}

function countsOf(verdicts: ReadonlyMap<string, number>): string {
  const sorted = [...verdicts].sort(([, a], [, b]) => b - a);
  return sorted.map(([verdict, count]) => `${verdict} ${count}`).join(', ');
}

function kindsOf({ device, body }: Step, state: CharterState | undefined): string[] {
  switch (body.type) {
    case 'propose':
      return [`propose ${body.subject.act}`];
    case 'enact': {
      const act = state?.proposals.get(body.proposal)?.subject.act ?? 'unknown';
      return [`enact ${act}`, device === 0 ? 'enact by nobody' : 'enact by a device'];
    }
    case 'invite':
      if (body.party === 0) return [body.replaces === 0 ? 'invite party' : 'invite in place'];
      return [body.person === '' ? 'invite own' : 'invite further'];
    case 'join': {
      const isFurther = state?.persons.has(body.person) ?? false;
      return [isFurther ? 'join further' : 'join new'];
    }
    case 'withdraw':
      return [state?.proposals.has(body.statement) ? 'withdraw proposal' : 'withdraw word'];
    case 'rekey':
      return [body.extra.length > 0 ? 'rekey extra' : 'rekey'];
    case 'set-recovery':
      return [body.replaces === '' ? 'set-recovery' : 'set-recovery again'];
    case 'wake':
      return [body.accepts.length > 0 ? 'wake accepts' : 'wake'];
    default:
      return [body.type];
  }
}
