/**
 * A plan that was written out elsewhere, as plain data to write anew. What people wrote comes
 * along. What a device said for somebody (a yes, a stop, "vent litt", which sectors were heard)
 * does not: whoever said it says it again. Single scores are in no such file.
 */
import type { FieldValue, Kind } from './document';
import type { Behalf } from './items';
import type { FormerParty, Predecessor } from './lineage';

export interface BroughtItem {
  readonly kind: Kind;
  readonly id: string;
  readonly texts: Readonly<Record<string, string>>;
  readonly fields: Readonly<Record<string, FieldValue>>;
  /** When it was made; 0 nobody says. */
  readonly at: number;
  /** Who wrote it, where the file tells. */
  readonly writer?: Pick<Behalf, 'name' | 'party'>;
  /** Of a round or an evaluation that was opened: when, and what was there. */
  readonly opened?: { readonly at: number; readonly had: readonly string[] };
}

/** Groups by the numbers that they have in the file. */
export interface BroughtPlan {
  /** The plan's own. */
  readonly texts: Readonly<Record<string, string>>;
  readonly parties: readonly FormerParty[];
  /** `value/1`, `person/…`; `contact/2` and `anchoring/2` by the group's number. */
  readonly names: readonly (readonly [key: string, value: FieldValue])[];
  readonly items: readonly BroughtItem[];
  readonly predecessor: Predecessor | undefined;
  /** '' where the file does not tell. */
  readonly language: string;
}

/** So many places that a list keeps its order. */
export function placeKey(place: number): string {
  return `${place.toString(36).padStart(4, '0')}i`;
}
