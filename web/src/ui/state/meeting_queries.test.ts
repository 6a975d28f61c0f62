import { describe, expect, test } from 'vitest';
import type { AnswerView, DecisionView, MeetingView, PlanView, RoundView } from '../../app/port';
import { fixtureAt } from '../testing/fixture';
import {
  answerGroups,
  comingMeetings,
  earlierMeetings,
  heardIn,
  isAsked,
  isHere,
  ownAnswer,
  toAnswer,
  usersFirst,
  writtenFor,
} from './meeting_queries';

const plan = fixtureAt(1_790_000_000);
const by = { person: 'p', name: 'Kari', party: 1, at: 1 };
const written = { created: by, edited: by, returned: false };

const meeting = (id: string, date: string, held = false): MeetingView => ({
  ...{ id, date, held, ...written, time: '', place: '', agenda: '', agreed: '' },
  ...{ takes: [], counts: [], leader: '', leaderName: '', holds: [], iHold: false },
});
const meetings = (...list: MeetingView[]): PlanView => ({ ...plan, meetings: list });
const ids = (list: readonly { id: string }[]): string[] => list.map(({ id }) => id);

describe('meetings', () => {
  const all = meetings(
    meeting('open', ''),
    meeting('before', '2026-11-26'),
    meeting('ended', '2026-11-27', true),
    meeting('today', '2026-11-27'),
    meeting('next', '2026-12-08'),
  );

  test("today's comes first, then the next, then those without a day", () => {
    expect(ids(comingMeetings(all, '2026-11-27'))).toEqual(['today', 'next', 'open']);
  });

  test('what is ended or past is an earlier one, newest first', () => {
    expect(ids(earlierMeetings(all, '2026-11-27'))).toEqual(['ended', 'before']);
  });
});

const answer = (id: string, party: number, more: Partial<AnswerView> = {}): AnswerView => ({
  ...{ id, party, text: id, late: false, isMine: false, ...written, ...more },
});
const round = (id: string, more: Partial<RoundView> = {}): RoundView => ({
  ...{ id, ...written, meeting: '', question: id, outcome: '', until: '', sequence: [] },
  ...{ written: 0, answers: [], groups: [], counts: [], holds: [], iHold: false, ...more },
});
const decision = (id: string, more: Partial<DecisionView> = {}): DecisionView => ({
  ...{ id, ...written, on: '', question: id, why: '', outcome: '', until: '', lookBack: '' },
  ...{
    state: 'waiting',
    stops: [],
    leftBehind: [],
    lifted: [],
    yeses: [],
    waitsFor: [],
    minutedIn: [],
    ...more,
  },
});

test('answers are read group by group in the agreed order, groups that only speak together too', () => {
  const opened = round('r', {
    sequence: [2, 1],
    answers: [answer('a', 1), answer('b', 3), answer('c', 1)],
    groups: [{ party: 2, text: 'Sammen' }],
  });
  const sectors = new Map(plan.parties.map(({ index, sector }) => [index, sector]));
  expect([1, 2, 3].map((index) => sectors.get(index))).toEqual([1, 1, 2]);
  const groups = answerGroups(plan, opened);
  expect(groups.map(({ party }) => party)).toEqual([3, 1, 2]);
  expect(groups.map(({ answers }) => ids(answers))).toEqual([['b'], ['a', 'c'], []]);
  expect(groups[2]?.together).toBe('Sammen');
});

test('what I have not answered comes first, and what is answered does not wait', () => {
  const own = answer('mine', 1, { isMine: true });
  const asked = {
    ...plan,
    rounds: [
      round('told', { written: 1, answers: [own] }),
      round('new'),
      round('old', { opened: by }),
    ],
    decisions: [decision('stands', { state: 'stands' }), decision('asked', { mine: 'yes' })],
  };
  expect(toAnswer(asked).map(({ item }) => item.id)).toEqual(['new', 'told', 'asked']);
  const told = decision('told', { state: 'stopped', outcome: 'Vi lar det ligge' });
  expect(isAsked(told)).toBe(true); // nobody ends a question by telling its end
});

test.each([
  ['', false, false],
  ['2026-11-26', false, true],
  ['2026-11-27', false, true],
  ['2026-11-28', false, false],
  ['', true, true],
])('a meeting on "%s", held: %s, has people to be heard: %s', (date, held, here) => {
  expect(isHere(meeting('m', date, held), '2026-11-27')).toBe(here);
});

test('words that I wrote for somebody else are theirs, and words that I claim are mine', () => {
  const behalf = { name: 'Olga', party: 1, slip: '', claimed: true, isMine: false };
  const forOlga = answer('olga', 1, { isMine: true, created: { ...by, behalf } });
  const both = round('r', { answers: [forOlga, answer('own', 1, { isMine: true })] });
  expect(ownAnswer(both, 'p')?.id).toBe('own');
  expect(ids(writtenFor(both, 'p'))).toEqual(['olga']);
  const asOlga = round('r', { answers: [forOlga] });
  expect(ownAnswer(asOlga, 'olga')?.id).toBe('olga');
  expect(writtenFor(asOlga, 'olga')).toEqual([]);
});

test('those that it is about open first, and the municipality last', () => {
  expect(usersFirst([1, 2, 3, 4])).toEqual([1, 2, 4, 3]);
  expect(usersFirst([3, 2])).toEqual([2, 3]);
});

test('what others wrote in the minutes is told apart from what I wrote', () => {
  const other = { ...by, person: 'q' };
  const minutedIn = [
    { meeting: 'm', sectors: [3, 1], by },
    { meeting: 'm', sectors: [2], by: other },
    { meeting: 'n', sectors: [4], by: other },
  ];
  expect(heardIn(decision('d', { minutedIn }), 'm', 'p')).toEqual({
    all: [1, 2, 3],
    byOthers: [2],
  });
});
