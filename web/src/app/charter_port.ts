/** What a user interface sees of the agreement between the groups, and may ask of it. */
import type { SectorNumber } from './port';
import type { UnsentWords } from './beginning_port';

export interface InvitationView {
  readonly id: string;
  readonly party: string;
  readonly sector: SectorNumber;
  readonly expires: number;
  readonly state: 'open' | 'used' | 'revoked' | 'expired';
  /** `device`: a further device of one person. */
  readonly kind: 'party' | 'person' | 'device';
  /** What stands on the slip of paper; 0 where it is none. */
  readonly slip: number;
  /** Of our group, which may take it back; of a further device, mine. */
  readonly isOurs: boolean;
}

/** What the groups decide together. */
export type SharedActName =
  'admit' | 'remove' | 'rules' | 'sectors' | 'rest' | 'replace' | 'move' | 'close';
/** What a group decides alone. */
export type OwnActName = 'end-devices' | 'signers' | 'leave' | 'clear-recovery';
export type ActName = SharedActName | OwnActName;

/** How many groups from how many sectors must say yes to one kind of thing, as things stand. */
export interface RuleView {
  readonly act: SharedActName;
  readonly parties: number;
  /** How many groups are counted: a removal's target is, who rests is not always. */
  readonly of: number;
  readonly sectors: number;
  /** The sectors of those that are counted. */
  readonly from: readonly SectorNumber[];
  readonly noticeDays: number;
  /** No number of groups is enough: the plan is too small for this. */
  readonly isImpossible: boolean;
}

/** What it takes to remove one active group. */
export interface RemovalView extends RuleView {
  readonly target: number; // party
}

/** What a proposal lacks yet, by the counting that decides. */
export interface MissingView {
  /** So many groups more, at the least. */
  readonly parties: number;
  /** So many sectors more, of these. */
  readonly sectors: number;
  readonly from: readonly SectorNumber[];
  /** The newcomer's own sector, where one that is in it must say yes; 0 otherwise. */
  readonly own: SectorNumber;
}

/** What may be asked for: floors hold whatever stands here. */
export interface RuleChange {
  readonly act: SharedActName;
  readonly parties: number;
  readonly sectors: number;
  readonly noticeDays: number;
}

/** What is not said stays as it is. */
export type RuleAsk = Pick<RuleChange, 'act'> & Partial<RuleChange>;

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
  readonly party: string; // the newcomer's name, or of whom it would take out, or whose own act it is
  readonly address: string; // of the server that the plan would move to; '' otherwise
  readonly serverKey: string; // that server's; '' otherwise
  readonly target: number; // party to take out, replace or let rest; 0 otherwise
  /** An own act's: the group that decides it alone; 0 otherwise. */
  readonly decidedBy: number;
  /** Whom an own act concerns; '' for nobody in particular. */
  readonly person: { readonly id: string; readonly name: string };
  /** The one device that would end; 0: all of the person's. */
  readonly device: number;
  readonly signerRule: number; // that a group would have; 0 otherwise
  readonly sector: SectorNumber; // of a newcomer
  readonly rules: readonly RuleChange[];
  readonly sectors: readonly SectorNumber[];
  readonly by: { readonly name: string; readonly party: number }; // party 0: a newcomer's own
  readonly at: number;
  readonly state: 'open' | 'enacted' | 'withdrawn' | 'expired';
  /** Said on this device, and no server has it yet. */
  readonly isPending: boolean;
  /** So is my yes or no. */
  readonly isMyAnswerPending: boolean;
  /** Parties (index) that have said yes. */
  readonly yes: readonly number[];
  readonly needed: { readonly parties: number; readonly sectors: number };
  readonly missing: MissingView;
  /** An own act's: how many persons of the group say yes, of how many that are needed. */
  readonly persons: { readonly yes: number; readonly needed: number };
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
  /** The proposal itself, of my group. */
  readonly iMayTakeBack: boolean;
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
  | 'device-invited'
  | 'revoked'
  | 'device-revoked'
  | 'joined'
  | 'device-added'
  | 'confirmed'
  | 'proposed'
  | 'consented'
  | 'objected'
  | 'withdrew'
  | 'enacted'
  | 'relocked'
  | 'retired'
  | 'words-set'
  | 'recovered'
  | 'woke'
  | 'reported';

export interface CharterCommands {
  /** `party` by name; a name that no group has yet, with a sector, invites a new group. */
  invite: {
    ask: { space: string; party: string; sector?: SectorNumber; replaces?: number };
    answer: { link: string };
  };
  revokeInvitation: { ask: { space: string; invitation: string }; answer: null };
  confirm: { ask: { space: string; person: string }; answer: null };
  /** The proposals' ids come back: they are known before any server has seen them. */
  proposeRemoval: { ask: { space: string; party: number }; answer: { proposal: string } };
  proposeRules: {
    ask: { space: string; rules: readonly RuleAsk[] };
    answer: { proposal: string };
  };
  proposeSectors: {
    ask: { space: string; sectors: readonly SectorNumber[] };
    answer: { proposal: string };
  };
  consent: { ask: { space: string; proposal: string }; answer: null };
  object: { ask: { space: string; proposal: string; reason: string }; answer: null };
  /** My yes or no to it, or the proposal itself, of my group. */
  withdraw: {
    ask: { space: string; proposal: string; what: 'answer' | 'proposal' };
    answer: null;
  };

  /** A party that has been silent: it rests, and wakes with a word. */
  proposeRest: { ask: { space: string; party: number }; answer: { proposal: string } };
  /** `to`: what the other server shows as `placeHere`, or its address where every server is reached. */
  proposeMove: { ask: { space: string; to: string }; answer: { proposal: string } };
  proposeClose: { ask: { space: string }; answer: { proposal: string } };
  /** My group is back, and counts on those that came meanwhile. */
  wake: { ask: { space: string }; answer: null };
  /** A person of my group, or I: out after three days, unless somebody takes it back. */
  proposeEndPerson: { ask: { space: string; person: string }; answer: { proposal: string } };
  proposeSigners: { ask: { space: string; signerRule: number }; answer: { proposal: string } };
  /** My whole group leaves. */
  proposeLeave: { ask: { space: string }; answer: { proposal: string } };
  proposeClearRecovery: { ask: { space: string; person: string }; answer: { proposal: string } };
  /**
   * FILE6: the plan as it is here, what was said and what was written, to be carried by hand.
   * `not-found`: there is nothing to give. `too-large`: more than a file may hold.
   */
  carryOut: {
    ask: { space: string };
    /**
     * `code`: what was said of the agreement, for a QR code; '' where there is nothing, or too
     * much. `own`: changes of this device's own in it; `kept`: those that wait for a new key.
     */
    answer: { bytes: Uint8Array; code: string; own: number; kept: number };
  };
  /** Kept and shown; what was said of the agreement is delivered at the next meeting with the server. */
  carryIn: {
    ask: { bytes: Uint8Array } | { code: string };
    /** News: `count` of what was said, `leaves` of the log, `words` by whose changes they are. */
    answer: {
      space: string;
      count: number;
      leaves: number;
      words: readonly { readonly name: string; readonly count: number }[];
    };
  };
  /** What one device wrote that came by hand, in plain words. */
  readHanded: { ask: { space: string; device: number }; answer: UnsentWords };
  /** Out of the plan as it is shown here, and back again; nothing is deleted. */
  putHandedAway: { ask: { space: string; device: number; isAway: boolean }; answer: null };
}
