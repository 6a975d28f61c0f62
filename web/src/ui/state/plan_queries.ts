/** What the screens ask of a plan. Pure. */
import type {
  ActionView,
  GoalView,
  PartyView,
  PersonView,
  PlanView,
  SectorNumber,
} from '../../app/port';

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

/** The goals from the first on, and of the last as much of its actions, with `most` actions in all. */
export function headOf(goals: readonly GoalView[], most: number): readonly GoalView[] {
  const head: GoalView[] = [];
  let left = most;
  for (const goal of goals) {
    if (left <= 0) break;
    head.push(
      goal.actions.length <= left ? goal : { ...goal, actions: goal.actions.slice(0, left) },
    );
    left -= goal.actions.length;
  }
  return head;
}

/** Whether I sign for my group, in a plan that it is still in. */
export function mayDecide(plan: PlanView): boolean {
  const mayAnswer = plan.me.confirmed && plan.me.trialEnds === 0;
  return mayAnswer && plan.membership === 'member';
}

/** Those who read and write now. */
export function activeParties(plan: PlanView): readonly PartyView[] {
  return plan.parties.filter(({ state }) => state === 'active' || state === 'rests');
}

/** People of my group that I may say are who they say. */
export function peopleToConfirm(plan: PlanView): readonly PersonView[] {
  if (!mayDecide(plan)) return [];
  const mine = plan.parties.find((party) => party.isMine);
  const isAsked = (person: PersonView): boolean =>
    !person.confirmed && !person.isMe && !person.confirmedByMe && person.devices.length > 0;
  return mine?.people.filter(isAsked) ?? [];
}

export function answersWanted(plan: PlanView): number {
  const proposals = plan.proposals.filter(
    (proposal) => proposal.state === 'open' && proposal.iMaySayYes && !proposal.iHaveSaidYes,
  );
  return proposals.length + peopleToConfirm(plan).length;
}

/** Whether I have written anything in it. */
export function hasWritten({ goals, me }: PlanView): boolean {
  const written = goals.flatMap((goal) => [goal, ...goal.actions]);
  return written.some(({ created }) => created.person === me.person);
}

export function findAction(plan: PlanView, id: string): ActionView | undefined {
  return plan.goals.flatMap((goal) => goal.actions).find((action) => action.id === id);
}

/** The one sector that all groups belong to, once there are several; a hearing looks like that. */
export function soleSector(plan: PlanView): SectorNumber | undefined {
  const parties = activeParties(plan);
  const sectors = new Set(parties.map((party) => party.sector));
  return parties.length > 1 && sectors.size === 1 ? [...sectors][0] : undefined;
}
