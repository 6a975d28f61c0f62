/** What a user interface sees of the agreement between the groups, and may ask of it. */
import type { SectorNumber } from './port';

export interface InvitationView {
  readonly id: string;
  readonly party: string;
  readonly sector: SectorNumber;
  readonly expires: number;
  readonly state: 'open' | 'used' | 'revoked' | 'expired';
  /** Of our group, which may take it back. */
  readonly isOurs: boolean;
}

export type ActName = 'admit' | 'remove' | 'rules' | 'sectors';

/** How many groups from how many sectors must say yes to one kind of thing, as things stand. */
export interface RuleView {
  readonly act: ActName;
  readonly parties: number;
  readonly of: number;
  readonly sectors: number;
  readonly noticeDays: number;
  /** No number of groups is enough: the plan is too small for this. */
  readonly isImpossible: boolean;
}

/** What may be asked for: floors hold whatever stands here. */
export interface RuleChange {
  readonly act: ActName;
  readonly parties: number;
  readonly sectors: number;
  readonly noticeDays: number;
}

export interface ObjectionView {
  readonly person: string; // id
  readonly name: string;
  readonly party: number;
  readonly reason: string; // '' where it cannot be read here
  readonly isMine: boolean;
}

export interface ProposalView {
  readonly id: string;
  readonly kind: ActName;
  readonly party: string; // the newcomer's name, or of whom it would take out
  readonly target: number; // party to take out; 0 otherwise
  readonly sector: SectorNumber; // of a newcomer
  readonly rules: readonly RuleChange[];
  readonly sectors: readonly SectorNumber[];
  readonly by: { readonly name: string; readonly party: number }; // party 0: a newcomer's own
  readonly at: number;
  readonly state: 'open' | 'enacted' | 'withdrawn' | 'expired';
  /** Parties (index) that have said yes. */
  readonly yes: readonly number[];
  readonly needed: { readonly parties: number; readonly sectors: number };
  readonly isImpossible: boolean;
  /** Enough have said yes: it takes effect at `effectiveAt`. */
  readonly isAgreed: boolean;
  /** When the notice is over; what all agree on does not wait for it, but a removal does. */
  readonly effectiveAt: number;
  readonly objections: readonly ObjectionView[];
  readonly iHaveSaidYes: boolean;
  readonly iHaveObjected: boolean;
  readonly iMaySayYes: boolean;
  readonly iMayObject: boolean;
  readonly isMine: boolean;
  readonly expires: number;
}

/** One step of the agreement, for a sentence: who did what to whom. */
export interface HistoryView {
  readonly id: string;
  readonly at: number;
  readonly kind: HistoryKind;
  readonly who: { readonly name: string; readonly party: number };
  /** A person's or group's name; '' where it has none. */
  readonly what: string;
  /** What a yes, a no or a proposal is about. */
  readonly act: ActName | undefined;
}

export type HistoryKind =
  | 'founded'
  | 'invited'
  | 'revoked'
  | 'joined'
  | 'confirmed'
  | 'proposed'
  | 'consented'
  | 'objected'
  | 'withdrew'
  | 'enacted'
  | 'relocked'
  | 'retired';

export interface CharterCommands {
  /** `party` by name; a name that no group has yet, with a sector, invites a new group. */
  invite: {
    ask: { space: string; party: string; sector?: SectorNumber };
    answer: { link: string };
  };
  revokeInvitation: { ask: { space: string; invitation: string }; answer: null };
  confirm: { ask: { space: string; person: string }; answer: null };
  /** The proposals' ids come back: they are known before any server has seen them. */
  proposeRemoval: { ask: { space: string; party: number }; answer: { proposal: string } };
  proposeRules: {
    ask: { space: string; rules: readonly RuleChange[] };
    answer: { proposal: string };
  };
  proposeSectors: {
    ask: { space: string; sectors: readonly SectorNumber[] };
    answer: { proposal: string };
  };
  consent: { ask: { space: string; proposal: string }; answer: null };
  object: { ask: { space: string; proposal: string; reason: string }; answer: null };
  /** My yes or no to it; where I have said neither, the proposal itself, if it is mine. */
  withdraw: { ask: { space: string; proposal: string }; answer: null };
}
