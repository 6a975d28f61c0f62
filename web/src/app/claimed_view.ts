/** What a helper wrote down for me, before I came by my slip. */
import type { AuthorView, ContentView } from './content_port';

/** `kind` decision: my word on it, which is said anew instead of removed. */
export interface ClaimedView {
  readonly kind: 'round' | 'decision' | 'comment' | 'reflection';
  /** Of the words, or of the decision. */
  readonly id: string;
  /** Of the round or decision that it answers; '' of a text of its own. */
  readonly on: string;
  readonly question: string;
  readonly text: string;
  readonly verdict: 'yes' | 'stop' | '';
  readonly by: AuthorView;
}

/** Oldest first. Single answers to "Hvordan har vi det sammen?" stand there, as my own. */
export function claimedView(content: ContentView): readonly ClaimedView[] {
  const plain = { on: '', question: '', verdict: '' } as const;
  const rounds = content.rounds.flatMap(({ id: on, question, answers }) =>
    answers.map(({ id, text, created: by }) => ({
      ...{ kind: 'round' as const, id, on, question, text, verdict: '' as const, by },
    })),
  );
  const decisions = content.decisions.flatMap(({ id, question, yeses, stops }) =>
    [...yeses, ...stops].map(({ verdict, reason: text, by }) => ({
      ...{ kind: 'decision' as const, id, on: id, question, text, by },
      verdict: verdict === 'stop' ? ('stop' as const) : ('yes' as const),
    })),
  );
  const own = [
    ...content.comments.map((one) => ({ ...one, kind: 'comment' as const })),
    ...content.reflections.map((one) => ({ ...one, kind: 'reflection' as const })),
  ].map(({ kind, id, text, created: by }) => ({ ...plain, kind, id, text, by }));
  return [...rounds, ...decisions, ...own]
    .filter(({ by }) => by.behalf?.isMine === true)
    .sort((a, b) => a.by.at - b.by.at);
}
