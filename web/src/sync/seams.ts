/** Time, chance and the network, injected once by app/: nothing below reaches for its own. */

export interface Seams {
  /** Wall clock in seconds since 1970: for show, and for what the server checks anyway. */
  readonly now: () => number;
  /** Milliseconds that only grow. */
  readonly monotonic: () => number;
  readonly random: (size: number) => Uint8Array;
  readonly fetch: (url: string, request: RequestInit) => Promise<Response>;
  /** Answers how to cancel. */
  readonly after: (milliseconds: number, work: () => void) => () => void;
}

/** Below 1, from the injected source. */
export function chance(seams: Pick<Seams, 'random'>): number {
  const [a = 0, b = 0, c = 0, d = 0] = seams.random(4);
  return (((a << 24) | (b << 16) | (c << 8) | d) >>> 0) / 2 ** 32;
}
