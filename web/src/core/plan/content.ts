/**
 * The plan's content as plain data: the same on every device that has the same commits.
 *
 * Single answers to "Hvordan har vi det sammen?" are no part of it: what is exported, listed or
 * compared holds their hashes alone (`wheel.ts`). Of a round that is not open yet nobody's words are.
 */
import type * as Y from 'yjs';
import { goalsOf, type GoalContent } from './actions';
import { wordingsIn, type FieldValue } from './document';
import { decisionsOf, type DecisionContent } from './decisions';
import { PLAN, textName } from './document';
import { MAX_SHORT, readItems, readNames, readText, type Item } from './items';
import { NO_LOG, type LogFacts } from './log_order';
import { learningOf, type Learning } from './learning';
import { readFormer, readPredecessor, type FormerParty, type Predecessor } from './lineage';
import { meetingsOf, roundsOf, told, type MeetingContent, type RoundContent } from './meetings';
import { SHEET } from './choices';
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
  /** Key and name, sorted: `party/2`, `person/…`, `invitation/…`, `slip/…`, `contact/2`, `value/1`, `language`. */
  readonly names: readonly (readonly [key: string, name: string])[];
  readonly anchorings: readonly Anchoring[];
  readonly predecessor: Predecessor | undefined;
  readonly former: readonly FormerParty[] | undefined;
}

/** Where a group's own organ has said yes. */
export interface Anchoring {
  readonly party: number;
  /** Which device says so: whether it may speak for that group, the agreement tells. */
  readonly device: number;
  readonly body: string;
  readonly date: string;
  readonly caseNumber: string;
}

/** `log`: what stood in the log first is told as the first; in a document alone, by clocks. */
export function readContent(
  doc: Y.Doc,
  items: readonly Item[] = readItems(doc),
  log: LogFacts = NO_LOG,
): PlanContent {
  return {
    title: readText(doc, 'x/plan/title'),
    why: readText(doc, 'x/plan/why'),
    place: readText(doc, 'x/plan/place'),
    sheet: sheetOf(doc),
    goals: goalsOf(doc, items),
    decisions: decisionsOf(doc, items, log),
    meetings: meetingsOf(doc, items),
    rounds: roundsOf(doc, items, log).map(told),
    evaluations: evaluationsOf(doc, items, log),
    ...learningOf(doc, items),
    names: namesOf(doc),
    anchorings: anchoringsOf(doc),
    ...lineageOf(doc),
  };
}

function sheetOf(doc: Y.Doc): [number, string][] {
  return Array.from({ length: SHEET }, (_, i) => i + 1).flatMap((question): [number, string][] => {
    const text = readText(doc, textName(PLAN.id, `sheet/${question}`));
    return text === '' ? [] : [[question, text]];
  });
}

/** Absent where the plan is no copy, and nothing was brought in from another. */
function lineageOf(doc: Y.Doc): Pick<PlanContent, 'predecessor' | 'former'> {
  const [predecessor, former] = [readPredecessor(doc), readFormer(doc)];
  return { predecessor, former: predecessor || former.length > 0 ? former : undefined };
}

function namesOf(doc: Y.Doc): PlanContent['names'] {
  const all = [...readNames(doc)].sort(([a], [b]) => (a < b ? -1 : 1));
  return all.flatMap(([key, value]) =>
    typeof value === 'string' ? [[key, value.slice(0, MAX_SHORT)] as const] : [],
  );
}

/** The last of each device, newest first: one that speaks for another hides nothing. */
function anchoringsOf(doc: Y.Doc): Anchoring[] {
  const found: Anchoring[] = [];
  const names = doc.getMap<FieldValue>('n');
  for (const key of names._map.keys()) {
    const [, index] = /^anchoring\/([1-9]\d{0,3})$/.exec(key) ?? [];
    if (index === undefined) continue;
    const seen = new Set<number>();
    for (const { device, value } of wordingsIn(names, key)) {
      if (seen.has(device) || !Array.isArray(value)) continue;
      seen.add(device);
      const [body = '', date = '', caseNumber = ''] = (value as unknown[]).map(shortOf);
      found.push({ party: Number(index), device, body, date, caseNumber });
    }
  }
  return found.sort((a, b) => a.party - b.party);
}

function shortOf(value: unknown): string {
  return typeof value === 'string' ? value.slice(0, MAX_SHORT) : '';
}
