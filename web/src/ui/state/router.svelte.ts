import { tick } from 'svelte';
import { readRoute, writeRoute, type Route } from './route';

/**
 * Where the person is. Every view has an address of its own, so that the back
 * button and a bookmark do what they do everywhere else.
 */
export class Router {
  #route = $state<Route>(readRoute(location.pathname));
  /** Set after the first move: from then on a new view takes the focus. */
  moved = $state(false);

  constructor() {
    history.scrollRestoration = 'manual';
    addEventListener(
      'popstate',
      (event) => void this.#show(location.pathname, scrollIn(event.state)),
    );
    document.addEventListener('click', (event) => this.#followLink(event));
  }

  get route(): Route {
    return this.#route;
  }

  go(route: Route): void {
    this.goTo(writeRoute(route));
  }

  goTo(path: string): void {
    if (path !== location.pathname) {
      history.replaceState({ scroll: scrollY }, '');
      history.pushState({ scroll: 0 }, '', path);
    }
    void this.#show(path, 0);
  }

  /** For addresses that only point on: they leave nothing in the history. */
  replace(route: Route): void {
    history.replaceState({ scroll: 0 }, '', writeRoute(route));
    void this.#show(location.pathname, 0);
  }

  async #show(path: string, scroll: number): Promise<void> {
    this.moved = true;
    this.#route = readRoute(path);
    await tick();
    scrollTo(0, scroll);
  }

  #followLink(event: MouseEvent): void {
    const modified = event.metaKey || event.ctrlKey || event.shiftKey || event.altKey;
    if (event.defaultPrevented || event.button !== 0 || modified) return;
    const link = event.target instanceof Element ? event.target.closest('a') : null;
    if (link === null || link.origin !== location.origin || link.hash !== '') return;
    if (link.target !== '' || link.hasAttribute('download')) return;
    event.preventDefault();
    this.goTo(link.pathname);
  }
}

function scrollIn(state: unknown): number {
  const scroll = (state as { scroll?: unknown } | null)?.scroll;
  return typeof scroll === 'number' ? scroll : 0;
}
