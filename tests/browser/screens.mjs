/**
 * usage: node tests/browser/screens.mjs BUILD OUT CHROMIUM [--only NAME] [--quick]
 * Writes pictures of every view and state for people to look at, and a page of them all.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { served, staged, STATES } from './support/states.mjs';

const web = new URL('../../web/', import.meta.url);
const { chromium } = createRequire(web)('playwright-core');
const [build, out, executablePath, ...options] = process.argv.slice(2);
const isQuick = options.includes('--quick');
const only = options.includes('--only') ? options[options.indexOf('--only') + 1] : '';
const LANGUAGES = isQuick ? ['nb'] : ['nb', 'nn', 'en'];
const THEMES = isQuick ? ['light'] : ['light', 'dark'];
const SIZES = { 320: 640, 360: 740, 1280: 800 };
const WIDTHS = isQuick ? [360] : [320, 360, 1280];

const wanted = STATES.filter(({ name }) => name.includes(only));
const scenes = [...new Set(wanted.map(({ scene }) => scene))];
rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
const { origin, end } = await served(build);
const browser = await chromium.launch({
  executablePath,
  args: ['--no-sandbox', '--disable-gpu'],
});
const faults = [];
const shots = [];

async function shootIn(language) {
  const context = await browser.newContext({ locale: 'nb-NO', reducedMotion: 'reduce' });
  // A first visit shows the device's own letters; people look at ours.
  await context.addInitScript(() => localStorage.setItem('visited', 'yes'));
  for (const scene of scenes) {
    const { page, show } = await staged(context, origin, { scene, language, faults });
    await page.waitForFunction(() => document.fonts.size > 0);
    for (const state of wanted.filter((one) => one.scene === scene)) {
      for (const width of WIDTHS) {
        await page.setViewportSize({ width, height: SIZES[width] });
        await show(state);
        // What is fixed to the window's foot stands at the page's, as whoever has read it sees it.
        const whole = await page.evaluate(() => document.documentElement.scrollHeight);
        await page.setViewportSize({ width, height: Math.max(SIZES[width], whole) });
        for (const theme of THEMES) {
          await page.emulateMedia({ colorScheme: theme });
          const file = `${state.name}-${language}-${theme}-${width}.png`;
          await page.screenshot({ path: join(out, file), fullPage: true, animations: 'disabled' });
          shots.push({ name: state.name, file });
        }
      }
    }
    await page.close();
  }
  await context.close();
}

// One renders while the other draws.
await Promise.all(LANGUAGES.map(shootIn));
await browser.close();
end();

const names = wanted.map(({ name }) => name);
const figures = names.map((name) => {
  const own = shots.filter((shot) => shot.name === name);
  const images = own.map(
    ({ file }) => `<a href="${file}"><img loading="lazy" src="${file}" alt="${file}"></a>`,
  );
  return `<h2>${name}</h2><div>${images.join('')}</div>`;
});
const style = `body{font:16px system-ui;margin:1rem;background:#888}div{display:flex;gap:8px;flex-wrap:wrap}
img{height:320px;border:1px solid #000}`;
writeFileSync(
  join(out, 'index.html'),
  `<!doctype html><meta charset="utf-8"><title>Screens</title><style>${style}</style>${figures.join('\n')}`,
);
console.log(`${shots.length} pictures of ${names.length} states: ${join(out, 'index.html')}`);
for (const fault of new Set(faults)) console.error(`fault: ${fault}`);
process.exitCode = faults.length > 0 ? 1 : 0;
