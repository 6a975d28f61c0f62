/** What somebody changed, as a sentence, and how a wording is shown. */
import type { ChangeView, FieldValue, PlanView } from '../../app/port';
import { dayInWords } from './dates';
import { arenaWord, modeWord, partyOf, sectorWord, shortName, statusWord } from './domain';
import { moneyWord } from './money';
import { noteWord } from './notes';
import { kindWord } from './resource_kinds';
import { langOf, m } from './texts.svelte';

const FIELDS: Readonly<Record<string, () => string>> = {
  title: m.was_title_field,
  what: m.was_title_field,
  question: m.was_title_field,
  why: m.was_why,
  status: m.was_status,
  arena: m.was_arena,
  mode: m.was_mode,
  start: m.was_start,
  due: m.was_due,
  costKr: m.was_cost,
  goal: m.was_goal,
  indicator: m.was_indicator,
  place: m.was_place,
  extent: m.was_extent,
  kind: m.was_kind,
  party: m.was_with,
  person: m.was_person,
  resource: m.was_resource,
  date: m.was_date,
  time: m.was_time,
  agenda: m.was_agenda,
  agreed: m.was_agreed,
  leader: m.was_leader,
  held: m.was_held,
  outcome: m.was_outcome,
  until: m.was_until,
  lookBack: m.was_look_back,
  sequence: m.was_sequence,
  text: m.was_words,
  words: m.was_words,
  unknown: m.was_unknown,
};

/** Of a group, a year or a question each. */
const FAMILIES: Readonly<Record<string, (plan: PlanView, which: string) => string>> = {
  part: (plan, which) => m.was_part({ party: nameOf(plan, Number(which)) }),
  party: () => m.was_with(),
  kr: () => m.was_cost(),
  takes: (plan, which) => m.was_takes({ party: nameOf(plan, Number(which)) }),
  group: (plan, which) => m.was_group({ party: nameOf(plan, Number(which)) }),
  count: () => m.was_count(),
  sheet: () => m.was_sheet(),
  anchoring: (plan, which) => m.was_anchoring({ party: nameOf(plan, Number(which)) }),
  value: () => m.was_value(),
  tie: () => m.was_tie(),
};

/** "delen til Grendelaget", "frist". */
export function fieldWord(plan: PlanView, field: string): string {
  const [family = '', which] = field.split('/');
  if (which !== undefined && Object.hasOwn(FAMILIES, family)) {
    return FAMILIES[family]?.(plan, which) ?? m.was_other();
  }
  const word = Object.hasOwn(FIELDS, field) ? FIELDS[field] : undefined;
  if (word !== undefined) return word();
  const note = noteWord(field);
  return note === undefined ? m.was_other() : note.toLowerCase();
}

export function changeSentence(plan: PlanView, change: ChangeView): string {
  const who = change.by.name === '' ? m.somebody() : change.by.name;
  const what = fieldWord(plan, change.field);
  return isNothing(change.before) ? m.was_first({ who, what }) : m.was_changed({ who, what });
}

export function wordingOf(plan: PlanView, field: string, value: FieldValue, now: Date): string {
  if (field.startsWith('party/')) {
    const party = nameOf(plan, Number(field.slice('party/'.length)));
    return value === 1 ? m.was_with_yes({ party }) : m.was_with_no({ party });
  }
  if (isNothing(value)) return m.was_nothing();
  if (Array.isArray(value)) return listShown(field, value as FieldValue[], now);
  return typeof value === 'number'
    ? numberShown(plan, field, value)
    : textShown(plan, field, String(value), now);
}

/** Chosen from what the screens offer, and said in their words. */
const CHOSEN = ['status', 'arena', 'mode', 'kind', 'person', 'leader'];

/** The `lang` of a wording that people wrote. */
export function wordingLang(plan: PlanView, field: string, value: FieldValue): string | undefined {
  const isWritten = typeof value === 'string' && value !== '';
  return isWritten && !CHOSEN.includes(field) && !DAYS.includes(field) ? langOf(plan) : undefined;
}

function listShown(field: string, list: readonly FieldValue[], now: Date): string {
  if (field === 'sequence') return list.map((one) => sectorWord(Number(one))).join(', ');
  const [body = '', date = '', number = ''] = list.map(String);
  const when = date === '' ? '' : dayInWords(date, now);
  const said = [body, when, number === '' ? '' : m.anchoring_case({ number })];
  return said.filter((text) => text !== '').join(', ') || m.was_nothing();
}

function numberShown(plan: PlanView, field: string, value: number): string {
  if (field === 'costKr' || field.startsWith('kr/')) return moneyWord(value);
  if (field === 'party') return value === 0 ? m.was_nothing() : nameOf(plan, value);
  if (field === 'held' || field === 'unknown') return value === 1 ? m.was_yes() : m.was_no();
  return String(value);
}

const DAYS = ['start', 'due', 'date', 'until', 'lookBack'];

function textShown(plan: PlanView, field: string, value: string, now: Date): string {
  if (field === 'status') return statusWord(value as never);
  if (field === 'arena') return arenaWord(value as never);
  if (field === 'mode') return modeWord(value as never);
  if (DAYS.includes(field)) return dayInWords(value, now);
  if (field === 'kind') return value === 'story' ? m.learning_story() : kindWord(value);
  if (field === 'person' || field === 'leader') return personOf(plan, value);
  if (!REFS.test(field)) return value;
  const things = [...plan.goals.flatMap((goal) => [goal, ...goal.actions])];
  const thing = things.find(({ id }) => id === value)?.title;
  return thing ?? plan.resources.find(({ id }) => id === value)?.what ?? m.was_other();
}

/** Fields that name another thing in the plan. */
const REFS = /^(goal|resource|tie\/.*)$/;

function personOf(plan: PlanView, id: string): string {
  const people = plan.parties.flatMap((party) => party.people);
  return people.find((person) => person.id === id)?.name ?? m.somebody();
}

export function isNothing(value: FieldValue): boolean {
  return value === '' || value === null;
}

function nameOf(plan: PlanView, party: number): string {
  return shortName(partyOf(plan, party)?.name ?? m.somebody());
}
