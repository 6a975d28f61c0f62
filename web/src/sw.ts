/**
 * Keeps the app itself on the device, so that it opens without a network.
 *
 * It never touches /v1/: plans are kept by the app, encrypted, and nowhere
 * else. It installs everything or nothing, and takes over only when a person
 * has asked for it (or when there was none before).
 */
import {
  cleanupOutdatedCaches,
  createHandlerBoundToURL,
  precacheAndRoute,
} from 'workbox-precaching';
import { NavigationRoute, registerRoute } from 'workbox-routing';

interface WorkerScope {
  readonly __WB_MANIFEST: { url: string; revision: string | null }[];
  readonly registration: ServiceWorkerRegistration;
  readonly caches: CacheStorage;
  readonly clients: { claim(): Promise<void> };
  skipWaiting(): Promise<void>;
  addEventListener(
    type: 'message' | 'activate',
    listener: (event: { data?: unknown; waitUntil(work: Promise<unknown>): void }) => void,
  ): void;
}
declare const self: WorkerScope;

const FONTS = 'fonts-1';

precacheAndRoute(self.__WB_MANIFEST, { ignoreURLParametersMatching: [/./] });
cleanupOutdatedCaches();

registerRoute(
  new NavigationRoute(createHandlerBoundToURL('/index.html'), { denylist: [/^\/v1\//, /\.\w+$/] }),
);

// The font is no part of the first visit; once fetched whole, it stays.
registerRoute(
  ({ url }) => url.pathname.startsWith('/assets/') && url.pathname.endsWith('.woff2'),
  async ({ request }) => {
    const cache = await self.caches.open(FONTS);
    const kept = await cache.match(request);
    if (kept !== undefined) return kept;
    const fresh = await fetch(request);
    if (fresh.ok) await cache.put(request, fresh.clone());
    return fresh;
  },
);

self.addEventListener('message', (event) => {
  const wish = (event.data as { type?: unknown } | undefined)?.type;
  if (wish === 'switch') event.waitUntil(self.skipWaiting());
});

// The very first version serves the page that installed it at once.
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));
