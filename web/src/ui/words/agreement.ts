/** The agreement between the groups, in sentences. */
import type { HistoryView, PlanView, ProposalView } from '../../app/port';
import { hostOf, partyOf, shortName } from './domain';
import { m } from './texts.svelte';

export function proposalTitle(plan: PlanView, proposal: ProposalView): string {
  const { kind, person, target } = proposal;
  const party = kind === 'admit' ? proposal.party : shortName(proposal.party);
  const name = person.name === '' ? m.somebody() : person.name;
  const isMe = person.id === plan.me.person;
  switch (kind) {
    case 'admit':
      return m.proposal_admit({ party });
    case 'replace':
      return m.proposal_replace({ party, old: shortName(partyOf(plan, target)?.name ?? '') });
    case 'remove':
      return m.proposal_remove({ party });
    case 'rest':
      return m.proposal_rest({ party });
    case 'rules':
      return m.proposal_rules();
    case 'sectors':
      return m.proposal_sectors();
    case 'move':
      return m.proposal_move({ host: hostOf(proposal.address) });
    case 'close':
      return m.proposal_close();
    case 'end-devices':
      if (proposal.device > 0) return m.own_end_device({ name });
      return isMe ? m.own_end_me() : m.own_end_person({ name, party });
    case 'signers':
      if (proposal.signerRule === 1) return m.own_signers_one({ party });
      return m.own_signers({ party, count: String(proposal.signerRule) });
    case 'leave':
      return m.own_leave({ party });
    case 'clear-recovery':
      return m.own_clear_words({ name });
  }
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
    case 'device-invited':
      return m.history_device_asked({ who });
    case 'device-revoked':
      return m.history_device_dropped({ who });
    case 'revoked':
      return m.history_revoked({ who, what });
    case 'joined':
      return m.history_joined({ who, party });
    case 'confirmed':
      return m.history_confirmed({ who, what });
    case 'proposed':
      if (step.act === 'admit' || step.act === 'replace') return m.history_asked({ what });
      if (isOwn(step)) return m.history_own({ who, about: aboutWords(step, what) });
      return m.history_proposed({ who, about: aboutWords(step, what) });
    case 'consented':
      return m.history_consented({ who, about: aboutWords(step, what) });
    case 'objected':
      return m.history_objected({ who, about: aboutWords(step, what) });
    case 'withdrew':
      return m.history_withdrew({ who });
    case 'enacted':
      if (isOwn(step)) return m.history_own_done({ party, about: aboutWords(step, what) });
      return m.history_enacted({ about: aboutWords(step, what) });
    case 'relocked':
      return m.history_relocked();
    case 'retired':
      return m.history_retired({ who });
    case 'device-added':
      return m.history_device({ who });
    case 'words-set':
      return m.history_words({ who });
    case 'recovered':
      return m.history_recovered({ who });
    case 'woke':
      return m.history_woke({ party });
    case 'reported':
      return m.history_reported({ who });
  }
}

const OWN: readonly HistoryView['act'][] = ['end-devices', 'signers', 'leave', 'clear-recovery'];
const isOwn = ({ act }: HistoryView): boolean => OWN.includes(act);

function aboutWords({ act }: HistoryView, named: string): string {
  const what = shortName(named);
  switch (act) {
    case 'remove':
      return m.about_remove({ what });
    case 'rules':
      return m.about_rules();
    case 'sectors':
      return m.about_sectors();
    case 'rest':
      return m.about_rest({ what });
    case 'replace':
      return m.about_replace({ what });
    case 'move':
      return m.about_move({ what: hostOf(named) });
    case 'close':
      return m.about_close();
    case 'end-devices':
      return m.about_end({ what });
    case 'signers':
      return m.about_signers();
    case 'leave':
      return m.about_leave();
    case 'clear-recovery':
      return m.about_clear({ what });
    default:
      return m.about_admit({ what });
  }
}
