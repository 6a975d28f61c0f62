/**
 * A person's device: a browser profile of its own that can be closed and
 * opened again. It counts taps, and notes everything that must never happen.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium, type BrowserContext, type Locator, type Page } from 'playwright-core';

const CHROMIUM = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
/** Messages of the content security policy, and of the framework about code of ours. */
const FAULT = /content security policy|trusted ?type|refused to|svelte\.dev\/e\//i;
const SAFARI =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1';
export const PHONE = { width: 360, height: 740 };
export const DESKTOP = { width: 1280, height: 800 };

export class Device {
  readonly profile = mkdtempSync(path.join(tmpdir(), 'browser-profile-'));
  /** What must stay empty: policy messages, uncaught errors, foreign hosts. */
  readonly faults: string[] = [];
  /** Address and body of every request, as sent. */
  readonly sent: string[] = [];
  taps = 0;
  /** As Safari on a phone shows itself, in its own window or opened from the home screen. */
  iPhone: 'browser' | 'home-screen' | undefined;
  #before = '';
  /** Further servers that it may go to: a plan has moved there. */
  readonly alsoAt: string[] = [];
  #context: BrowserContext | undefined;
  #page: Page | undefined;
  readonly #origin: string;
  readonly #size: { width: number; height: number };

  constructor(origin: string, size = PHONE) {
    this.#origin = origin;
    this.#size = size;
  }

  get page(): Page {
    if (this.#page === undefined) throw new Error('the browser is closed');
    return this.#page;
  }

  get context(): BrowserContext {
    if (this.#context === undefined) throw new Error('the browser is closed');
    return this.#context;
  }

  /** Starts a browser process on the profile. */
  async start(address = '/', serviceWorkers: 'allow' | 'block' = 'allow'): Promise<Page> {
    this.#context = await chromium.launchPersistentContext(this.profile, {
      executablePath: CHROMIUM,
      args: FLAGS,
      viewport: this.#size,
      locale: 'nb-NO',
      reducedMotion: 'reduce',
      serviceWorkers,
      ...(this.iPhone === undefined ? {} : { userAgent: SAFARI }),
    });
    if (this.iPhone !== undefined) {
      await this.#context.addInitScript((isInstalled) => {
        Object.defineProperty(navigator, 'standalone', { value: isInstalled });
      }, this.iPhone === 'home-screen');
    }
    if (this.#before !== '') await this.#runBefore(this.#context);
    this.#watch(this.#context);
    this.#page = this.#context.pages()[0] ?? (await this.#context.newPage());
    this.#watchPage(this.#page);
    await this.#page.goto(new URL(address, this.#origin).href);
    return this.#page;
  }

  async stop(): Promise<void> {
    await this.#context?.close();
    this.#context = undefined;
    this.#page = undefined;
  }

  /** The browser's own processes die at once: nothing is saved, nobody is told. */
  async crash(): Promise<void> {
    const mine = execFileSync('pgrep', ['-f', '--', `--user-data-dir=${this.profile}`]).toString();
    for (const id of mine.split('\n').filter((line) => line !== '')) {
      try {
        process.kill(Number(id), 'SIGKILL');
      } catch {
        // It went with its parent.
      }
    }
    await this.#context?.close().catch(() => undefined);
    this.#context = undefined;
    this.#page = undefined;
  }

  async remove(): Promise<void> {
    await this.stop();
    rmSync(this.profile, { recursive: true, force: true });
  }

  async tap(what: Locator): Promise<void> {
    this.taps += 1;
    await what.click();
  }

  button(name: string | RegExp): Locator {
    return this.page.getByRole('button', { name, exact: true });
  }

  link(name: string | RegExp): Locator {
    return this.page.getByRole('link', { name, exact: true });
  }

  field(name: string | RegExp): Locator {
    return this.page.getByRole('textbox', { name, exact: true });
  }

  /**
   * From the next start on this runs in the page and in the worker, before anything of the app's; to be started
   * without service workers, for what they keep of the worker is nobody's to change.
   */
  beforeApp<Args extends unknown[]>(work: (...args: Args) => void, ...args: Args): void {
    this.#before = `(${String(work)})(...${JSON.stringify(args)});\n`;
  }

  async #runBefore(context: BrowserContext): Promise<void> {
    await context.addInitScript({ content: this.#before });
    await context.route('**/app.worker*.js', async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, body: this.#before + (await response.text()) });
    });
  }

  #watch(context: BrowserContext): void {
    context.on('request', (request) => {
      const { protocol, origin } = new URL(request.url());
      const isOurs = origin === this.#origin || this.alsoAt.includes(origin);
      const foreign = protocol !== 'blob:' && protocol !== 'data:' && !isOurs;
      if (foreign) this.faults.push(`foreign request: ${request.url()}`);
      this.sent.push(`${request.method()} ${request.url()} ${JSON.stringify(request.headers())}`);
      const body = request.postDataBuffer();
      if (body !== null) this.sent.push(body.toString('latin1'));
    });
    context.on('weberror', (error) => this.faults.push(`uncaught: ${error.error().message}`));
  }

  #watchPage(page: Page): void {
    page.on('console', (message) => {
      const text = message.text();
      if (FAULT.test(text)) this.faults.push(text);
    });
  }
}
