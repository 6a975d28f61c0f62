/** What is new since this device's person last looked at the plan. */
import { textOf, utf8 } from '../core/bytes';
import { PLAN, type Kind } from '../core/plan/document';
import { TITLES } from '../core/plan/changes';
import type { Item } from '../core/plan/items';
import { lookedNow, newsSince, type Looked, type News } from '../core/plan/news';
import { draftKey } from '../sync/records';
import type { Commands, Outcome } from './port';
import type { NewsView } from './history_port';
import { author, type Reading } from './reading';
import { shownReading } from './plan_view';
import { done, refuse, storageTrouble, type Running, type RunningSpace } from './running';

type Ask<N extends keyof Commands> = Commands[N]['ask'];

const FORM = 'looked';
/** Beyond this nobody reads a list. */
export const MAX_NEWS = 200;

interface Visit {
  /** What was here the last time; unknown the first time, when everything is new. */
  readonly since: Looked | undefined;
  /** What was here when news was last told: only that is seen. */
  readonly told: Looked;
  readonly isRead: boolean;
}

/** Of each plan, since this app was started; the list stays until it is read and the app put away. */
const visits = new WeakMap<RunningSpace, Visit>();

/** Marks what was told; `isRead` by the list itself, which is then still to be come back to. */
export async function markSeen(
  running: Running,
  { space: id, isRead = false }: Ask<'markSeen'>,
): Promise<Outcome<null>> {
  const found = running.spaces.get(id);
  if (!found) return refuse('not-found');
  const visit = visits.get(found);
  if (!visit) return done(null);
  if (isRead) visits.set(found, { ...visit, isRead });
  else if (visit.isRead || !visit.since) visits.delete(found);
  const value = utf8(JSON.stringify([...visit.told]));
  const written = await running.store.write([{ key: draftKey(id, FORM), value }]);
  return written.ok ? done(null) : storageTrouble(running);
}

/** The first time everything is new, and nothing is told: it is marked as it comes. */
export async function news(
  running: Running,
  { space: id }: Ask<'news'>,
): Promise<Outcome<{ news: readonly NewsView[] }>> {
  const found = running.spaces.get(id);
  if (!found) return refuse('not-found');
  const kept = await running.store.read(draftKey(id, FORM));
  const visit = visits.get(found);
  const looked = visit ? visit.since : kept && readLooked(textOf(kept) ?? '');
  visits.set(found, {
    since: looked,
    told: lookedNow(found.space.doc),
    isRead: visit?.isRead ?? false,
  });
  if (!looked) {
    const marked = await markSeen(running, { space: id, isRead: true });
    return marked.ok ? done({ news: [] }) : marked;
  }
  const { reading, items } = shownReading(found);
  const byId = new Map(items.map((item) => [item.id, item]));
  const views = newsSince(found.space.doc, looked).flatMap(
    (one) => newsView(reading, byId, one) ?? [],
  );
  const merged = onePerSitting(views.sort((a, b) => b.by.at - a.by.at));
  return done({ news: merged.slice(0, MAX_NEWS) });
}

function readLooked(text: string): Looked | undefined {
  try {
    return new Map(JSON.parse(text) as [number, number][]);
  } catch {
    return undefined; // from another version: as at the first time
  }
}

function newsView(
  reading: Reading,
  items: ReadonlyMap<string, Item>,
  { kind, id, what, device, at, word, behalf }: News,
): NewsView | undefined {
  const item = items.get(id);
  const whose = what === 'made' ? item?.created.behalf : behalf;
  const by = author(reading, { device, at, ...(whose ? { behalf: whose } : {}) });
  if (by.person === reading.space.me.person) return undefined;
  const isPlan = kind === PLAN.kind;
  if (!isPlan && (!item || (item.isGone && what !== 'removed'))) return undefined;
  const about = item ? aboutOf(items, kind, item) : { id: pageOf(word), kind, title: '' };
  return { kind, id, what, word, by, about };
}

/** Who said yes in a group, a value's name and a question of the sheet have a page each. */
const PAGES = { anchoring: 'party', value: 'value', sheet: 'sheet' } as const;
const PAGE = /^(?:party|value|sheet)-\d+$/;

function pageOf(field: string): string {
  const [family, which] = field.split('/');
  const page = Object.entries(PAGES).find(([known]) => known === family)?.[1];
  return page === undefined || which === undefined ? PLAN.id : `${page}-${which}`;
}

/** What a reader is led to: a comment is about an item, a need about an action. */
function aboutOf(items: ReadonlyMap<string, Item>, kind: Kind, item: Item): NewsView['about'] {
  const ref = item.fields.get(kind === 'need' || kind === 'move' ? 'action' : 'on');
  const target = typeof ref === 'string' ? items.get(ref) : undefined;
  if (typeof ref === 'string' && PAGE.test(ref)) return { id: ref, kind: PLAN.kind, title: '' };
  const shown = target ?? item;
  const title = TITLES.map((field) => shown.texts.get(field)).find((text) => text) ?? '';
  const hasTarget = target !== undefined || ref === PLAN.id;
  return { id: target?.id ?? (hasTarget ? PLAN.id : item.id), kind: target?.kind ?? kind, title };
}

/** Several changes of one field by one person are one piece of news; the making covers the rest. */
function onePerSitting(news: readonly NewsView[]): NewsView[] {
  const made = new Set(
    news.filter(({ what }) => what === 'made').map(({ id, by }) => id + by.person),
  );
  const told = new Set<string>();
  return news.filter(({ id, what, word, by }) => {
    const key = `${id}/${what}/${what === 'changed' ? word : ''}/${by.person}/${by.behalf?.name ?? ''}`;
    if (told.has(key) || (what === 'changed' && made.has(id + by.person))) return false;
    told.add(key);
    return true;
  });
}
