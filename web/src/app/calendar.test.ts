import ICAL from 'ical.js';
import { expect, test } from 'vitest';
import { planAsCalendar } from './calendar';
import type { PlanView } from './port';

const at = Date.UTC(2026, 10, 1, 12) / 1000;
const WRITTEN = { created: { at }, edited: { at } };
const MEETING = { ...WRITTEN, time: '', place: '', agenda: '', date: '2027-01-12' };
const LONG = `${'blåbærsyltetøy, '.repeat(12)}med "hermetegn"; og\\skråstrek`;

function planOf(parts: object): PlanView {
  return {
    ...{ space: 'ab'.repeat(32), title: 'Nesset; sammen', check: { server: 'https://plan.no' } },
    ...{ meetings: [], goals: [], decisions: [] },
    ...parts,
  } as unknown as PlanView;
}

function eventsOf(ics: string): ICAL.Event[] {
  const calendar = new ICAL.Component(ICAL.parse(ics) as unknown[]);
  for (const zone of calendar.getAllSubcomponents('vtimezone')) {
    ICAL.TimezoneService.register(zone);
  }
  return calendar.getAllSubcomponents('vevent').map((event) => new ICAL.Event(event));
}

test.each([
  ['2027-01-12', '2027-01-12T17:00:00Z'], // winter
  ['2027-07-06', '2027-07-06T16:00:00Z'], // summer
  ['2027-03-28', '2027-03-28T16:00:00Z'], // the day that the clocks go on
  ['2027-10-31', '2027-10-31T17:00:00Z'], // and back
])('a meeting at 18 on %s is at that time in Norway', (date, instant) => {
  const [event] = eventsOf(
    planAsCalendar(planOf({ meetings: [{ ...MEETING, id: 'm1', date, time: '18:00' }] })),
  );
  expect(event!.startDate.isDate).toBe(false);
  expect(event!.startDate.toJSDate().toISOString().replace('.000', '')).toBe(instant);
});

test('without a time it is the whole day; without a day it is in no calendar', () => {
  const meetings = [
    { ...MEETING, id: 'm1' },
    { ...MEETING, id: 'm2', date: '', time: '18:00' },
  ];
  const [event, none] = eventsOf(planAsCalendar(planOf({ meetings })));
  expect(event!.startDate.isDate).toBe(true);
  expect(event!.startDate.toString()).toBe('2027-01-12');
  expect(none).toBeUndefined();
});

test('letters that mean something come back, in lines of at most 75 bytes', () => {
  const meetings = [{ ...MEETING, id: 'm1', place: LONG, agenda: `${LONG}\nlinje to\r\ntre` }];
  const ics = planAsCalendar(planOf({ meetings }));
  for (const line of ics.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
  expect(ics.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
  const [event] = eventsOf(ics);
  expect(event!.summary).toBe('Møte: Nesset; sammen');
  expect(event!.location).toBe(LONG);
  expect(event!.description).toBe(`${LONG}\nlinje to\ntre`);
});

test('what is due and not done, and when we look back, are days of their own', () => {
  const actions = ['ongoing', 'done', 'dropped', 'idea'].map((status, i) => ({
    ...{ ...WRITTEN, id: `a${i}`, title: `Tiltak ${i}`, status },
    ...(status === 'idea' ? {} : { due: '2027-02-01' }),
  }));
  const decisions = [
    { ...WRITTEN, id: 'd1', question: 'Åtte uker?', why: 'Vi prøver', lookBack: '2027-03-01' },
    { ...WRITTEN, id: 'd2', question: 'Kafé?', why: '', lookBack: '' },
  ];
  const plan = planOf({ goals: [{ actions }], decisions, meetings: [{ ...MEETING, id: 'm1' }] });
  const events = eventsOf(planAsCalendar(plan));
  expect(events.map(({ summary }) => summary)).toEqual([
    'Møte: Nesset; sammen',
    'Frist: Tiltak 0',
    'Vi ser tilbake: Åtte uker?',
  ]);
  expect(eventsOf(planAsCalendar(plan, 'm1'))).toHaveLength(1);
  expect(eventsOf(planAsCalendar(plan, 'a0'))).toHaveLength(0);
});

test('an event is the same at every export, and says when it was changed', () => {
  const ask = (edited: number): ICAL.Event =>
    eventsOf(
      planAsCalendar(planOf({ meetings: [{ ...MEETING, id: 'm1', edited: { at: edited } }] })),
    )[0]!;
  expect(ask(at).uid).toBe(ask(at + 60).uid);
  expect(
    ask(at + 60)
      .component.getFirstPropertyValue('dtstamp')!
      .toString(),
  ).toBe('2026-11-01T12:01:00Z');
});
