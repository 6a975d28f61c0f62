/**
 * The plan as the table that municipalities keep: semicolons and a byte order mark, as their
 * spreadsheets expect, one line per action, a goal without actions on a line of its own.
 */
import type { ActionView, GoalView, PlanView, Status } from '../src/app/port';

const BYTE_ORDER_MARK = '\uFEFF';
const HEADINGS = [
  ...['Mål', 'Tiltak', 'Hvorfor', 'Hvem gjør hva', 'Kostnad (kr)', 'Frist', 'Status'],
  ...['Indikator', 'Skrevet av'],
];
const STATUS_WORDS: Readonly<Record<Status, string>> = {
  idea: 'idé',
  proposed: 'foreslått',
  agreed: 'avtalt',
  ongoing: 'pågår',
  resting: 'hviler',
  done: 'ferdig',
  dropped: 'sluppet',
};

export function planAsCsv(plan: PlanView): string {
  const nameOf = (index: number): string =>
    plan.parties.find((party) => party.index === index)?.name ?? '';
  const lines = plan.goals.flatMap((goal) =>
    goal.actions.length > 0
      ? goal.actions.map((action) => lineOf(goal, action, nameOf))
      : [[goal.title, '', '', '', '', '', '', goal.indicator, goal.created.name]],
  );
  const rows = [HEADINGS, ...lines].map((cells) => cells.map(cell).join(';'));
  return `${BYTE_ORDER_MARK}${rows.join('\r\n')}\r\n`;
}

function lineOf(goal: GoalView, action: ActionView, nameOf: (party: number) => string): string[] {
  const parts = action.parts.map(({ party, text }) => `${nameOf(party)}: ${text}`);
  return [
    ...[goal.title, action.title, action.why, parts.join('\n')],
    ...[action.costKr === undefined ? '' : String(action.costKr), action.due ?? 'åpen'],
    ...[STATUS_WORDS[action.status], goal.indicator, action.created.name],
  ];
}

/** What a spreadsheet would take for a formula is given to it as text. */
function cell(text: string): string {
  const plain = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[";\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}
