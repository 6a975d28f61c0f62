/** Every thing in a plan that has a conversation and a history, whatever it is. Pure. */
import { SHEET, type AuthorView, type ChangeView, type PlanView } from '../../app/port';
import { isUnanswered } from './meeting_queries';

export interface Found {
  readonly kind: string;
  readonly id: string;
  /** '' of what is called by its kind or its day alone. */
  readonly title: string;
  /** Who made it, and who wrote in it last; nobody knows of a name. */
  readonly written?: { readonly created: AuthorView; readonly edited: AuthorView };
  /** A field of the plan itself: its history is the plan's. */
  readonly field?: string;
  /** Where it stands, where that is on the page of another. */
  readonly place?: { readonly kind: string; readonly id: string };
}

const PLAN = 'plan';

export function itemsOf(plan: PlanView): ReadonlyMap<string, Found> {
  const all = [...madeIn(plan), ...fieldsOf(plan)];
  return new Map(all.map((found) => [found.id, found]));
}

type Made = { readonly id: string; readonly created: AuthorView; readonly edited: AuthorView };

function madeIn(plan: PlanView): Found[] {
  const found: Found[] = [];
  const actions = new Set(plan.goals.flatMap((goal) => goal.actions.map(({ id }) => id)));
  const put = (kind: string, one: Made, title: string, on = ''): void => {
    const place = actions.has(on) ? { place: { kind: 'action', id: on } } : {};
    found.push({ kind, id: one.id, title, written: one, ...place });
  };
  for (const goal of plan.goals) {
    put('goal', goal, goal.title);
    for (const action of goal.actions) {
      put('action', action, action.title);
      for (const need of action.needs) put('need', need, need.what, action.id);
    }
  }
  for (const one of plan.resources) put('resource', one, one.what);
  for (const one of plan.decisions) put('decision', one, one.question);
  for (const one of plan.meetings) put('meeting', one, one.agenda);
  for (const one of plan.rounds) put('round', one, one.question);
  for (const one of plan.evaluations) put('evaluation', one, '');
  for (const one of plan.reflections) put('reflection', one, one.text, one.on);
  for (const one of plan.accounts) {
    put('account', one, one.democratic || one.efficiency, one.on);
  }
  for (const one of plan.steppings) put('stepping', one, one.words);
  return found;
}

/** The plan, its sheet's questions, who in each group has said yes, and what values are called. */
function fieldsOf(plan: PlanView): Found[] {
  const values = Object.values(plan.valueNames);
  return [
    { kind: 'plan', id: PLAN, title: plan.title },
    ...numbered(SHEET, () => ({ kind: 'sheet', title: '' })),
    ...plan.parties.map(({ index, name }) => ({ ...fieldAt('party', index), title: name })),
    ...numbered(values.length, (i) => ({ kind: 'value', title: values[i - 1] ?? '' })),
  ];
}

const FIELD = { sheet: 'sheet', party: 'anchoring', value: 'value' } as const;

function numbered(
  count: number,
  of: (i: number) => { readonly kind: 'sheet' | 'value'; readonly title: string },
): Found[] {
  return Array.from({ length: count }, (_, i) => {
    const { kind, title } = of(i + 1);
    return { ...fieldAt(kind, i + 1), title };
  });
}

function fieldAt(kind: keyof typeof FIELD, i: number): Omit<Found, 'title'> {
  return { kind, id: `${kind}-${String(i)}`, field: `${FIELD[kind]}/${String(i)}` };
}

/** "3" of "party-3", "anchoring/3". */
export const numberIn = (name: string): number => Number(/\d+$/.exec(name)?.[0] ?? 0);

/** What the screens let nobody write anew is not fetched back, either. */
export function mayFetchBack(plan: PlanView, { kind, id }: Found, change: ChangeView): boolean {
  const { field, before } = change;
  const isNothing = before === '' || before === null;
  if (isNothing && ['title', 'what', 'question', 'text'].includes(field)) return false;
  const { party, person } = plan.me;
  switch (kind) {
    case 'decision': {
      const decision = plan.decisions.find((one) => one.id === id);
      const isAsked = field === 'question' || field === 'why';
      return !isAsked || (decision !== undefined && isUnanswered(decision));
    }
    case 'round': {
      if (field.startsWith('group/')) return numberIn(field) === party;
      const round = plan.rounds.find((one) => one.id === id);
      return field !== 'question' || (round?.written === 0 && round.opened === undefined);
    }
    case 'evaluation':
      return field.startsWith('tie/');
    case 'resource':
      return plan.resources.find((one) => one.id === id)?.party === party;
    case 'reflection':
      return plan.reflections.find((one) => one.id === id)?.created.person === person;
    case 'stepping':
      return false;
    default:
      return !field.startsWith('anchoring/') || numberIn(field) === party;
  }
}
