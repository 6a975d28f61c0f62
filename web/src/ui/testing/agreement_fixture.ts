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
        ...{ isAgreed: true, effectiveAt: now + 3 * DAY },
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
    parties: plan.parties.map((p) => (p.index === 2 ? { ...p, isRemoved: true } : p)),
  };
}
