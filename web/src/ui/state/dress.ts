/**
 * How the page is dressed on this device: theme, size of text, language.
 * Kept in localStorage because it is wanted before the first paint. Beside it
 * lies which plan was last looked at when (state/last_seen); nothing that
 * somebody wrote. Where storage is refused, the defaults hold.
 */
export const THEMES = ['auto', 'light', 'dark'] as const;
export const TEXT_SIZES = ['normal', 'large', 'largest'] as const;
export const LANGUAGES = ['nb', 'nn', 'en', 'se'] as const;
export type Theme = (typeof THEMES)[number];
export type TextSize = (typeof TEXT_SIZES)[number];
export type Language = (typeof LANGUAGES)[number];

export interface Dress {
  readonly theme: Theme;
  readonly text: TextSize;
  readonly language: Language;
}

const PAPER = { light: '#FAF8F4', dark: '#10191C' };

/** A value of the list, or the first one. */
function oneOf<T extends string>(values: readonly T[], value: string | null, otherwise: T): T {
  return values.find((known) => known === value) ?? otherwise;
}

export function languageOf(wishes: readonly string[]): Language {
  for (const wish of wishes) {
    const tag = wish.toLowerCase().split('-')[0] ?? '';
    if (tag === 'no') return 'nb';
    const known = LANGUAGES.find((language) => language === tag);
    if (known !== undefined) return known;
  }
  return 'nb';
}

/** Of the screens' language, and the one somebody has chosen: a phone set up in English says nothing of its neighbours' words. */
export function writingOf(language: Language, chosen: string | null): string {
  return language === 'en' && chosen === null ? '' : language;
}

export function recall(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

export function remember(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // A private window: the choice holds until it is closed.
  }
}

/** Whatever is remembered of one plan. */
export function forgetKept(space: string): void {
  try {
    for (const key of Object.keys(localStorage)) {
      if (key.includes(space)) localStorage.removeItem(key);
    }
  } catch {
    // Nothing was ever kept there.
  }
}

export function readDress(): Dress {
  return {
    theme: oneOf(THEMES, recall('theme'), 'auto'),
    text: oneOf(TEXT_SIZES, recall('text'), 'normal'),
    language: oneOf(LANGUAGES, recall('language'), languageOf(navigator.languages)),
  };
}

export function applyDress(dress: Dress): void {
  const dark = matchMedia('(prefers-color-scheme: dark)').matches;
  const theme = dress.theme === 'auto' ? (dark ? 'dark' : 'light') : dress.theme;
  const root = document.documentElement;
  root.dataset['theme'] = theme;
  root.dataset['text'] = dress.text;
  // se shows nb until a person has translated it; a screen reader must know.
  root.lang = dress.language === 'se' ? 'nb' : dress.language;
  document.querySelector('meta[name=theme-color]')?.setAttribute('content', PAPER[theme]);
}
