/** Slips of paper by which people come in, and what the operator says of the service. Part of `port.ts`. */
export {
  CODE_LETTERS,
  faultIn,
  inFours,
  meantLetters,
  PREFIX_LETTERS,
  prefixIn,
  type LettersFault,
} from '../core/slip';

/** A sheet has room for twelve; two are enough for a meeting. */
export const MAX_SLIPS = 24;

/** What it opens is nowhere else: kept sealed on the device that made it, until it is used. */
export interface SlipView {
  /** Of its invitation. */
  readonly id: string;
  readonly number: number;
  readonly link: string;
  /** `ORIGIN/l/PREFIX`. */
  readonly address: string;
  /** As it is typed, in fours. */
  readonly code: string;
}

/** What the operator filled in; '' and 0 where it did not. */
export interface AboutView {
  readonly operator: string;
  readonly email: string;
  readonly phone: string;
  readonly address: string;
  readonly privacyContact: string;
  readonly privacyPage: string;
  readonly accessibilityPage: string;
  readonly accessibilityDate: string; // YYYY-MM-DD
  readonly backupDays: number;
}

export interface SlipCommands {
  /** To my own group, each for one person. Fewer than asked for: `missing`, and why. */
  inviteMany: {
    ask: { space: string; count: number };
    answer: { slips: readonly SlipView[]; missing: number };
  };
  /** Those made on this device that still let somebody in; what is used or expired is forgotten. */
  slipsKept: { ask: { space: string }; answer: { slips: readonly SlipView[] } };
  /** The link that a slip's code stands for, in the one plan of its address that it opens. */
  openSlip: { ask: { address: string; code: string }; answer: { link: string } };
  /** Whose words are written down: the slip's invitation. Nothing is sent. */
  slipOf: { ask: { space: string; code: string }; answer: { id: string } };
  about: { ask: { server: string }; answer: AboutView };
}
