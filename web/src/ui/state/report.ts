/** What a report tells of the time since the last one. Pure. */
import type {
  AccountView,
  ActionView,
  ChangeView,
  DecisionView,
  GoalView,
  MeetingView,
  PlanView,
  Status,
  SteppingView,
} from '../../app/port';
import { isoDay } from '../words/dates';

export interface Report {
  readonly goals: readonly GoalView[];
  readonly actions: readonly ActionView[];
  /** Those that were there before, and that somebody has written in since. */
  readonly touched: readonly { readonly id: string; readonly title: string }[];
  readonly meetings: readonly MeetingView[];
  readonly decisions: readonly DecisionView[];
  readonly statuses: readonly (readonly [status: Status, actions: number])[];
  readonly accounts: readonly AccountView[];
  readonly steppings: readonly SteppingView[];
}

const STATUS_ORDER: readonly Status[] = [
  ...(['ongoing', 'agreed', 'proposed', 'idea', 'resting', 'done', 'dropped'] as const),
];
/** As many changes as a page has room for. */
export const MAX_TOLD = 14;

/** The day of the last report; '' where there was none. */
export function lastReported({ reports }: PlanView): string {
  const days = reports.map(({ date, created }) => date || dayOf(created.at));
  return days.sort().at(-1) ?? '';
}

/** `since`: YYYY-MM-DD, that day included; '' from the beginning. */
export function reportOf(plan: PlanView, since: string): Report {
  const isSince = (at: number): boolean => dayOf(at) >= since;
  const actions = plan.goals.flatMap((goal) => goal.actions);
  const isNew = ({ created }: { created: { at: number } }): boolean => isSince(created.at);
  const isTouched = (one: GoalView | ActionView): boolean => !isNew(one) && isSince(one.edited.at);
  return {
    goals: plan.goals.filter(isNew),
    actions: actions.filter(isNew),
    touched: [...plan.goals, ...actions].filter(isTouched).map(({ id, title }) => ({ id, title })),
    meetings: plan.meetings.filter(({ held, date }) => held && date >= since),
    decisions: plan.decisions.filter(
      (one) => isNew(one) || [...one.yeses, ...one.stops, ...one.lifted].some(said),
    ),
    statuses: STATUS_ORDER.flatMap((status) => {
      const count = actions.filter((one) => one.status === status).length;
      return count === 0 ? [] : [[status, count] as const];
    }),
    accounts: plan.accounts.filter(({ date, created }) => (date || dayOf(created.at)) >= since),
    steppings: plan.steppings.filter(isNew),
  };

  function said({ by }: { by: { at: number } }): boolean {
    return isSince(by.at);
  }
}

/** The last word on each field: who wrote in it five times is told of once. */
export function lastOfEach(changes: readonly ChangeView[], since: string): readonly ChangeView[] {
  const told = new Set<string>();
  return changes.filter(({ field, by }) => {
    const isTold = told.has(field) || dayOf(by.at) < since;
    told.add(field);
    return !isTold;
  });
}

function dayOf(at: number): string {
  return isoDay(new Date(at * 1000));
}
