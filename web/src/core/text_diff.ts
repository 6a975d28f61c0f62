/** The smallest change from one text to another, so that a neighbour's change to it survives. */

export interface TextChange {
  readonly at: number; // in the text as it is when this change comes, changes applied in order
  readonly remove: number;
  readonly insert: string;
}

const MAX_TABLE_CELLS = 250_000;

/** Words and the gaps between them are kept or replaced whole. */
export function diffText(from: string, to: string): TextChange[] {
  const [a, b] = [tokens(from), tokens(to)];
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < Math.min(a.length, b.length) - start && a.at(-1 - end) === b.at(-1 - end)) end++;
  const [left, right] = [a.slice(start, a.length - end), b.slice(start, b.length - end)];
  const at = length(a.slice(0, start));
  if (left.length * right.length > MAX_TABLE_CELLS) {
    return [{ at, remove: length(left), insert: right.join('') }];
  }
  return changesAlong(commonTable(left, right), left, right, at);
}

export function applyChanges(text: string, changes: readonly TextChange[]): string {
  return changes.reduce((t, c) => t.slice(0, c.at) + c.insert + t.slice(c.at + c.remove), text);
}

function tokens(text: string): string[] {
  return text.match(/[\p{L}\p{M}\p{N}]+|[^\p{L}\p{M}\p{N}]/gu) ?? [];
}

function length(parts: readonly string[]): number {
  return parts.reduce((sum, part) => sum + part.length, 0);
}

/** table[i][j]: how much the rests from i and j have in common. */
function commonTable(a: readonly string[], b: readonly string[]): Uint32Array[] {
  const table = Array.from({ length: a.length + 1 }, () => new Uint32Array(b.length + 1));
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      const [row, below] = [table[i]!, table[i + 1]!];
      row[j] = a[i] === b[j] ? below[j + 1]! + a[i]!.length : Math.max(below[j]!, row[j + 1]!);
    }
  }
  return table;
}

function changesAlong(
  table: readonly Uint32Array[],
  a: readonly string[],
  b: readonly string[],
  start: number,
): TextChange[] {
  const changes: TextChange[] = [];
  let [i, j, at] = [0, 0, start];
  while (i < a.length || j < b.length) {
    if (i < a.length && a[i] === b[j]) {
      at += a[i]!.length;
      i++;
      j++;
      continue;
    }
    const mark = { at, remove: 0, insert: '' };
    while (i < a.length || j < b.length) {
      if (i < a.length && a[i] === b[j]) break;
      const takesB = i === a.length || (j < b.length && table[i]![j + 1]! >= table[i + 1]![j]!);
      if (takesB) mark.insert += b[j++]!;
      else mark.remove += a[i++]!.length;
    }
    changes.push(mark);
    at += mark.insert.length;
  }
  return changes;
}
