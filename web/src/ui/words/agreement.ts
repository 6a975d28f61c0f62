/** The agreement between the groups, in sentences. */
import type { HistoryView, PlanView, ProposalView, RuleChange, RuleView } from '../../app/port';
import { partyOf, sectorWord, shortName } from './domain';
import { m } from './texts.svelte';

export function proposalTitle({ kind, party }: ProposalView): string {
  switch (kind) {
    case 'admit':
      return m.proposal_admit({ party });
    case 'remove':
      return m.proposal_remove({ party: shortName(party) });
    case 'rules':
      return m.proposal_rules();
    case 'sectors':
      return m.proposal_sectors();
  }
}

/** How the groups decide now. */
export function ruleSentences(rules: readonly RuleView[]): string[] {
  return rules.flatMap((rule) => {
    const numbers = { k: String(rule.parties), n: String(rule.of), m: String(rule.sectors) };
    if (rule.act === 'admit') return [m.rule_admit(numbers)];
    if (rule.act === 'rules') return [m.rule_change(numbers)];
    if (rule.act === 'sectors') return [];
    if (rule.isImpossible) return [m.rule_remove_none()];
    return [m.rule_remove(numbers), m.rule_remove_heard({ days: String(rule.noticeDays) })];
  });
}

export function proposedRule({ act, parties, noticeDays }: RuleChange): string {
  const numbers = { k: String(parties), days: String(noticeDays) };
  if (act === 'admit') return m.rule_proposed_admit(numbers);
  return act === 'remove' ? m.rule_proposed_remove(numbers) : m.rule_proposed_rules(numbers);
}

export function sectorList(sectors: ProposalView['sectors']): string {
  return sectors.map(sectorWord).join(', ');
}

export function historySentence(plan: PlanView, step: HistoryView): string {
  const party = shortName(partyOf(plan, step.who.party)?.name ?? '');
  const who = step.who.name === '' ? party || m.somebody() : step.who.name;
  const what = step.what === '' ? m.somebody() : step.what;
  switch (step.kind) {
    case 'founded':
      return m.history_founded({ what });
    case 'invited':
      return m.history_invited({ who, what });
    case 'revoked':
      return m.history_revoked({ who, what });
    case 'joined':
      return m.history_joined({ who, party });
    case 'confirmed':
      return m.history_confirmed({ who, what });
    case 'proposed':
      if (step.act === 'admit') return m.history_asked({ what });
      return m.history_proposed({ who, about: aboutWords(step, what) });
    case 'consented':
      return m.history_consented({ who, about: aboutWords(step, what) });
    case 'objected':
      return m.history_objected({ who, about: aboutWords(step, what) });
    case 'withdrew':
      return m.history_withdrew({ who });
    case 'enacted':
      return m.history_enacted({ about: aboutWords(step, what) });
    case 'relocked':
      return m.history_relocked();
    case 'retired':
      return m.history_retired({ who });
  }
}

function aboutWords({ act }: HistoryView, what: string): string {
  if (act === 'remove') return m.about_remove({ what: shortName(what) });
  if (act === 'rules') return m.about_rules();
  if (act === 'sectors') return m.about_sectors();
  return m.about_admit({ what: shortName(what) });
}
