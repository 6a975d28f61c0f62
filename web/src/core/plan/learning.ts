/** What people have, say, learn and look back at. */
import type * as Y from 'yjs';
import {
  byMade,
  byOrder,
  dayIn,
  oneIn,
  partyIn,
  partyOf,
  shortIn,
  textIn,
  written,
} from './fields';
import type { Written } from './fields';
import { doesCount, type Item } from './items';

export interface ResourceContent extends Written {
  readonly party: number;
  /** The person who has it; '' where it is the group's. */
  readonly person: string;
  readonly what: string;
  readonly extent: string;
  readonly kind: string;
}

export interface CommentContent extends Written {
  readonly on: string;
  readonly text: string;
}

export interface ReflectionContent extends Written {
  readonly on: string;
  readonly party: number;
  readonly date: string;
  readonly kind: 'reflection' | 'story';
  readonly text: string;
}

/** What became better, and for whom: both aims side by side. */
export interface AccountContent extends Written {
  readonly on: string;
  readonly date: string;
  readonly democratic: string;
  readonly efficiency: string;
}

/** A group steps out for now, or in again, in its own words. */
export interface SteppingContent extends Written {
  readonly party: number;
  readonly out: boolean;
  readonly words: string;
}

export interface ReportContent extends Written {
  readonly date: string;
  readonly since: string;
}

export interface Learning {
  readonly resources: readonly ResourceContent[];
  readonly comments: readonly CommentContent[];
  readonly reflections: readonly ReflectionContent[];
  readonly accounts: readonly AccountContent[];
  readonly steppings: readonly SteppingContent[];
  readonly reports: readonly ReportContent[];
}

export function learningOf(doc: Y.Doc, items: readonly Item[]): Learning {
  const here = (kind: Item['kind'], by = byMade): Item[] =>
    items.filter((item) => item.kind === kind && !item.isGone).sort(by);
  const steppings = items.filter((item) => item.kind === 'stepping' && doesCount(doc, item));
  return {
    resources: here('resource', byOrder).map(resourceOf),
    comments: here('comment').map((item) => ({
      ...written(item),
      on: shortIn(item, 'on'),
      text: textIn(item, 'text'),
    })),
    reflections: here('reflection', byOrder).map(reflectionOf),
    accounts: here('account').map((item) => ({
      ...written(item),
      on: shortIn(item, 'on'),
      date: dayIn(item, 'date'),
      democratic: textIn(item, 'democratic'),
      efficiency: textIn(item, 'efficiency'),
    })),
    steppings: steppings.sort(byMade).map((item) => ({
      ...written(item),
      party: partyOf(item.own('party')),
      out: item.own('out') === 1,
      words: textIn(item, 'words'),
    })),
    reports: here('report').map((item) => ({
      ...written(item),
      date: dayIn(item, 'date'),
      since: dayIn(item, 'since'),
    })),
  };
}

function resourceOf(item: Item): ResourceContent {
  return {
    ...written(item),
    party: partyIn(item),
    person: shortIn(item, 'person'),
    what: textIn(item, 'what'),
    extent: textIn(item, 'extent'),
    kind: shortIn(item, 'kind'),
  };
}

function reflectionOf(item: Item): ReflectionContent {
  return {
    ...written(item),
    on: shortIn(item, 'on'),
    party: partyIn(item),
    date: dayIn(item, 'date'),
    kind: oneIn(item, 'kind', ['reflection', 'story'] as const) ?? 'reflection',
    text: textIn(item, 'text'),
  };
}

/** Groups that have stepped out for now: the last word of each, of those who may say it. */
export function steppedOut(steppings: readonly SteppingContent[]): number[] {
  const last = new Map(steppings.map(({ party, out }) => [party, out]));
  return [...last].flatMap(([party, out]) => (out ? [party] : []));
}
