/**
 * The agreement as it will be when what was said here has been delivered: for the eyes
 * alone. Nothing is sealed, counted or enacted by it.
 */
import type { CharterState } from '../core/charter/state';
import { BY_LINE_ONLY, expect } from './carried';
import type { Space } from './space';

export function expectedCharter(
  { sayings, carried }: Pick<Space, 'sayings' | 'carried'>,
  charter: CharterState,
  now: bigint,
): CharterState {
  const said = [...carried, ...sayings].filter(({ type }) => !BY_LINE_ONLY.includes(type));
  return said.length === 0 ? charter : expect(charter, said, now).state;
}
