/** What a yes is said to, as it stands on the screen. Pure. */
import type {
  ActionView,
  CoveredView,
  DecisionView,
  PartView,
  PlanView,
  Verdict,
} from '../../app/port';
import { isPaused } from './have_queries';
import { isAsked } from './meeting_queries';
import { mayDecide } from './plan_queries';

export function seenIn({ title, parts }: ActionView, party: number): CoveredView {
  const own = parts.find((part) => part.party === party);
  return { what: title, who: parts.map((part) => part.party), part: own?.text ?? '' };
}

/** Whether somebody of the group has said yes to it, be it to earlier words: it stands till it is taken back. */
export function hasYes({ yes }: PartView): boolean {
  return yes === 'stands' || yes === 'some' || yes === 'again';
}

export function maySayYes(plan: PlanView): boolean {
  return plan.me.maySign && !isPaused(plan);
}

/** Who has said yes for the group, and signs for it alone, stands by what they correct. */
export function mayStandBy(plan: PlanView, ours: PartView | undefined): boolean {
  return ours?.yes === 'stands' && plan.me.signsAlone && maySayYes(plan);
}

/** What I am to say of a proposal now. A pause bars what is new, and never that a stop is lifted. */
export function verdictAsked(plan: PlanView, decision: DecisionView): Verdict | undefined {
  if (!mayDecide(plan)) return undefined;
  if (decision.mine === 'stop') return 'lifted';
  if (isPaused(plan)) return undefined;
  return decision.mine === undefined && isAsked(decision) ? 'yes' : undefined;
}
