/** Stand-in. */
export const WORDS: readonly string[] = Array.from({ length: 2048 }, (_, i) => `ord${i}`);
