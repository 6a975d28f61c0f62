/**
 * The compiled texts. Only the chosen language is fetched before the first
 * paint; on a slow line the other two would cost three seconds. What stands in
 * views that are fetched later is fetched with the first of them.
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

const LATER: Record<Language, () => Promise<object>> = {
  nb: bokmalLater,
  nn: () => import('../../../../build/paraglide/messages/nn.later.js'),
  en: () => import('../../../../build/paraglide/messages/en.later.js'),
  se: bokmalLater,
};

class Spoken {
  #texts = $state.raw<object>();
  #language: Language = 'nb';
  #isWhole = false;

  async learn(language: Language): Promise<void> {
    const [first, later] = await Promise.all([
      LANGUAGES[language](),
      this.#isWhole ? LATER[language]() : {},
    ]);
    this.#language = language;
    this.#texts = { ...later, ...first };
  }

  async learnRest(): Promise<void> {
    if (this.#isWhole) return;
    this.#isWhole = true;
    await this.learn(this.#language).catch(() => {
      this.#isWhole = false; // without network: asked for again
    });
  }

  /** A function that always answers in the language of the moment. */
  readonly text = (name: string): Text => {
    return (inputs) => {
      const said = (this.#texts as Record<string, Text> | undefined)?.[name];
      if (said === undefined) void this.learnRest();
      return said === undefined ? '' : said(inputs);
    };
  };
}

const spoken = new Spoken();

/** `m.some_text({ name })`: the texts by name, as Paraglide gives them. */
export const m = new Proxy({} as Texts, { get: (_, name) => spoken.text(String(name)) });

/** Before the network may go. */
export const learnAllTexts = (): Promise<void> => spoken.learnRest();

export const learnLanguage = (language: Language): Promise<void> => spoken.learn(language);
