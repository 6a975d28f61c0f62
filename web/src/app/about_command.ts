/** SYNC18: what the operator says of the service. */
import { textOf } from '../core/bytes';
import { askAbout } from '../sync/transport';
import type { AboutView, Commands, Outcome } from './port';
import { done, refuse, type Running } from './running';

const MAX_TEXT = 200;

export async function about(
  running: Running,
  { server }: Commands['about']['ask'],
): Promise<Outcome<AboutView>> {
  const told = await askAbout(server.replace(/\/+$/, ''), running.seams);
  if (!told.ok) return refuse(told.error);
  const read = readAbout(textOf(told.value) ?? '');
  return read ? done(read) : refuse('misconduct');
}

/** Only what it is said to be: the rest is passed over. */
export function readAbout(json: string): AboutView | undefined {
  const told = parsed(json);
  if (typeof told !== 'object' || told === null) return undefined;
  const values = told as Readonly<Record<string, unknown>>; // each is looked at
  const text = (key: string): string => {
    const value = values[key];
    return typeof value === 'string' ? value.slice(0, MAX_TEXT) : '';
  };
  const page = (key: string): string => (/^https?:\/\/\S+$/.test(text(key)) ? text(key) : '');
  const days = values['backup_days'];
  return {
    operator: text('operator'),
    email: text('contact_email'),
    phone: text('contact_phone'),
    address: text('contact_address'),
    privacyContact: text('privacy_contact'),
    privacyPage: page('privacy_page'),
    accessibilityPage: page('accessibility_page'),
    accessibilityDate: text('accessibility_date'),
    backupDays: Number.isSafeInteger(days) ? Math.max(0, Number(days)) : 0,
  };
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
