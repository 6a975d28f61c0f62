/** How the groups decide, in sentences: the numbers and the kinds of this plan. */
import type {
  PartyView,
  PlanView,
  ProposalView,
  RuleChange,
  RuleView,
  SectorNumber,
} from '../../app/port';
import { fromSector, sectorWord, shortName } from './domain';
import { m } from './texts.svelte';

/** "a, b og c". */
export function listed(words: readonly string[], join: typeof m.rule_and): string {
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : join({ list: words.slice(0, -1).join(', '), last });
}

export function sectorList(sectors: readonly SectorNumber[]): string {
  return listed(sectors.map(sectorWord), m.rule_and);
}

function groupCount(count: number): string {
  return count === 1 ? m.rule_groups_one() : m.rule_groups({ count: String(count) });
}

/** How the groups decide now. */
export function ruleSentences(plan: PlanView, rules: readonly RuleView[]): string[] {
  if (activeIn(plan).length === 1) return [m.rule_alone()];
  return rules.flatMap((rule) => {
    const numbers = { k: String(rule.parties), n: String(rule.of) };
    if (rule.act === 'admit') return [m.rule_admit(numbers), ...admissionKinds(rule)];
    if (rule.act === 'rules') return [m.rule_change(numbers)];
    if (rule.act === 'close') return [m.rule_close(numbers)];
    if (rule.act === 'move') return [m.rule_move(numbers)];
    return rule.act === 'remove' ? [...removalSentences(rule), ...safeSentences(plan)] : [];
  });
}

/** What it takes to take out this one. */
export function removalOf(plan: PlanView, party: PartyView): string[] {
  const rule = plan.removals.find(({ target }) => target === party.index);
  if (rule === undefined) return [];
  return rule.isImpossible
    ? [m.removal_safe({ party: shortName(party.name) })]
    : removalSentences(rule);
}

function removalSentences(rule: RuleView): string[] {
  if (rule.isImpossible) return [];
  const numbers = { k: String(rule.parties), n: String(rule.of) };
  const heard = m.rule_remove_heard({ days: String(rule.noticeDays) });
  return [m.rule_remove(numbers), ...kinds(rule.sectors, rule.from), heard];
}

function admissionKinds({ sectors, from }: RuleView): string[] {
  const own = sectors < from.length ? [m.rule_admit_own()] : [];
  return [...kinds(sectors, from), ...own];
}

/** Of how many kinds, and of which; nothing where there is one kind. */
function kinds(count: number, from: readonly SectorNumber[]): string[] {
  const list = sectorList(from);
  if (from.length < 2) return [];
  if (count === from.length) return [m.rule_kinds_all({ list })];
  return [m.rule_kinds({ m: String(count), list })];
}

const activeIn = ({ parties }: PlanView): PartyView[] =>
  parties.filter(({ state }) => state === 'active' || state === 'rests');

/** Which kinds have no group that could be taken out, however many say yes. */
function safeSentences(plan: PlanView): string[] {
  const kindOf = (index: number): SectorNumber =>
    plan.parties.find((party) => party.index === index)?.sector ?? 0;
  const open = plan.removals.filter((rule) => !rule.isImpossible);
  const exposed = new Set(open.map(({ target }) => kindOf(target)));
  const all = [...new Set(plan.removals.map(({ target }) => kindOf(target)))].sort();
  const safe = all.filter((sector) => !exposed.has(sector)).map(theSector);
  const [one, other] = safe;
  if (one === undefined) return [];
  if (other === undefined && all.length > 1) return [m.rule_safe_one({ who: one })];
  if (other !== undefined && safe.length === 2) return [m.rule_safe_two({ one, other })];
  if (open.length === 0) return [m.rule_remove_none()];
  return [m.rule_safe_more({ list: listed(safe, m.rule_and) })];
}

/** "kommunen", "de frivillige": as somebody spoken of. */
export function theSector(sector: SectorNumber): string {
  if (sector === 1) return m.rule_the_1();
  if (sector === 2) return m.rule_the_2();
  if (sector === 3) return m.rule_the_3();
  if (sector === 4) return m.rule_the_4();
  return sector === 5 ? m.rule_the_5() : m.rule_the_other();
}

/** What a proposal would have instead: all of it, since a yes is to all of it. */
export function proposedRule(plan: PlanView, rule: RuleChange): string[] {
  if (rule.act === 'rest') return [m.rule_proposed_rest()]; // no rule changes it
  const now = plan.rules.find(({ act }) => act === rule.act);
  const { of = 0, from = [] } = now ?? {};
  const isForSome = SOME_KINDS.includes(rule.act);
  const least = Math.max(rule.sectors, Math.min(2, plan.sectors.length));
  const some = m.rule_kinds({ m: String(least), list: sectorList(plan.sectors) });
  const isMore = rule.parties > of || (isForSome && least > from.length);
  return [
    proposedCount(rule),
    ...(least < 2 ? [] : [isForSome ? some : m.rule_kinds_all({ list: sectorList(from) })]),
    ...(isMore ? [m.rule_ceiling()] : []),
  ];
}

/** What does not always take every kind of group (CHARTER12). */
const SOME_KINDS: readonly RuleView['act'][] = ['admit', 'remove', 'replace'];
const REPLACEMENT_DAYS = 30; // at the least (CHARTER13)

function proposedCount({ act, parties, noticeDays }: RuleChange): string {
  const days = act === 'replace' ? Math.max(REPLACEMENT_DAYS, noticeDays) : noticeDays;
  const numbers = { groups: groupCount(parties), days: String(days) };
  if (act === 'admit') return m.rule_proposed_admit(numbers);
  if (act === 'remove') return m.rule_proposed_remove(numbers);
  if (act === 'replace') return m.rule_proposed_replace(numbers);
  if (act === 'sectors') return m.rule_proposed_sectors(numbers);
  if (act === 'close') return m.rule_proposed_close(numbers);
  if (act === 'move') return m.rule_proposed_move(numbers);
  return m.rule_proposed_rules(numbers);
}

/** What a proposal lacks yet. */
export function missingSentences({ missing }: ProposalView): string[] {
  const { parties, sectors, from, own } = missing;
  if (parties === 0) return [];
  const list = sectorList(from);
  const either = listed(from.map(fromSector), m.rule_or);
  const count = m.proposal_missing({ groups: groupCount(parties) });
  const ofOwn = own === 0 ? [] : [m.proposal_missing_one({ from: fromSector(own) })];
  if (sectors > 1 && sectors === from.length) return [count, m.proposal_missing_all({ list })];
  if (sectors > 1) {
    return [count, m.proposal_missing_some({ count: String(sectors), list }), ...ofOwn];
  }
  const isAny = sectors === 1 && own === 0;
  return [count, ...(isAny ? [m.proposal_missing_one({ from: either })] : ofOwn)];
}
