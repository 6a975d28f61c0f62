/** What somebody has begun to write and not yet put into the plan: kept here, sent nowhere. */
import { textOf, utf8 } from '../core/bytes';
import { draftKey } from '../sync/records';
import type { Commands, Outcome } from './port';
import { done, refuse, storageTrouble, type Running } from './running';

type Ask<N extends keyof Commands> = Commands[N]['ask'];

const FORM = /^[a-z]{1,20}(\/[0-9a-z-]{1,64})?$/;
export const MAX_DRAFT_BYTES = 128 * 1024;

/** An empty text forgets it. */
export async function keepDraft(
  running: Running,
  { space, form, text }: Ask<'keepDraft'>,
): Promise<Outcome<null>> {
  if (!running.spaces.has(space)) return refuse('not-found');
  if (!FORM.test(form)) return refuse('bad-input', 'form');
  const value = utf8(text);
  if (value.length > MAX_DRAFT_BYTES) return refuse('bad-input', 'text');
  const key = draftKey(space, form);
  const written = await running.store.write([{ key, value: text === '' ? null : value }]);
  return written.ok ? done(null) : storageTrouble(running);
}

export async function readDraft(
  running: Running,
  { space, form }: Ask<'readDraft'>,
): Promise<Outcome<{ text: string }>> {
  const kept = await running.store.read(draftKey(space, form));
  return done({ text: (kept && textOf(kept)) ?? '' });
}
