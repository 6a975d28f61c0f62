/** What a thing in the plan is, and what it is called. */
import type { PlanView, RemovedView } from '../../app/port';
import { numberIn, type Found } from '../state/items';
import { momentInWords } from './dates';
import { shortName } from './domain';
import { meetingWhen } from './meetings';
import { langOf, m } from './texts.svelte';

/** The questions of the sheet that a plan begins with. */
export const SHEET = [
  ...[m.sheet_1, m.sheet_2, m.sheet_3, m.sheet_4],
  ...[m.sheet_5, m.sheet_6, m.sheet_7, m.sheet_8],
];

const KINDS: Readonly<Record<string, () => string>> = {
  goal: m.search_goal,
  action: m.search_action,
  need: m.search_need,
  comment: m.search_comment,
  decision: m.search_decision,
  round: m.search_round,
  answer: m.search_answer,
  meeting: m.search_meeting,
  evaluation: m.search_evaluation,
  resource: m.search_resource,
  reflection: m.search_reflection,
  account: m.search_account,
  plan: m.search_plan,
  sheet: m.search_sheet,
  party: m.search_party,
  value: m.search_value,
  stepping: m.search_stepping,
};

export const kindWord = (kind: string): string =>
  Object.hasOwn(KINDS, kind) ? (KINDS[kind]?.() ?? '') : '';

const MOST = 80;

/** One line: of what is long, its beginning. */
export function titleOf(plan: PlanView, { kind, id, title }: Found): string {
  if (kind === 'sheet') return SHEET[numberIn(id) - 1]?.() ?? '';
  if (kind === 'party') return m.talk_anchoring({ party: shortName(title) });
  if (kind === 'value' && title === '') return m.wheel_value({ n: String(numberIn(id)) });
  const meeting = plan.meetings.find((one) => one.id === id);
  if (meeting !== undefined) return `${m.meeting_title()} ${meetingWhen(meeting, new Date())}`;
  return title === '' ? kindWord(kind) : cut(title);
}

/** The `lang` of a title that people wrote. */
export function titleLang(plan: PlanView, { kind, title }: Found): string | undefined {
  const isOurs = title === '' || ['sheet', 'party', 'meeting'].includes(kind);
  return isOurs ? undefined : langOf(plan);
}

function cut(text: string): string {
  const line = text.split('\n')[0] ?? '';
  return line.length > MOST ? `${line.slice(0, MOST).trimEnd()}…` : line;
}

export const removedWords = ({ kind, title }: RemovedView): string =>
  title === '' ? kindWord(kind) : cut(title);

/** "Turid tok dette bort, i går kl. 14." */
export function removedSentence({ by }: RemovedView): string {
  const who = by.name === '' ? m.somebody() : by.name;
  return m.gone_who({ who, when: momentInWords(by.at, new Date()) });
}
