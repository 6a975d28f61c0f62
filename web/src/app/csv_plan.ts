/** The table that `csv.ts` writes, read back: by its headings, in whatever order they stand. */
import { placeKey, type BroughtItem, type BroughtPlan } from '../core/plan/brought';
import { ACTION_NOTES } from '../core/plan/actions';
import { isDay } from '../core/plan/schema';
import { contentHash } from '../crypto/hash';
import { readFacts, readList, readNamed, readRows } from './csv_cells';
import { COLUMN_NAMES, COLUMNS, OPEN, type Column } from './csv';
import { ARENA_WORDS, KIND_WORDS, meantBy, MODE_WORDS, STATUS_WORDS } from './norwegian';

type Row = Readonly<Record<Column, string>>;
type IdOf = (kind: string, name: string) => string;

/** `space`: where it is brought to, so that doing it again changes nothing. */
export function planFromCsv(text: string, space: string): BroughtPlan | undefined {
  const rows = rowsIn(text);
  if (!rows) return undefined;
  const parties = new Map<string, number>();
  const numberOf = (name: string): number => {
    const known = parties.get(name) ?? parties.size + 1;
    parties.set(name, known);
    return known;
  };
  const idOf: IdOf = (kind, name) => contentHash(`${space}/csv/${kind}/${name}`).slice(0, 20);
  const items: BroughtItem[] = [];
  const goals = new Set<string>();
  for (const [place, row] of rows.entries()) {
    const id = idOf('goal', row.goal);
    if (!goals.has(id)) items.push(goalItem(id, row, place));
    goals.add(id);
    if (row.action !== '') items.push(...actionItems(row, { place, goal: id, idOf, numberOf }));
  }
  return {
    texts: {},
    parties: [...parties].map(([name, index]) => ({ index, name, sector: 0 })),
    names: [],
    items,
    predecessor: undefined,
    language: '',
  };
}

/** Undefined where it is no such table. */
function rowsIn(text: string): Row[] | undefined {
  const [headings, ...rows] = readRows(text) ?? [];
  const places = COLUMN_NAMES.map(
    (column) => headings?.findIndex((name) => name.trim() === COLUMNS[column]) ?? -1,
  );
  if (!headings?.includes(COLUMNS.goal) || !headings.includes(COLUMNS.action)) return undefined;
  const read = rows.map(
    (cells) =>
      Object.fromEntries(COLUMN_NAMES.map((column, i) => [column, cells[places[i]!] ?? ''])) as Row,
  );
  let goal = '';
  return read
    .filter((row) => row.goal !== '' || row.action !== '')
    .map((row) => {
      goal = row.goal === '' ? goal : row.goal; // said once for those below
      return { ...row, goal };
    });
}

function goalItem(id: string, row: Row, place: number): BroughtItem {
  const unknown = row.goalUnknown === '' ? 0 : 1;
  return {
    ...{ kind: 'goal', id, at: 0 },
    texts: { title: row.goal, why: row.goalWhy, indicator: row.goalIndicator },
    fields: { order: placeKey(place), unknown },
  };
}

interface Place {
  readonly place: number;
  readonly goal: string;
  readonly idOf: IdOf;
  readonly numberOf: (party: string) => number;
}

function actionItems(row: Row, { place, goal, idOf, numberOf }: Place): BroughtItem[] {
  const id = idOf('action', `${place}/${row.action}`);
  const parts = readList(row.parts).map(readNamed);
  const notes = ACTION_NOTES.map((note) => [note, row[note]] as const);
  const texts = {
    ...Object.fromEntries(notes),
    ...{ title: row.action, why: row.why },
    ...Object.fromEntries(parts.map(({ name, words }) => [`part/${numberOf(name)}`, words])),
  };
  const fields = {
    ...{ goal, order: placeKey(place) },
    status: meantBy(STATUS_WORDS, row.status) ?? 'idea',
    arena: meantBy(ARENA_WORDS, row.arena) ?? '',
    mode: meantBy(MODE_WORDS, row.mode) ?? '',
    ...{ start: dayIn(row.start), due: dayIn(row.due), costKr: numberIn(row.costKr) },
    ...Object.fromEntries(parts.map(({ name }) => [`party/${numberOf(name)}`, 1])),
    ...Object.fromEntries(
      readList(row.yearly).map((entry) => {
        const { name, words } = readNamed(entry);
        return [`kr/${name}`, numberIn(words)];
      }),
    ),
  };
  const needs = readList(row.needs).map((entry, n): BroughtItem => {
    const [what = '', extent = '', kind = '', party = ''] = readFacts(entry);
    const carrier = party === '' ? 0 : numberOf(party);
    return {
      // Nothing but the id tells their order.
      ...{ kind: 'need', id: `${idOf('needs', id)}-${placeKey(n)}`, at: 0 },
      texts: { what, extent },
      fields: { action: id, kind: meantBy(KIND_WORDS, kind) ?? '', party: carrier },
    };
  });
  return [{ kind: 'action', id, at: 0, texts, fields }, ...needs];
}

/** As we write it, or as a Norwegian spreadsheet shows it. */
function dayIn(text: string): string {
  const written = text.trim();
  const [, day = '', month = '', year = ''] = /^(\d\d?)\.(\d\d?)\.(\d{4})$/.exec(written) ?? [];
  const iso = year === '' ? written : `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return iso !== OPEN && isDay(iso) ? iso : '';
}

function numberIn(text: string): number | null {
  const digits = text.replace(/[\s\u00A0]|kr$/g, '');
  return /^\d{1,13}$/.test(digits) ? Number(digits) : null;
}
