/** Kinds of what people have. A plan may hold others; those are shown as they stand. */
import { m } from './texts.svelte';

export const RESOURCE_KINDS = [
  'time',
  'room',
  'equipment',
  'money',
  'skill',
  'network',
  'lived',
] as const;

const WORDS: Readonly<Record<string, () => string>> = {
  time: m.kind_time,
  room: m.kind_room,
  equipment: m.kind_equipment,
  money: m.kind_money,
  skill: m.kind_skill,
  network: m.kind_network,
  lived: m.kind_lived,
  // The words of imported plans.
  tid: m.kind_time,
  rom: m.kind_room,
  utstyr: m.kind_equipment,
  penger: m.kind_money,
  kompetanse: m.kind_skill,
  levd_erfaring: m.kind_lived,
};

export const kindWord = (kind: string): string =>
  Object.hasOwn(WORDS, kind) ? (WORDS[kind]?.() ?? kind) : kind;

/** "2 timer · tid" */
export function factsOf({ extent, kind }: { extent: string; kind: string }): string {
  return [extent, kind === '' ? '' : kindWord(kind)].filter((text) => text !== '').join(' · ');
}
