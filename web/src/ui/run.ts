import { mount } from 'svelte';
import type { AppPort } from '../app/port';
import App from './App.svelte';
import { wearFontLater } from './font';
import { Install } from './state/install.svelte';
import { Invitation } from './state/invitation.svelte';
import { Preferences } from './state/preferences.svelte';
import { Router } from './state/router.svelte';
import { Session } from './state/session.svelte';
import { Status } from './state/status.svelte';
import type { Ui } from './state/ui';
import { Update } from './state/update.svelte';
import { learnLanguage } from './words/texts.svelte';
import './theme/tokens.css';
import './theme/components.css';
import './theme/base.css';
import './theme/print.css';

/** Puts the screens in front of an application. */
export async function runUi(port: AppPort): Promise<Ui> {
  const preferences = new Preferences((dress) => learnLanguage(dress.language));
  await learnLanguage(preferences.dress.language);
  const ui: Ui = {
    session: new Session(port),
    router: new Router(),
    preferences,
    status: new Status(),
    install: new Install(),
    update: new Update(),
    invitation: new Invitation(),
  };
  const target = document.querySelector('#app');
  if (target === null) throw new Error('the page has no place for the app');
  target.replaceChildren();
  mount(App, { target, props: { ui } });
  setTimeout(wearFontLater, 1000);
  return ui;
}
