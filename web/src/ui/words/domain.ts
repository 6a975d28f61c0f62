/** The plan's own words, as they are shown. */
import type {
  Arena,
  AuthorView,
  Mode,
  PartyView,
  PlanView,
  SectorNumber,
  Status,
  SyncView,
} from '../../app/port';
import { momentInWords } from './dates';
import { m } from './texts.svelte';

const STATUS: Record<Status, () => string> = {
  idea: m.status_idea,
  proposed: m.status_proposed,
  agreed: m.status_agreed,
  ongoing: m.status_ongoing,
  resting: m.status_resting,
  done: m.status_done,
  dropped: m.status_dropped,
};

const ARENA: Record<Arena, readonly [() => string, () => string]> = {
  board: [m.arena_board, m.arena_board_hint],
  laboratory: [m.arena_laboratory, m.arena_laboratory_hint],
  engine: [m.arena_engine, m.arena_engine_hint],
  outside: [m.arena_outside, m.arena_outside_hint],
};

const MODE: Record<Mode, () => string> = {
  together: m.mode_together,
  each: m.mode_each,
  some: m.mode_some,
};

export const statusWord = (status: Status): string => STATUS[status]();
export const arenaWord = (arena: Arena): string => ARENA[arena][0]();
export const arenaHint = (arena: Arena): string => ARENA[arena][1]();
export const modeWord = (mode: Mode): string => MODE[mode]();

function isNamed(sector: SectorNumber): sector is 1 | 2 | 3 | 4 | 5 {
  return sector >= 1 && sector <= 5;
}

export function sectorWord(sector: SectorNumber): string {
  const words = { 1: m.sector_1, 2: m.sector_2, 3: m.sector_3, 4: m.sector_4, 5: m.sector_5 };
  return (isNamed(sector) ? words[sector] : m.sector_other)();
}

/** "fra kommunen": after a number of people, or what a group is. */
export function fromSector(sector: SectorNumber): string {
  const words = { 1: m.from_1, 2: m.from_2, 3: m.from_3, 4: m.from_4, 5: m.from_5 };
  return (isNamed(sector) ? words[sector] : m.from_other)();
}

export function syncWord(sync: SyncView): string {
  if (sync.state === 'waiting') return m.sync_waiting({ count: String(sync.unsent) });
  if (sync.state === 'sent') return m.sync_sent();
  if (sync.state === 'held') return m.sync_held();
  return m.sync_local();
}

export function partyOf(plan: PlanView, index: number): PartyView | undefined {
  const former = plan.former.find((party) => party.index === index);
  if (former !== undefined) return { ...former, name: m.successor_former({ name: former.name }) };
  return plan.parties.find((party) => party.index === index);
}

/** "Kjøkkenbordgruppa (hjemmeboende eldre)" is "Kjøkkenbordgruppa" where there is little room. */
export function shortName(name: string): string {
  return name.replace(/\s*\([^)]*\)\s*$/, '');
}

/** As one calls a group in a button: "Fjordvik kommune", without which part of it. */
export function calledName(name: string): string {
  return shortName(name).replace(/,.*$/, '');
}

export function authorLine(plan: PlanView, author: AuthorView, changed: boolean): string {
  const when = momentInWords(author.at, new Date());
  const own = author.name === '' ? m.somebody() : author.name;
  const { behalf } = author;
  const name = behalf === undefined ? own : m.behalf({ name: own, whom: behalf.name });
  const party = partyOf(plan, author.party);
  if (party === undefined) {
    return changed ? m.changed_by_alone({ name, when }) : m.written_by_alone({ name, when });
  }
  const parts = { name, party: shortName(party.name), when };
  return changed ? m.changed_by(parts) : m.written_by(parts);
}

/** An address as people say it. */
export function hostOf(address: string): string {
  return address.replace(/^https:\/\//, '');
}
