/** What a user interface sees without opening a plan. */
import { readLanguage, readText } from '../core/plan/items';
import { unsentCount, unsentEdits } from '../sync/space';
import { type AppView, type Membership, type PlanSummary, type SyncView } from './port';
import type { Ending } from '../sync/records';
import type { Running, RunningSpace } from './running';

export function appView(running: Running, openedSpace: string | undefined): AppView {
  const found = [...running.spaces.values()];
  const opened = openedSpace === undefined ? undefined : running.spaces.get(openedSpace);
  const plan = opened && running.inside?.planView(opened);
  const view = { isWriter: true, storage: running.storage, plans: found.map(summary) };
  return plan ? { ...view, plan } : view;
}

function summary(running: RunningSpace): PlanSummary {
  const { space } = running;
  const text = (name: string): string => readText(space.doc, `x/plan/${name}`);
  return {
    space: space.id,
    title: text('title') || space.me.planName,
    why: text('why'),
    language: readLanguage(space.doc),
    membership: membershipOf(running),
    sync: syncView(running),
  };
}

const ENDED: Readonly<Record<Ending['cause'], Membership>> = {
  'party-removed': 'removed',
  'party-left': 'left',
  'device-retired': 'retired',
};

export function membershipOf({ space: { me, log }, line }: RunningSpace): Membership {
  if (me.ended) return ENDED[me.ended.cause];
  if (me.device === 0) return 'waiting';
  if (line.isElsewhere) return 'moved';
  return log.charter?.isClosed ? 'closed' : 'member';
}

/** SYNC9 in one word: here, waiting, sent, or held by somebody else too. */
export function syncView({ space, driver, line }: RunningSpace): SyncView {
  const { lastContact, ...status } = driver.status();
  // Nothing is sent from here any more: that it has moved is said where it is.
  const isOnline = status.isOnline || line.isElsewhere === true;
  const problem = line.isElsewhere ? undefined : status.problem;
  const unsent = unsentCount(space);
  const [oldest] = unsentEdits(space);
  const isHeld = space.outgoing.length === 0 && !space.log.unheld.some(isOwn);
  const isWaiting = unsent > 0 && !isOnline;
  const state = unsent > 0 ? (isWaiting ? 'waiting' : 'local') : isHeld ? 'held' : 'sent';
  return {
    state,
    unsent,
    online: isOnline,
    ...(unsent > 0 && oldest ? { waitingSince: oldest.at } : {}),
    ...(lastContact === undefined ? {} : { lastContact }),
    ...(problem && problem !== 'offline' ? { problem } : {}),
  };

  function isOwn(leaf: { readonly device: number }): boolean {
    return leaf.device === space.me.device;
  }
}
