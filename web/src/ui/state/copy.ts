import type { PlanView } from '../../app/port';
import { isoDay } from '../words/dates';
import { problemText } from '../words/problems';
import { m } from '../words/texts.svelte';
import type { Session } from './session.svelte';
import type { Status } from './status.svelte';

function fileName(title: string, ending: string): string {
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

const TYPES = {
  json: 'application/json',
  csv: 'text/csv',
  zip: 'application/zip',
  ics: 'text/calendar',
} as const;
export type CopyForm = keyof typeof TYPES;

/** The whole plan as a file of the person's own. */
export async function saveCopy(
  session: Session,
  status: Status,
  plan: PlanView,
  form: CopyForm = 'json',
): Promise<void> {
  const { space } = plan;
  const outcome =
    form === 'ics'
      ? await session.run('calendar', { space })
      : await session.run('copyOut', { space, form });
  if (!outcome.ok) {
    status.say(problemText(outcome.error));
    return;
  }
  const { value } = outcome;
  const file = fileName(plan.title, form);
  download(file, 'ics' in value ? value.ics : value.content, TYPES[form]);
  status.say(m.copy_done({ file }));
}
