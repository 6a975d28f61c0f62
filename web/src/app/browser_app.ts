/** The application in a browser's worker: IndexedDB, keys that cannot be read out, one writing tab. */
import { newPlatformKeys, newSeedKeys } from '../crypto/device_keys';
import { localSealer, newLocalKey } from '../crypto/local_key';
import { hexOf } from '../core/bytes';
import { openIndexedDbStore } from '../store/indexeddb_store';
import { openMemoryStore } from '../store/memory_store';
import type { Store } from '../store/store';
import { startApp, type App } from './app';
import { platformSeams } from './platform_seams';
import type { AppPort, AppView } from './port';
import { sharedPort } from './tabs';

const NAME = 'plans';

export function browserPort(onOutdated: () => void): AppPort {
  const seams = platformSeams();
  return sharedPort({
    tab: hexOf(seams.random(8)),
    channel: new BroadcastChannel(NAME),
    whenWriter: (work) => {
      // Held until the worker ends: that is how the next tab learns of it.
      void navigator.locks.request(NAME, async () => {
        await work();
        await new Promise(() => undefined);
      });
    },
    start: () => startInBrowser(onOutdated),
  });
}

async function startInBrowser(onOutdated: () => void): Promise<App> {
  const seams = platformSeams();
  const { store, storage } = await openStore(onOutdated);
  const newKeys = async () => (await newPlatformKeys()) ?? newSeedKeys(seams.random);
  return startApp({ store, storage, seams, newKeys, isLive: true, home: self.location.origin });
}

/** Where nothing can be kept the application still runs, and says so. */
async function openStore(
  onOutdated: () => void,
): Promise<{ store: Store; storage: AppView['storage'] }> {
  const { random } = platformSeams();
  try {
    const store = await openIndexedDbStore({
      name: NAME,
      onOutdated,
      localKey: async (kept) => {
        const key = kept instanceof CryptoKey ? kept : await newLocalKey();
        return { handle: key, sealer: localSealer(key, random) };
      },
    });
    return { store, storage: 'ok' };
  } catch (problem) {
    const isNewer = problem instanceof DOMException && problem.name === 'VersionError';
    return { store: openMemoryStore(), storage: isNewer ? 'newer-version' : 'unavailable' };
  }
}
