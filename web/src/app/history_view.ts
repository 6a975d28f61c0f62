/** The charter's entries as steps that a sentence can be made of. */
import type { Body, Entry, Statement, Subject } from '../core/charter/statement';
import { actName } from './charter_view';
import type { HistoryKind, HistoryView } from './charter_port';
import { partyName, type Reading } from './reading';

/** A group's name may hold a comma and an "og". */
const BETWEEN_NAMES = ' · ';

const KINDS: Readonly<Record<Body['type'], HistoryKind>> = {
  genesis: 'founded',
  invite: 'invited',
  revoke: 'revoked',
  join: 'joined',
  confirm: 'confirmed',
  propose: 'proposed',
  consent: 'consented',
  object: 'objected',
  withdraw: 'withdrew',
  enact: 'enacted',
  rekey: 'relocked',
  retire: 'retired',
  'set-recovery': 'words-set',
  recover: 'recovered',
  wake: 'woke',
  'bad-rekey': 'reported',
};

export function historyView(reading: Reading, { position, statement }: Entry): HistoryView {
  const { body } = statement;
  const subject = subjectOf(reading, body);
  return {
    id: position.hash,
    at: Number(position.time),
    kind: kindOf(reading, body),
    who: authorOf(reading, statement),
    what: whatOf(reading, body, subject),
    act: subject && actName(subject.act),
  };
}

/** What concerns a further device of the same person is another thing than a stranger. */
const OF_OWN_DEVICES: Partial<Record<Body['type'], HistoryKind>> = {
  invite: 'device-invited',
  revoke: 'device-revoked',
  join: 'device-added',
};

function kindOf({ charter }: Reading, body: Body): HistoryKind {
  const person = charter?.invitations.get(invitationOf(body))?.person ?? '';
  return (person !== '' && OF_OWN_DEVICES[body.type]) || KINDS[body.type];
}

function invitationOf(body: Body): string {
  if (body.type === 'invite') return body.signKey;
  return body.type === 'join' || body.type === 'revoke' ? body.invitation : '';
}

function subjectOf({ charter }: Reading, body: Body): Subject | undefined {
  if (body.type === 'propose') return body.subject;
  if (!('proposal' in body)) return undefined;
  return charter?.proposals.get(body.proposal)?.subject;
}

function authorOf(reading: Reading, { body, device }: Statement): HistoryView['who'] {
  const { charter, names } = reading;
  const isNew = body.type === 'join' || body.type === 'recover';
  const found = isNew
    ? charter?.devices.find(({ signKey }) => signKey === body.device.signKey)
    : charter?.devices[device - 1];
  const name = (found && names.get(`person/${found.person}`)) ?? '';
  return { name, party: found?.party ?? 0 };
}

function whatOf(reading: Reading, body: Body, subject: Subject | undefined): string {
  const { charter, names } = reading;
  if (subject) return nameOfSubject(reading, subject);
  if (body.type === 'confirm') return names.get(`person/${body.person}`) ?? '';
  if (body.type === 'genesis') {
    return body.parties.map((_, i) => partyName(reading, i + 1)).join(BETWEEN_NAMES);
  }
  const invitation = invitationOf(body);
  const party = charter?.invitations.get(invitation)?.party ?? 0;
  return party > 0 ? partyName(reading, party) : (names.get(`invitation/${invitation}`) ?? '');
}

function nameOfSubject(reading: Reading, subject: Subject): string {
  if ('invitation' in subject) return reading.names.get(`invitation/${subject.invitation}`) ?? '';
  if ('person' in subject) return reading.names.get(`person/${subject.person}`) ?? '';
  if ('address' in subject) return subject.address;
  return 'party' in subject ? partyName(reading, subject.party) : '';
}
