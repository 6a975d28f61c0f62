/** What somebody changed, as a sentence, and how a wording is shown. */
import type { ChangeView, FieldValue, PlanView } from '../../app/port';
import { dayInWords } from './dates';
import { arenaWord, modeWord, partyOf, shortName, statusWord } from './domain';
import { moneyWord } from './money';
import { noteWord } from './notes';
import { m } from './texts.svelte';

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
};

/** "delen til Grendelaget", "frist". */
export function fieldWord(plan: PlanView, field: string): string {
  const [family, party] = field.split('/');
  if (family === 'part') return m.was_part({ party: nameOf(plan, Number(party)) });
  if (family === 'party') return m.was_with();
  if (family === 'kr') return m.was_cost();
  const note = noteWord(field);
  if (note !== undefined) return note.toLowerCase();
  const word = Object.hasOwn(FIELDS, field) ? FIELDS[field] : undefined;
  return (word ?? m.was_other)();
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
  if (typeof value === 'number') return moneyWord(value);
  if (typeof value !== 'string') return m.was_other();
  return shown(plan, field, value, now);
}

function shown(plan: PlanView, field: string, value: string, now: Date): string {
  if (field === 'status') return statusWord(value as never);
  if (field === 'arena') return arenaWord(value as never);
  if (field === 'mode') return modeWord(value as never);
  if (field === 'start' || field === 'due') return dayInWords(value, now);
  if (field === 'goal') return plan.goals.find(({ id }) => id === value)?.title ?? m.was_nothing();
  return value;
}

export function isNothing(value: FieldValue): boolean {
  return value === '' || value === null;
}

function nameOf(plan: PlanView, party: number): string {
  return shortName(partyOf(plan, party)?.name ?? m.somebody());
}
