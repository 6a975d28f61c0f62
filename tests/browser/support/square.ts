/** A square on a screen, and a camera that it is held up before: what comes between them is a picture. */
import type { Device } from './device';

export interface Square {
  /** Of its side, in squares of one unit. */
  readonly size: number;
  /** The dark ones, as they are drawn. */
  readonly path: string;
}

export async function squareOf({ page }: Device, name: string): Promise<Square> {
  const drawn = page.getByRole('img', { name, exact: true, includeHidden: true });
  await drawn.waitFor({ state: 'attached' });
  return drawn.evaluate((svg) => ({
    size: Number(svg.getAttribute('viewBox')?.split(' ')[2]),
    path: svg.querySelector('path')?.getAttribute('d') ?? '',
  }));
}

/** From now on the camera of this device sees the square, and nothing else. */
export async function holdUp({ page }: Device, square: Square): Promise<void> {
  await page.evaluate(({ size, path }) => {
    const UNIT = 8;
    const canvas = document.createElement('canvas');
    canvas.width = canvas.height = size * UNIT;
    const context = canvas.getContext('2d');
    const draw = (): void => {
      if (context === null) return;
      context.setTransform(UNIT, 0, 0, UNIT, 0, 0);
      context.fillStyle = '#ffffff';
      context.fillRect(0, 0, size, size);
      context.fillStyle = '#000000';
      context.fill(new Path2D(path));
    };
    draw();
    setInterval(draw, 100); // a picture comes only where something is drawn
    navigator.mediaDevices.getUserMedia = () => Promise.resolve(canvas.captureStream());
  }, square);
}
