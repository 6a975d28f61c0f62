/** What the pages of our meetings ask of a plan. Pure. */
import type {
  AnswerView,
  DecisionView,
  MeetingView,
  PartyView,
  PlanView,
  RoundView,
  SectorNumber,
} from '../../app/port';
import { activeParties } from './plan_queries';

const CITIZENS = 1;
const MUNICIPAL = 3;

/** Meetings as they come from today on, then those without a day; the first is the one that is shown. */
export function comingMeetings(plan: PlanView, today: string): readonly MeetingView[] {
  const key = ({ date, time }: MeetingView): string => `${date || '9'}${time}`;
  return plan.meetings
    .filter(({ held, date }) => !held && (date === '' || date >= today))
    .sort((a, b) => key(a).localeCompare(key(b)));
}

/** Newest first; a meeting that nobody ended is over when its day is. */
export function earlierMeetings(plan: PlanView, today: string): readonly MeetingView[] {
  const coming = new Set(comingMeetings(plan, today));
  return plan.meetings.filter((meeting) => !coming.has(meeting)).reverse();
}

/** Until it stands it is asked about: nobody ends that by writing how it went. */
export function isAsked({ state }: DecisionView): boolean {
  return state !== 'stands';
}

/** Who was heard in a meeting is said when it is there, not before. */
export function isHere({ held, date }: MeetingView, today: string): boolean {
  return held || (date !== '' && date <= today);
}

export type Question =
  | { readonly is: 'round'; readonly item: RoundView; readonly isMine: boolean }
  | { readonly is: 'decision'; readonly item: DecisionView; readonly isMine: boolean };

function questionsOf(plan: PlanView): Question[] {
  return [
    ...plan.rounds.map((item) => ({
      ...{ is: 'round' as const, item },
      isMine: ownAnswer(item, plan.me.person) !== undefined,
    })),
    ...plan.decisions.map((item) => ({
      ...{ is: 'decision' as const, item },
      isMine: item.mine !== undefined,
    })),
  ].sort((a, b) => b.item.created.at - a.item.created.at);
}

const isOpen = (question: Question): boolean =>
  question.is === 'round' ? question.item.opened === undefined : isAsked(question.item);

/** What we are to answer: what I have not answered comes first. */
export function toAnswer(plan: PlanView): readonly Question[] {
  return questionsOf(plan)
    .filter(isOpen)
    .sort((a, b) => Number(a.isMine) - Number(b.isMine));
}

export function answered(plan: PlanView): readonly Question[] {
  return questionsOf(plan).filter((question) => !isOpen(question));
}

/** What I wrote down for somebody without a phone. */
const isForOther = ({ created }: AnswerView, me: string): boolean =>
  created.behalf !== undefined && created.person === me;

/** My own words, and those that a helper wrote down for me and I have claimed. */
export function ownAnswer({ answers }: RoundView, me: string): AnswerView | undefined {
  return answers.find((answer) => answer.isMine && !isForOther(answer, me));
}

export function writtenFor({ answers }: RoundView, me: string): readonly AnswerView[] {
  return answers.filter((answer) => answer.isMine && isForOther(answer, me));
}

export interface AnswerGroup {
  readonly party: number;
  /** What the group says together; '' nothing. */
  readonly together: string;
  readonly answers: readonly AnswerView[];
}

/** Group by group, in the order that was agreed on, else as the groups stand in the plan. */
export function answerGroups(plan: PlanView, round: RoundView): readonly AnswerGroup[] {
  const sectorOf = (index: number): SectorNumber =>
    [...plan.parties, ...plan.former].find((party) => party.index === index)?.sector ?? 0;
  const placeOf = (party: number): number => {
    const place = round.sequence.indexOf(sectorOf(party));
    return place < 0 ? round.sequence.length : place;
  };
  const parties = new Set([...round.answers, ...round.groups].map(({ party }) => party));
  return [...parties]
    .sort((a, b) => placeOf(a) - placeOf(b) || a - b)
    .map((party) => ({
      party,
      together: round.groups.find((group) => group.party === party)?.text ?? '',
      answers: round.answers.filter((answer) => answer.party === party),
    }));
}

/** Of the groups that are with now. */
export function sectorsHere(plan: PlanView): readonly SectorNumber[] {
  return [...new Set(activeParties(plan).map(({ sector }) => sector))].sort((a, b) => a - b);
}

/** Those that it is about open first, the municipality last. */
export function usersFirst(sectors: readonly SectorNumber[]): readonly SectorNumber[] {
  const place = (sector: SectorNumber): number =>
    sector === CITIZENS ? 0 : sector === MUNICIPAL ? 2 : 1;
  return [...sectors].sort((a, b) => place(a) - place(b) || a - b);
}

export interface Candidate {
  readonly person: string;
  readonly name: string;
  readonly party: PartyView;
}

/** Whoever may lead a meeting: anybody whose name is known. */
export function candidates(plan: PlanView): readonly Candidate[] {
  return activeParties(plan).flatMap((party) =>
    party.people
      .filter(({ name, devices }) => name !== '' && devices.length > 0)
      .map(({ id, name }) => ({ person: id, name, party })),
  );
}

/** Which sectors a meeting's minutes say were heard, and which of them others than I have written. */
export function heardIn(
  { minutedIn }: DecisionView,
  meeting: string,
  me: string,
): { readonly all: readonly SectorNumber[]; readonly byOthers: readonly SectorNumber[] } {
  const here = minutedIn.filter((minuted) => minuted.meeting === meeting);
  const sectorsOf = (minuted: typeof here): SectorNumber[] =>
    [...new Set(minuted.flatMap(({ sectors }) => sectors))].sort((a, b) => a - b);
  return { all: sectorsOf(here), byOthers: sectorsOf(here.filter(({ by }) => by.person !== me)) };
}

/** What people have answered stays what they answered to. */
export function isUnanswered(decision: DecisionView): boolean {
  const { yeses, stops, leftBehind, lifted, minutedIn } = decision;
  return [yeses, stops, leftBehind, lifted, minutedIn].every(({ length }) => length === 0);
}
