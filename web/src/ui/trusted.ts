/**
 * The only place where a script address becomes trusted. The policy admits
 * exactly two: the application's worker and the service worker. Everything else
 * that would run a string is refused by the content security policy.
 */
import workerUrl from '../workers/app.worker.ts?worker&url';

const SERVICE_WORKER_URL = '/sw.js';

interface ScriptPolicy {
  createScriptURL(url: string): string;
}

interface PolicyFactory {
  createPolicy(name: string, rules: ScriptPolicy): ScriptPolicy;
}

const rules: ScriptPolicy = {
  createScriptURL(url) {
    if (url === workerUrl || url === SERVICE_WORKER_URL) return url;
    throw new TypeError('not a script of this app');
  },
};

const factory = (window as { trustedTypes?: PolicyFactory }).trustedTypes;
const policy = factory?.createPolicy('app', rules) ?? rules;

export function startWorker(): Worker {
  return new Worker(policy.createScriptURL(workerUrl), { type: 'module', name: 'app' });
}

export async function registerServiceWorker(): Promise<ServiceWorkerRegistration | undefined> {
  if (!('serviceWorker' in navigator)) return undefined;
  try {
    return await navigator.serviceWorker.register(policy.createScriptURL(SERVICE_WORKER_URL));
  } catch {
    // Without it the app works as long as there is a network; the next visit tries again.
    return undefined;
  }
}
