/**
 * The very first script of every page: small, blocking, and before anything
 * else is asked for. It takes the secret after `#` out of the address, keeps it
 * in a closure that answers once, and dresses the page so that it does not blink.
 */
import { applyDress, readDress, type Language } from './state/dress';

/** Where the build put each language; written in by bundling/arrival. */
declare const TEXT_FILES: Partial<Record<Language, string>>;

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

const dress = readDress();
applyDress(dress);

// The texts are fetched beside the app instead of after it: a second less on a slow line.
const texts = TEXT_FILES[dress.language];
if (texts !== undefined) {
  const link = document.createElement('link');
  link.rel = 'modulepreload';
  link.href = texts;
  document.head.append(link);
}
