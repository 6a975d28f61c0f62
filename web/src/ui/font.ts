/**
 * Inter, from our own origin, never in the way: the first visit is shown in the
 * phone's own letters. Later visits ask for the font once the page is idle, and
 * wear it when it is there; on a line that saves data it is not asked for.
 */
import fontUrl from '@fontsource-variable/inter/files/inter-latin-wght-normal.woff2?url';
import { recall, remember } from './state/dress';

interface Connection {
  readonly saveData?: boolean;
  readonly effectiveType?: string;
}

export function wearFontLater(): void {
  const visitedBefore = recall('visited') !== null;
  remember('visited', 'yes');
  const line = (navigator as { connection?: Connection }).connection;
  const isPoor = line?.saveData === true || /2g|3g/.test(line?.effectiveType ?? '');
  if (!visitedBefore || isPoor) return;
  const font = new FontFace('InterVariable', `url(${fontUrl})`, { weight: '100 900' });
  font.load().then(
    (loaded) => document.fonts.add(loaded),
    () => undefined, // The phone's own letters stay.
  );
}
