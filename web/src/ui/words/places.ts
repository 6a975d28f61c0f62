/** The four places of the map, as they stand in a sentence and on a button. */
import type { Arena } from '../../app/port';
import { m } from './texts.svelte';

const IN_SENTENCE: Readonly<Record<Arena, () => string>> = {
  board: m.map_place_board,
  laboratory: m.map_place_laboratory,
  engine: m.map_place_engine,
  outside: m.map_place_outside,
};
const ON_BUTTON: Readonly<Record<Arena, () => string>> = {
  board: m.map_to_board,
  laboratory: m.map_to_laboratory,
  engine: m.map_to_engine,
  outside: m.map_to_outside,
};

export const placeInSentence = (arena: Arena | '' | undefined): string =>
  arena === undefined || arena === '' ? m.map_place_none() : IN_SENTENCE[arena]();

export const placeOnButton = (arena: Arena): string => ON_BUTTON[arena]();
