/** The demonstration plan on a server double: six groups have founded it, each with a home of its own. */
import { homeOn } from '../../sync/testing/plan_on_double';
import { ServerDouble } from '../../sync/testing/server_double';
import { importPlan } from '../import_plan';
import type { ImportedPlan } from '../imported_plan';
import { member, sync, value, type Member } from './scene';

const PEOPLE = ['Solveig', 'Amir', 'Turid', 'Jon Anders', 'Marit', 'Elle Marja'];

export interface Nesset {
  readonly server: ServerDouble;
  /** Solveig, Amir, Turid, Jon Anders, Marit, Elle Marja: one of each group, in the file's order. */
  readonly people: readonly Member[];
}

export async function nessetOn(server: ServerDouble, plan: ImportedPlan): Promise<Nesset> {
  const begun: Member[] = [];
  for (const [i, { name, sector }] of plan.parties.entries()) {
    const one = await member(homeOn(server), '');
    const ask = { server: server.origin, person: PEOPLE[i] ?? name, party: name, sector };
    value(await one.port.run('togetherBegin', ask));
    begun.push(one);
  }
  const space = await foundedBy(begun, plan.title);
  const people = begun.map((one) => ({ ...one, space }));
  // Everybody says its name before anybody imports: the file tells of groups by name.
  for (const one of people) value(await sync(one));
  for (const one of people) {
    value(await sync(one));
    const { running } = one.app;
    value(await importPlan(running, running.spaces.get(space)!.space, plan));
    value(await sync(one));
  }
  for (const one of people) value(await sync(one));
  return { server, people };
}

/** From their offers to the plan, the codes passed by hand. */
export async function foundedBy(
  [first, ...others]: readonly Member[],
  title: string,
): Promise<string> {
  const codeOf = async ({ port }: Member): Promise<string> =>
    value(await port.run('together', null)).code;
  const take = async ({ port }: Member, code: string): Promise<unknown> =>
    value(await port.run('togetherTake', { code }));
  for (const one of others) await take(first!, await codeOf(one));
  value(await first!.port.run('togetherPropose', { title }));
  for (const one of others) await take(one, await codeOf(first!));
  for (const one of others) {
    value(await one.port.run('togetherSign', null));
    await take(first!, await codeOf(one));
  }
  return value(await first!.port.run('together', null)).space;
}
