import type { AboutView } from '../../app/port';
import { recall, remember } from './dress';
import type { Session } from './session.svelte';

const KEPT = 'operator';

/** What whoever runs the service says of it: asked for each time, and kept for when there is no line. */
export class Operator {
  #told = $state.raw<AboutView | undefined>(kept());
  #state = $state<'asking' | 'told' | 'away'>('asking');

  constructor(session: Session) {
    void this.#ask(session);
  }

  get told(): AboutView | undefined {
    return this.#told;
  }

  /** `away`: no line, and never asked before. */
  get state(): 'asking' | 'told' | 'away' {
    return this.#told === undefined ? this.#state : 'told';
  }

  async #ask(session: Session): Promise<void> {
    const outcome = await session.run('about', { server: location.origin });
    this.#state = outcome.ok ? 'told' : 'away';
    if (!outcome.ok) return;
    this.#told = outcome.value;
    remember(KEPT, JSON.stringify(outcome.value));
  }
}

function kept(): AboutView | undefined {
  try {
    // Written above, by this version or one with fewer lines.
    return { ...NOTHING, ...(JSON.parse(recall(KEPT) ?? '') as Partial<AboutView>) };
  } catch {
    return undefined; // never asked
  }
}

const NOTHING: AboutView = {
  operator: '',
  email: '',
  phone: '',
  address: '',
  privacyContact: '',
  privacyPage: '',
  accessibilityPage: '',
  accessibilityDate: '',
  backupDays: 0,
};
