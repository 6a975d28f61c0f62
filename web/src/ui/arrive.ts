/**
 * The very first script of every page: small, blocking, and before anything
 * else is asked for. It takes the secret after `#` out of the address, keeps it
 * in a closure that answers once, and dresses the page so that it does not blink.
 */
import { applyDress, readDress } from './state/dress';

const fragment = location.hash.slice(1);
let secret: string | undefined = fragment === '' ? undefined : fragment;
const path = location.pathname;

if (secret !== undefined) history.replaceState(null, '', path);

Object.defineProperty(window, 'takeInvitation', {
  value: () => {
    const taken = secret;
    secret = undefined;
    return taken === undefined ? undefined : `${location.origin}${path}#${taken}`;
  },
});

applyDress(readDress());
