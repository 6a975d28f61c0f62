import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { scene } from './support/scene';
import { WEB } from './support/server';

const KB = 1024;

describe('budget', () => {
  const { device } = scene();

  test('at most 60 kB of JavaScript, gzipped, before the first paint', () => {
    const page = readFileSync(path.join(WEB, 'index.html'), 'utf8');
    const scripts = [...page.matchAll(/assets\/[\w.-]+\.js/g)].map(([name]) => name);
    const texts = readdirSync(path.join(WEB, 'assets')).find((name) => /^nb-.*\.js$/.test(name));
    const all = [...scripts, `assets/${texts ?? ''}`];
    const sizes = all.map((name) => readFileSync(path.join(WEB, `${name}.gz`)).length);
    const total = sizes.reduce((sum, size) => sum + size, 0);
    console.log(`before the first paint: ${String(total)} bytes of JavaScript, gzipped`);
    expect(total).toBeLessThanOrEqual(60 * KB);
  });

  test('a first visit loads at most 120 kB until it can be used', async () => {
    const kari = device();
    const page = await kari.start();
    await kari.link('Start en plan sammen').waitFor();
    await page.waitForLoadState('networkidle');
    const loaded = await page.evaluate(() =>
      performance
        .getEntriesByType('resource')
        .map((entry) => entry as PerformanceResourceTiming)
        .map(({ name, encodedBodySize }) => ({ name, size: encodedBodySize })),
    );
    const total = loaded.reduce((sum, { size }) => sum + size, 0);
    console.log(`first visit: ${String(total)} bytes in ${String(loaded.length)} files`);
    expect(total).toBeLessThanOrEqual(120 * KB);
  });
});
