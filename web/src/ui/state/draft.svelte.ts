import type { Form } from '../../app/port';
import type { Session } from './session.svelte';

const PAUSE_MS = 400;

/** A form being filled in, kept on the device at every pause until it is sent. */
export class Draft<F extends string> {
  texts = $state() as Record<F, string>;
  /** What stands here was kept the last time. */
  isOlder = $state(false);
  readonly #session: Session;
  readonly #space: string;
  readonly #form: Form;
  #pause: ReturnType<typeof setTimeout> | undefined;
  #kept = '';
  #isSent = false;
  #done = ''; // what is in the plan already, while the form is emptied

  constructor(session: Session, space: string, form: Form, fields: readonly F[]) {
    this.#session = session;
    this.#space = space;
    this.#form = form;
    this.texts = Object.fromEntries(fields.map((field) => [field, ''])) as Record<F, string>;
    void this.#load();
  }

  /** In an effect: whatever was typed is kept after a pause, and when the form is left. */
  follow(): () => void {
    const text = this.#spell();
    this.#done = '';
    clearTimeout(this.#pause);
    this.#pause = setTimeout(() => this.#keep(text), PAUSE_MS);
    return () => this.#keep(text);
  }

  /** The app is being hidden: no pause may come. */
  keepNow(): void {
    this.#keep(this.#spell());
  }

  get isEmpty(): boolean {
    return Object.values<string>(this.texts).every((text) => text.trim() === '');
  }

  /** Off the form and the device; answers how it comes back. */
  putAway(): () => void {
    const texts = { ...this.texts };
    this.emptied();
    return () => {
      this.texts = texts;
      this.#done = '';
      this.keepNow();
    };
  }

  /** It is in the plan now. */
  sent(): void {
    this.#isSent = true;
    clearTimeout(this.#pause);
    void this.#session.run('keepDraft', { space: this.#space, form: this.#form, text: '' });
  }

  /** It is in the plan now, and the form waits for the next. */
  emptied(): void {
    clearTimeout(this.#pause);
    this.#done = this.#spell();
    this.#kept = '';
    this.isOlder = false;
    for (const field of Object.keys(this.texts) as F[]) this.texts[field] = '';
    void this.#session.run('keepDraft', { space: this.#space, form: this.#form, text: '' });
  }

  #spell(): string {
    const isEmpty = Object.values<string>(this.texts).every((text) => text === '');
    return isEmpty ? '' : JSON.stringify(this.texts);
  }

  #keep(text: string): void {
    if (this.#isSent || text === this.#kept || (text !== '' && text === this.#done)) return;
    this.#kept = text;
    void this.#session.run('keepDraft', { space: this.#space, form: this.#form, text });
  }

  async #load(): Promise<void> {
    const ask = { space: this.#space, form: this.#form };
    const outcome = await this.#session.run('readDraft', ask);
    if (!outcome.ok || outcome.value.text === '' || this.#spell() !== '') return;
    this.#kept = outcome.value.text;
    this.isOlder = true;
    // Written by #spell, with the fields of an earlier version perhaps.
    const kept = JSON.parse(outcome.value.text) as Record<string, string>;
    for (const field of Object.keys(this.texts) as F[]) this.texts[field] = kept[field] ?? '';
  }
}
