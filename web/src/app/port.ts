/**
 * What a user interface sees and may ask: plain data on one asynchronous boundary.
 *
 * The application runs in a worker (browser) or in the same process (headless);
 * everything here survives structured cloning. Keys, ciphertexts and the
 * documents themselves never cross it. Times are seconds since 1970, and for
 * show only. Names of refusals are those of proto/errors.proto.
 */
import type { ErrorName } from '../core/errors';
import type { BeginningCommands, PredecessorView, SuccessorView } from './beginning_port';
import type { HistoryCommands } from './history_port';
import type { Arena, ContentCommands, ContentView, Mode, Status } from './content_port';
import type { PersonCommands, PersonView } from './person_port';
import type { SlipCommands } from './slip_port';
import type { ClaimedView } from './claimed_view';
import type {
  CharterCommands,
  HistoryView,
  InvitationView,
  ProposalView,
  RemovalView,
  RuleView,
} from './charter_port';

export type * from './beginning_port';
export {
  ARENAS,
  FIELDS,
  MODES,
  NAMED_VALUES,
  OPENNESS,
  RESOURCE_KINDS,
  SHEET,
  STATUSES,
} from '../core/plan/choices';
export type * from './content_port';
export type * from './history_port';
export type * from './charter_port';
export type * from './person_port';
export type { ClaimedView } from './claimed_view';
export type { AboutView, LettersFault, SlipView } from './slip_port';

/** What has become of what I wrote, in the order of `words`: here, waiting, sent, held by others. */
export interface SyncView {
  readonly state: 'local' | 'waiting' | 'sent' | 'held';
  /** Edits that no server has acknowledged as durable. */
  readonly unsent: number;
  readonly online: boolean;
  /** When the oldest unsent edit was made. */
  readonly waitingSince?: number;
  readonly lastContact?: number;
  /** Why nothing goes through although there is a connection. */
  readonly problem?: ErrorName | 'misconduct';
}

export type SectorNumber = number; // 1 citizens, 2 voluntary, 3 municipal, 4 business, 5 state, … further

/**
 * `waiting`: the plan's groups have not yet said yes to ours. `removed`: our group was taken
 * out; `left`: it went; `retired`: this device was ended; `moved`: the plan is at another server,
 * which this device does not reach from here; `closed`: the groups closed the plan.
 * What was held stays readable, and nothing new comes.
 */
export type Membership = 'waiting' | 'member' | 'removed' | 'left' | 'retired' | 'moved' | 'closed';

export interface PlanSummary {
  readonly space: string; // hex of the space id; part of addresses
  readonly title: string;
  readonly why: string;
  /** In which people write: `nb`; '' nobody has said. */
  readonly language: string;
  readonly membership: Membership;
  readonly sync: SyncView;
}

export type PartyState = 'active' | 'rests' | 'removed' | 'replaced' | 'left';

export interface PartyView {
  readonly index: number;
  readonly name: string;
  readonly sector: SectorNumber;
  readonly contact: string;
  readonly people: readonly PersonView[];
  readonly isMine: boolean;
  readonly state: PartyState;
  /** How many distinct persons sign for it. */
  readonly signerRule: number;
  /** Parties that came while it rested, and that it has not counted on yet. */
  readonly toAccept: readonly number[];
  readonly anchoring?: {
    readonly body: string;
    readonly date: string;
    readonly caseNumber: string;
  };
}

/** Something that happened and is said once, in words. */
export type NoticeView =
  | { readonly kind: 'same-text'; readonly name: string; readonly item: string }
  | { readonly kind: 'returned'; readonly item: string }
  | { readonly kind: 'back-online'; readonly sent: number; readonly received: number }
  | { readonly kind: 'unreadable'; readonly count: number };

/** Somebody else's changes that came by hand and are not sent, by the device that wrote them. */
export interface HandedView {
  readonly device: number;
  readonly name: string;
  readonly count: number;
  /** `lost`: they will never be sent by it. `aside`: put away here. */
  readonly state: 'waits' | 'lost' | 'aside';
}

