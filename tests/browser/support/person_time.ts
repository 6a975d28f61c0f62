/**
 * What a person needs beside the machine, counted from what was really shown, written and tapped.
 * The rates are those of ordinary adults in the literature, none of them of a practised hand:
 *
 * - reading to oneself: 238 words a minute (Brysbaert 2019, a review of 190 studies);
 * - copying by hand: 68 letters a minute, the mean of adults, who spread from 26 to 113 (as in
 *   "Words per minute" in the English Wikipedia; Brown 1988 has 22 words of five letters, 110);
 * - typing on a phone: 36.2 words of five letters a minute (Palin et al. 2019, 37,000 people);
 * - a tap: 1.35 s to decide, 1.1 s to point and 0.2 s to press (the keystroke-level model of Card,
 *   Moran and Newell 1980); for a word that is looked up on paper the first of the three again.
 */
import type { Device } from './device';

const MINUTE_MS = 60_000;
const READ_MS = MINUTE_MS / 238; // a word
const COPY_MS = MINUTE_MS / 68; // a letter
const TYPE_MS = MINUTE_MS / (36.2 * 5); // a letter
const DECIDE_MS = 1350;
const TAP_MS = DECIDE_MS + 1100 + 200;
/** Raising a phone before a sheet until the camera has it: two taps' time, and a wide one. */
const AIM_MS = 5000;

export class PersonTime {
  #ms = 0;
  readonly #parts = new Map<string, number>();

  get ms(): number {
    return Math.round(this.#ms);
  }

  /** For a message: what took how long, in seconds. */
  get account(): string {
    return [...this.#parts].map(([what, ms]) => `${what} ${(ms / 1000).toFixed(1)} s`).join(', ');
  }

  /** The machine's own time while somebody waits for it. */
  async waits(work: () => Promise<void>): Promise<void> {
    const began = Date.now();
    await work();
    this.waited(Date.now() - began);
  }

  waited(ms: number): void {
    this.#add('machine', ms);
  }

  /** All that a page says between its bars. */
  async reads({ page }: Device): Promise<void> {
    const text = await page.locator('main').innerText();
    this.#add('reading', text.split(/\s+/).filter((word) => /\p{L}/u.test(word)).length * READ_MS);
  }

  taps(times = 1): void {
    this.#add('taps', times * TAP_MS);
  }

  /** From the screen onto paper. */
  copies(...words: readonly string[]): void {
    this.#add('writing by hand', words.join('').length * COPY_MS);
  }

  /** From paper. */
  types(...words: readonly string[]): void {
    for (const word of words) this.#add('typing', DECIDE_MS + (word.length + 1) * TYPE_MS);
  }

  aims(): void {
    this.#add('aiming the camera', AIM_MS);
  }

  #add(what: string, ms: number): void {
    this.#ms += ms;
    this.#parts.set(what, (this.#parts.get(what) ?? 0) + ms);
  }
}
