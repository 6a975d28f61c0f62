/** What can be told of an action beyond what and who, as it is asked. */
import type { ActionNote } from '../../app/port';
import { m } from './texts.svelte';

/** In the order in which they are asked. */
const NOTES: Readonly<Record<ActionNote, () => string>> = {
  contact: m.note_contact,
  initiator: m.note_initiator,
  collaborators: m.note_collaborators,
  indicator: m.note_indicator,
  story: m.note_story,
  anchoring: m.note_anchoring,
  risk: m.note_risk,
  democratic: m.note_democratic,
  efficiency: m.note_efficiency,
  learning: m.note_learning,
};

export const NOTE_NAMES = Object.keys(NOTES) as readonly ActionNote[];

export function noteWord(note: string): string | undefined {
  return Object.hasOwn(NOTES, note) ? NOTES[note as ActionNote]() : undefined;
}
