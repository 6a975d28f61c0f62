/** Small plans by the thousand: who is there, who came late, who is in favour. */
import type { CharterState, Device, Party, Person, Proposal, Stance } from '../charter/state';
import type { Rule, Subject } from '../charter/statement';

export const SECTORS = 3;

/** Party i + 1 is in sectors[i]; the sets are of bits by party. */
export interface World {
  readonly sectors: readonly number[];
  readonly act: number;
  /** The party to remove, or the sector to admit into. */
  readonly about: number;
  readonly rule: readonly [number, number];
  readonly late: number; // admitted after the proposal
  readonly yes: number; // would consent if it may
}

export const has = (set: number, party: number): boolean => ((set >> (party - 1)) & 1) === 1;

export function stateOf({ sectors, act, rule, late }: World): CharterState {
  const [parties, least] = rule;
  const rules: Rule[] = [{ act, parties, sectors: least, noticeDays: 14 }];
  const party = (sector: number, i: number): Party => ({
    ...{ index: i + 1, sector, signerRule: 1, invitation: '', notYetAcceptedBy: [] },
    admittedAt: has(late, i + 1) ? 9n : 0n,
  });
  const person = (_: number, i: number): [string, Person] => [
    `${i + 1}`,
    { id: `${i + 1}`, party: i + 1, isConfirmed: true, confirmedBy: [], invitation: '' },
  ];
  const device = (_: number, i: number): Device => ({
    ...{ index: i + 1, signKey: '', boxKey: '', person: `${i + 1}`, party: i + 1, counter: 0n },
  });
  return {
    ...{
      space: '',
      server: { key: '', address: '', before: '', since: 0n },
      sectors: [1, 2, 3],
      rules,
      height: 9n,
      head: '',
      time: 0n,
    },
    ...{ constitution: 'c', parties: sectors.map(party), persons: new Map(sectors.map(person)) },
    ...{ devices: sectors.map(device), invitations: new Map(), proposals: new Map() },
    ...{ epochs: [], awaitsRekey: false, isClosed: false, keys: new Set<string>() },
  };
}

function subjectOf({ act, about }: World): Subject {
  // Only what is counted by is looked at.
  return { act, party: about, sector: about, rules: [], sectors: [1, 2, 3] } as unknown as Subject;
}

export function proposalOf(world: World): Proposal {
  const consents = world.sectors.flatMap((_, i): Stance[] => {
    const party = i + 1;
    if (!has(world.yes, party)) return []; // whoever may not is refused before; here not
    return [
      {
        ...{ kind: 'consent', statement: '', person: `${party}`, device: party, time: 0n },
        ...{ expires: 1n << 60n, constitution: 'c', epoch: '', reason: new Uint8Array() },
      },
    ];
  });
  return {
    ...{ id: '', subject: subjectOf(world), subjectHash: '', party: 1, person: '1', height: 5n },
    ...{ time: 0n, expires: 1n << 60n, outcome: 'none', stances: consents },
  };
}
