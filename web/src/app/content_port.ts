/**
 * What people make together in a plan, as a user interface sees it and changes it: actions and
 * whose yes they have, decisions, meetings, rounds, the wheel, what we have and what we learnt.
 * Part of `port.ts`.
 */
import type { FieldValue } from '../core/plan/document';
import type { ActionNote } from '../core/plan/actions';
import type { Verdict } from '../core/plan/decisions';
import type { ARENAS, MODES, STATUSES } from '../core/plan/choices';
import type { FieldSpread } from '../core/plan/wheel';

export type Status = (typeof STATUSES)[number];
export type Arena = (typeof ARENAS)[number];
export type Mode = (typeof MODES)[number];
export type { ActionNote, FieldSpread, FieldValue, Verdict };
export type { SectorSpread } from '../core/plan/wheel';

/** Whose words they are, where a helper wrote them down. */
export interface BehalfView {
  readonly name: string;
  readonly party: number; // 0 unknown
  /** The slip that they can be claimed by; '' without one. */
  readonly slip: string;
  /** They have been claimed by the person that they are for. */
  readonly claimed: boolean;
  /** That person is me. */
  readonly isMine: boolean;
}

export interface AuthorView {
  readonly person: string; // id; '' where unknown yet
  readonly name: string; // '' where unknown yet
  readonly party: number; // index; 0 unknown
  readonly at: number;
  readonly behalf?: BehalfView;
}

export interface WrittenView {
  readonly id: string;
  readonly created: AuthorView;
  readonly edited: AuthorView;
  /** Somebody deleted it while somebody else wrote in it: it came back. */
  readonly returned: boolean;
}

/** What a group's yes covered when it said so. */
export interface CoveredView {
  readonly what: string;
  readonly who: readonly number[];
  readonly part: string;
}

/**
 * A group's part of an action, and its yes. `again`: it said yes to other words, which `before`
 * tells. `back`: it took its yes back. `some`: not yet as many of its people as sign for it.
 */
export interface PartView {
  readonly party: number;
  readonly text: string; // '' yet unwritten
  readonly yes: 'stands' | 'some' | 'again' | 'back' | 'none';
  /** Who has said yes to these words, or took it back. */
  readonly by: readonly AuthorView[];
  readonly needed: number;
  readonly before?: CoveredView;
  /** Whether I have said yes to these words. */
  readonly mine: boolean;
}

export interface NeedView extends WrittenView {
  readonly action: string;
  readonly what: string;
  readonly extent: string;
  readonly kind: string;
  readonly party: number; // 0: nobody carries it yet
  readonly resource: string;
}

export interface MoveView {
  readonly id: string;
  readonly from: Arena | '';
  readonly to: Arena | '';
  readonly why: string;
  readonly created: AuthorView;
}

export interface ActionView extends WrittenView {
  readonly goal: string;
  readonly title: string;
  readonly why: string;
  /** `agreed` is never chosen: it is so while every group named has said yes. */
  readonly status: Status;
  readonly allYes: boolean;
  readonly arena?: Arena;
  readonly mode?: Mode;
  readonly parts: readonly PartView[];
  readonly start?: string; // YYYY-MM-DD; absent: open
  readonly due?: string;
  readonly costKr?: number;
  readonly yearly: readonly (readonly [year: number, kr: number])[];
  readonly notes: Readonly<Partial<Record<ActionNote, string>>>;
  readonly needs: readonly NeedView[];
  /** Oldest first. */
  readonly moves: readonly MoveView[];
}

export interface GoalView extends WrittenView {
  readonly title: string;
  readonly indicator: string;
  readonly why: string;
  readonly unknown: boolean; // "vi vet ikke ennå"
  readonly actions: readonly ActionView[]; // in order
}

export interface ResourceView extends WrittenView {
  readonly party: number;
  readonly person: string; // id; '' the group's
  readonly personName: string;
  readonly what: string;
  readonly extent: string;
  readonly kind: string;
}

export interface CommentView extends WrittenView {
  readonly on: string; // id of an item, or 'plan'
  readonly text: string;
}

export interface StanceView {
  readonly verdict: Verdict;
  readonly reason: string;
  readonly by: AuthorView;
}

/** Which sectors were heard in a meeting, by the minutes of whoever wrote them. */
export interface MinutedView {
  readonly meeting: string;
  readonly sectors: readonly number[];
  readonly by: AuthorView;
}

