/** What leaves a plan: for a program, a spreadsheet, a calendar, an archive. Fetched when somebody asks. */
import { planAsZip } from './archive';
import { planAsCalendar } from './calendar';
import { exportLog } from './copy_commands';
import { planAsCsv } from './csv';
import { minutesPage, planPage } from './paper';
import { exportPlan, planView, readingOf } from './plan_view';
import type { Commands, Outcome } from './port';
import { author, dayOf } from './reading';
import { done, refuse, type Running, type RunningSpace } from './running';

export async function copyOut(
  running: Running,
  { space, form, language }: Commands['copyOut']['ask'],
): Promise<Outcome<{ content: string | Uint8Array }>> {
  const found = running.spaces.get(space);
  if (!found) return refuse('not-found');
  if (form === 'csv') return done({ content: planAsCsv(planView(found)) });
  if (form === 'json') return done({ content: planAsJson(found) });
  const log = await exportLog(running, { space });
  if (!log.ok) return log;
  return done({ content: await zipOf(running, found, log.value.frames, language) });
}

export function calendar(
  running: Running,
  { space, meeting }: Commands['calendar']['ask'],
): Promise<Outcome<{ ics: string }>> {
  const found = running.spaces.get(space);
  const plan = found && planView(found);
  if (!plan) return Promise.resolve(refuse('not-found'));
  return Promise.resolve(done({ ics: planAsCalendar(plan, meeting) }));
}

function zipOf(
  running: Running,
  found: RunningSpace,
  frames: Uint8Array,
  language?: string,
): Promise<Uint8Array> {
  const plan = planView(found);
  const now = running.seams.now();
  const day = dayOf(BigInt(Math.floor(now)));
  const { cursor: size, root } = plan.check;
  const pages = { plan: planPage(plan, day, language), minutes: minutesPage(plan, day, language) };
  const [csv, ics] = [planAsCsv(plan), planAsCalendar(plan)];
  const parts = { ...pages, csv, ics, json: planAsJson(found), frames, size, root };
  return planAsZip(parts, now, language);
}

/**
 * The content, which is what the hash is taken over, and beside it who the groups and people are:
 * the content itself knows them by number. `proto/plan.schema.json` describes it.
 */
function planAsJson(running: RunningSpace): string {
  const { json, contentHash } = exportPlan(running.space);
  const { parties } = planView(running);
  const reading = readingOf(running);
  const plan: unknown = JSON.parse(json);
  const people = [...devicesIn(plan)]
    .sort((a, b) => a - b)
    .map((device) => {
      const { name, party } = author(reading, { device, at: 0 });
      return { device, name, party };
    });
  const file = {
    content_hash: contentHash,
    parties: parties.map(({ index, name, sector }) => ({ index, name, sector })),
    people,
    plan,
  };
  return `${JSON.stringify(file)}\n`;
}

/** Of those alone that the content names. */
function devicesIn(value: unknown, found = new Set<number>()): Set<number> {
  if (typeof value !== 'object' || value === null) return found;
  for (const [key, inner] of Object.entries(value)) {
    if (key === 'device' && typeof inner === 'number') found.add(inner);
    else devicesIn(inner, found);
  }
  return found;
}
