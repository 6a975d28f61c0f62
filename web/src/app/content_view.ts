/** What the groups made together, with the names and the groups of whoever made it. */
import { signersNeeded } from '../core/charter/state';
import {
  coveredWords,
  readCovered,
  type ActionContent,
  type PartContent,
} from '../core/plan/actions';
import { decisionState, type DecisionContent, type Stance } from '../core/plan/decisions';
import { scoresOf } from '../core/plan/wheel';
import { readItems, type Author, type Item } from '../core/plan/items';
import type { MeetingContent } from '../core/plan/meetings';
import { NAMED_VALUES, STATUSES, ARENAS, MODES } from '../core/plan/schema';
import { partyYes } from '../core/plan/yes';
import type {
  ActionView,
  AuthorView,
  ContentView,
  DecisionView,
  MeetingView,
  PartView,
  StanceView,
} from './content_port';
import { author, claimedBy, partiesWith, signerOf, type Reading } from './reading';
import { evaluationView, holdsView, roundView } from './round_view';

export function contentView(
  reading: Reading,
  items: readonly Item[] = readItems(reading.space.doc),
): ContentView {
  const { content, names } = reading;
  const scores = scoresOf(reading.space.doc, items);
  const with_ = <T extends { created: Author; edited: Author }>(one: T) => ({
    ...one,
    ...writtenView(reading, one),
  });
  return {
    goals: content.goals.map((goal) => ({
      ...with_(goal),
      actions: goal.actions.map((action) => actionView(reading, action)),
    })),
    resources: content.resources.map((resource) => ({
      ...with_(resource),
      personName: names.get(`person/${resource.person}`) ?? '',
    })),
    comments: content.comments.map(with_),
    decisions: content.decisions.map((decision) => decisionView(reading, decision)),
    meetings: content.meetings.map((meeting) => meetingView(reading, meeting)),
    rounds: content.rounds.map((round) => roundView(reading, round)),
    evaluations: content.evaluations.map((one) => evaluationView(reading, one, scores)),
    reflections: content.reflections.map(with_),
    accounts: content.accounts.map(with_),
    steppings: content.steppings.map(with_),
    reports: content.reports.map(with_),
    valueNames: Object.fromEntries(
      NAMED_VALUES.map((value, i) => [value, names.get(`value/${i + 1}`) ?? '']),
    ),
  };
}

export function writtenView(
  reading: Reading,
  item: { readonly created: Author; readonly edited: Author },
): { created: AuthorView; edited: AuthorView } {
  return { created: author(reading, item.created), edited: author(reading, item.edited) };
}

export function actionView(reading: Reading, action: ActionContent): ActionView {
  const { yeses: _, parts, status, arena, mode, start, due, costKr, ...same } = action;
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

function decisionView(reading: Reading, decision: DecisionContent): DecisionView {
  const { stances, minuted, ...same } = decision;
  const { charter, space } = reading;
  const parties = partiesWith(reading);
  const hearing = {
    sectorOf: (party: number) => charter?.parties[party - 1]?.sector ?? 0,
    sectors: [...new Set(parties.map(({ sector }) => sector))].sort((a, b) => a - b),
    parties: parties.map(({ index }) => index),
    today: dayOf(reading.now),
  };
  const found = decisionState(decision, hearing, (stance) => speakerOf(reading, stance));
  const view = (stance: Stance): StanceView => ({
    verdict: stance.verdict,
    reason: stance.reason,
    by: author(reading, stance),
  });
  const isMine = (stance: Stance): boolean =>
    speakerOf(reading, stance)?.key === space.me.person && space.me.person !== '';
  const mine = [...found.stops, ...found.yeses].find(isMine)?.verdict;
  return {
    ...same,
    ...writtenView(reading, decision),
    state: found.state,
    stops: found.stops.map(view),
    lifted: found.lifted.map(view),
    yeses: found.yeses.map(view),
    waitsFor: found.waitsFor,
    minutedIn: minuted.map(({ meeting, sectors, ...said }) => ({
      ...{ meeting, sectors },
      by: author(reading, said),
    })),
    ...(mine ? { mine } : {}),
  };
}

/** A helper speaks for somebody of a group that is with; who came by their slip since is that person. */
function speakerOf(reading: Reading, { device, behalf, about }: Stance) {
  const signer = signerOf(reading, device);
  if (!signer) return undefined;
  const party = behalf ? behalf.party : signer.party;
  if (!partiesWith(reading).some(({ index }) => index === party)) return undefined;
  if (!behalf) return { key: signer.person, party };
  return { key: claimedBy(reading, behalf) || `for/${about}`, party };
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

/** YYYY-MM-DD, by this device's clock and the server's word on it. */
export function dayOf(now: bigint): string {
  const date = new Date(Number(now) * 1000);
  const two = (part: number): string => String(part).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
