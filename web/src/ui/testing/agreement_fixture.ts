/** Proposals of every kind on the fixture plan, each in one of its states. */
import type { PlanView } from '../../app/port';

const DAY = 86_400;

export function agreementAt(plan: PlanView, now: number): PlanView {
  const [admit] = plan.proposals;
  if (admit === undefined) return plan;
  const by = { name: 'Turid', party: 3 };
  const change = { ...admit, sector: 0, by, yes: [3, 4] };
  const reason = 'De er de eneste som har nøkkel til grendehuset, og vi har ikke snakket med dem.';
  const no = { person: 'person-Marit', name: 'Marit', party: 5, reason, isMine: false };
  return {
    ...plan,
    proposals: [
      admit,
      {
        ...{ ...change, id: 'p2', kind: 'remove', party: 'Fjordvik folkebibliotek', target: 6 },
        objections: [no, { ...no, person: 'x', name: 'Elle Marja', party: 6, reason: '' }],
      },
      {
        ...change,
        id: 'p3',
        kind: 'remove',
        party: 'Kjøkkenbordgruppa',
        target: 1,
        iMaySayYes: false,
      },
      {
        ...{ ...change, id: 'p4', kind: 'rules', iMaySayYes: false, iHaveSaidYes: true },
        ...{ isAgreed: true, effectiveAt: now + 3 * DAY, yes: [1, 2, 3, 4] },
        missing: { parties: 0, sectors: 0, from: [], own: 0 },
        rules: [
          { act: 'admit', parties: 4, sectors: 2, noticeDays: 21 },
          { act: 'remove', parties: 5, sectors: 3, noticeDays: 30 },
        ],
      },
      {
        ...{ ...change, id: 'p5', kind: 'sectors', sectors: [1, 2, 3, 4], isMine: true },
        ...{ iMaySayYes: false, iMayObject: false, iHaveObjected: true },
        objections: [{ ...no, name: 'Solveig', party: 1, isMine: true }],
      },
      {
        ...change,
        id: 'p6',
        kind: 'remove',
        party: 'Nesset grendelag',
        target: 4,
        isImpossible: true,
      },
    ],
    invitations: plan.invitations.map((invitation) => ({ ...invitation, isOurs: true })),
    parties: plan.parties.map((p) => (p.index === 2 ? { ...p, state: 'removed' } : p)),
  };
}

/** What groups decide alone, and what is not as usual: somebody came in by twelve words. */
export function ownActsAt(plan: PlanView, now: number): PlanView {
  const [admit] = plan.proposals;
  if (admit === undefined) return plan;
  const by = { name: 'Olav', party: 1 };
  const own = {
    ...{ ...admit, by, party: 'Kjøkkenbordgruppa', sector: 0, decidedBy: 1, yes: [] },
    ...{ persons: { yes: 1, needed: 2 }, effectiveAt: now + 2 * DAY },
  };
  const olav = { id: 'person-Olav', name: 'Olav' };
  const me = { id: plan.me.person, name: plan.me.name };
  return {
    ...plan,
    proposals: [
      { ...own, id: 'o1', kind: 'end-devices', person: olav, iMayTakeBack: true },
      {
        ...{ ...own, id: 'o2', kind: 'leave', iMaySayYes: false, isMine: true, by: me },
        ...{ by: { name: 'Solveig', party: 1 }, isAgreed: true, iMayTakeBack: true },
        persons: { yes: 1, needed: 1 },
      },
      { ...own, id: 'o3', kind: 'signers', signerRule: 2, isPending: true },
      {
        ...{ ...own, id: 'o4', kind: 'clear-recovery', person: me, iMaySayYes: false },
        iMayObject: true,
      },
      { ...admit, id: 'o5', kind: 'rest', party: 'Nesset grendelag', target: 4, sector: 0, by },
      { ...admit, id: 'o6', kind: 'replace', target: 4, isMyAnswerPending: true },
      { ...admit, id: 'o7', kind: 'close', party: '', sector: 0, by, iMaySayYes: false },
    ],
    parties: plan.parties.map((party) => {
      if (party.index === 4) return { ...party, state: 'rests' };
      if (party.index === 6) return { ...party, state: 'left' };
      if (!party.isMine) return party;
      const stranger = {
        index: 9,
        since: now - 3600,
        isThis: false,
        broughtBy: 0,
        isEnding: false,
        trialEnds: now + DAY,
      };
      const people = party.people.map((person) =>
        person.isMe
          ? { ...person, hasWords: true, devices: [...person.devices, stranger] }
          : person,
      );
      return { ...party, people, toAccept: [6], signerRule: 2 };
    }),
  };
}
