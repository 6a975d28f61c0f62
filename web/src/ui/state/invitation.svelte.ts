/** The invitation this page was opened with. The first script took it out of the address. */
export class Invitation {
  #link = $state<string>();

  constructor() {
    this.#link = (window as { takeInvitation?: () => string | undefined }).takeInvitation?.();
    // Pasting a link into an open tab's address bar loads nothing; only this event tells.
    addEventListener('hashchange', () => {
      if (location.hash.length > 1) this.#take();
    });
  }

  get link(): string | undefined {
    return this.#link;
  }

  set(link: string | undefined): void {
    this.#link = link;
  }

  #take(): void {
    this.#link = location.href;
    history.replaceState(history.state, '', location.pathname);
  }
}
