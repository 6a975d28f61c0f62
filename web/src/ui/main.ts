import type { AppView } from '../app/port';
import { remotePort } from '../app/remote_port';
import { runUi } from './run';
import { registerServiceWorker, startWorker } from './trusted';

/** How long the app of somebody without a plan waits before it keeps itself. */
const KEEP_AFTER_MS = 10_000;
/** The same with an invitation in hand: reading and joining come first, on the slowest line. */
const KEEP_AFTER_INVITED_MS = 300_000;

/** What is shown of the plan is on the screen, before anything else is fetched. */
const AFTER_LIST_MS = 2_000;

const ui = await runUi(remotePort(startWorker()));

// What was typed is sealed before the page may be put away.
document.addEventListener('visibilitychange', () => {
  const isHidden = document.visibilityState === 'hidden';
  // Coming back is a good moment to look what is new, and to try again what did not go.
  void (isHidden ? ui.session.run('flush', null) : ui.session.run('sync', {}));
});

// Keeping the app on the device fetches all of it: not before somebody has something here to
// come back to, for on a slow line it would be in the way of joining.
const atMostMs = ui.invitation.link === undefined ? KEEP_AFTER_MS : KEEP_AFTER_INVITED_MS;
// The plan comes before what keeps the app: both are more than a slow line has room for.
// Whoever waits to be let in is `waiting` from the first moment: that it was heard comes later.
const isHere = ({ plans }: AppView): boolean =>
  plans.some(({ sync, membership }) =>
    ['waiting', 'member'].includes(membership) ? sync.lastContact !== undefined : true,
  );
await ui.session.until(isHere, atMostMs);
if (ui.session.view !== undefined && isHere(ui.session.view)) {
  await new Promise((shown) => setTimeout(shown, AFTER_LIST_MS));
}
const registration = await registerServiceWorker();
if (registration !== undefined) ui.update.watch(registration);