export interface PlanView extends ContentView {
  readonly handed: readonly HandedView[];
  /** Changes of this device's own that wait until what came by hand is sent. */
  readonly heldBack: number;
  readonly space: string;
  readonly membership: Membership;
  /** When it was ended; 0 while it was not. */
  readonly endedAt: number;
  readonly title: string;
  readonly why: string;
  readonly place: string;
  /** In which people write: `nb`; '' nobody has said. */
  readonly language: string;
  readonly me: {
    readonly person: string; // id
    readonly name: string;
    readonly party: number;
    readonly confirmed: boolean;
    /** Whether I say yes and no for my group, and whether I alone am enough. */
    readonly maySign: boolean;
    readonly signsAlone: boolean;
    readonly hasWords: boolean;
    /** This device came by the words: until then it may not speak for its person; 0 otherwise. */
    readonly trialEnds: number;
  };
  readonly parties: readonly PartyView[];
  /** Groups of the plan that this one is a copy of: what they wrote stays theirs. */
  readonly former: readonly PartyView[];
  readonly predecessor: PredecessorView | undefined;
  readonly successors: readonly SuccessorView[];
  /** Of which groups may be let in. */
  readonly sectors: readonly SectorNumber[];
  readonly proposals: readonly ProposalView[];
  /** How the groups decide, with what no rule can go below. */
  readonly rules: readonly RuleView[];
  /** What it takes to take out each of the groups. */
  readonly removals: readonly RemovalView[];
  /** Newest first. */
  readonly history: readonly HistoryView[];
  readonly invitations: readonly InvitationView[];
  /** What a helper wrote down for me before I came by my slip. */
  readonly claimed: readonly ClaimedView[];
  readonly sync: SyncView;
  readonly notices: readonly NoticeView[];
  /** For "Sjekk at alt stemmer". */
  readonly check: {
    readonly server: string;
    readonly serverEpoch: string;
    readonly keyEpoch: string;
    readonly cursor: number;
    readonly root: string;
    readonly charterHeight: number;
    readonly fork: boolean;
    /** How often the room has got a key, and when it last did. */
    readonly epochs: number;
    readonly rotatedAt: number;
    readonly devices: number;
    /** Seconds that the server's clock is ahead of this device's, where it said so (SYNC16). */
    readonly clockAhead: number;
    /** For another phone to compare with. */
    readonly code: string;
  };
}

export interface AppView {
  /** False in a tab that follows another one which writes; commands still work through it. */
  readonly isWriter: boolean;
  /** Set where nothing can be kept on this device (private mode, full disk …). */
  readonly storage: 'ok' | 'unavailable' | 'full' | 'newer-version';
  readonly plans: readonly PlanSummary[];
  /** The opened plan, if one is. */
  readonly plan?: PlanView;
}

export interface InvitationPreview {
  readonly plan: string;
  readonly party: string;
  readonly inviter: string;
  readonly sector: SectorNumber;
  /** A new group needs the others' yes; a person in an existing one, or my own device, does not. */
  readonly kind: 'existing-party' | 'new-party' | 'own-device';
  readonly parties: number;
  readonly expires: number;
}

/** Fields of an action that a person may set; text fields are merged letter by letter. */
export interface ActionFields {
  readonly title?: string;
  readonly why?: string;
  readonly status?: Status;
  readonly arena?: Arena | '';
  readonly mode?: Mode | '';
  readonly start?: string;
  readonly due?: string; // '' opens it again
  readonly costKr?: number | null;
}

