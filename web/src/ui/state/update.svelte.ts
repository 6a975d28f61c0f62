/**
 * A new version waits until somebody asks for it. Only the tab in which it was
 * asked for is loaded again; another one may hold a draft.
 */
export class Update {
  #waiting = $state.raw<ServiceWorker>();
  #postponed = $state(false);
  #asked = false;

  get ready(): boolean {
    return this.#waiting !== undefined && !this.#postponed;
  }

  watch(registration: ServiceWorkerRegistration): void {
    this.#notice(registration.waiting);
    registration.addEventListener('updatefound', () => {
      const worker = registration.installing;
      worker?.addEventListener('statechange', () => {
        if (worker.state === 'installed') this.#notice(registration.waiting);
      });
    });
    navigator.serviceWorker.addEventListener('controllerchange', () => {
      if (this.#asked) location.reload();
    });
  }

  postpone(): void {
    this.#postponed = true;
  }

  switchNow(): void {
    this.#asked = true;
    this.#waiting?.postMessage({ type: 'switch' });
  }

  /** The first version of all is no update; one that takes over, whoever asked for it, is no offer. */
  #notice(worker: ServiceWorker | null): void {
    if (worker?.state !== 'installed' || navigator.serviceWorker.controller === null) return;
    this.#waiting = worker;
    worker.addEventListener('statechange', () => {
      if (this.#waiting === worker && worker.state !== 'installed') this.#waiting = undefined;
    });
  }
}
