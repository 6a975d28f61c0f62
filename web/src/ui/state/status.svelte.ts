interface Said {
  readonly text: string;
  /** What the undo button does; the bar then stays until it is closed. */
  readonly undo?: () => void;
}

/** What is said once to everyone, screen readers included, under the top bar: it covers nothing. */
export class Status {
  #said = $state<Said>();
  #fading: ReturnType<typeof setTimeout> | undefined;

  get said(): Said | undefined {
    return this.#said;
  }

  say(text: string, undo?: () => void): void {
    clearTimeout(this.#fading);
    this.#said = undo === undefined ? { text } : { text, undo };
    // Only what is also visible elsewhere goes by itself.
    if (undo === undefined) this.#fading = setTimeout(() => this.clear(), 6000);
  }

  clear(): void {
    clearTimeout(this.#fading);
    this.#said = undefined;
  }
}
