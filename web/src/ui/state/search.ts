/** Search in everything that is written in a plan. Pure; on the device. */
import type { PlanView } from '../../app/port';
import { moneyWord } from '../words/money';
import { itemsOf } from './items';

export interface Hit {
  readonly kind: string;
  readonly id: string;
  /** Where it is to be seen. */
  readonly about: { readonly kind: string; readonly id: string };
  readonly title: string;
  /** The words around what was found. */
  readonly excerpt: string;
}

export const MIN_LETTERS = 2;
export const MAX_HITS = 100;
const AROUND = 40;

interface Place {
  readonly kind: string;
  readonly id: string;
  readonly about?: { readonly kind: string; readonly id: string };
  readonly title: string;
  readonly texts: readonly string[];
}

/** Whole plan, in the order of its places; å and a, ø and o are told apart, small and large are not. */
export function searchIn(plan: PlanView, wanted: string): readonly Hit[] {
  const text = wanted.trim().replace(/\s+/g, ' ').toLocaleLowerCase('nb');
  if (text.length < MIN_LETTERS) return [];
  const hits: Hit[] = [];
  for (const place of placesIn(plan)) {
    const found = place.texts.find((one) => one.toLocaleLowerCase('nb').includes(text));
    if (found === undefined) continue;
    const { kind, id, title, about = { kind, id } } = place;
    hits.push({ kind, id, about, title, excerpt: excerptOf(found, text) });
    if (hits.length >= MAX_HITS) break;
  }
  return hits;
}

function excerptOf(text: string, wanted: string): string {
  const at = text.toLocaleLowerCase('nb').indexOf(wanted);
  const [from, to] = [Math.max(0, at - AROUND), Math.min(text.length, at + wanted.length + AROUND)];
  return `${from > 0 ? '…' : ''}${text.slice(from, to)}${to < text.length ? '…' : ''}`;
}

function* placesIn(plan: PlanView): Generator<Place> {
  for (const goal of plan.goals) {
    const { id, title } = goal;
    yield { kind: 'goal', id, title, texts: [title, goal.why, goal.indicator] };
    for (const action of goal.actions) {
      const parts = action.parts.map((part) => part.text);
      const needs = action.needs.flatMap(({ what, extent }) => [what, extent]);
      const notes = Object.values(action.notes);
      const moves = action.moves.map(({ why }) => why);
      const { costKr, yearly } = action;
      const sums = amounts([
        ...(costKr === undefined ? [] : [costKr]),
        ...yearly.map(([, kr]) => kr),
      ]);
      const texts = [action.title, action.why, ...parts, ...needs, ...notes, ...moves, ...sums];
      yield { kind: 'action', id: action.id, title: action.title, texts };
    }
  }
  yield* planPlaces(plan);
  yield* meetingPlaces(plan);
  for (const { id, what, extent } of plan.resources) {
    yield { kind: 'resource', id, title: what, texts: [what, extent] };
  }
  const items = itemsOf(plan);
  for (const { id, on, text } of plan.comments) {
    const about = items.get(on);
    if (about === undefined) continue; // on what was taken away
    const title = about.title;
    yield { kind: 'comment', id, about: { kind: about.kind, id: on }, title, texts: [text] };
  }
  for (const { id, text } of plan.reflections) {
    yield { kind: 'reflection', id, title: '', texts: [text] };
  }
  for (const { id, democratic, efficiency } of plan.accounts) {
    yield { kind: 'account', id, title: '', texts: [democratic, efficiency] };
  }
}

/** As they are read, and as they are typed: "12 000" and "12000". */
function amounts(sums: readonly number[]): readonly string[] {
  return sums.flatMap((kr) => [moneyWord(kr).replace(/\s/g, ' '), `${String(kr)} kr`]);
}

/** What is said of the plan itself, and who is in it. */
function* planPlaces(plan: PlanView): Generator<Place> {
  const { title, why, place, sheet, parties, steppings, valueNames } = plan;
  yield { kind: 'plan', id: 'plan', title, texts: [title, why, place] };
  for (const [question, text] of sheet) {
    yield { kind: 'sheet', id: `sheet/${String(question)}`, title: '', texts: [text] };
  }
  for (const { index, name, anchoring, people } of parties) {
    const told = anchoring ? [anchoring.body, anchoring.caseNumber] : [];
    const names = people.map((person) => person.name);
    yield {
      kind: 'party',
      id: `party/${String(index)}`,
      title: name,
      texts: [name, ...told, ...names],
    };
  }
  for (const [place, name] of Object.values(valueNames).entries()) {
    yield { kind: 'value', id: `value-${String(place + 1)}`, title: '', texts: [name] };
  }
  for (const { id, party, words } of steppings) {
    const title = parties.find(({ index }) => index === party)?.name ?? '';
    yield { kind: 'stepping', id, title, texts: [words] };
  }
}

function* meetingPlaces(plan: PlanView): Generator<Place> {
  for (const { id, question, why, outcome, stops, leftBehind, lifted } of plan.decisions) {
    const reasons = [...stops, ...leftBehind, ...lifted].map(({ reason }) => reason);
    yield { kind: 'decision', id, title: question, texts: [question, why, outcome, ...reasons] };
  }
  for (const { id, place, agenda, agreed, takes } of plan.meetings) {
    const texts = [place, agenda, agreed, ...takes.map(({ text }) => text)];
    yield { kind: 'meeting', id, title: agenda, texts };
  }
  for (const { id, question, outcome, answers, groups } of plan.rounds) {
    yield { kind: 'round', id, title: question, texts: [question, outcome] };
    const about = { kind: 'round', id };
    for (const { id: answer, text } of answers) {
      yield { kind: 'answer', id: answer, about, title: question, texts: [text] };
    }
    for (const { party, text } of groups) {
      yield { kind: 'answer', id: `${id}/${String(party)}`, about, title: question, texts: [text] };
    }
  }
}
