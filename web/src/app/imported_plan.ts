/** A plan written elsewhere, as plain data; parties and actions by the names that the file gives them. */

export interface ImportedAction {
  readonly id: string;
  readonly title: string;
  readonly why: string;
  readonly arena: string;
  readonly mode: string;
  readonly status: string;
  readonly start: string;
  readonly due: string;
  readonly costKr: number | null;
  readonly notes: Readonly<Record<string, string>>;
  readonly parts: readonly { readonly party: string; readonly text: string }[];
  /** Groups that have not said yes although the action goes on. */
  readonly withoutYes: readonly string[];
  readonly needs: readonly {
    readonly what: string;
    readonly extent: string;
    readonly kind: string;
    readonly party: string;
  }[];
  /** Where it was before, oldest first, and why it moved on. */
  readonly trail: readonly { readonly date: string; readonly from: string; readonly why: string }[];
}

export interface ImportedGoal {
  readonly id: string;
  readonly title: string;
  readonly why: string;
  readonly indicator: string;
  readonly unknown: boolean;
  readonly actions: readonly ImportedAction[];
}

export interface ImportedParty {
  readonly id: string;
  readonly name: string;
  readonly sector: number;
  readonly contact: string;
  readonly anchoring: readonly string[];
}

export interface ImportedRound {
  readonly id: string;
  readonly question: string;
  readonly opened: string;
  readonly outcome: string;
  readonly sequence: readonly number[];
  readonly answers: readonly ImportedWords[];
}

export interface ImportedDecision {
  readonly id: string;
  readonly on: string; // an action; '' the plan
  readonly question: string;
  readonly why: string;
  readonly outcome: string;
  readonly until: string;
  readonly lookBack: string;
  readonly stances: readonly {
    readonly party: string;
    readonly stop: string; // its reason; '' a yes
    readonly lifted: string; // when; '' it stands
  }[];
}

export interface ImportedMeeting {
  readonly id: string;
  readonly date: string;
  readonly time: string;
  readonly place: string;
  readonly agenda: string;
  readonly agreed: string;
  readonly held: boolean;
  readonly counts: readonly (readonly [sector: number, people: number])[];
  readonly takes: readonly ImportedWords[];
  /** Decisions that its minutes say were heard, with the sectors. */
  readonly heard: readonly { readonly decision: string; readonly sectors: readonly number[] }[];
}

export interface ImportedEvaluation {
  readonly period: string;
  readonly opened: string;
  readonly ties: readonly (readonly [field: string, action: string])[];
  readonly answers: readonly {
    readonly party: string;
    readonly values: readonly (readonly [field: string, score: number])[];
  }[];
}

export interface ImportedWords {
  readonly party: string;
  readonly text: string;
}

export interface ImportedPlan {
  readonly title: string;
  readonly why: string;
  readonly place: string;
  /** In which it is written: `nb`; '' the file does not tell. */
  readonly language: string;
  /** What was answered on the sheet, by question from 1 on. */
  readonly sheet: readonly (readonly [question: number, text: string])[];
  /** Days on which a report was made. */
  readonly reports: readonly string[];
  /** What the group calls its own values. */
  readonly values: readonly string[];
  readonly parties: readonly ImportedParty[];
  readonly goals: readonly ImportedGoal[];
  readonly resources: readonly {
    readonly party: string;
    readonly what: string;
    readonly extent: string;
    readonly kind: string;
  }[];
  readonly rounds: readonly ImportedRound[];
  readonly decisions: readonly ImportedDecision[];
  readonly meetings: readonly ImportedMeeting[];
  readonly evaluations: readonly ImportedEvaluation[];
  readonly comments: readonly (ImportedWords & { readonly date: string; readonly on: string })[];
  readonly reflections: readonly (ImportedWords & {
    readonly date: string;
    readonly kind: string;
    readonly on: string;
  })[];
  readonly accounts: readonly {
    readonly party: string;
    readonly on: string;
    readonly date: string;
    readonly democratic: string;
    readonly efficiency: string;
  }[];
  readonly steppings: readonly (ImportedWords & {
    readonly date: string;
    readonly out: boolean;
  })[];
}
