/** Rounds and the wheel: nobody's answer is shown before it is opened, and of the wheel never one. */
import { canonicalJson } from '../core/plan/canonical';
import {
  holdsAt,
  type AnswerContent,
  type Hold,
  type Opening,
  type RoundContent,
} from '../core/plan/meetings';
import {
  spreadOf,
  widestGap,
  type EvaluationContent,
  type ScoreContent,
  type Scores,
} from '../core/plan/wheel';
import type { Author } from '../core/plan/items';
import { contentHash } from '../crypto/hash';
import type { AnswerView, AuthorView, EvaluationView, RoundView } from './content_port';
import {
  author,
  claimedBy,
  partyOfAuthor,
  partyOfDevice,
  partyOfWords,
  type Reading,
} from './reading';

export function roundView(reading: Reading, round: RoundContent): RoundView {
  const { openings, holds, groups, answers, ...same } = round;
  const opening = openings[0];
  const own = partyOfDevice(reading, reading.space.me.device);
  const views = inSequence(reading, round.sequence, answers).map((answer) =>
    answerView(reading, answer, opening),
  );
  return {
    ...same,
    created: author(reading, round.created),
    edited: author(reading, round.edited),
    ...openedView(reading, opening),
    written: answers.length,
    answers: opening ? views : views.filter(({ isMine }) => isMine),
    groups: opening ? groups : groups.filter(({ party }) => party === own),
    counts: opening ? countsOf(reading, answers) : [],
    ...holdsView(reading, holds),
  };
}

function answerView(
  reading: Reading,
  answer: AnswerContent,
  opening: Opening | undefined,
): AnswerView {
  const { created, edited, id, text, returned } = answer;
  return {
    ...{ id, text, returned },
    created: author(reading, created),
    edited: author(reading, edited),
    party: partyOfWords(reading, answer.party, created),
    // Also one that was there, and says something else since.
    late: opening !== undefined && !opening.had.includes(answerHash(answer)),
    isMine: isMine(reading, created),
  };
}

/** What I wrote, for myself or for somebody else, and what was written for me. */
function isMine(reading: Reading, { device, behalf }: AnswerContent['created']): boolean {
  const { me } = reading.space;
  if (me.person === '') return false;
  if (behalf && claimedBy(reading, behalf) === me.person) return true;
  return reading.charter?.devices[device - 1]?.person === me.person;
}

export function answerHash({ id, text }: Pick<AnswerContent, 'id' | 'text'>): string {
  return contentHash(canonicalJson([id, text]));
}

function inSequence(
  reading: Reading,
  sequence: readonly number[],
  answers: readonly AnswerContent[],
): readonly AnswerContent[] {
  const placeOf = ({ created, party }: AnswerContent): number => {
    const sector = sectorOf(reading, partyOfWords(reading, party, created));
    const place = sequence.indexOf(sector);
    return place < 0 ? sequence.length : place;
  };
  return [...answers].sort((a, b) => placeOf(a) - placeOf(b));
}

function countsOf(reading: Reading, answers: readonly AnswerContent[]): RoundView['counts'] {
  const counts = new Map<number, number>();
  for (const { created, party } of answers) {
    const sector = sectorOf(reading, partyOfWords(reading, party, created));
    counts.set(sector, (counts.get(sector) ?? 0) + 1);
  }
  return [...counts].sort(([a], [b]) => a - b).map(([sector, n]) => ({ sector, answers: n }));
}

function sectorOf({ charter, content }: Reading, party: number): number {
  const former = (content.former ?? []).find(({ index }) => index === party);
  return charter?.parties[party - 1]?.sector ?? former?.sector ?? 0;
}

function openedView(reading: Reading, opening: Opening | undefined): { opened?: AuthorView } {
  return opening ? { opened: author(reading, opening) } : {};
}

export function holdsView(
  reading: Reading,
  holds: readonly Hold[],
): { holds: readonly AuthorView[]; iHold: boolean } {
  const standing = holdsAt(holds, Number(reading.now)).map((one) => author(reading, one));
  const { person } = reading.space.me;
  return { holds: standing, iHold: standing.some((one) => one.person === person) };
}

/** What an opening freezes: nobody guesses the answers from it, for the salt stays in the plan. */
export function scoreHash({ id, salt }: Pick<ScoreContent, 'id' | 'salt'>, scores: Scores): string {
  return contentHash(canonicalJson([id, salt, scores]));
}

export function evaluationView(
  reading: Reading,
  evaluation: EvaluationContent,
  scores: readonly ScoreContent[],
): EvaluationView {
  const { openings, frozen, holds, ...same } = evaluation;
  const opening = openings[0];
  const own = onePerPerson(reading, scores, evaluation.id, opening && frozenIn(frozen));
  const spreads = opening ? spreadsOf(reading, evaluation, own) : [];
  const gap = widestGap(spreads);
  return {
    ...same,
    created: author(reading, evaluation.created),
    edited: author(reading, evaluation.edited),
    ...openedView(reading, opening),
    written: opening ? frozen.length : own.filter(isAnswer).length,
    mine: latestOf(ownScore(reading, own)),
    entered: opening ? [] : enteredIn(reading, scores, evaluation.id),
    spreads,
    ...(gap ? { gap } : {}),
    ...holdsView(reading, holds),
  };
}

