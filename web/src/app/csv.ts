/**
 * The plan as the table that municipalities keep: semicolons and a byte order mark, as their
 * spreadsheets expect, one line per action, a goal without actions on a line of its own.
 * `csv_plan.ts` reads it back.
 */
import type { ActionView, GoalView, PlanView } from './port';
import { writeFacts, writeList, writeNamed, writeRows } from './csv_cells';
import { ARENA_WORDS, KIND_WORDS, MODE_WORDS, NOTE_WORDS, STATUS_WORDS } from './norwegian';

export const OPEN = 'åpen';
export const COLUMNS = {
  goal: 'Mål',
  action: 'Tiltak',
  why: 'Hvorfor',
  parts: 'Ansvar (hvem gjør hva)',
  collaborators: NOTE_WORDS.collaborators,
  needs: 'Ressurser',
  costKr: 'Kostnad (kr)',
  yearly: 'Kostnad per år',
  start: 'Oppstart',
  due: 'Frist',
  status: 'Status',
  arena: 'Sted',
  mode: 'Måte',
  indicator: NOTE_WORDS.indicator,
  anchoring: NOTE_WORDS.anchoring,
  risk: NOTE_WORDS.risk,
  democratic: NOTE_WORDS.democratic,
  efficiency: NOTE_WORDS.efficiency,
  learning: NOTE_WORDS.learning,
  story: NOTE_WORDS.story,
  contact: NOTE_WORDS.contact,
  initiator: NOTE_WORDS.initiator,
  goalWhy: 'Hvorfor målet',
  goalIndicator: 'Indikator for målet',
  goalUnknown: 'Målet er åpent',
  by: 'Skrevet av',
} as const;
export type Column = keyof typeof COLUMNS;
export const COLUMN_NAMES = Object.keys(COLUMNS) as readonly Column[];

type Row = Readonly<Partial<Record<Column, string>>>;

export function planAsCsv(plan: PlanView): string {
  const parties = [...plan.parties, ...plan.former];
  const nameOf = (index: number): string =>
    parties.find((party) => party.index === index)?.name ?? '';
  const rows = plan.goals.flatMap((goal): Row[] => {
    const own = goalRow(goal);
    if (goal.actions.length === 0) return [{ ...own, by: goal.created.name }];
    return goal.actions.map((action) => ({ ...own, ...actionRow(action, nameOf) }));
  });
  const cells = rows.map((row) => COLUMN_NAMES.map((column) => row[column] ?? ''));
  return writeRows([Object.values(COLUMNS), ...cells]);
}

function goalRow({ title, why, indicator, unknown }: GoalView): Row {
  const isOpen = unknown ? 'ja' : '';
  return { goal: title, goalWhy: why, goalIndicator: indicator, goalUnknown: isOpen };
}

function actionRow(action: ActionView, nameOf: (party: number) => string): Row {
  const { title, why, parts, needs, costKr, yearly, arena, mode, notes } = action;
  return {
    ...notes,
    action: title,
    why,
    parts: writeList(parts.map(({ party, text }) => writeNamed(nameOf(party), text))),
    needs: writeList(
      needs.map(({ what, extent, kind, party }) =>
        writeFacts([what, extent, KIND_WORDS[kind] ?? '', party === 0 ? '' : nameOf(party)]),
      ),
    ),
    costKr: costKr === undefined ? '' : String(costKr),
    yearly: writeList(yearly.map(([year, kr]) => `${year}: ${kr}`)),
    start: action.start ?? '',
    due: action.due ?? OPEN,
    status: STATUS_WORDS[action.status],
    arena: arena === undefined ? '' : ARENA_WORDS[arena],
    mode: mode === undefined ? '' : MODE_WORDS[mode],
    by: action.created.name,
  };
}
