/** Goals and actions: what is to be done, who does what, what it needs, where it has been. */
import type * as Y from 'yjs';
import { canonicalJson } from './canonical';
import { itemMap, wordingsIn } from './document';
import {
  byMade,
  byOrder,
  dayIn,
  groupedBy,
  isSet,
  numberedFields,
  numberedTexts,
  numberIn,
  oneIn,
  orderIn,
  partyIn,
  shortIn,
  textIn,
  written,
  type Written,
} from './fields';
import type { Item } from './items';
import { allSaid, type Said } from './register';
import { ARENAS, MODES, RESOURCE_KINDS, STATUSES } from './choices';

export interface PartContent {
  readonly party: number;
  readonly text: string;
}

export interface NeedContent extends Written {
  readonly action: string;
  readonly what: string;
  readonly extent: string;
  readonly kind: string;
  /** The group that carries it, with what; 0 while nobody does. */
  readonly party: number;
  readonly resource: string;
}

export interface MoveContent extends Written {
  readonly action: string;
  readonly from: string;
  readonly to: string;
  readonly why: string;
}

/** What is written behind "Mer om tiltaket", one text each. */
export const ACTION_NOTES = [
  'contact',
  'initiator',
  'collaborators',
  'indicator',
  'story',
  'anchoring',
  'risk',
  'democratic',
  'efficiency',
  'learning',
] as const;
export type ActionNote = (typeof ACTION_NOTES)[number];

export interface ActionContent extends Written {
  readonly goal: string;
  readonly order: string;
  readonly title: string;
  readonly why: string;
  readonly status: string;
  readonly arena: string;
  readonly mode: string;
  readonly start: string;
  readonly due: string;
  readonly costKr: number | null;
  /** Money per year: year and kroner. */
  readonly yearly: readonly (readonly [year: number, kr: number])[];
  readonly notes: Readonly<Partial<Record<ActionNote, string>>>;
  /** The groups that take part, by number, each with its own part; it may be yet unwritten. */
  readonly parts: readonly PartContent[];
  readonly yeses: readonly Said[];
  readonly needs: readonly NeedContent[];
  readonly moves: readonly MoveContent[];
}

export interface GoalContent extends Written {
  readonly order: string;
  readonly title: string;
  readonly indicator: string;
  readonly why: string;
  /** "Vi vet ikke ennå": a goal that may stay open. */
  readonly unknown: boolean;
  readonly actions: readonly ActionContent[];
}

/** More than a plan has groups, those of a plan that it carries on counted. */
export const MAX_PARTS = 128;

/** A goal that somebody deleted while another added to it comes back with what was added. */
export function goalsOf(doc: Y.Doc, items: readonly Item[]): GoalContent[] {
  const here = (kind: Item['kind']): Item[] =>
    items.filter((item) => item.kind === kind && !item.isGone);
  const ofAction = ({ action }: { action: string }): string => action;
  const needs = groupedBy(here('need').sort(byMade).map(needOf), ofAction);
  const moves = groupedBy(here('move').sort(byMade).map(moveOf), ofAction);
  const goals = items.filter((item) => item.kind === 'goal').sort(byOrder);
  const known = new Set(goals.map(({ id }) => id));
  const actions = here('action')
    .sort(byOrder)
    .map((item) => ({
      ...actionOf(doc, item, goalOf(doc, item, known)),
      needs: needs.get(item.id) ?? [],
      moves: moves.get(item.id) ?? [],
    }));
  const byGoal = groupedBy(actions, ({ goal }) => goal);
  return goals
    .map((item) => ({ item, own: byGoal.get(item.id) ?? [] }))
    .filter(({ item, own }) => !item.isGone || own.length > 0)
    .map(({ item, own }) => ({
      ...written(item),
      returned: item.returned || item.isGone,
      order: orderIn(item),
      title: textIn(item, 'title'),
      indicator: textIn(item, 'indicator'),
      why: textIn(item, 'why'),
      unknown: isSet(item, 'unknown'),
      actions: own,
    }));
}

