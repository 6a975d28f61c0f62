/**
 * The plan and its minutes as pages that open by themselves in any browser, now and in an archive:
 * no script, nothing fetched, black on white, shapes instead of colours.
 */
import type { ActionView, GoalView, MeetingView, PlanView } from './port';
import { paperWords, type PaperWords } from './paper_words';

/** Shapes stand for sectors where there are no colours. */
const SHAPES = ['●', '▲', '■'];
const STYLE = `body{font:11pt/1.45 system-ui,sans-serif;color:#000;background:#fff;max-width:60rem;margin:2rem auto;padding:0 1rem}
h1{font-size:20pt;margin:0 0 .5rem}h2{font-size:13pt;margin:1.5rem 0 .5rem;break-after:avoid}
table{width:100%;border-collapse:collapse}th,td{border:1px solid #000;padding:.3rem .5rem;text-align:left;vertical-align:top;overflow-wrap:anywhere}
th{font-weight:600}tr{break-inside:avoid}p,td{white-space:pre-line}ul{margin:.25rem 0;padding-left:1.2rem}.foot{margin-top:2rem;border-top:1px solid #000;padding-top:.5rem}
@page{size:A4;margin:15mm}@media print{body{margin:0;max-width:none;padding:0}}`;

/** What is written down, and in which words. */
interface Sheet {
  readonly plan: PlanView;
  readonly words: PaperWords;
}

/** `day`: when it was written, YYYY-MM-DD. `language`: of what stands beside the plan's own words. */
export function planPage(plan: PlanView, day: string, language = 'nb'): string {
  const sheet = { plan, words: paperWords(language) };
  const { title, why, place, goals } = plan;
  return page(sheet, title, [
    paragraph(place),
    paragraph(why),
    ...goals.map((goal) => goalSection(sheet, goal)),
    partiesSection(sheet),
    foot(sheet, day),
  ]);
}

export function minutesPage(plan: PlanView, day: string, language = 'nb'): string {
  const sheet = { plan, words: paperWords(language) };
  const held = plan.meetings.filter(({ held: isHeld }) => isHeld);
  return page(sheet, sheet.words.minutes(plan.title), [
    ...(held.length === 0 ? [paragraph(sheet.words.noMeetings)] : []),
    ...held.map((meeting) => meetingSection(sheet, meeting)),
    foot(sheet, day),
  ]);
}

function page({ words }: Sheet, title: string, sections: readonly string[]): string {
  return `<!doctype html>
<html lang="${words.lang}">
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

function goalSection(sheet: Sheet, { title, why, indicator, unknown, actions }: GoalView): string {
  const { words } = sheet;
  const rows = actions.map((action) => actionCells(sheet, action));
  return [
    `<h2>${safe(title)}${unknown ? ` (${words.unknown})` : ''}</h2>`,
    paragraph(why),
    paragraph(indicator === '' ? '' : words.seen(indicator)),
    actions.length === 0 ? paragraph(words.noActions) : table(words.columns, rows),
  ].join('\n');
}

function actionCells(sheet: Sheet, action: ActionView): string[] {
  const { title, why, parts, needs, costKr, yearly, start, due, arena, mode, notes } = action;
  const { words } = sheet;
  const parties = parts.map(
    ({ party, text, yes }) =>
      `${nameOf(sheet, party)}${text === '' ? '' : `: ${text}`}${yes === 'stands' ? ` (${words.yes})` : ''}`,
  );
  const money = [
    ...(costKr === undefined ? [] : [moneyWords(costKr)]),
    ...yearly.map(([year, kr]) => `${year}: ${moneyWords(kr)}`),
  ];
  const needed = needs.map(({ what, extent }) => (extent === '' ? what : `${what}, ${extent}`));
  const when = [
    start === undefined ? '' : words.from(dayIn(words, start)),
    due === undefined ? words.open : words.by(dayIn(words, due)),
  ];
  return [
    lines([title, why]),
    lines([...parties, mode === undefined ? '' : words.mode[mode], notes.collaborators ?? '']),
    lines([...needed, ...money]),
    lines(when),
    lines([words.status[action.status], arena === undefined ? '' : words.arena[arena]]),
    lines([notes.indicator ?? '', notes.story ?? '', notes.anchoring ?? '']),
  ];
}

function partiesSection(sheet: Sheet): string {
  const { plan, words } = sheet;
  const rows = plan.parties.map(({ index, sector, anchoring }) => [
    nameOf(sheet, index),
    sectorIn(words, sector),
    anchoring
      ? lines([[anchoring.body, dayIn(words, anchoring.date)].join(' '), anchoring.caseNumber])
      : words.personal,
  ]);
  return `<h2>${words.parties}</h2>\n${table(words.partyColumns, rows)}`;
}

function meetingSection(sheet: Sheet, meeting: MeetingView): string {
  const { plan, words } = sheet;
  const { date, time, place, agenda, agreed, takes, counts, leaderName } = meeting;
  const came = counts
    .filter(([, people]) => people > 0)
    .map(([sector, people]) => `${shapeOf(sector)} ${words.came(people, sectorIn(words, sector))}`);
  const rounds = plan.rounds.filter((round) => round.meeting === meeting.id);
  const when = [dayIn(words, date), time, place].filter((part) => part !== '').join(' · ');
  return [
    `<h2>${safe(when === '' ? words.meeting : when)}</h2>`,
    paragraph(leaderName === '' ? '' : words.led(leaderName)),
    paragraph(came.join('   ')),
    titled(words.agenda, agenda),
    ...rounds.map(({ question, outcome }) => titled(question, outcome)),
    titled(words.agreed, agreed),
    titled(words.takes, lines(takes.map(({ party, text }) => `${nameOf(sheet, party)}: ${text}`))),
  ]
    .filter((part) => part !== '')
    .join('\n');
}

function nameOf({ plan, words }: Sheet, index: number): string {
  const party = [...plan.parties, ...plan.former].find((one) => one.index === index);
  return party === undefined ? words.somebody : `${shapeOf(party.sector)} ${party.name}`;
}

function foot({ plan: { check, space }, words }: Sheet, day: string): string {
  const address = `${check.server}/plan/${space}`;
  return `<p class="foot">${words.foot(dayIn(words, day), safe(address))}</p>`;
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

function shapeOf(sector: number): string {
  return SHAPES[sector - 1] ?? '◆';
}

function sectorIn({ sectors }: PaperWords, sector: number): string {
  return sectors[sector - 1] ?? sectors[5];
}

/** "12. oktober 2026" of a YYYY-MM-DD. */
function dayIn({ months, day: written }: PaperWords, iso: string): string {
  const [year = 0, month = 0, day = 0] = iso.split('-').map(Number);
  const name = months[month - 1];
  return name === undefined ? iso : written(day, name, year);
}

/** "12 000 kr". */
function moneyWords(kr: number): string {
  return `${String(kr).replace(/\B(?=(\d{3})+$)/g, ' ')} kr`;
}

/** Whatever people wrote is text, and never markup. */
function safe(text: string): string {
  const names: Readonly<Record<string, string>> = { '&': 'amp', '<': 'lt', '>': 'gt', '"': 'quot' };
  return text.replace(/[&<>"]/g, (letter) => `&${names[letter]};`);
}
