/** The worker's entry: the application behind one port. */
import { browserPort } from '../app/browser_app';
import { servePort } from '../app/rpc';

// A newer version of the app in another tab has taken the store: this one ends by itself.
servePort(
  self,
  browserPort(() => self.close()),
);
