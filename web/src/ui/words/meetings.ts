/** Meetings, rounds and decisions in words. */
import type {
  AnswerView,
  AuthorView,
  DecisionView,
  MeetingView,
  SectorNumber,
} from '../../app/port';
import { dayInWords } from './dates';
import { weekdayOf } from './days';
import { fromSector } from './domain';
import { listed } from './rules';
import { m } from './texts.svelte';

/** "i dag kl. 18.00", "tirsdag 8. desember", "dag ikke bestemt". */
export function meetingWhen({ date, time }: MeetingView, now: Date): string {
  const [hour = '', minute = ''] = time.split(':');
  const at = time === '' ? '' : m.meeting_at({ hour, minute });
  if (date === '') return at === '' ? m.meeting_no_day() : at;
  const day = dayInWords(date, now);
  const isNear = [m.when_this_day(), m.when_tomorrow(), m.when_yesterday()].includes(day);
  const whole = isNear ? day : m.meeting_day({ weekday: weekdayOf(date), day });
  return [whole, at].filter((part) => part !== '').join(' ');
}

/** "Amir ber oss vente litt." */
export function waitSentence(holds: readonly AuthorView[]): string {
  const names = holds.map(({ name }) => (name === '' ? m.somebody() : name));
  const distinct = [...new Set(names)];
  return distinct.length === 1
    ? m.wait_one({ name: distinct[0] ?? '' })
    : m.wait_some({ names: listed(distinct, m.rule_and) });
}

/** "Vi venter på å høre fra de frivillige og fra kommunen." */
export function waitsForSentence(sectors: readonly SectorNumber[]): string {
  return m.decision_waits({ from: listed(sectors.map(fromSector), m.rule_and) });
}

/** How a decision stands, in one sentence. */
export function decisionSentence(decision: DecisionView, now: Date): string {
  const { state, stops, until, waitsFor } = decision;
  if (state === 'stopped') {
    const names = stops.map(
      ({ by }) => by.behalf?.name ?? (by.name === '' ? m.somebody() : by.name),
    );
    return m.decision_stopped({ names: listed([...new Set(names)], m.rule_and) });
  }
  if (state === 'waiting') return waitsForSentence(waitsFor);
  if (state === 'open') return m.decision_time({ when: dayInWords(until, now) });
  return m.decision_stands();
}

/** Whose words they are: "for Olga, skrevet av Marit"; '' where they are the writer's own. */
export function forWhom({ name, behalf }: AuthorView): string {
  if (behalf === undefined) return '';
  return m.behalf_for({ whom: behalf.name, name: name === '' ? m.somebody() : name });
}

/**
 * Below answers whose writers are not named: for whom a helper wrote some of them down. Nobody
 * is named beside their own words because they have no phone.
 */
export function helperSentences(answers: readonly AnswerView[]): readonly string[] {
  const byHelper = new Map<string, string[]>();
  for (const { created } of answers) {
    if (created.behalf === undefined) continue;
    const helper = created.name === '' ? m.somebody() : created.name;
    byHelper.set(helper, [...(byHelper.get(helper) ?? []), created.behalf.name]);
  }
  return [...byHelper].map(([name, whom]) =>
    m.behalf_for({ whom: listed([...new Set(whom)], m.rule_and), name }),
  );
}
