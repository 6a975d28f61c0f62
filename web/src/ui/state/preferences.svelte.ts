import { applyDress, readDress, recall, remember, writingOf, type Dress } from './dress';

/** The choices of this device, changed at once and kept. */
export class Preferences {
  #dress = $state<Dress>(readDress());

  readonly #prepare: (dress: Dress) => Promise<void>;

  /** `prepare` fetches what a choice needs before it is shown. */
  constructor(prepare: (dress: Dress) => Promise<void>) {
    this.#prepare = prepare;
    applyDress(this.#dress); // the first script ran before the page had its colour's place
    const scheme = matchMedia('(prefers-color-scheme: dark)');
    scheme.addEventListener('change', () => applyDress(this.#dress));
  }

  get dress(): Dress {
    return this.#dress;
  }

  /** In which language people are taken to write in a plan that is founded here; '' where nobody can tell. */
  get writing(): string {
    return writingOf(this.#dress.language, recall('language'));
  }

  async change(part: Partial<Dress>): Promise<void> {
    const dress = { ...this.#dress, ...part };
    await this.#prepare(dress);
    this.#dress = dress;
    for (const [key, value] of Object.entries(part)) remember(key, value);
    applyDress(dress);
  }
}
