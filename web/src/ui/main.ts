import { remotePort } from '../app/remote_port';
import { runUi } from './run';
import { registerServiceWorker, startWorker } from './trusted';

const ui = await runUi(remotePort(startWorker()));

// What was typed is sealed before the page may be put away.
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'hidden') void ui.session.run('flush', null);
});

const registration = await registerServiceWorker();
if (registration !== undefined) ui.update.watch(registration);
