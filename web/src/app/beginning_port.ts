/** What a user interface sees and may ask where plans begin, and where words go from one to another. */
import type { AuthorView, SectorNumber } from './port';

/**
 * `gathering`: offers are exchanged; `asked`: a draft is here, and not signed; `signed`: others
 * are awaited; `done`: the plan is there.
 */
export interface TogetherView {
  readonly step: 'none' | 'gathering' | 'asked' | 'signed' | 'done';
  readonly title: string;
  readonly parties: readonly {
    readonly name: string;
    readonly sector: SectorNumber;
    readonly isMe: boolean;
    readonly hasSigned: boolean;
  }[];
  /** What the others are to be shown now; '' for nothing. */
  readonly code: string;
  readonly space: string; // '' before there is a draft
  /** This device gathers what the others show, and founds. */
  readonly isGatherer: boolean;
}

/** Words of somebody who could not send them: all that would be other here if they were taken in. */
export interface UnsentWords {
  readonly name: string;
  readonly items: readonly UnsentItem[];
}

export interface UnsentItem {
  /** `back`: it was deleted here, and would be here again. */
  readonly is: 'new' | 'changed' | 'gone' | 'back';
  readonly kind: 'plan' | 'goal' | 'action' | 'resource' | 'reflection' | 'other';
  /** As it is called here, and where it is new, there; '' for the plan itself. */
  readonly title: string;
  /** What each field would say; of another item, what that is called. */
  readonly fields: readonly (readonly [field: string, value: string | number | null])[];
}

/** What a plan is a copy of, and what its groups were called there. */
export interface PredecessorView {
  readonly space: string;
  readonly title: string;
  readonly at: number;
}

/** A plan that was founded with this one's content. */
export interface SuccessorView {
  readonly title: string;
  readonly at: number;
  readonly by: AuthorView;
}

export interface BeginningCommands {
  /** FILE4: what somebody needs who proposes that a plan moves to this server. */
  placeHere: { ask: { server: string }; answer: { code: string; serverKey: string } };
  /**
   * How this device goes on with a plan that has moved: a link to the new server, with what was not
   * sent. `isLong`: no address holds it, it goes as a file. `isWithout`: words that were set aside
   * here cannot be read, and stay.
   */
  passage: {
    ask: { space: string };
    answer: { link: string; isLong: boolean; isWithout: boolean };
  };
  /** By that link, at the new server. `not-there`: nobody has brought the plan yet. */
  goOn: { ask: { link: string }; answer: { space: string; state: 'here' | 'not-there' } };
  /** A plan as a file (FILE5), to the server that it has moved to. */
  bringPlan: { ask: { server: string; bytes: Uint8Array }; answer: null };
  /** Several groups found a plan together; how far that has come on this device. */
  together: { ask: null; answer: TogetherView };
  togetherBegin: {
    ask: { server: string; person: string; party: string; sector: SectorNumber };
    answer: TogetherView;
  };
  togetherTake: { ask: { code: string }; answer: TogetherView };
  togetherPropose: { ask: { title: string; language?: string }; answer: TogetherView };
  togetherSign: { ask: null; answer: TogetherView };
  togetherCancel: { ask: null; answer: null };
  /** What was typed here and never arrived, as a file of plain words for somebody else. */
  exportUnsent: { ask: { space: string }; answer: { json: string; count: number } };
  readUnsent: { ask: { space: string; json: string }; answer: UnsentWords };
  /** Writes them anew here, on behalf of who wrote them: `name`, where the file's is not right. */
  takeUnsent: { ask: { space: string; json: string; name?: string }; answer: { count: number } };
  /** A new plan with this one's content, which says openly what it is a copy of. */
  foundSuccessor: { ask: { space: string; title: string }; answer: { space: string } };
}
