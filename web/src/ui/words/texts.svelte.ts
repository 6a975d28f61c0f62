/**
 * The compiled texts. Only the chosen language is fetched before the first
 * paint; on a slow line the other two would cost three seconds. What stands in
 * views that are fetched later is fetched with the first of them, and what a plan's list does
 * without, with the first page beyond it.
 */
import type { Language } from '../state/dress';

type Compiled = typeof import('../../../../build/paraglide/messages/nb.js');
/** A text without parameters is called with nothing. */
type Texts = {
  readonly [K in keyof Compiled]: object extends Parameters<Compiled[K]>[0]
    ? () => string
    : (inputs: Record<keyof Parameters<Compiled[K]>[0], string>) => string;
};
type Text = (inputs: Record<string, string>) => string;

const bokmal = (): Promise<object> => import('../../../../build/paraglide/messages/nb.js');

const LANGUAGES: Record<Language, () => Promise<object>> = {
  nb: bokmal,
  nn: () => import('../../../../build/paraglide/messages/nn.js'),
  en: () => import('../../../../build/paraglide/messages/en.js'),
  se: async () => ({
    ...(await bokmal()),
    ...(await import('../../../../build/paraglide/messages/se.js')),
  }),
};

const bokmalLater = (): Promise<object> =>
  import('../../../../build/paraglide/messages/nb.later.js');
const bokmalLast = (): Promise<object> => import('../../../../build/paraglide/messages/nb.last.js');

const LATER: Record<Language, () => Promise<object>> = {
  nb: bokmalLater,
  nn: () => import('../../../../build/paraglide/messages/nn.later.js'),
  en: () => import('../../../../build/paraglide/messages/en.later.js'),
  se: bokmalLater,
};

const LAST: Record<Language, () => Promise<object>> = {
  nb: bokmalLast,
  nn: () => import('../../../../build/paraglide/messages/nn.last.js'),
  en: () => import('../../../../build/paraglide/messages/en.last.js'),
  se: bokmalLast,
};

const PARTS = [LANGUAGES, LATER, LAST];

class Spoken {
  #texts = $state.raw<object>();
  #language = $state.raw<Language>('nb');
  /** How many of the parts are there, and how many are on their way or there. */
  #known = 0;
  #asked = 1;

  /** Where a text is missing in North Sámi it stands in bokmål, as all of them do until now. */
  get language(): string {
    return this.#language === 'se' ? 'nb' : this.#language;
  }

  async learn(language: Language): Promise<void> {
    const parts = PARTS.slice(0, this.#asked).map((part) => part[language]());
    const texts = await Promise.all(parts);
    this.#language = language;
    this.#known = Math.max(this.#known, parts.length);
    this.#texts = Object.assign({}, ...texts.reverse()) as object;
  }

  async learnUpTo(parts: number): Promise<void> {
    if (parts <= this.#asked) return;
    this.#asked = parts;
    await this.learn(this.#language).catch(() => {
      this.#asked = this.#known; // without network: asked for again
    });
  }

  /** What is missing stands in the next part. */
  #learnMore(): void {
    if (this.#known === this.#asked) void this.learnUpTo(Math.min(this.#known + 1, PARTS.length));
  }

  /** A function that always answers in the language of the moment. */
  readonly text = (name: string): Text => {
    return (inputs) => {
      const said = (this.#texts as Record<string, Text> | undefined)?.[name];
      if (said === undefined) this.#learnMore();
      return said === undefined ? '' : said(inputs);
    };
  };
}

const spoken = new Spoken();

/**
 * The `lang` of what people wrote in a plan, where that is not the language of the screens. Of a
 * name there is none (WCAG 3.1.2).
 */
export const langOf = (plan: { readonly language: string } | undefined): string | undefined =>
  plan?.language === spoken.language ? undefined : plan?.language || undefined;

/** `m.some_text({ name })`: the texts by name, as Paraglide gives them. */
export const m = new Proxy({} as Texts, { get: (_, name) => spoken.text(String(name)) });

/** Before the network may go. */
export const learnAllTexts = (): Promise<void> => spoken.learnUpTo(PARTS.length);

export const learnLanguage = (language: Language): Promise<void> => spoken.learn(language);
