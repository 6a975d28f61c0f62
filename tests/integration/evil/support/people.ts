/** Whom the evil server serves: applications in this process, on real HTTP. */
import { hexOf } from '../../../../web/src/core/bytes';
import type { Member } from '../../../../web/src/app/testing/scene';
import { inside, sync, value } from '../../../../web/src/app/testing/scene';
import { platformSeams } from '../../../../web/src/app/platform_seams';
import { newSeedKeys, type DeviceKeys } from '../../../../web/src/crypto/device_keys';
import { ACT_ADMIT_PARTY } from '../../../../web/src/core/charter/statement';
import { encodeStatement } from '../../../../web/src/proto/charter';
import { encodeGenesis } from '../../../../web/src/proto/charter_encode';
import { genesisSaying, keepFounded, readDraft } from '../../../../web/src/sync/found';
import { askServerInfo } from '../../../../web/src/sync/transport';
import { clientWithout, type Client } from './bundle';
import type { EvilServer } from './proxy';

export type { Member };
export const seams = platformSeams();
export const PARTY = 'Gruppa';

export function freshKeys(): DeviceKeys {
  return newSeedKeys(seams.random);
}

/** A device of its own that has no plan yet. */
export async function device(client?: Client): Promise<Member> {
  const made = client ?? (await clientWithout());
  const own = made.platformSeams();
  const store = made.openMemoryStore();
  const newKeys = () => Promise.resolve(made.newSeedKeys(own.random));
  const app = await made.startApp({ store, seams: own, newKeys, isLive: false });
  // What the shared steps need of a home: seams and a store.
  const home = { store, seams: { ...own, timers: [] }, newKeys, isLive: false };
  return { app, port: app.connect(), home, space: '' };
}

export async function found(evil: EvilServer, name: string, client?: Client): Promise<Member> {
  const one = await device(client);
  const ask = { server: evil.url, title: 'Planen', person: name, party: PARTY, sector: 1 as const };
  const { space } = value(await one.port.run('found', ask));
  return { ...one, space };
}

export async function linkFrom(
  host: Member,
  group?: string,
  sector: 1 | 2 | 3 = 1,
): Promise<string> {
  const place = group === undefined ? { party: PARTY } : { party: group, sector };
  const { link } = value(await host.port.run('invite', { space: host.space, ...place }));
  return link;
}

/** By a link of the host's, into its party. */
export async function join(host: Member, name: string, client?: Client): Promise<Member> {
  const one = await device(client);
  const link = await linkFrom(host);
  const { space } = value(await one.port.run('join', { link, person: name }));
  await settle(host);
  return settle({ ...one, space });
}

/** A further device of the same person. */
export async function further(host: Member, client?: Client): Promise<Member> {
  const one = await device(client);
  const ask = { space: host.space, name: 'Den andre' };
  const { link } = value(await host.port.run('addDevice', ask));
  value(await one.port.run('join', { link, person: '' }));
  await settle(host);
  return settle({ ...one, space: host.space });
}

export async function settle(one: Member): Promise<Member> {
  value(await sync(one));
  return one;
}

export async function write(one: Member, title: string): Promise<void> {
  value(await one.port.run('addGoal', { space: one.space, title }));
}

/** Kari has founded a plan, Per has joined her party; both are up to date. */
export async function twoPeople(
  evil: EvilServer,
  client?: Client,
): Promise<{ kari: Member; per: Member }> {
  const kari = await found(evil, 'Kari');
  const per = await join(kari, 'Per', client);
  await settle(kari);
  await settle(per);
  return { kari, per };
}

export interface Founder {
  readonly name: string;
  readonly sector: 1 | 2 | 3;
  readonly signerRule?: number;
  readonly client?: Client;
}

/** Several parties from the start, as founded together. */
export async function foundTogether(
  evil: EvilServer,
  founders: readonly Founder[],
): Promise<Member[]> {
  const info = await askServerInfo(evil.url, seams);
  if (!info.ok) throw new Error(info.error);
  const { serverKey } = info.value;
  const all = founders.map((founder) => ({ ...founder, keys: freshKeys() }));
  const parties = all.map(({ sector, signerRule = 1, keys: { signKey, boxKey } }) => ({
    ...{ sector, signerRule, person: hexOf(seams.random(16)) },
    device: { signKey, boxKey },
  }));
  const rules = [{ act: ACT_ADMIT_PARTY, parties: 1, sectors: 1, noticeDays: 14 }];
  const nonce = hexOf(seams.random(16));
  const body = encodeGenesis({ nonce, serverKey, sectors: [1, 2, 3], rules, parties });
  const place = { space: '', device: 0, counter: 0n, charterHead: '' };
  const draft = readDraft(encodeStatement({ ...place, type: 'genesis', body }))!;
  const signatures = await Promise.all(
    all.map(({ keys }) => keys.sign('statement', draft.statement)),
  );
  const members: Member[] = [];
  for (const [i, { name, keys, client }] of all.entries()) {
    const empty = await device(client);
    const who = { server: evil.url, serverKey, planName: 'Planen', name, party: `${name} sin` };
    const saying = i === 0 ? genesisSaying(draft, signatures) : undefined;
    const kept = await keepFounded(empty.home.store, seams, draft, keys, who, saying);
    if (!kept.ok) throw new Error(kept.error);
    const made = client ?? (await clientWithout());
    const app = await made.startApp(empty.home);
    const member = { app, port: app.connect(), home: empty.home, space: draft.space };
    members.push(await settle(member));
  }
  for (const member of members) await settle(member);
  return members;
}

export function deviceOf(one: Member): number {
  return inside(one).me.device;
}