export interface DecisionView extends WrittenView {
  readonly on: string; // '' the plan
  readonly question: string;
  readonly why: string;
  readonly outcome: string;
  readonly until: string; // YYYY-MM-DD; '' open
  readonly lookBack: string;
  readonly state: 'stopped' | 'waiting' | 'open' | 'stands';
  readonly stops: readonly StanceView[];
  /** Stops that nobody is left to lift; they hold nothing up. */
  readonly leftBehind: readonly StanceView[];
  readonly lifted: readonly StanceView[];
  readonly yeses: readonly StanceView[];
  readonly waitsFor: readonly number[]; // sectors that have not been heard
  readonly minutedIn: readonly MinutedView[];
  /** What I have said last; absent: nothing yet. */
  readonly mine?: Verdict;
}

export interface MeetingView extends WrittenView {
  readonly date: string;
  readonly time: string;
  readonly place: string;
  readonly agenda: string;
  readonly agreed: string;
  readonly takes: readonly { readonly party: number; readonly text: string }[];
  readonly counts: readonly (readonly [sector: number, people: number])[];
  readonly leader: string; // person id; '' nobody yet
  readonly leaderName: string;
  readonly held: boolean;
  readonly holds: readonly AuthorView[];
  readonly iHold: boolean;
}

export interface AnswerView extends WrittenView {
  readonly party: number;
  readonly text: string;
  /** Written or changed after the round was opened. */
  readonly late: boolean;
  readonly isMine: boolean;
}

export interface RoundView extends WrittenView {
  readonly meeting: string;
  readonly question: string;
  readonly outcome: string;
  readonly until: string;
  readonly sequence: readonly number[]; // sectors in the order of opening
  readonly opened?: AuthorView;
  /** How many have written: all that is told while it is closed. */
  readonly written: number;
  /** Opened: all, in the agreed order. Closed: mine, and those that I wrote for others. */
  readonly answers: readonly AnswerView[];
  /** Opened: all groups' words. Closed: my group's. */
  readonly groups: readonly { readonly party: number; readonly text: string }[];
  readonly counts: readonly { readonly sector: number; readonly answers: number }[];
  readonly holds: readonly AuthorView[];
  readonly iHold: boolean;
}

/** One sheet, and neither whose it is nor what it says. */
export interface EnteredView {
  readonly id: string;
  readonly number: number; // from 1 on, as I typed them in; one that I took back keeps its own
  readonly party: number;
  readonly at: number;
}

export interface EvaluationView extends WrittenView {
  readonly date: string;
  readonly asked: readonly string[];
  readonly ties: readonly (readonly [field: string, action: string])[];
  readonly called: readonly (readonly [field: string, name: string])[];
  readonly opened?: AuthorView;
  readonly written: number;
  /** My own answers, while I may change them and after. */
  readonly mine: readonly (readonly [field: string, score: number])[];
  /** Sheets that I typed in for others, oldest first; none once it is opened. */
  readonly entered: readonly EnteredView[];
  /** Once opened; per field, in the order asked. */
  readonly spreads: readonly FieldSpread[];
  readonly gap?: { readonly field: string; readonly low: number; readonly high: number };
  readonly holds: readonly AuthorView[];
  readonly iHold: boolean;
}

export interface ReflectionView extends WrittenView {
  readonly on: string;
  readonly party: number;
  readonly date: string;
  readonly kind: 'reflection' | 'story';
  readonly text: string;
}

export interface AccountView extends WrittenView {
  readonly on: string;
  readonly date: string;
  readonly democratic: string;
  readonly efficiency: string;
}

export interface SteppingView extends WrittenView {
  readonly party: number;
  readonly out: boolean;
  readonly words: string;
}

export interface ReportMarkView extends WrittenView {
  readonly date: string;
  readonly since: string;
}

/** Everything of `PlanView` that the groups made together. */
export interface ContentView {
  /** What was answered on the sheet that the plan began with, by question from 1 on. */
  readonly sheet: readonly (readonly [question: number, text: string])[];
  readonly goals: readonly GoalView[];
  readonly resources: readonly ResourceView[];
  readonly comments: readonly CommentView[];
  readonly decisions: readonly DecisionView[];
  readonly meetings: readonly MeetingView[]; // by date
  readonly rounds: readonly RoundView[];
  readonly evaluations: readonly EvaluationView[]; // oldest first
  readonly reflections: readonly ReflectionView[];
  readonly accounts: readonly AccountView[];
  readonly steppings: readonly SteppingView[];
  readonly reports: readonly ReportMarkView[];
  /** What the group calls the values that it named itself. */
  readonly valueNames: Readonly<Record<string, string>>;
}

