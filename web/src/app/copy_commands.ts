/** Commands about what can be taken out of a plan, and what has been read. */
import { concat, unhex } from '../core/bytes';
import { encodeFrame, FrameType } from '../proto/frames';
import { encodeSignedHead } from '../proto/sync';
import { readLog } from '../sync/records';
import type { Commands, Outcome } from './port';
import { exportPlan } from './plan_view';
import { done, refuse, type Running } from './running';

type Ask<N extends keyof Commands> = Commands[N]['ask'];

export function exportJson(
  running: Running,
  { space }: Ask<'export'>,
): Promise<Outcome<Commands['export']['answer']>> {
  const found = running.spaces.get(space);
  return Promise.resolve(found ? done(exportPlan(found.space)) : refuse('not-found'));
}

export function hashOfContent(
  running: Running,
  { space }: Ask<'contentHash'>,
): Promise<Outcome<Commands['contentHash']['answer']>> {
  const found = running.spaces.get(space);
  if (!found) return Promise.resolve(refuse('not-found'));
  return Promise.resolve(done({ contentHash: exportPlan(found.space).contentHash }));
}

export async function exportLog(
  running: Running,
  { space }: Ask<'exportLog'>,
): Promise<Outcome<Commands['exportLog']['answer']>> {
  const found = running.spaces.get(space);
  if (!found) return refuse('not-found');
  const log = await readLog(running.store, space);
  const { head } = found.space.me;
  if (!head) return done({ frames: log });
  const signed = encodeSignedHead(unhex(head.bytes), unhex(head.signature));
  return done({ frames: concat(log, encodeFrame(FrameType.FRAME_HEAD, signed)) });
}

export function dismiss(running: Running, { space }: Ask<'dismiss'>): Promise<Outcome<null>> {
  const found = running.spaces.get(space);
  found?.space.encounters.splice(0);
  found?.driver.dismiss();
  return Promise.resolve(done(null));
}
