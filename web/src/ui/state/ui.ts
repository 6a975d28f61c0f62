import { getContext, setContext } from 'svelte';
import type { Install } from './install.svelte';
import type { Invitation } from './invitation.svelte';
import type { Preferences } from './preferences.svelte';
import type { Router } from './router.svelte';
import type { Session } from './session.svelte';
import type { Status } from './status.svelte';
import type { Update } from './update.svelte';

/** Everything a view may reach, made once in main.ts. */
export interface Ui {
  readonly session: Session;
  readonly router: Router;
  readonly preferences: Preferences;
  readonly status: Status;
  readonly install: Install;
  readonly update: Update;
  readonly invitation: Invitation;
}

const KEY = Symbol('ui');

export const provideUi = (ui: Ui): Ui => setContext(KEY, ui);
export const useUi = (): Ui => getContext<Ui>(KEY);
