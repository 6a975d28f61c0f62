/** Opening what was answered apart, and the answers to "Hvordan har vi det sammen?". */
import { hexOf } from '../core/bytes';
import { createItem, itemMap, type FieldValue } from '../core/plan/document';
import { amendItem, noteBehalf } from '../core/plan/amend';
import { readItems, type Behalf } from '../core/plan/items';
import { holdsAt, open, openingsOf, roundsOf, type Hold } from '../core/plan/meetings';
import { wrongIn } from '../core/plan/schema';
import { scoresOf, type ScoreContent } from '../core/plan/wheel';
import { behalfOf, withItem } from './item_commands';
import { ownParty } from './plan_commands';
import { isConfirmed } from '../sync/space';
import type { Commands, Outcome } from './port';
import { logFacts, type Reading } from './reading';
import {
  answerHash,
  isAnswer,
  isWrittenBy,
  latestOf,
  onePerPerson,
  ownScore,
  scoreHash,
  whoseWords,
  writtenDown,
} from './round_view';
import { readingOf } from './plan_view';
import { refuse, type Running } from './running';

type Ask<N extends keyof Commands> = Commands[N]['ask'];

const ID_BYTES = 10;
export const SALT_BYTES = 16;

/** Once is enough: what was opened stays as it was. By whoever is confirmed, as every device counts it. */
export function openAnswers(running: Running, ask: Ask<'openAnswers'>): Promise<Outcome<null>> {
  return openAt(running, ask, running.seams.now());
}

/** `at`: when it was opened, where a file tells of it. */
export function openAt(
  running: Running,
  ask: Ask<'openAnswers'>,
  at: number,
): Promise<Outcome<null>> {
  return withItem(running, ask.space, ask.id, ['round', 'evaluation'], (space, item) => {
    if (openingsOf(space.doc, item, logFacts(space)).length > 0) return undefined;
    if (!isConfirmed(space)) return refuse('forbidden');
    const reading = readingOf(running.spaces.get(ask.space)!);
    if (holdsAt(holdsOn(reading, item.id), Number(reading.now)).length > 0) return refuse('held');
    const isRound = item.kind === 'round';
    open(space.doc, item, at, (isRound ? answersOf : hashesOf)(reading, item.id));
    return undefined;
  });
}

/** Whoever asks a meeting to wait, asks it of the rounds in it too. */
function holdsOn({ content }: Reading, id: string): readonly Hold[] {
  const { rounds, evaluations, meetings } = content;
  const round = rounds.find((one) => one.id === id);
  const evaluation = evaluations.find((one) => one.id === id);
  const meeting = meetings.find((one) => one.id === round?.meeting);
  return [round, evaluation, meeting].flatMap((one) => one?.holds ?? []);
}

function answersOf({ space: { doc } }: Reading, round: string): string[] {
  const rounds = roundsOf(doc, readItems(doc));
  return rounds.find(({ id }) => id === round)?.answers.map(answerHash) ?? [];
}

function hashesOf(reading: Reading, evaluation: string): string[] {
  const { doc } = reading.space;
  const scores = onePerPerson(reading, scoresOf(doc, readItems(doc)), evaluation);
  return scores.filter(isAnswer).map((score) => scoreHash(score, latestOf(score)));
}

/** All answers at once, as often as one likes until it is opened. */
export function score(running: Running, ask: Ask<'score'>): Promise<Outcome<null>> {
  const behalf = ask.behalf && behalfOf(ask.behalf);
  if (ask.behalf && !behalf) return Promise.resolve(refuse('bad-input', 'behalf'));
  const values: FieldValue = ask.values.map(([field, value]) => [field, value]);
  if (wrongIn('score', {}, { values })) return Promise.resolve(refuse('bad-input', 'values'));
  const id = hexOf(running.seams.random(ID_BYTES));
  const salt = hexOf(running.seams.random(SALT_BYTES));
  return withItem(running, ask.space, ask.evaluation, ['evaluation'], (space, item, at) => {
    if (openingsOf(space.doc, item, logFacts(space)).length > 0) return refuse('ended');
    const reading = readingOf(running.spaces.get(ask.space)!);
    const known = answeredBefore(reading, item.id, behalf);
    if (known) {
      const own = { kind: 'score', id: known.id } as const;
      if (!isSame(itemMap(space.doc, own).get('values'), values)) {
        amendScore(reading, known, values, at);
      }
      return undefined;
    }
    const made = { kind: 'score', id } as const;
    const party = behalf?.party ?? ownParty(space);
    createItem(space.doc, made, { evaluation: item.id, party, salt, values }, at);
    if (behalf) noteBehalf(space.doc, made, behalf);
    return undefined;
  });
}

/** It stays in the plan as it was, so that it can count again. */
export function takeScoreBack(running: Running, ask: Ask<'takeScoreBack'>): Promise<Outcome<null>> {
  return withItem(running, ask.space, ask.evaluation, ['evaluation'], (space, item, at) => {
    if (openingsOf(space.doc, item, logFacts(space)).length > 0) return refuse('ended');
    const reading = readingOf(running.spaces.get(ask.space)!);
    const entered = writtenDown(reading, scoresOf(space.doc, readItems(space.doc)), item.id);
    const found = entered.find(({ id }) => id === ask.id);
    const said = found?.states.find(({ scores }) => scores.length > 0);
    if (!found || !said) return refuse('not-found');
    if (isAnswer(found) === ask.taken) amendScore(reading, found, ask.taken ? [] : said.scores, at);
    return undefined;
  });
}

function amendScore({ space }: Reading, known: ScoreContent, values: FieldValue, at: number): void {
  amendItem(space.doc, { kind: 'score', id: known.id }, { fields: { values } }, at);
}

/** What I answered before, or wrote down for the same person. */
function answeredBefore(
  reading: Reading,
  evaluation: string,
  behalf: Behalf | undefined,
): ScoreContent | undefined {
  const { doc, me } = reading.space;
  const scores = onePerPerson(reading, scoresOf(doc, readItems(doc)), evaluation);
  if (!behalf) return ownScore(reading, scores);
  const who = whoseWords(reading, { device: me.device, at: 0, behalf });
  const found = scores.find(({ created }) => whoseWords(reading, created) === who);
  return found && isWrittenBy(reading, found, me.person) ? found : undefined;
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
