/**
 * Stands in the bundle for `lib0/logging`, which yjs writes a few warnings with: that one colours them,
 * and brings a schema library and the DOM along, 2 kB of every first visit.
 */
export const [BOLD, UNBOLD, ORANGE, RED] = ['', '', '', ''];

export const print = (...words: readonly unknown[]): void => console.log(...words);
export const warn = (...words: readonly unknown[]): void => console.warn(...words);