/** Every command and what it answers. */
export interface Commands
  extends
    BeginningCommands,
    CharterCommands,
    ContentCommands,
    HistoryCommands,
    PersonCommands,
    SlipCommands {
  found: {
    ask: {
      server: string;
      title: string;
      why?: string;
      person: string;
      party: string;
      sector: SectorNumber;
      /** In which people will write: `nb`. */
      language?: string;
    };
    answer: { space: string };
  };
  /** Reads what an invitation shows; nothing is joined. */
  preview: { ask: { link: string }; answer: InvitationPreview };
  join: {
    ask: { link: string; person: string };
    answer: { space: string; state: 'member' | 'waiting' };
  };
  open: { ask: { space: string }; answer: null };
  close: { ask: null; answer: null };
  /** With one text, `base` is what it was written on: what others wrote since is kept beside it. */
  setPlan: {
    ask: { space: string; title?: string; why?: string; place?: string; base?: string };
    answer: null;
  };
  /** `unknown`: "vi vet ikke ennå". */
  addGoal: {
    ask: { space: string; title: string; indicator?: string; unknown?: boolean };
    answer: { id: string };
  };
  setGoal: {
    ask: { space: string; id: string; title?: string; indicator?: string; base?: string };
    answer: null;
  };
  addAction: {
    ask: { space: string; goal: string; fields: ActionFields & { title: string } };
    answer: { id: string };
  };
  setAction: {
    ask: { space: string; id: string; fields: ActionFields; base?: string };
    answer: null;
  };
  setPart: {
    ask: { space: string; action: string; party: number; text: string; base?: string };
    answer: null;
  };
  /** Moves an action before another (or last) in a goal; `before` names a neighbour, never a number. */
  moveAction: { ask: { space: string; id: string; goal: string; before?: string }; answer: null };
  moveGoal: { ask: { space: string; id: string; before?: string }; answer: null };
  remove: { ask: { space: string; id: string }; answer: null };
  /** Brings back what `remove` took away. */
  restore: { ask: { space: string; id: string }; answer: null };
  /** Seals and sends what waits, and fetches what is new. */
  sync: { ask: { space?: string }; answer: SyncAnswer };
  /** Ends the pause before sealing: a field was left, the app is being hidden. */
  flush: { ask: null; answer: null };
  /** With what another phone shows as `check.code`: has the server told both the same? */
  compare: { ask: { space: string; code: string }; answer: { result: Comparison } };
  export: { ask: { space: string }; answer: { json: string; contentHash: string } };
  /** Of the content alone; it takes as long as all the rest of what is shown. */
  contentHash: { ask: { space: string }; answer: { contentHash: string } };
  /** The plan's log as frames, sealed and signed as it came, then the server's signed head. */
  exportLog: { ask: { space: string }; answer: { frames: Uint8Array } };
  dismiss: { ask: { space: string }; answer: null };
  /** What is being written in a form, kept on this device alone; an empty text forgets it. */
  keepDraft: { ask: { space: string; form: Form; text: string }; answer: null };
  readDraft: { ask: { space: string; form: Form }; answer: { text: string } };
}

/** `ahead`: the same as far as the other has come. `different`: two histories. */
export type Comparison = 'same' | 'ahead' | 'behind' | 'different' | 'foreign';

/** One of a kind in a plan, or one for each thing that it is about. */
export type Form =
  | ('action' | 'goal' | 'meeting' | 'round' | 'decision' | 'reflection' | 'resource')
  | ('paper' | 'stepping')
  | `${'talk' | 'stop' | 'behalf' | 'need' | 'account' | 'learning' | 'part'}/${string}`;

export interface SyncAnswer {
  readonly sent: number;
  readonly received: number;
  readonly unsent: number;
  /** Statements that the server refused, by type; absent where there were none. */
  readonly refused?: readonly { readonly type: string; readonly error: ErrorName | LocalError }[];
}

export type CommandName = keyof Commands;

export type Outcome<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: ErrorName | LocalError; readonly detail?: string };

/** Refusals that never cross the wire. */
export type LocalError =
  | 'offline' // nothing was lost: the edit is kept
  | 'bad-link' // not one of ours, or damaged
  | 'bad-input' // empty or too long; `detail` names the field
  | 'storage' // this device could not keep it
  | 'not-member'
  | 'paused' // the group takes a pause, and says neither yes nor stop
  | 'changed' // by somebody else, and what was seen is no more
  | 'held' // somebody asks to wait a bit
  | 'misconduct' // the server's words do not fit each other
  | 'broken'; // a fault of the program: it is reported as one, and nobody is kept waiting

export interface AppPort {
  run<N extends CommandName>(
    name: N,
    ask: Commands[N]['ask'],
  ): Promise<Outcome<Commands[N]['answer']>>;
  /** Calls at once with the present view, then at every change. Returns how to stop. */
  watch(listener: (view: AppView) => void): () => void;
}