/** The last that was said of it which is a goal: whoever names none hides nobody's action. */
function goalOf(doc: Y.Doc, item: Item, known: ReadonlySet<string>): string {
  const now = shortIn(item, 'goal');
  if (known.has(now)) return now;
  const all = wordingsIn(itemMap(doc, item), 'goal').map(({ value }) => String(value));
  return all.find((goal) => known.has(goal)) ?? now;
}

function actionOf(doc: Y.Doc, item: Item, goal: string): Omit<ActionContent, 'needs' | 'moves'> {
  return {
    ...written(item),
    goal,
    order: orderIn(item),
    title: textIn(item, 'title'),
    why: textIn(item, 'why'),
    status: oneIn(item, 'status', STATUSES) ?? 'idea',
    arena: oneIn(item, 'arena', ARENAS) ?? '',
    mode: oneIn(item, 'mode', MODES) ?? '',
    start: dayIn(item, 'start'),
    due: dayIn(item, 'due'),
    costKr: numberIn(item, 'costKr'),
    yearly: numberedFields(item, 'kr'),
    notes: notesOf(item),
    parts: partsOf(item),
    yeses: allSaid(itemMap(doc, item), 'yes'),
  };
}

function notesOf(item: Item): ActionContent['notes'] {
  const entries = ACTION_NOTES.map((note) => [note, textIn(item, note)] as const);
  return Object.fromEntries(entries.filter(([, text]) => text !== ''));
}

/** A group is with by what it wrote, or because somebody named it; not where it was taken off. */
function partsOf(item: Item): PartContent[] {
  const parts = new Map(numberedTexts(item, 'part').map(({ number, text }) => [number, text]));
  for (const [party, isWith] of numberedFields(item, 'party')) {
    if (isWith === 0) parts.delete(party);
    else if (!parts.has(party)) parts.set(party, '');
  }
  return [...parts]
    .map(([party, text]) => ({ party, text }))
    .sort((a, b) => a.party - b.party)
    .slice(0, MAX_PARTS);
}

function needOf(item: Item): NeedContent {
  return {
    ...written(item),
    action: shortIn(item, 'action'),
    what: textIn(item, 'what'),
    extent: textIn(item, 'extent'),
    kind: oneIn(item, 'kind', RESOURCE_KINDS) ?? '',
    party: partyIn(item),
    resource: shortIn(item, 'resource'),
  };
}

function moveOf(item: Item): MoveContent {
  return {
    ...written(item),
    action: shortIn(item, 'action'),
    from: oneIn(item, 'from', ARENAS) ?? '',
    to: oneIn(item, 'to', ARENAS) ?? '',
    why: textIn(item, 'why'),
  };
}

/**
 * The words that a group's yes covers: what is to be done, with whom, and its own part.
 * Somebody else's part is theirs, and changing it asks nobody again.
 */
export function coveredWords(
  action: Pick<ActionContent, 'title' | 'parts'>,
  party: number,
): string {
  const { title, parts } = action;
  const own = parts.find((part) => part.party === party)?.text ?? '';
  return canonicalJson({ what: title, who: parts.map((part) => part.party), part: own });
}

export interface Covered {
  readonly what: string;
  readonly who: readonly number[];
  readonly part: string;
}

export function readCovered(words: string): Covered | undefined {
  const value = parsed(words);
  if (typeof value !== 'object' || value === null) return undefined;
  const { what, who, part } = value as Record<string, unknown>;
  const isList = Array.isArray(who) && who.every((one) => Number.isSafeInteger(one));
  if (typeof what !== 'string' || typeof part !== 'string' || !isList) return undefined;
  return { what, who: who as number[], part };
}

function parsed(words: string): unknown {
  try {
    return JSON.parse(words);
  } catch {
    return undefined; // whatever a stranger's device wrote there, it covers nothing
  }
}
