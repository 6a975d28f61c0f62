/** What a file of somebody's words would change here, field by field, in the plan's own words. */
import { ARENAS, MODES, STATUSES, type PlanView, type UnsentItem } from '../../app/port';
import { dayInWords } from './dates';
import { arenaWord, modeWord, partyOf, shortName, statusWord } from './domain';
import { moneyWord } from './money';
import { kindWord } from './resource_kinds';
import { m } from './texts.svelte';

type Field = UnsentItem['fields'][number];

export interface Row {
  readonly label: string;
  readonly value: string;
}

const TEXTS: Readonly<Record<string, () => string>> = {
  title: m.handover_called,
  question: m.handover_called,
  why: m.action_why,
  place: m.handover_place,
  indicator: m.goal_indicator,
  what: m.resource_what,
  extent: m.resource_extent,
  text: m.handover_text,
  objection: m.handover_stop,
  outcome: m.handover_outcome,
  period: m.handover_period,
  round: m.handover_round,
  goal: m.goals,
};

export function rowsOf(plan: PlanView, { kind, fields }: UnsentItem): Row[] {
  return fields.map((field) => {
    const { label, value } = rowOf(plan, kind, field);
    return { label, value: value === '' ? m.handover_empty() : value };
  });
}

/** The word for it where it is of the list; what no screen knows stands as it is. */
function listed<T extends string>(
  list: readonly T[],
  word: (one: T) => string,
  value: string,
): string {
  const known = list.find((one) => one === value);
  return known === undefined ? value : word(known);
}

function rowOf(plan: PlanView, kind: UnsentItem['kind'], [key, given]: Field): Row {
  const value = given === null ? '' : String(given);
  const day = (): string =>
    /^\d{4}-\d\d-\d\d$/.test(value) ? dayInWords(value, new Date()) : value;
  const party = (index: number): string => shortName(partyOf(plan, index)?.name ?? String(index));
  const [, part] = /^part\/(\d{1,4})$/.exec(key) ?? [];
  if (part !== undefined) return { label: m.part_label({ party: party(Number(part)) }), value };
  switch (key) {
    case 'status':
      return { label: m.action_status(), value: listed(STATUSES, statusWord, value) };
    case 'arena':
      return { label: m.action_arena(), value: listed(ARENAS, arenaWord, value) };
    case 'mode':
      return { label: m.action_mode(), value: listed(MODES, modeWord, value) };
    case 'due':
      return { label: m.action_when(), value: value === '' ? m.action_open() : day() };
    case 'costKr':
      return {
        label: m.action_cost(),
        value: typeof given === 'number' ? moneyWord(given) : value,
      };
    case 'date':
    case 'opened':
      return { label: m.handover_day(), value: day() };
    case 'lifted':
      return { label: m.object_withdraw(), value: day() };
    case 'party':
    case 'objectionParty':
      return { label: m.handover_party(), value: party(Number(value)) };
    case 'order':
      return { label: m.handover_order(), value: m.handover_moved() };
    case 'kind':
      return { label: m.resource_kind(), value: kind === 'resource' ? kindWord(value) : value };
    default:
      return { label: (Object.hasOwn(TEXTS, key) ? TEXTS[key]?.() : undefined) ?? key, value };
  }
}
