import { recall, remember } from './dress';

interface InstallPrompt extends Event {
  prompt(): Promise<unknown>;
}

/**
 * The offer to keep the plan on the home screen: made once, after something has
 * been written, and never again after a no. It stays to be found under Mer.
 */
export class Install {
  #prompt = $state.raw<InstallPrompt>();
  #declined = $state(recall('install') === 'no');
  readonly onApple = /iPhone|iPad/.test(navigator.userAgent);
  readonly installed = matchMedia('(display-mode: standalone)').matches;

  constructor() {
    addEventListener('beforeinstallprompt', (event) => {
      event.preventDefault();
      this.#prompt = event as InstallPrompt;
    });
  }

  get possible(): boolean {
    return this.#prompt !== undefined;
  }

  get mayOffer(): boolean {
    return this.possible && !this.#declined && !this.installed;
  }

  decline(): void {
    this.#declined = true;
    remember('install', 'no');
  }

  async ask(): Promise<void> {
    await this.#prompt?.prompt();
    this.#prompt = undefined;
    this.decline();
  }
}
