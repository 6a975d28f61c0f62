import { isInAppBrowser } from '../words/in_app_browser';
import { recall, remember } from './dress';

interface InstallPrompt extends Event {
  prompt(): Promise<unknown>;
}

/** Set on Apple's devices alone; tablets call themselves computers otherwise. */
const { standalone } = navigator as { standalone?: boolean };

/**
 * The offer to keep the plan on the home screen: made once, after something has
 * been written, and never again after a no. It stays to be found under Mer.
 */
export class Install {
  #prompt = $state.raw<InstallPrompt>();
  #declined = $state(recall('install') === 'no');
  /** What is opened from the home screen has a storage of its own there: it begins empty. */
  readonly keepsApart =
    (/iPhone|iPad/.test(navigator.userAgent) ||
      (standalone !== undefined && navigator.maxTouchPoints > 1)) &&
    !isInAppBrowser(navigator.userAgent);
  readonly installed = standalone === true || matchMedia('(display-mode: standalone)').matches;

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
    return (this.possible || this.keepsApart) && !this.#declined && !this.installed;
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
