/**
 * The plan and its minutes as pages that open by themselves in any browser, now and in an archive:
 * no script, nothing fetched, black on white, shapes instead of colours.
 */
import type { ActionView, GoalView, MeetingView, PlanView } from './port';
import {
  ARENA_WORDS,
  dayWords,
  MODE_WORDS,
  moneyWords,
  sectorWords,
  shapeOf,
  STATUS_WORDS,
} from './norwegian';

const STYLE = `body{font:11pt/1.45 system-ui,sans-serif;color:#000;background:#fff;max-width:60rem;margin:2rem auto;padding:0 1rem}
h1{font-size:20pt;margin:0 0 .5rem}h2{font-size:13pt;margin:1.5rem 0 .5rem;break-after:avoid}
table{width:100%;border-collapse:collapse}th,td{border:1px solid #000;padding:.3rem .5rem;text-align:left;vertical-align:top;overflow-wrap:anywhere}
th{font-weight:600}tr{break-inside:avoid}p,td{white-space:pre-line}ul{margin:.25rem 0;padding-left:1.2rem}.foot{margin-top:2rem;border-top:1px solid #000;padding-top:.5rem}
@page{size:A4;margin:15mm}@media print{body{margin:0;max-width:none;padding:0}}`;

/** `day`: when it was written, YYYY-MM-DD. */
export function planPage(plan: PlanView, day: string): string {
  const { title, why, place, goals } = plan;
  return page(title, [
    paragraph(place),
    paragraph(why),
    ...goals.map((goal) => goalSection(plan, goal)),
    partiesSection(plan),
    foot(plan, day),
  ]);
}

export function minutesPage(plan: PlanView, day: string): string {
  const held = plan.meetings.filter(({ held: isHeld }) => isHeld);
  return page(`Referater: ${plan.title}`, [
    ...(held.length === 0 ? [paragraph('Ingen møter er holdt ennå.')] : []),
    ...held.map((meeting) => meetingSection(plan, meeting)),
    foot(plan, day),
  ]);
}

function page(title: string, sections: readonly string[]): string {
  return `<!doctype html>
<html lang="nb">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${safe(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<h1>${safe(title)}</h1>
${sections.filter((section) => section !== '').join('\n')}
</body>
</html>
`;
}

function goalSection(
  plan: PlanView,
  { title, why, indicator, unknown, actions }: GoalView,
): string {
  const head = ['Tiltak', 'Hvem gjør hva', 'Trengs', 'Når', 'Status', 'Slik ser vi det'];
  const rows = actions.map((action) => actionCells(plan, action));
  return [
    `<h2>${safe(title)}${unknown ? ' (vi vet ikke ennå)' : ''}</h2>`,
    paragraph(why),
    paragraph(indicator === '' ? '' : `Slik ser vi det: ${indicator}`),
    actions.length === 0 ? paragraph('Ingen tiltak ennå.') : table(head, rows),
  ].join('\n');
}

function actionCells(plan: PlanView, action: ActionView): string[] {
  const { title, why, parts, needs, costKr, yearly, start, due, arena, mode, notes } = action;
  const parties = parts.map(
    ({ party, text, yes }) =>
      `${nameOf(plan, party)}${text === '' ? '' : `: ${text}`}${yes === 'stands' ? ' (ja)' : ''}`,
  );
  const money = [
    ...(costKr === undefined ? [] : [moneyWords(costKr)]),
    ...yearly.map(([year, kr]) => `${year}: ${moneyWords(kr)}`),
  ];
  const needed = needs.map(({ what, extent }) => (extent === '' ? what : `${what}, ${extent}`));
  const when = [
    start === undefined ? '' : `fra ${dayWords(start)}`,
    due === undefined ? 'åpent' : `til ${dayWords(due)}`,
  ];
  return [
    lines([title, why]),
    lines([...parties, mode === undefined ? '' : MODE_WORDS[mode], notes.collaborators ?? '']),
    lines([...needed, ...money]),
    lines(when),
    lines([STATUS_WORDS[action.status], arena === undefined ? '' : ARENA_WORDS[arena]]),
    lines([notes.indicator ?? '', notes.story ?? '', notes.anchoring ?? '']),
  ];
}

function partiesSection(plan: PlanView): string {
  const rows = plan.parties.map(({ index, sector, anchoring }) => [
    nameOf(plan, index),
    sectorWords(sector),
    anchoring
      ? lines([[anchoring.body, dayIn(anchoring.date)].join(' '), anchoring.caseNumber])
      : 'foreløpig et personlig løfte',
  ]);
  return `<h2>Hvem vi er</h2>\n${table(['Gruppe', 'Hvem', 'Hvem hos dem har sagt ja'], rows)}`;
}

function meetingSection(plan: PlanView, meeting: MeetingView): string {
  const { date, time, place, agenda, agreed, takes, counts, leaderName } = meeting;
  const came = counts
    .filter(([, people]) => people > 0)
    .map(([sector, people]) => `${shapeOf(sector)} ${people} fra ${sectorWords(sector)}`);
  const rounds = plan.rounds.filter((round) => round.meeting === meeting.id);
  const when = [dayIn(date), time, place].filter((part) => part !== '').join(' · ');
  return [
    `<h2>${safe(when === '' ? 'Møte' : when)}</h2>`,
    paragraph(leaderName === '' ? '' : `Ledet av ${leaderName}`),
    paragraph(came.join('   ')),
    titled('Saker', agenda),
    ...rounds.map(({ question, outcome }) => titled(question, outcome)),
    titled('Det vi sa ja til', agreed),
    titled(
      'Til neste gang',
      lines(takes.map(({ party, text }) => `${nameOf(plan, party)}: ${text}`)),
    ),
  ]
    .filter((part) => part !== '')
    .join('\n');
}

function nameOf(plan: PlanView, index: number): string {
  const party = [...plan.parties, ...plan.former].find((one) => one.index === index);
  return party === undefined ? 'noen' : `${shapeOf(party.sector)} ${party.name}`;
}

function foot({ check, space }: PlanView, day: string): string {
  const address = `${check.server}/plan/${space}`;
  return `<p class="foot">Skrevet ut ${dayWords(day)}. Planen er på ${safe(address)}</p>`;
}

function titled(title: string, words: string): string {
  return words === '' ? '' : `<p><strong>${safe(title)}</strong>\n${safe(words)}</p>`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const heading = head.map((one) => `<th scope="col">${safe(one)}</th>`).join('');
  const body = rows
    .map((cells) => `<tr>${cells.map((one) => `<td>${safe(one)}</td>`).join('')}</tr>`)
    .join('\n');
  return `<table>\n<thead><tr>${heading}</tr></thead>\n<tbody>\n${body}\n</tbody>\n</table>`;
}

function paragraph(words: string): string {
  return words === '' ? '' : `<p>${safe(words)}</p>`;
}

function lines(all: readonly string[]): string {
  return all.filter((line) => line !== '').join('\n');
}

function dayIn(iso: string): string {
  return iso === '' ? '' : dayWords(iso);
}

/** Whatever people wrote is text, and never markup. */
function safe(text: string): string {
  const names: Readonly<Record<string, string>> = { '&': 'amp', '<': 'lt', '>': 'gt', '"': 'quot' };
  return text.replace(/[&<>"]/g, (letter) => `&${names[letter]};`);
}
