/** Which two of the words are asked for again: never one twice, the smaller first. Pure. */
export function twoToCheck(count: number, random: () => number): readonly [number, number] {
  const one = 1 + Math.floor(random() * count);
  const other = 1 + ((one + Math.floor(random() * (count - 1))) % count);
  return one < other ? [one, other] : [other, one];
}
