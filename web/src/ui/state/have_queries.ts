/** What the screens ask of what we have, need, promised and learnt. Pure. */
import type {
  AccountView,
  ActionView,
  NeedView,
  PlanView,
  ResourceView,
  SteppingView,
} from '../../app/port';
import { activeParties } from './plan_queries';

const allActions = (plan: PlanView): readonly ActionView[] =>
  plan.goals.flatMap((goal) => goal.actions);

const isOver = ({ status }: ActionView): boolean => status === 'done' || status === 'dropped';

/** Done, or let go. */
export function isOverNow(plan: PlanView, id: string): boolean {
  return allActions(plan).some((action) => action.id === id && isOver(action));
}

export interface Lack {
  readonly need: NeedView;
  readonly action: ActionView;
}

/** Needs that nobody carries, of what is not over. */
export function lacks(plan: PlanView): readonly Lack[] {
  return allActions(plan)
    .filter((action) => !isOver(action))
    .flatMap((action) =>
      action.needs.filter(({ party }) => party === 0).map((need) => ({ need, action })),
    );
}

/** What others and we have of the same kind, ours first. */
export function resourcesFor(plan: PlanView, need: NeedView): readonly ResourceView[] {
  if (need.kind === '' || need.party > 0) return [];
  const here = new Set(activeParties(plan).map(({ index }) => index));
  const isOurs = ({ party }: ResourceView): number => Number(party === plan.me.party);
  return plan.resources
    .filter(({ kind, party }) => kind === need.kind && here.has(party))
    .sort((a, b) => isOurs(b) - isOurs(a));
}

/** What it is that my group would carry a need with; '' where nothing of that kind is written down. */
export function ourResourceFor(plan: PlanView, need: NeedView): string {
  const ours = plan.resources.filter(({ party }) => party === plan.me.party);
  return need.kind === '' ? '' : (ours.find(({ kind }) => kind === need.kind)?.id ?? '');
}

/** Parts that a group has taken on in what is not over, and has not taken back. */
export function promisesOf(plan: PlanView, party: number): readonly ActionView[] {
  return allActions(plan).filter(
    (action) =>
      !isOver(action) && action.parts.some((part) => part.party === party && part.yes !== 'back'),
  );
}

/** The last word of each group on whether it is with; undefined where it never stepped out. */
export function lastStep(plan: PlanView, party: number): SteppingView | undefined {
  return plan.steppings.filter((one) => one.party === party).at(-1);
}

/** Until my group is with again it says neither yes nor stop. */
export function isPaused(plan: PlanView): boolean {
  return lastStep(plan, plan.me.party)?.out === true;
}

const HALF_YEAR_S = 182 * 86_400;
export const PLAN = 'plan';

/** What was said of one thing, newest first. */
export function accountsOn(plan: PlanView, on: string): readonly AccountView[] {
  return [...plan.accounts]
    .filter((account) => account.on === on)
    .sort((a, b) => b.date.localeCompare(a.date) || b.created.at - a.created.at);
}

/**
 * Whether it is time to ask what became better: once when something is over, and half-yearly for
 * the plan. `putOff`: when somebody said "not now" on this device; 0 never.
 */
export function isAccountDue(
  plan: PlanView,
  on: string,
  { now, putOff }: { readonly now: number; readonly putOff: number },
): boolean {
  const said = accountsOn(plan, on);
  if (on !== PLAN) return isOverNow(plan, on) && said.length === 0 && putOff === 0;
  const last = Math.max(startOf(plan), putOff, ...said.map(({ created }) => created.at));
  return last > 0 && now - last >= HALF_YEAR_S;
}

/** The oldest that anybody wrote; 0 in an empty plan. */
function startOf(plan: PlanView): number {
  const times = plan.goals.map(({ created }) => created.at);
  return times.length === 0 ? 0 : Math.min(...times);
}
