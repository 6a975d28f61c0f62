/**
 * The compiled texts. Only the chosen language is fetched before the first
 * paint; on a slow line the other two would cost three seconds.
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

class Spoken {
  #texts = $state.raw<object>();

  async learn(language: Language): Promise<void> {
    this.#texts = await LANGUAGES[language]();
  }

  /** A function that always answers in the language of the moment. */
  readonly text = (name: string): Text => {
    return (inputs) => {
      const said = (this.#texts as Record<string, Text> | undefined)?.[name];
      return said === undefined ? '' : said(inputs);
    };
  };
}

const spoken = new Spoken();

/** `m.some_text({ name })`: the texts by name, as Paraglide gives them. */
export const m = new Proxy({} as Texts, { get: (_, name) => spoken.text(String(name)) });

export const learnLanguage = (language: Language): Promise<void> => spoken.learn(language);
