/**
 * What two people made of one text, where one of them wrote on an older state of it.
 *
 * Screens hand over whole texts. One that was begun before something came in
 * would take that away again, so it is carried over to the newer text first.
 */
interface Change {
  readonly from: number;
  readonly to: number; // in the old text
  readonly text: string;
}

/** The one stretch in which two texts differ. */
export function changeBetween(old: string, next: string): Change {
  let start = 0;
  const shorter = Math.min(old.length, next.length);
  while (start < shorter && old[start] === next[start]) start += 1;
  let end = 0;
  while (end < shorter - start && old[old.length - 1 - end] === next[next.length - 1 - end])
    end += 1;
  return { from: start, to: old.length - end, text: next.slice(start, next.length - end) };
}

/** `mine` and `theirs` both began as `base`; the result holds what both wrote. */
export function carryOver(base: string, mine: string, theirs: string): string {
  if (mine === base) return theirs;
  if (theirs === base || theirs === mine) return mine;
  const my = changeBetween(base, mine);
  const their = changeBetween(base, theirs);
  if (my.to <= their.from) return splice(theirs, my, 0);
  if (my.from >= their.to) return splice(theirs, my, their.text.length - (their.to - their.from));
  // We wrote over the same words: theirs stands, and mine stands beside it.
  const at = their.from + their.text.length;
  const gap = my.text === '' || their.text === '' ? '' : ' ';
  return theirs.slice(0, at) + gap + my.text + theirs.slice(at);
}

function splice(text: string, change: Change, shift: number): string {
  return text.slice(0, change.from + shift) + change.text + text.slice(change.to + shift);
}
