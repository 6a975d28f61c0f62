/** What others did, what was there before and what was taken away, for whoever looks at the screens. */
import type { ChangeView, NewsView, PlanView, RemovedView } from '../../app/port';

const HOUR = 3600;

export function newsIn(plan: PlanView): readonly NewsView[] {
  const [goal] = plan.goals;
  const action = goal?.actions[0];
  if (goal === undefined || action === undefined) return [];
  const by = action.created;
  const at = (hours: number) => ({ ...by, at: by.at - hours * HOUR });
  const about = { id: action.id, kind: 'action' as const, title: action.title };
  const told = { kind: 'action' as const, id: action.id, word: '', about };
  const party = { id: 'party-1', kind: 'plan' as const, title: '' };
  return [
    { ...told, what: 'made', by },
    { ...told, what: 'changed', word: 'title', by: at(1) },
    { ...told, what: 'yes', word: 'x', by: at(2) },
    { ...told, kind: 'plan', what: 'changed', word: 'anchoring/1', by: at(3), about: party },
    { ...told, what: 'made', by: at(4), about: { id: goal.id, kind: 'goal', title: goal.title } },
  ];
}

export function changesIn(plan: PlanView, id: string): readonly ChangeView[] {
  const by = plan.goals[0]?.created;
  if (by === undefined) return [];
  const told = { by, isText: true };
  if (id === 'plan') {
    const before = ['Styret', '', ''];
    const after = ['Årsmøtet', '2027-03-01', '2027/12'];
    return [{ field: 'anchoring/1', before, after, by, isText: false }];
  }
  return [
    { ...told, field: 'why', before: '', after: 'Mange spiser alene.' },
    { ...told, field: 'title', before: 'Middag', after: 'Middag hver tirsdag' },
  ];
}

export function removedIn(plan: PlanView): readonly RemovedView[] {
  const by = plan.goals[0]?.created;
  if (by === undefined) return [];
  return [
    { kind: 'action', id: 'tatt-bort', title: 'Spørre butikken om gamle brød', by },
    { kind: 'meeting', id: 'tatt-bort-mote', title: '', by },
  ];
}
