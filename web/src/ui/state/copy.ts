import type { PlanView } from '../../app/port';
import { isoDay } from '../words/dates';
import { problemText } from '../words/problems';
import { m } from '../words/texts.svelte';
import type { Session } from './session.svelte';
import type { Status } from './status.svelte';

export function fileName(title: string, ending: string): string {
  const name = title
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '');
  return `${name.slice(0, 40) || 'plan'}-${isoDay(new Date())}.${ending}`;
}

/** A whole plan that somebody chose as a file: more is not read into memory. */
export const MAX_PLAN_FILE_BYTES = 256 * 1024 * 1024;

export function download(name: string, content: string | Uint8Array, type: string): void {
  const url = URL.createObjectURL(new Blob([content as BlobPart], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The browser has begun to read it by then.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/** As a file of the person's own, named after the plan. */
export function keepAs(
  status: Status,
  { title }: PlanView,
  { ending, content, type }: { ending: string; content: string | Uint8Array; type: string },
): void {
  const file = fileName(title, ending);
  download(file, content, type);
  status.say(m.copy_done({ file }));
}

/** The whole plan. */
export async function saveCopy(session: Session, status: Status, plan: PlanView): Promise<void> {
  const outcome = await session.run('copyOut', { space: plan.space, form: 'json' });
  if (!outcome.ok) return status.say(problemText(outcome.error));
  keepAs(status, plan, { ending: 'json', ...outcome.value, type: 'application/json' });
}
