/** What the model's words mean, and what tends to go wrong: short, in place, and folded. */
import { m } from './texts.svelte';

export interface Guide {
  readonly title: () => string;
  /** A name, when one of several things is told of, and what is said. */
  readonly lines: readonly { readonly name?: () => string; readonly text: () => string }[];
}

const told = (...texts: readonly (() => string)[]): Guide['lines'] =>
  texts.map((text) => ({ text }));

export const PLACES: Guide = {
  title: m.guide_places,
  lines: [
    { name: m.arena_board, text: m.guide_board },
    { name: m.arena_laboratory, text: m.guide_laboratory },
    { name: m.arena_engine, text: m.guide_engine },
    { name: m.arena_outside, text: m.guide_outside },
    { text: m.guide_places_wrong },
  ],
};

export const WAYS: Guide = {
  title: m.guide_modes,
  lines: [
    { name: m.mode_together, text: m.guide_together },
    { name: m.mode_each, text: m.guide_each },
    { name: m.mode_some, text: m.guide_some },
  ],
};

export const DECIDING: Guide = {
  title: m.guide_decision,
  lines: told(m.guide_decision_live, m.guide_decision_stop, m.guide_decision_wrong),
};

export const ROUNDS: Guide = {
  title: m.guide_round,
  lines: told(m.guide_round_quiet, m.guide_round_aloud, m.guide_round_wrong),
};

export const LEADING: Guide = {
  title: m.guide_lead,
  lines: told(m.guide_lead_room, m.guide_lead_first, m.guide_lead_aloud, m.guide_wrong_control),
};

export const WRONG: Guide = {
  title: m.guide_wrong,
  lines: told(
    m.guide_wrong_owner,
    m.guide_wrong_control,
    m.guide_wrong_hearing,
    m.guide_wrong_tool,
  ),
};

const FIELDS: Readonly<Record<string, () => string>> = {
  equality: m.guide_equality,
  goals: m.guide_goals,
  communication: m.guide_communication,
  anchoring: m.guide_anchoring,
  facilitation: m.guide_facilitation,
  resources: m.guide_resources,
  complementarity: m.guide_complementarity,
  openness: m.guide_openness,
};

/** Of a field of the wheel, or of a value that the group named itself. */
export function fieldGuide(field: string): Guide {
  const known = Object.hasOwn(FIELDS, field) ? FIELDS[field] : undefined;
  return { title: m.guide_field, lines: told(known ?? m.guide_value) };
}
