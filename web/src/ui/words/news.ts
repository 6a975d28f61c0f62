/** What others did, as sentences. */
import type { NewsView, PlanView } from '../../app/port';
import { writeRoute, type Route } from '../state/route';
import { fieldWord } from './changes';
import { m } from './texts.svelte';

const NAMES: Readonly<Record<string, () => string>> = {
  meeting: m.news_meeting,
  evaluation: m.news_evaluation,
  resource: m.news_resource,
  account: m.news_account,
  plan: m.news_plan,
  stepping: m.news_stepping,
};

export function newsSentence(plan: PlanView, { kind, what, word, by, about }: NewsView): string {
  const writer = by.name === '' ? m.somebody() : by.name;
  const who = by.behalf ? m.news_for({ whom: by.behalf.name, name: writer }) : writer;
  const named = (Object.hasOwn(NAMES, about.kind) && NAMES[about.kind]?.()) || '';
  const title = about.title === '' ? named : about.title;
  const told = { who, title };
  switch (what) {
    case 'made':
      return madeSentence(kind, told);
    case 'changed':
      return m.news_changed({ ...told, what: fieldWord(plan, word) });
    case 'yes':
      return word === '' ? m.news_yes_back(told) : m.news_yes(told);
    case 'stance':
      if (word === 'stop') return m.news_stop(told);
      if (word === 'back') return m.news_yes_back(told);
      return word === 'lifted' ? m.news_lifted(told) : m.news_yes(told);
    case 'opened':
      return m.news_opened(told);
    case 'removed':
      return m.news_removed(told);
  }
}

function madeSentence(kind: string, told: { who: string; title: string }): string {
  if (kind === 'comment') return m.news_comment(told);
  if (kind === 'move') return m.news_moved(told);
  return kind === 'need' ? m.news_need(told) : m.news_made(told);
}

const PAGES: Readonly<Record<string, 'gathering' | 'round' | 'decision' | 'wheel'>> = {
  meeting: 'gathering',
  round: 'round',
  decision: 'decision',
  evaluation: 'wheel',
};
const TABS: Readonly<Record<string, Route['name']>> = {
  resource: 'resources',
  reflection: 'meeting',
  account: 'account',
  stepping: 'people',
  report: 'report',
  party: 'people',
  sheet: 'sheet',
  value: 'meeting',
};

/** What has no page of its own, and is told of on the page of what is said about it. */
const TALKED: readonly string[] = [
  ...['goal', 'need', 'resource', 'reflection', 'account', 'stepping', 'value'],
];

/** Where an item is to be seen. `to`: where it stands among the others, or what is said about it. */
export function addressOf(
  space: string,
  { kind, id }: { kind: string; id: string },
  to?: 'place' | 'talk',
): string {
  if (kind === 'action') return writeRoute({ name: 'action', space, action: id });
  const isField = kind === 'plan' && id !== 'plan';
  const isTalk = to === 'talk' || (to === undefined && (isField || TALKED.includes(kind)));
  if (isTalk) return writeRoute({ name: 'talk', space, id });
  const page = Object.hasOwn(PAGES, kind) ? PAGES[kind] : undefined;
  if (page !== undefined) return writeRoute({ name: page, space, id });
  const tab = Object.hasOwn(TABS, kind) ? TABS[kind] : undefined;
  return writeRoute({ name: tab ?? 'plan', space } as Route);
}

/** What is said about a thing stands with the talk; everything else on its own page. */
export function newsAddress(space: string, { kind, about }: NewsView): string {
  return addressOf(space, about, kind === 'comment' ? 'talk' : undefined);
}
