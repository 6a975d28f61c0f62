/** A plan on a server double: who founds it, who has joined. */
import { homeOn, type HomeOptions } from '../../sync/testing/plan_on_double';
import { ServerDouble } from '../../sync/testing/server_double';
import type { Space } from '../../sync/space';
import type { Store } from '../../store/store';
import { startApp, type App } from '../app';
import type { AppPort, Commands, Outcome, PlanView } from '../port';

type CarriedIn = Outcome<Commands['carryIn']['answer']>;

export interface Member {
  readonly app: App;
  readonly port: AppPort;
  readonly home: HomeOptions;
  readonly space: string;
}

export function value<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(`refused: ${outcome.error} ${outcome.detail ?? ''}`);
  return outcome.value;
}

export async function member(home: HomeOptions, space: string): Promise<Member> {
  const app = await startApp(home);
  const port = app.connect();
  return { app, port, home, space };
}

export async function foundPlan(server: ServerDouble, store?: Store): Promise<Member> {
  const kari = await member(homeOn(server, store), '');
  const ask = {
    server: server.origin,
    title: 'Planen',
    person: 'Kari',
    party: 'Gruppa',
    sector: 1,
  };
  const { space } = value(await kari.port.run('found', ask));
  return { ...kari, space };
}

export async function joinParty(server: ServerDouble, host: Member, name: string): Promise<Member> {
  const { link } = value(await host.port.run('invite', { space: host.space, party: 'Gruppa' }));
  const guest = await member(homeOn(server), host.space);
  value(await guest.port.run('join', { link, person: name }));
  await sync(host);
  return guest;
}

/** Kari has founded a plan, and Per has joined her party. */
export async function twoPeople(): Promise<{ server: ServerDouble; kari: Member; per: Member }> {
  const server = new ServerDouble();
  const kari = await foundPlan(server);
  const per = await joinParty(server, kari, 'Per');
  await sync(per);
  return { server, kari, per };
}

/** Kari has founded a plan; the others have joined her party, and sign for it as she does. */
export async function gathered<N extends readonly string[]>(
  server: ServerDouble,
  ...names: N
): Promise<readonly [Member, ...{ [I in keyof N]: Member }]> {
  const kari = await foundPlan(server);
  const guests: Member[] = [];
  for (const name of names) guests.push(await joinParty(server, kari, name));
  await confirmed(kari, ...guests);
  return [kari, ...(guests as { [I in keyof N]: Member })];
}

/** A hall without coverage. */
export function away(server: ServerDouble): void {
  server.interrupt = () => {
    throw new TypeError('no line');
  };
}

export function back(server: ServerDouble): void {
  server.interrupt = () => undefined;
}

export async function carryOut({ port, space }: Member): Promise<Uint8Array> {
  return value(await port.run('carryOut', { space })).bytes;
}

export function carryIn({ port }: Member, bytes: Uint8Array): Promise<CarriedIn> {
  return port.run('carryIn', { bytes });
}

export async function addGoal({ port, space }: Member, title: string): Promise<string> {
  return value(await port.run('addGoal', { space, title })).id;
}

/** They are in the host's party already, and sign for it from now on. */
export async function confirmed(host: Member, ...guests: readonly Member[]): Promise<void> {
  for (const guest of guests) {
    const { person } = inside(guest).me;
    value(await host.port.run('confirm', { space: host.space, person }));
  }
  await syncAll(host, ...guests);
}

export async function syncAll(...members: readonly Member[]): Promise<void> {
  for (let round = 0; round < 2; round++) for (const one of members) value(await sync(one));
}

/** A further device of the same person. */
export async function furtherDevice(server: ServerDouble, host: Member): Promise<Member> {
  const { me } = await plan(host);
  const link = value(await host.port.run('addDevice', { space: host.space, name: me.name })).link;
  const device = await member(homeOn(server), host.space);
  value(await device.port.run('join', { link, person: '' }));
  value(await sync(host));
  return device;
}

export function sync({ port, space }: Member): Promise<Outcome<Commands['sync']['answer']>> {
  return port.run('sync', { space });
}

export async function plan({ port, space }: Member): Promise<PlanView> {
  await port.run('open', { space });
  let view: PlanView | undefined;
  port.watch((all) => (view = all.plan))();
  return view!;
}

/** Says yes to an action as it stands on the screen. */
export async function sayYes(of: Member, action: string): Promise<Outcome<null>> {
  const { goals, me } = await plan(of);
  const found = goals.flatMap(({ actions }) => actions).find(({ id }) => id === action);
  const { title = '', parts = [] } = found ?? {};
  const part = parts.find(({ party }) => party === me.party)?.text ?? '';
  const seen = { what: title, who: parts.map(({ party }) => party), part };
  return of.port.run('sayYes', { space: of.space, action, seen });
}

export async function hashOf({ port, space }: Member): Promise<string> {
  return value(await port.run('contentHash', { space })).contentHash;
}

export function inside({ app, space }: Member): Space {
  return app.running.spaces.get(space)!.space;
}

/** Starts again from what the store kept, as after a crash. */
export function restarted({ home, space }: Member): Promise<Member> {
  return member(home, space);
}
