/** Moves of actions on the map, as the screens show them. Pure. */
import type { ActionView, Arena, MoveView, PlanView } from '../../app/port';

export interface Moved {
  readonly action: ActionView;
  readonly move: MoveView;
}

export function allActions(plan: PlanView): readonly ActionView[] {
  return plan.goals.flatMap((goal) => goal.actions);
}

/** The last move of each action that has moved since then, newest first. */
export function movedSince(plan: PlanView, since: number): readonly Moved[] {
  return allActions(plan)
    .flatMap((action) => {
      const move = action.moves.at(-1);
      return move !== undefined && move.created.at > since ? [{ action, move }] : [];
    })
    .sort((a, b) => b.move.created.at - a.move.created.at);
}

/** Where it has been, each place once for each stay, the present one last. */
export function stayedIn(action: ActionView): readonly (Arena | '')[] {
  const before = action.moves.map(({ from }) => from);
  return [...before, action.arena ?? ''];
}
