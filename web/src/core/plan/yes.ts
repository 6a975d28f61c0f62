/**
 * A group's yes to an action: it stands when as many of its people as must sign for it have said
 * yes to these very words, and none of its people has taken it back since. Whoever took it back may
 * undo that: what everybody had said stands as it stood, and nobody has said anything new.
 */
import { readCounts, type Said } from './register';

/** Who signs for a group on a device: nobody where its person is not confirmed. */
export interface Signer {
  readonly person: string;
  readonly party: number;
}

export interface PartyYes {
  /** Whether the yes stands for the words as they are now. */
  readonly stands: boolean;
  /** Who has said yes to them, each person once. */
  readonly by: readonly Said[];
  /** What it said yes to last, where that was something else. */
  readonly earlier: Said | undefined;
  /** The last word was to take it back. */
  readonly takenBack: Said | undefined;
}

const TAKEN_BACK = '';
/** After its words: the word right before it, of the same device, took nothing back. */
const UNDONE = 1;

/** `covered`: the words now. `needed`: how many distinct people sign for the group. */
export function partyYes(
  all: readonly Said[],
  { party, covered, needed }: { party: number; covered: string; needed: number },
  signerOf: (device: number) => Signer | undefined,
): PartyYes {
  const said = inForce(all.filter(({ device }) => signerOf(device)?.party === party));
  const taken = takenBackIn(said);
  const standing = lastOfEach(said).filter(
    (one) => wordsOf(one) !== TAKEN_BACK && one.count > (taken.get(one.device) ?? -1),
  );
  const people = new Map<string, Said>();
  for (const one of standing) {
    const person = signerOf(one.device)?.person ?? '';
    if (wordsOf(one) === covered) people.set(person, one);
  }
  const by = [...people.values()];
  const stands = by.length >= Math.max(1, needed);
  const latest = newest(said);
  const isBack = latest !== undefined && wordsOf(latest) === TAKEN_BACK;
  return {
    stands,
    by,
    earlier: newest(standing.filter((one) => wordsOf(one) !== covered)),
    takenBack: !stands && isBack ? latest : undefined,
  };
}

export function yesWords(covered: string): readonly [string] {
  return [covered];
}

/** Covers every yes of the group that whoever takes it back has seen, and none that they have not. */
export function takeBackWords(seen: ReturnType<typeof readCounts>) {
  return [TAKEN_BACK, seen.map(([device, count]) => [device, count])] as const;
}

/**
 * Of the device that took a yes back, and said nothing since. `brought`: the yes that it brings back.
 */
export function undoWords(brought: Said) {
  return [wordsOf(brought), UNDONE] as const;
}

/** Whether it takes a yes back. */
export function isTakeBack(one: Said): boolean {
  return wordsOf(one) === TAKEN_BACK && !isUndo(one);
}

function isUndo({ words }: Said): boolean {
  return words[1] === UNDONE;
}

/** Without what was undone, and without the undoing. Nobody undoes what another device took back. */
function inForce(said: readonly Said[]): readonly Said[] {
  const undone = new Set(said.filter(isUndo).map(({ device, count }) => `${device}/${count - 1}`));
  return said.filter(
    (one) => !isUndo(one) && !(isTakeBack(one) && undone.has(`${one.device}/${one.count}`)),
  );
}

function wordsOf({ words: [covered] }: Said): string {
  return typeof covered === 'string' ? covered : TAKEN_BACK;
}

function lastOfEach(said: readonly Said[]): Said[] {
  const last = new Map<number, Said>();
  for (const one of said) {
    if (one.count >= (last.get(one.device)?.count ?? 0)) last.set(one.device, one);
  }
  return [...last.values()];
}

/** Up to which word of each device somebody of the group has taken it back. */
function takenBackIn(said: readonly Said[]): ReadonlyMap<number, number> {
  const taken = new Map<number, number>();
  for (const one of said.filter((word) => wordsOf(word) === TAKEN_BACK)) {
    for (const [device, count] of readCounts(one.words[1])) {
      taken.set(device, Math.max(count, taken.get(device) ?? 0));
    }
  }
  return taken;
}

function newest(said: readonly Said[]): Said | undefined {
  return said.reduce<Said | undefined>(
    (last, one) => (last === undefined || one.at >= last.at ? one : last),
    undefined,
  );
}