/** What the groups of one sector did in a quarter; of each thing, each group counts once. */
export interface BalanceShare {
  readonly sector: number;
  readonly proposes: number;
  readonly decides: number;
  readonly does: number;
}

export interface BalancePeriod {
  readonly from: string; // YYYY-MM-DD, the first day of a quarter
  readonly sectors: readonly BalanceShare[];
}

export interface BalanceView {
  readonly periods: readonly BalancePeriod[]; // oldest first
  /** The one sector that decided for the others in the last of them. */
  readonly alone?: number;
}

/** What anybody may add by itself. */
export type AddedKind =
  | ('need' | 'resource' | 'comment' | 'decision' | 'meeting' | 'round' | 'answer')
  | ('evaluation' | 'reflection' | 'account' | 'stepping' | 'report');

export interface ContentCommands {
  /** `behalf`: a helper writes it down for somebody without a phone. */
  addItem: {
    ask: {
      space: string;
      kind: AddedKind;
      texts?: Readonly<Record<string, string>>;
      fields?: Readonly<Record<string, FieldValue>>;
      behalf?: { name: string; party: number; slip?: string };
    };
    answer: { id: string };
  };
  /** Any item by its id. With one text, `base` is what it was written on. */
  setItem: {
    ask: {
      space: string;
      id: string;
      texts?: Readonly<Record<string, string>>;
      fields?: Readonly<Record<string, FieldValue>>;
      base?: string;
    };
    answer: null;
  };
  /** Moves an action on the map; the trail keeps it. */
  placeAction: { ask: { space: string; id: string; arena: Arena; why?: string }; answer: null };
  /**
   * My yes to what my group takes on, as the words are now. `seen`: what stood there when it was
   * said; where that is no more, nobody says yes to it. In a pause of the group: `paused`.
   */
  sayYes: { ask: { space: string; action: string; seen: CoveredView }; answer: null };
  /**
   * My group's yes, whoever of us said it. `undo`: what stood when this device took it back stands
   * again, everybody's yes as they said it, in a pause too; `changed` where other words stand than
   * were seen then, where this device has said something since, or never took anything back.
   */
  takeYesBack: { ask: { space: string; action: string; undo?: CoveredView }; answer: null };
  /** A stop needs its reason. */
  stand: {
    ask: {
      space: string;
      decision: string;
      verdict: Verdict;
      reason?: string;
      behalf?: { name: string; party: number; slip?: string };
    };
    answer: null;
  };
  /** That the minutes of a meeting say which sectors were heard. */
  minute: {
    ask: { space: string; decision: string; meeting: string; sectors: readonly number[] };
    answer: null;
  };
  /** Opens a round or an evaluation; refused as `held` where somebody asks to wait. */
  openAnswers: { ask: { space: string; id: string }; answer: null };
  /** "Vent litt": of a meeting, a round or an evaluation. */
  waitABit: { ask: { space: string; id: string; waits: boolean }; answer: null };
  /** My answers of the wheel, all of them; or those of somebody I write for. */
  score: {
    ask: {
      space: string;
      evaluation: string;
      values: readonly (readonly [field: string, score: number])[];
      behalf?: { name: string; party: number; slip?: string };
    };
    answer: null;
  };
  /** A sheet that I typed in counts no more, or again; refused as `ended` once it is opened. */
  takeScoreBack: {
    ask: { space: string; evaluation: string; id: string; taken: boolean };
    answer: null;
  };
  /** What the group calls one of its three further values. */
  nameValue: { ask: { space: string; value: string; name: string }; answer: null };
  /** Where my own group's organ has said yes. */
  anchor: {
    ask: { space: string; body: string; date: string; caseNumber: string };
    answer: null;
  };
  /** Who proposes, decides and does; computed when it is looked at. */
  balance: { ask: { space: string }; answer: BalanceView };
  /** The plan as a file: for a program, a spreadsheet, an archive. No single score is in any. */
  copyOut: {
    /** `language`: of what stands in the archive beside the plan's own words. */
    ask: { space: string; form: 'json' | 'csv' | 'zip'; language?: string };
    answer: { content: string | Uint8Array };
  };
  /** Meetings, what is due and when we look back; of one meeting, that alone. */
  calendar: { ask: { space: string; meeting?: string }; answer: { ics: string } };
  /** "Hent inn en plan": the text of a JSON or CSV file. Again, it changes nothing. */
  bringFile: { ask: { space: string; text: string }; answer: { imported: number } };
}
