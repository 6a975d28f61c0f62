/** Seven devices that decide by consent: each meets the others, and all see the same. */
import { expect } from 'vitest';
import { createItem, setText, textName } from '../plan/document';
import {
  decisionsOf,
  decisionState,
  takeStance,
  type DecisionContent,
  type DecisionState,
  type Hearing,
  type Minuted,
  type Speaker,
  type Stance,
  type Verdict,
} from '../plan/decisions';
import { readItems, type Behalf } from '../plan/items';
import { meet, SimulatedDevice } from './device';

export const ITEM = { kind: 'decision', id: 'd' } as const;
/** Groups 1 to 3 are of sectors 1 to 3. */
export const HEARING: Hearing = {
  sectorOf: (party) => party,
  sectors: [1, 2, 3],
  parties: [1, 2, 3],
  today: '2027-03-01',
};
export const speaker = (
  key: string,
  party: number,
  standing: Speaker['standing'] = 'with',
): Speaker => ({
  ...{ key, party, standing },
});
/** Devices 1 and 2 are Kari's, 3 is Per's of the same group, 4 and 5 are of the other groups, 7 comes later. */
export const PEOPLE: Record<number, Speaker | undefined> = {
  1: speaker('kari', 1),
  2: speaker('kari', 1),
  3: speaker('per', 1),
  4: speaker('turid', 2),
  5: speaker('olav', 3),
  7: speaker('nora', 3),
};
export const OLGA: Behalf = { name: 'Olga', party: 3, slip: 'slip-1' };

export class Scene {
  readonly devices = Array.from({ length: 7 }, (_, i) => new SimulatedDevice(i + 1));
  /** Who came by the slip since. */
  claimed = '';
  standings: Record<string, Speaker['standing']> = {};

  constructor(until = '') {
    this.device(1).edit((doc) => {
      createItem(doc, ITEM, { until }, 1);
      setText(doc, textName('d', 'question'), 'Skal vi?');
    });
    meet(...this.devices);
  }

  device(index: number): SimulatedDevice {
    return this.devices[index - 1]!;
  }

  say(device: number, verdict: Verdict, behalf?: Behalf, at = 10): void {
    const reason = verdict === 'stop' ? 'For dyrt' : '';
    this.device(device).edit((doc) => takeStance(doc, ITEM, at, { verdict, reason, behalf }));
  }

  /** On everybody's device, once all have met; the same on all. */
  met(hearing: Partial<Hearing> = {}): DecisionState {
    meet(...this.devices);
    const all = this.devices.map(({ doc }) => this.stateIn(doc, hearing));
    for (const one of all) expect(one).toEqual(all[0]);
    return all[0]!;
  }

  private stateIn(doc: SimulatedDevice['doc'], hearing: Partial<Hearing>): DecisionState {
    const [decision] = decisionsOf(doc, readItems(doc)) as [DecisionContent];
    const speakerOf = ({ device, behalf, about }: Stance): Speaker | undefined => {
      if (!behalf || !PEOPLE[device]) return PEOPLE[device];
      return speaker(this.claimed || `for/${about}`, behalf.party);
    };
    const standing = (stance: Stance): Speaker | undefined => {
      const found = speakerOf(stance);
      return found && { ...found, standing: this.standings[found.key] ?? 'with' };
    };
    const isMinuted = ({ device, meeting }: Minuted): boolean =>
      PEOPLE[device] !== undefined && meeting !== 'planned';
    return decisionState(decision, { ...HEARING, ...hearing }, standing, isMinuted);
  }

  yesOfAll(): void {
    for (const device of [1, 4, 5]) this.say(device, 'yes');
  }
}
