/** What a user interface sees of a person's own devices and words, and may ask of them. */

export interface DeviceView {
  readonly index: number;
  /** When it came in; 0 for one that founded the plan. */
  readonly since: number;
  readonly isThis: boolean;
  /** Which of the person's devices made the link that it came by; 0 where none did. */
  readonly broughtBy: number;
  /** It came by the twelve words while others were there: until then they may shut it out; 0 otherwise. */
  readonly trialEnds: number;
  /** This device ends it by itself, once it may: it is what this phone was. */
  readonly isEnding: boolean;
}

export interface PersonView {
  readonly id: string;
  readonly name: string;
  readonly confirmed: boolean;
  /** Those that read and write now. */
  readonly devices: readonly DeviceView[];
  readonly hasWords: boolean;
  readonly isMe: boolean;
  /** Of those who are to confirm: how many have, of how many. */
  readonly confirmations: { readonly given: number; readonly needed: number };
  /** I have, and others are to as well. */
  readonly confirmedByMe: boolean;
}

/** Why words open nothing: one is none of ours (by its place, from 1), or together they do not fit. */
export interface WordsProblem {
  readonly unknown: readonly number[];
  readonly count: number;
  /** False where twelve known words do not belong together: one was misread. */
  readonly doFit: boolean;
}

export interface PersonCommands {
  /** A link for another device of mine, for one hour. */
  /** `name`: what the link shows; '' for the name one has there. */
  addDevice: { ask: { space: string; name: string }; answer: { link: string } };
  /**
   * My own: at once, or by itself when this one is no longer on trial. Somebody else's of my group:
   * as an own act, whose proposal comes back.
   */
  endDevice: { ask: { space: string; device: number }; answer: { proposal: string } };
  /** It is not ended by itself, after all. */
  keepDevice: { ask: { space: string; device: number }; answer: null };
  /** Nothing of the plan is left on this device. What was not sent is lost. */
  forget: { ask: { space: string }; answer: null };
  /** Fresh words; nothing is kept of them before `setRecovery`. `paper` is for the QR code. */
  makeWords: { ask: { space: string }; answer: { words: readonly string[]; paper: string } };
  /** `words` as typed or the paper's link: what is wrong with them, if anything. */
  checkWords: { ask: { words: string }; answer: WordsProblem };
  /** KEYS10: six words that a person and who confirms it read aloud to each other. */
  wordsAloud: { ask: { space: string; person: string }; answer: { words: readonly string[] } };
  /** Of the server that a plan would move to: the same are shown at its own address. */
  wordsOfServer: { ask: { serverKey: string }; answer: { words: readonly string[] } };
  /** With words that are there already, `old` must sign that these take their place. */
  setRecovery: { ask: { space: string; words: string; old?: string }; answer: null };
  /** Every plan that these words open at the server, with a new device in each. */
  recover: {
    ask: { server: string; words: string };
    /** `moved`: addresses of plans that are elsewhere now, and not to be reached from here. */
    answer: { spaces: readonly string[]; moved: readonly string[] };
  };
}
