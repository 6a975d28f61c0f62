/**
 * What became of what people made, as a user interface sees it: news, earlier wordings, and
 * what was taken away. Part of `port.ts`.
 */
import type { FieldValue, Kind } from '../core/plan/document';
import type { NEWS } from '../core/plan/news';
import type { AuthorView } from './content_port';

/** One change of an item: the wording before, and what came of it. */
export interface ChangeView {
  readonly field: string;
  readonly before: FieldValue;
  readonly after: FieldValue;
  /** It is fetched back as a text, which is merged, and not as a field. */
  readonly isText: boolean;
  readonly by: AuthorView;
}

/** Something that others did since this device's person last looked. */
export interface NewsView {
  readonly kind: Kind;
  readonly id: string;
  readonly what: (typeof NEWS)[number];
  /** Of `changed`: the field. Of `yes`: '' where it was taken back. Of `stance`: the verdict. */
  readonly word: string;
  readonly by: AuthorView;
  /** Where it is to be seen. */
  readonly about: { readonly id: string; readonly kind: Kind; readonly title: string };
}

/** Something that somebody took away, and that anybody who sees it may fetch back. */
export interface RemovedView {
  readonly kind: Kind;
  readonly id: string;
  readonly title: string; // '' of what is called nothing, a meeting without an agenda
  /** Who took it away, and when. */
  readonly by: AuthorView;
}

export interface HistoryCommands {
  /** Newest first; the first time, nothing. */
  news: { ask: { space: string }; answer: { news: readonly NewsView[] } };
  /** What news was asked about last has been looked at; `isRead`: in the list itself. */
  markSeen: { ask: { space: string; isRead?: boolean }; answer: null };
  /** Newest first. `id`: an item, or 'plan', which has the names of values and who said yes too. */
  changes: {
    ask: { space: string; id: string };
    answer: { changes: readonly ChangeView[] };
  };
  /** The last taken away first. What people said themselves is told to nobody but them. */
  removed: { ask: { space: string }; answer: { removed: readonly RemovedView[] } };
}
