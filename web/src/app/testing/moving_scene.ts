/** A plan and the servers that it moves between. */
import { homeOn, testSeams, type HomeOptions } from '../../sync/testing/plan_on_double';
import { ServerDouble } from '../../sync/testing/server_double';
import {
  confirmed,
  foundPlan,
  joinParty,
  member,
  sync,
  syncAll,
  value,
  type Member,
} from './scene';

export const FIRST = 'http://double.test';
export const SECOND = 'http://other.test';
export const THIRD = 'http://third.test';

export interface MovingScene {
  readonly first: ServerDouble;
  readonly second: ServerDouble;
  readonly third: ServerDouble;
  /** Reaches all servers, as the headless client does. */
  readonly kari: Member;
  /** A browser at the first server. */
  readonly per: Member;
}

export function reaching(...servers: readonly ServerDouble[]): HomeOptions['seams']['fetch'] {
  return (url, request) => {
    const server = servers.find(({ origin }) => url.startsWith(`${origin}/`));
    if (!server) throw new TypeError('not reached from here');
    return server.fetch(url, request);
  };
}

/** A browser at that server, or with others what reaches them all. */
export function homeFor(server: ServerDouble, ...others: readonly ServerDouble[]): HomeOptions {
  const home = homeOn(server);
  const seams = { ...testSeams(server), fetch: reaching(server, ...others) };
  return { ...home, seams, ...(others.length === 0 ? { home: server.origin } : {}) };
}

export async function movingScene(): Promise<MovingScene> {
  const first = new ServerDouble(FIRST);
  const second = new ServerDouble(SECOND, 40);
  const third = new ServerDouble(THIRD, 60);
  const founder = await foundPlan(first);
  const everywhere = homeFor(first, second, third);
  const kari = await member({ ...everywhere, store: founder.home.store }, founder.space);
  const guest = await joinParty(first, kari, 'Per');
  const per = await member({ ...homeFor(first), store: guest.home.store }, guest.space);
  await confirmed(kari, per);
  await kari.port.run('addGoal', { space: kari.space, title: 'Møteplass' });
  await syncAll(kari, per);
  return { first, second, third, kari, per };
}

/** Agreed to, and brought. */
export async function moveTo(kari: Member, to: ServerDouble): Promise<void> {
  const { space } = kari;
  const { code } = value(await kari.port.run('placeHere', { server: to.origin }));
  const { proposal } = value(await kari.port.run('proposeMove', { space, to: code }));
  value(await kari.port.run('consent', { space, proposal }));
  value(await sync(kari));
  if (to.charter?.server.key !== to.keys.signKey) throw new Error('it has not moved');
}

/** In the browser, by the link that it gives itself. */
export async function goOn(from: Member, there: Member): Promise<string> {
  const { link } = value(await from.port.run('passage', { space: from.space }));
  return value(await there.port.run('goOn', { link })).state;
}
