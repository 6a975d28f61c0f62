/**
 * The words of the table that leaves a plan. It is read in Norwegian offices whatever language
 * the screens are in, and read back by the same words.
 */
import type { ActionNote, Arena, Mode, Status } from './content_port';

export const STATUS_WORDS: Readonly<Record<Status, string>> = {
  idea: 'idé',
  proposed: 'foreslått',
  agreed: 'avtalt',
  ongoing: 'pågår',
  resting: 'hviler',
  done: 'ferdig',
  dropped: 'sluppet',
};

export const ARENA_WORDS: Readonly<Record<Arena, string>> = {
  board: 'tegnebrettet',
  laboratory: 'laboratoriet',
  engine: 'maskinrommet',
  outside: 'utenfor for nå',
};

export const MODE_WORDS: Readonly<Record<Mode, string>> = {
  together: 'felles',
  each: 'hver for oss',
  some: 'noen sammen',
};

export const KIND_WORDS: Readonly<Record<string, string>> = {
  time: 'tid',
  room: 'rom',
  equipment: 'utstyr',
  money: 'penger',
  skill: 'kompetanse',
  network: 'nettverk',
  lived: 'levd erfaring',
};

export const NOTE_WORDS: Readonly<Record<ActionNote, string>> = {
  contact: 'Kontaktperson',
  initiator: 'Initiativ',
  collaborators: 'Samarbeidspartnere',
  indicator: 'Indikator',
  story: 'Fortelling',
  anchoring: 'Forankring',
  risk: 'Risiko eller uenighet',
  democratic: 'Demokratisk virkning',
  efficiency: 'Effekt',
  learning: 'Lærdom',
};

/** Which of them is written so; undefined where none is. */
export function meantBy<T extends string>(
  words: Readonly<Record<T, string>>,
  written: string,
): T | undefined {
  const wanted = written.trim().toLowerCase();
  return (Object.keys(words) as T[]).find((key) => words[key].toLowerCase() === wanted);
}
