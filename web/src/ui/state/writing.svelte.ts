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
  #seen = ''; // what the plan shows now
  #sending = false;
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
    this.#base = value;
    this.#seen = value;
    this.draft = value;
    this.problem = undefined;
  }

  /** The plan shows another text than before. */
  receive(value: string): void {
    if (value === this.#seen) return;
    this.#seen = value;
    if (!this.#sending) this.#rebase();
  }

  typed(): void {
    clearTimeout(this.#pause);
    this.#pause = setTimeout(() => void this.save(), PAUSE_MS);
  }

  async save(): Promise<void> {
    clearTimeout(this.#pause);
    const text = this.draft;
    const empty = text.trim() === '' && !this.#mayBeEmpty();
    if (this.#sending || text === this.#base || empty) return;
    const before = this.#seen;
    this.#sending = true;
    const outcome = await this.#send(text, this.#base);
    this.#sending = false;
    this.problem = outcome.ok ? undefined : outcome.error;
    if (!outcome.ok) return;
    this.#base = text;
    // What came in while the command ran is built on the text just sent.
    if (this.#seen !== before && this.#seen !== text) this.#rebase();
    if (this.draft !== text) this.typed();
  }

  #rebase(): void {
    this.draft = carryOver(this.#base, this.draft, this.#seen);
    this.#base = this.#seen;
  }
}
