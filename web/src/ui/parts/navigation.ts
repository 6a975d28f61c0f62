import type { Route } from '../state/route';
import { m } from '../words/texts.svelte';

type Tab = 'plan' | 'meeting' | 'resources' | 'people';

/** The four places, in their order at the bottom edge. */
export const TABS: readonly { readonly name: Tab; readonly label: () => string }[] = [
  { name: 'plan', label: m.nav_plan },
  { name: 'meeting', label: m.nav_meeting },
  { name: 'resources', label: m.nav_resources },
  { name: 'people', label: m.nav_people },
];

const TAB_OF: Partial<Record<Route['name'], Tab>> = {
  plan: 'plan',
  action: 'plan',
  'new-action': 'plan',
  'new-goal': 'plan',
  sheet: 'plan',
  map: 'plan',
  news: 'plan',
  talk: 'plan',
  meeting: 'meeting',
  gathering: 'meeting',
  round: 'meeting',
  decision: 'meeting',
  wheel: 'meeting',
  resources: 'resources',
  people: 'people',
  invite: 'people',
  slips: 'people',
  successor: 'people',
  balance: 'people',
  account: 'people',
};

export const tabOf = (route: Route): Tab | undefined => TAB_OF[route.name];

/** Pages that are reached from Mer. */
const UNDER_MORE: readonly Route['name'][] = [
  ...(['readers', 'about', 'check', 'words', 'devices', 'install', 'leaving', 'carry'] as const),
  ...(['search', 'report', 'copies', 'paper', 'gone'] as const),
  ...(['access', 'privacy', 'contact', 'keys'] as const),
];

/** Pages that are reached from Om. */
const ABOUT: readonly Route['name'][] = ['access', 'privacy', 'contact'];

export const isMore = (route: Route): boolean =>
  route.name === 'more' || UNDER_MORE.includes(route.name);

/** Where "back" leads by name, when the browser's own history has nothing. */
export function parentOf(route: Route): Route | undefined {
  if (['found', 'join', 'slip', 'recover'].includes(route.name)) return { name: 'start' };
  if (route.name === 'together') return { name: 'found' };
  if (route.name === 'more' && route.space === undefined) return { name: 'start' };
  if (!('space' in route) || route.space === undefined) {
    if (ABOUT.includes(route.name)) return { name: 'about' };
    return UNDER_MORE.includes(route.name) ? { name: 'more' } : undefined;
  }
  const { space } = route;
  if (['invite', 'slips', 'successor'].includes(route.name)) return { name: 'people', space };
  if (ABOUT.includes(route.name)) return { name: 'about', space };
  if (route.name === 'balance' || route.name === 'account') return { name: 'people', space };
  if ('id' in route && route.name !== 'talk') return { name: 'meeting', space };
  if (UNDER_MORE.includes(route.name)) return { name: 'more', space };
  return route.name === 'plan' ? undefined : { name: 'plan', space };
}

const PARENT_LABEL: Partial<Record<Route['name'], () => string>> = {
  plan: m.nav_plan,
  meeting: m.nav_meeting,
  people: m.nav_people,
  about: m.more_about,
  more: m.nav_more,
};

export const labelOf = (route: Route): string => (PARENT_LABEL[route.name] ?? m.back)();
