/** Addresses and the views they name. Pure: the same table reads and writes them. */
export type Route =
  | {
      readonly name:
        'start' | 'found' | 'together' | 'arrival' | 'join' | 'plans' | 'recover' | 'missing';
    }
  | { readonly name: 'slip'; readonly prefix: string }
  | { readonly name: MoreName; readonly space?: string }
  | { readonly name: PlanPage; readonly space: string }
  | { readonly name: 'action'; readonly space: string; readonly action: string }
  | { readonly name: ItemPage; readonly space: string; readonly id: string }
  | { readonly name: 'new-action'; readonly space: string; readonly goal?: string };

type MoreName = 'more' | 'readers' | 'about' | 'access' | 'privacy' | 'contact' | 'keys';
type PlanPage =
  | ('plan' | 'meeting' | 'resources' | 'people' | 'invite' | 'slips' | 'check' | 'new-goal')
  | ('devices' | 'install' | 'words' | 'leaving' | 'carry' | 'successor')
  | ('sheet' | 'map' | 'news' | 'balance' | 'account' | 'search' | 'report' | 'copies' | 'paper')
  | 'gone';
/** Pages of one thing: a meeting, a round, a decision, how we have it together, or the talk about any. */
type ItemPage = 'gathering' | 'round' | 'decision' | 'wheel' | 'talk';

/** Looked up with `Object.hasOwn`: an address may be called "constructor". */
const TOP: Readonly<Record<string, Route>> = {
  '': { name: 'start' },
  start: { name: 'found' },
  'bli-med': { name: 'join' },
  planer: { name: 'plans' },
  tilbake: { name: 'recover' },
  sammen: { name: 'together' },
  flytt: { name: 'arrival' },
};

const PLAN_PAGES: Readonly<Record<string, PlanPage>> = {
  '': 'plan',
  mote: 'meeting',
  'det-vi-har': 'resources',
  vi: 'people',
  'vi/inviter': 'invite',
  'vi/lapper': 'slips',
  'mer/sjekk': 'check',
  'mer/enheter': 'devices',
  'mer/hjemskjerm': 'install',
  'mer/tolv-ord': 'words',
  'mer/ut': 'leaving',
  'mer/for-hand': 'carry',
  'mer/videre': 'successor',
  'nytt-mal': 'new-goal',
  ark: 'sheet',
  kart: 'map',
  nytt: 'news',
  'vi/slipper-til': 'balance',
  'vi/bedre': 'account',
  'mer/sok': 'search',
  'mer/rapport': 'report',
  'mer/kopi': 'copies',
  'mer/papir': 'paper',
  'mer/tatt-bort': 'gone',
};

const ITEM_PAGES: Readonly<Record<string, ItemPage>> = {
  mote: 'gathering',
  runde: 'round',
  forslag: 'decision',
  sammen: 'wheel',
  om: 'talk',
};

const MORE_PAGES: Readonly<Record<string, MoreName>> = {
  mer: 'more',
  'mer/lesere': 'readers',
  'mer/om': 'about',
  'mer/tilgjengelighet': 'access',
  'mer/personvern': 'privacy',
  'mer/kontakt': 'contact',
  'mer/hurtigtaster': 'keys',
};

function lookUp<T>(table: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}

function readPlanPath(space: string, rest: readonly string[]): Route {
  const [head, id] = rest;
  if (head === 'tiltak' && id !== undefined && rest.length === 2) {
    return { name: 'action', space, action: id };
  }
  if (head === 'nytt-tiltak' && rest.length <= 2) {
    return id === undefined
      ? { name: 'new-action', space }
      : { name: 'new-action', space, goal: id };
  }
  const item = head === undefined ? undefined : lookUp(ITEM_PAGES, head);
  if (item !== undefined && id !== undefined && rest.length === 2) return { name: item, space, id };
  const tail = rest.join('/');
  const page = lookUp(PLAN_PAGES, tail);
  if (page !== undefined) return { name: page, space };
  const more = lookUp(MORE_PAGES, tail);
  return more === undefined ? { name: 'missing' } : { name: more, space };
}

export function readRoute(path: string): Route {
  const parts = path.split('/').filter((part) => part !== '');
  if (parts[0] === 'plan' && parts[1] !== undefined) return readPlanPath(parts[1], parts.slice(2));
  if (parts[0] === 'l' && parts[1] !== undefined && parts.length === 2) {
    return { name: 'slip', prefix: parts[1] };
  }
  const whole = parts.join('/');
  const more = lookUp(MORE_PAGES, whole);
  if (more !== undefined) return { name: more };
  return lookUp(TOP, whole) ?? { name: 'missing' };
}

const keyOf = (table: Readonly<Record<string, string>>, name: string): string | undefined =>
  Object.keys(table).find((key) => table[key] === name);

function planTail(route: Route): string {
  if ('id' in route) return `${keyOf(ITEM_PAGES, route.name) ?? ''}/${route.id}`;
  if (route.name === 'action') return `tiltak/${route.action}`;
  if (route.name === 'new-action') {
    return route.goal === undefined ? 'nytt-tiltak' : `nytt-tiltak/${route.goal}`;
  }
  return keyOf(PLAN_PAGES, route.name) ?? keyOf(MORE_PAGES, route.name) ?? '';
}

export function spaceOf(route: Route): string | undefined {
  return 'space' in route ? route.space : undefined;
}

export function writeRoute(route: Route): string {
  const space = spaceOf(route);
  if (space !== undefined) {
    const tail = planTail(route);
    return tail === '' ? `/plan/${space}` : `/plan/${space}/${tail}`;
  }
  if (route.name === 'slip') return `/l/${route.prefix}`;
  const top = Object.keys(TOP).find((key) => TOP[key]?.name === route.name);
  return `/${top ?? keyOf(MORE_PAGES, route.name) ?? ''}`;
}
