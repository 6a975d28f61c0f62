/**
 * The plan's content as plain data: the same on every device that has the same commits.
 *
 * Single answers to "Hvordan har vi det sammen?" are no part of it: what is exported, listed or
 * compared holds their hashes alone (`wheel.ts`).
 */
import type * as Y from 'yjs';
import { goalsOf, type GoalContent } from './actions';
import { decisionsOf, type DecisionContent } from './decisions';
import { PLAN, textName } from './document';
import { MAX_SHORT, readItems, readNames, readText, type Item } from './items';
import { learningOf, type Learning } from './learning';
import { readFormer, readPredecessor, type FormerParty, type Predecessor } from './lineage';
import { meetingsOf, roundsOf, type MeetingContent, type RoundContent } from './meetings';
import { SHEET } from './schema';
import { evaluationsOf, type EvaluationContent } from './wheel';

export interface PlanContent extends Learning {
  readonly title: string;
  readonly why: string;
  readonly place: string;
  /** What was answered on the sheet that the plan began with, by question from 1 on. */
  readonly sheet: readonly (readonly [question: number, text: string])[];
  readonly goals: readonly GoalContent[];
  readonly decisions: readonly DecisionContent[];
  readonly meetings: readonly MeetingContent[];
  readonly rounds: readonly RoundContent[];
  readonly evaluations: readonly EvaluationContent[];
  /** Key and name, sorted: `party/2`, `person/…`, `invitation/…`, `contact/2`, `value/1`. */
  readonly names: readonly (readonly [key: string, name: string])[];
  readonly anchorings: readonly Anchoring[];
  readonly predecessor: Predecessor | undefined;
  readonly former: readonly FormerParty[] | undefined;
}

/** Where a group's own organ has said yes. */
export interface Anchoring {
  readonly party: number;
  readonly body: string;
  readonly date: string;
  readonly caseNumber: string;
}

export function readContent(doc: Y.Doc, items: readonly Item[] = readItems(doc)): PlanContent {
  return {
    title: readText(doc, 'x/plan/title'),
    why: readText(doc, 'x/plan/why'),
    place: readText(doc, 'x/plan/place'),
    sheet: sheetOf(doc),
    goals: goalsOf(doc, items),
    decisions: decisionsOf(doc, items),
    meetings: meetingsOf(doc, items),
    rounds: roundsOf(doc, items),
    evaluations: evaluationsOf(doc, items),
    ...learningOf(items),
    ...namesOf(readNames(doc)),
    ...lineageOf(doc),
  };
}

function sheetOf(doc: Y.Doc): [number, string][] {
  return Array.from({ length: SHEET }, (_, i) => i + 1).flatMap((question): [number, string][] => {
    const text = readText(doc, textName(PLAN.id, `sheet/${question}`));
    return text === '' ? [] : [[question, text]];
  });
}

/** Absent where the plan is no copy. */
function lineageOf(doc: Y.Doc): Pick<PlanContent, 'predecessor' | 'former'> {
  const predecessor = readPredecessor(doc);
  return { predecessor, former: predecessor && readFormer(doc) };
}

function namesOf(all: ReadonlyMap<string, unknown>): Pick<PlanContent, 'names' | 'anchorings'> {
  const names: [string, string][] = [];
  const anchorings: Anchoring[] = [];
  for (const [key, value] of [...all].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const [, index] = /^anchoring\/([1-9]\d{0,3})$/.exec(key) ?? [];
    if (typeof value === 'string') names.push([key, value.slice(0, MAX_SHORT)]);
    else if (index !== undefined && Array.isArray(value)) {
      const [body, date, caseNumber] = (value as unknown[]).map(String);
      anchorings.push({
        party: Number(index),
        body: body ?? '',
        date: date ?? '',
        caseNumber: caseNumber ?? '',
      });
    }
  }
  return { names, anchorings };
}
