/** What is wrong with words as somebody typed them from paper, in words. */
import type { WordsProblem } from '../../app/port';
import { m } from './texts.svelte';

const WORDS = 12;

/** Undefined where nothing is. */
export function wordsProblem({ unknown, count, doFit }: WordsProblem): string | undefined {
  if (unknown.length > 0) return m.recover_unknown({ list: unknown.join(', ') });
  if (count !== WORDS) return m.recover_count({ count: String(count) });
  return doFit ? undefined : m.recover_misfit();
}
