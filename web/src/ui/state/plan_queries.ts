/** What the screens ask of a plan. Pure. */
import type { ActionView, GoalView, PersonView, PlanView, SectorNumber } from '../../app/port';

export type Filter = 'all' | 'mine' | 'ours';

function isMine(plan: PlanView, action: ActionView): boolean {
  return [action.created, action.edited].some((by) => by.person === plan.me.person);
}

function isOurs(plan: PlanView, action: ActionView): boolean {
  return action.parts.some((part) => part.party === plan.me.party);
}

export function shownGoals(plan: PlanView, filter: Filter): readonly GoalView[] {
  if (filter === 'all') return plan.goals;
  const wanted = filter === 'mine' ? isMine : isOurs;
  return plan.goals
    .map((goal) => ({ ...goal, actions: goal.actions.filter((action) => wanted(plan, action)) }))
    .filter((goal) => goal.actions.length > 0);
}

/** People of my group that I may say are who they say. */
export function peopleToConfirm(plan: PlanView): readonly PersonView[] {
  if (!plan.me.confirmed) return [];
  const mine = plan.parties.find((party) => party.isMine);
  return mine?.people.filter((person) => !person.confirmed && !person.isMe) ?? [];
}

export function answersWanted(plan: PlanView): number {
  const proposals = plan.proposals.filter(
    (proposal) => proposal.state === 'open' && proposal.iMaySayYes && !proposal.iHaveSaidYes,
  );
  return proposals.length + peopleToConfirm(plan).length;
}

export function findAction(plan: PlanView, id: string): ActionView | undefined {
  return plan.goals.flatMap((goal) => goal.actions).find((action) => action.id === id);
}

/** The one sector that all groups belong to, once there are several; a hearing looks like that. */
export function soleSector(plan: PlanView): SectorNumber | undefined {
  const sectors = new Set(plan.parties.map((party) => party.sector));
  return plan.parties.length > 1 && sectors.size === 1 ? [...sectors][0] : undefined;
}
