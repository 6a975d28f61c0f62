/** What the groups made together, with the names and the groups of whoever made it. */
import { signersNeeded } from '../core/charter/state';
import {
  coveredWords,
  readCovered,
  type ActionContent,
  type PartContent,
} from '../core/plan/actions';
import { scoresOf } from '../core/plan/wheel';
import { readItems, type Author, type Item } from '../core/plan/items';
import { roundsOf, type MeetingContent } from '../core/plan/meetings';
import { NAMED_VALUES, STATUSES, ARENAS, MODES } from '../core/plan/choices';
import { partyYes } from '../core/plan/yes';
import type { ActionView, ContentView, MeetingView, PartView } from './content_port';
import { decisionView, hearingOf } from './decision_view';
import { author, logFacts, signerOf, steppingsOf, writtenView, type Reading } from './reading';
import { evaluationView, holdsView, roundView } from './round_view';

export function contentView(
  reading: Reading,
  items: readonly Item[] = readItems(reading.space.doc),
): ContentView {
  const { content, names, space } = reading;
  const scores = scoresOf(space.doc, items);
  const hearing = hearingOf(reading);
  const with_ = <T extends { created: Author; edited: Author }>(one: T) => ({
    ...one,
    ...writtenView(reading, one),
  });
  return {
    sheet: content.sheet,
    goals: content.goals.map((goal) => ({
      ...with_(goal),
      actions: goal.actions.map((action) => actionView(reading, action)),
    })),
    resources: content.resources.map((resource) => ({
      ...with_(resource),
      personName: names.get(`person/${resource.person}`) ?? '',
    })),
    comments: content.comments.map(with_),
    decisions: content.decisions.map((decision) => decisionView(reading, decision, hearing)),
    meetings: content.meetings.map((meeting) => meetingView(reading, meeting)),
    rounds: roundsOf(space.doc, items, logFacts(space)).map((round) => roundView(reading, round)),
    evaluations: content.evaluations.map((one) => evaluationView(reading, one, scores)),
    reflections: content.reflections.map(with_),
    accounts: content.accounts.map(with_),
    steppings: steppingsOf(reading).map(with_),
    reports: content.reports.map(with_),
    valueNames: Object.fromEntries(
      NAMED_VALUES.map((value, i) => [value, names.get(`value/${i + 1}`) ?? '']),
    ),
  };
}

function without<T extends object, K extends keyof T>(whole: T, ...names: K[]): Omit<T, K> {
  const gone: readonly PropertyKey[] = names;
  const rest = Object.entries(whole).filter(([name]) => !gone.includes(name));
  return Object.fromEntries(rest) as Omit<T, K>;
}

export function actionView(reading: Reading, action: ActionContent): ActionView {
  const { parts, status, arena, mode, start, due, costKr, ...same } = without(action, 'yeses');
  const views = parts.map((part) => partView(reading, action, part));
  const allYes = views.length > 0 && views.every(({ yes }) => yes === 'stands');
  const [place, way] = [ARENAS.find((a) => a === arena), MODES.find((m) => m === mode)];
  return {
    ...same,
    ...writtenView(reading, action),
    status: statusOf(status, allYes),
    allYes,
    parts: views,
    ...(place ? { arena: place } : {}),
    ...(way ? { mode: way } : {}),
    ...(start ? { start } : {}),
    ...(due ? { due } : {}),
    ...(costKr === null ? {} : { costKr }),
    needs: action.needs.map((need) => ({ ...need, ...writtenView(reading, need) })),
    moves: action.moves.map(({ id, from, to, why, created }) => ({
      id,
      from: ARENAS.find((known) => known === from) ?? '',
      to: ARENAS.find((known) => known === to) ?? '',
      why,
      created: author(reading, created),
    })),
  };
}

/** Agreed is what all have said yes to, and nothing else; what is under way waits for nobody. */
function statusOf(status: string, allYes: boolean): ActionView['status'] {
  const known = STATUSES.find((one) => one === status) ?? 'idea';
  const isBefore = known === 'idea' || known === 'proposed' || known === 'agreed';
  if (isBefore && allYes) return 'agreed';
  return known === 'agreed' ? 'proposed' : known;
}

function partView(reading: Reading, action: ActionContent, { party, text }: PartContent): PartView {
  const { charter, space } = reading;
  const needed = charter?.parties[party - 1] ? signersNeeded(charter, party) : 1;
  const covered = coveredWords(action, party);
  const found = partyYes(action.yeses, { party, covered, needed }, (device) =>
    signerOf(reading, device),
  );
  const { stands, by, earlier, takenBack } = found;
  const before = earlier && readCovered(String(earlier.words[0]));
  const isSome = by.length > 0;
  const yes = stands ? 'stands' : takenBack ? 'back' : isSome ? 'some' : before ? 'again' : 'none';
  const sayers = takenBack && !stands ? [takenBack] : by;
  return {
    party,
    text,
    yes,
    by: sayers.map(({ device, at }) => author(reading, { device, at })),
    needed,
    ...(before && !stands ? { before } : {}),
    mine: by.some(({ device }) => charter?.devices[device - 1]?.person === space.me.person),
  };
}

function meetingView(reading: Reading, meeting: MeetingContent): MeetingView {
  const { holds, ...same } = meeting;
  return {
    ...same,
    ...writtenView(reading, meeting),
    leaderName: reading.names.get(`person/${meeting.leader}`) ?? '',
    ...holdsView(reading, holds),
  };
}
