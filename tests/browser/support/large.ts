/** A plan made by many people in this process, on the real server; and what a browser takes to show it. */
import {
  LARGE,
  THREE_MONTHS,
  largePlan,
  type PlanSize,
} from '../../../web/src/app/testing/large_plan';
import { member, value, type Member } from '../../../web/src/app/testing/scene';
import { platformSeams } from '../../../web/src/app/platform_seams';
import { newSeedKeys } from '../../../web/src/crypto/device_keys';
import { openMemoryStore } from '../../../web/src/store/memory_store';

export { LARGE, THREE_MONTHS };

export interface Made {
  readonly space: string;
  /** For one more, into the first group. */
  readonly link: string;
  readonly people: readonly Member[];
}

export async function madeOn(server: string, size: PlanSize): Promise<Made> {
  // One of them is whoever looks at it.
  const all = { ...size, people: size.people - 1 };
  const people = await largePlan(home, server, all);
  const [first] = people;
  if (first === undefined) throw new Error('nobody has founded it');
  const { space } = first;
  const ask = { space, party: 'Kjøkkenbordgruppa' };
  const { link } = value(await first.port.run('invite', ask));
  return { space, link, people };
}

function home(): Promise<Member> {
  const seams = platformSeams();
  const newKeys = () => Promise.resolve(newSeedKeys(seams.random));
  const options = { store: openMemoryStore(), newKeys, isLive: false };
  return member({ ...options, seams: { ...seams, timers: [] } }, '');
}
