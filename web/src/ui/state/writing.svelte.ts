import type { Outcome } from '../../app/port';
import type { Problem } from '../words/problems';
import { carryOver } from '../../app/draft';

const PAUSE_MS = 700;

/**
 * One text while it is being written: saved at every pause and when the field
 * is left, and carried over to whatever others write in it meanwhile.
 */
export class Writing {
  draft = $state('');
  problem = $state<Problem>();
  #base = ''; // what `draft` was made from
  #shown = ''; // what the plan shows now
  #seen = ''; // what it showed when it was last taken in
  #sending: Promise<void> | undefined;
  #pause: ReturnType<typeof setTimeout> | undefined;
  readonly #send: (text: string, base: string) => Promise<Outcome<null>>;
  readonly #mayBeEmpty: () => boolean;

  constructor(
    send: (text: string, base: string) => Promise<Outcome<null>>,
    mayBeEmpty: () => boolean,
  ) {
    this.#send = send;
    this.#mayBeEmpty = mayBeEmpty;
  }

  begin(value: string): void {
    this.#base = this.#shown = this.#seen = value;
    this.draft = value;
    this.problem = undefined;
  }

  /** The plan shows another text than before. While somebody types, it waits until they rest. */
  receive(value: string, isTyping = false): void {
    this.#shown = value;
    if (!isTyping) this.rest();
  }

  rest(): void {
    if (this.#shown === this.#seen) return;
    this.#seen = this.#shown;
    if (this.#sending === undefined) this.#rebase();
  }

  typed(): void {
    clearTimeout(this.#pause);
    this.#pause = setTimeout(() => void this.save(), PAUSE_MS);
  }

  /** Ends when all of it is kept or refused: what was typed while an earlier part was sent, too. */
  async save(): Promise<void> {
    clearTimeout(this.#pause);
    const text = this.draft;
    const empty = text.trim() === '' && !this.#mayBeEmpty();
    if (this.#sending !== undefined) return this.#sending.then(() => this.save());
    if (text === this.#base || empty) return;
    this.#sending = this.#sendNow(text);
    await this.#sending;
  }

  async #sendNow(text: string): Promise<void> {
    // The text goes into what the plan shows, whether that was taken in here or not.
    const before = [this.#seen, this.#shown, text];
    const outcome = await this.#send(text, this.#base);
    this.#sending = undefined;
    this.problem = outcome.ok ? undefined : outcome.error;
    if (!outcome.ok) return;
    this.#base = text;
    // What came in while the command ran is built on the text just sent.
    if (!before.includes(this.#seen)) this.#rebase();
    if (this.draft !== text) this.typed();
  }

  #rebase(): void {
    this.draft = carryOver(this.#base, this.draft, this.#seen);
    this.#base = this.#seen;
  }
}
