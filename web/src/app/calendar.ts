/**
 * Days of the plan as a calendar (RFC 5545): meetings, what is due, when we look back.
 *
 * A meeting is at a place in Norway: its time is told with the zone Europe/Oslo, so that whoever
 * reads it abroad is not an hour late. How long it lasts nobody has said, and nothing is made up.
 */
import { utf8 } from '../core/bytes';
import type { AuthorView, PlanView } from './port';

const MAX_OCTETS = 75;
const ZONE = [
  ...['BEGIN:VTIMEZONE', 'TZID:Europe/Oslo'],
  ...['BEGIN:DAYLIGHT', 'TZNAME:CEST', 'TZOFFSETFROM:+0100', 'TZOFFSETTO:+0200'],
  ...['DTSTART:19810329T020000', 'RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU', 'END:DAYLIGHT'],
  ...['BEGIN:STANDARD', 'TZNAME:CET', 'TZOFFSETFROM:+0200', 'TZOFFSETTO:+0100'],
  ...['DTSTART:19961027T030000', 'RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU', 'END:STANDARD'],
  'END:VTIMEZONE',
];

interface Event {
  readonly id: string;
  readonly edited: AuthorView;
  readonly date: string;
  readonly time: string;
  readonly summary: string;
  readonly place: string;
  readonly description: string;
  /** Where it is to be read in the plan. */
  readonly path: string;
}

/** `meeting`: that one alone. */
export function planAsCalendar(plan: PlanView, meeting?: string): string {
  const events = meeting === undefined ? [...meetings(plan), ...days(plan)] : meetings(plan);
  const told = events.filter(({ id, date }) => date !== '' && (meeting ?? id) === id);
  const isTimed = told.some(({ time }) => time !== '');
  const lines = [
    ...['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Samskap//NO', 'CALSCALE:GREGORIAN'],
    `X-WR-CALNAME:${escaped(plan.title)}`,
    ...(isTimed ? ZONE : []),
    ...told.flatMap((event) => eventLines(plan, event)),
    'END:VCALENDAR',
  ];
  return lines.map((line) => `${folded(line)}\r\n`).join('');
}

function meetings(plan: PlanView): Event[] {
  return plan.meetings.map(({ id, edited, date, time, place, agenda }) => ({
    ...{ id, edited, date, time, place },
    summary: `Møte: ${plan.title}`,
    description: agenda,
    path: `mote/${id}`,
  }));
}

/** Whole days: what is due and not yet done, and what we said that we would look back at. */
function days(plan: PlanView): Event[] {
  const actions = plan.goals.flatMap((goal) => goal.actions);
  const due = actions.filter(({ status }) => status !== 'done' && status !== 'dropped');
  return [
    ...due.map(({ id, edited, due: date = '', title }) => ({
      ...{ id, edited, date, time: '', place: '', description: '' },
      summary: `Frist: ${title}`,
      path: `tiltak/${id}`,
    })),
    ...plan.decisions.map(({ id, edited, lookBack: date, question, why }) => ({
      ...{ id, edited, date, time: '', place: '', description: why },
      summary: `Vi ser tilbake: ${question}`,
      path: `forslag/${id}`,
    })),
  ];
}

function eventLines(plan: PlanView, event: Event): string[] {
  const { id, edited, date, time, summary, place, description, path } = event;
  const day = date.replaceAll('-', '');
  const start =
    time === ''
      ? `DTSTART;VALUE=DATE:${day}`
      : `DTSTART;TZID=Europe/Oslo:${day}T${time.replace(':', '')}00`;
  const written = instant(edited.at);
  return [
    'BEGIN:VEVENT',
    // The same at every export: a calendar replaces what it has.
    `UID:${id}.${plan.space.slice(0, 16)}`,
    ...[`DTSTAMP:${written}`, `LAST-MODIFIED:${written}`],
    start,
    // Nobody is busy because something is due.
    ...(time === '' ? ['TRANSP:TRANSPARENT'] : []),
    `SUMMARY:${escaped(summary)}`,
    ...(place === '' ? [] : [`LOCATION:${escaped(place)}`]),
    ...(description === '' ? [] : [`DESCRIPTION:${escaped(description)}`]),
    `URL:${plan.check.server}/plan/${plan.space}/${path}`,
    'END:VEVENT',
  ];
}

/** 20261127T174500Z */
function instant(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace(/[-:]|\.\d+/g, '');
}

function escaped(text: string): string {
  const oneLine = text
    .replace(/\r\n?|\n/g, '\n')
    .replace(/[\u0000-\u0009\u000B-\u001F\u007F]/g, ' ');
  return oneLine.replace(/[\\;,]/g, '\\$&').replaceAll('\n', '\\n');
}

/** Counted in bytes, and no letter is parted. */
function folded(line: string): string {
  const lines: string[] = [];
  let [now, octets] = ['', 0];
  for (const letter of line) {
    const size = utf8(letter).length;
    if (octets + size > MAX_OCTETS) {
      lines.push(now);
      [now, octets] = ['', 1]; // for the space that says that it goes on
    }
    now += letter;
    octets += size;
  }
  return [...lines, now].join('\r\n ');
}