function enteredIn(
  reading: Reading,
  scores: readonly ScoreContent[],
  evaluation: string,
): EvaluationView['entered'] {
  return writtenDown(reading, scores, evaluation)
    .map((score, place) => ({ score, number: place + 1 }))
    .filter(({ score }) => isAnswer(score))
    .map(({ score: { id, created }, number }) => {
      return { id, number, party: partyOfAuthor(reading, created), at: created.at };
    });
}

/** All that I typed in for others, oldest first, and what I made of each. */
export function writtenDown(
  reading: Reading,
  scores: readonly ScoreContent[],
  evaluation: string,
): ScoreContent[] {
  const { person } = reading.space.me;
  return scores
    .filter((score) => score.evaluation === evaluation && isWrittenBy(reading, score, person))
    .map((score) => withOwnStates(reading, score));
}

export function isWrittenBy({ charter }: Reading, score: ScoreContent, person: string): boolean {
  const { device, behalf } = score.created;
  return behalf !== undefined && charter?.devices[device - 1]?.person === person;
}

/** One that was emptied, or taken back, is nobody's answer. */
export function isAnswer(score: ScoreContent): boolean {
  return latestOf(score).length > 0;
}

/** Whether one of its states is among those that were frozen. */
function frozenIn(frozen: readonly string[]): (score: ScoreContent) => boolean {
  const hashes = new Set(frozen);
  return (score) => score.states.some(({ scores }) => hashes.has(scoreHash(score, scores)));
}

/**
 * A person who answered on two phones at once has one answer: the first of their answers by id
 * that `counts`. What somebody else wrote down for them counts only while they have not answered themselves.
 */
export function onePerPerson(
  reading: Reading,
  scores: readonly ScoreContent[],
  evaluation: string,
  counts: (score: ScoreContent) => boolean = isAnswer,
): ScoreContent[] {
  const byPerson = new Map<string, ScoreContent>();
  for (const score of scores) {
    if (score.evaluation !== evaluation) continue;
    const who = whoseWords(reading, score.created);
    const known = byPerson.get(who);
    const one = withOwnStates(reading, score);
    if (!known || isBefore(one, known, counts)) byPerson.set(who, one);
  }
  return [...byPerson.values()];
}

function isBefore(
  a: ScoreContent,
  b: ScoreContent,
  counts: (score: ScoreContent) => boolean,
): boolean {
  const [isOwn, isOther] = [!a.created.behalf, !b.created.behalf];
  if (isOwn !== isOther) return isOwn;
  return counts(a) === counts(b) ? a.id < b.id : counts(a);
}

/** What others wrote over it is not what that person answered. */
function withOwnStates({ charter }: Reading, score: ScoreContent): ScoreContent {
  const personOf = (device: number): string => charter?.devices[device - 1]?.person ?? '';
  const own = personOf(score.created.device);
  return { ...score, states: score.states.filter(({ device }) => personOf(device) === own) };
}

export function latestOf(score: ScoreContent | undefined): Scores {
  return score?.states[0]?.scores ?? [];
}

/** One name for one person, on whichever device, or through whichever helper. */
export function whoseWords(reading: Reading, { device, behalf }: Author): string {
  if (!behalf) return reading.charter?.devices[device - 1]?.person ?? `device/${device}`;
  return claimedBy(reading, behalf) || `for/${behalf.slip || `${behalf.party}/${behalf.name}`}`;
}

/** Mine, not one that I wrote down for somebody else. */
export function ownScore(
  reading: Reading,
  scores: readonly ScoreContent[],
): ScoreContent | undefined {
  const { person } = reading.space.me;
  return scores.find(
    ({ created: { device, behalf } }) =>
      !behalf && reading.charter?.devices[device - 1]?.person === person,
  );
}

function spreadsOf(
  reading: Reading,
  { asked, frozen }: EvaluationContent,
  scores: readonly ScoreContent[],
): EvaluationView['spreads'] {
  const hashes = new Set(frozen);
  const answers = scores.flatMap((score) => {
    const state = score.states.find((one) => hashes.has(scoreHash(score, one.scores)));
    const party = partyOfAuthor(reading, score.created);
    const writer = whoseWords(reading, { device: score.created.device, at: 0 });
    return state ? [{ sector: sectorOf(reading, party), scores: state.scores, writer }] : [];
  });
  const sectors = reading.charter?.sectors ?? [];
  return spreadOf(asked, sectors, answers);
}
