/** Who comes in, and how: CHARTER as people meet it. */
import { describe, expect, test } from 'vitest';
import { homeOn } from '../sync/testing/plan_on_double';
import { ServerDouble } from '../sync/testing/server_double';
import { sayRekey } from '../sync/statements';
import { reaching } from './testing/moving_scene';
import {
  foundPlan,
  joinParty,
  member,
  plan,
  sync,
  twoPeople,
  value,
  type Member,
  inside,
} from './testing/scene';

async function newParty(server: ServerDouble, host: Member): Promise<Member> {
  const ask = { space: host.space, party: 'Laget', sector: 2 };
  const { link } = value(await host.port.run('invite', ask));
  const guest = await member(homeOn(server), host.space);
  const joined = value(await guest.port.run('join', { link, person: 'Turid' }));
  expect(joined.state).toBe('waiting');
  return guest;
}

describe('KEYS5 a link', () => {
  test('shows plan, party and inviter before anybody has joined', async () => {
    const server = new ServerDouble();
    const kari = await foundPlan(server);
    const { link } = value(await kari.port.run('invite', { space: kari.space, party: 'Gruppa' }));
    const looker = await member(homeOn(server), '');
    expect(value(await looker.port.run('preview', { link }))).toMatchObject({
      plan: 'Planen',
      party: 'Gruppa',
      inviter: 'Kari',
      kind: 'existing-party',
      sector: 1,
    });
    expect(server.charter?.devices).toHaveLength(1);
  });

  test('SYNC7 is followed with what was read of the charter before, where that goes on', async () => {
    const server = new ServerDouble();
    const kari = await foundPlan(server);
    const { link } = value(await kari.port.run('invite', { space: kari.space, party: 'Gruppa' }));
    const per = await member(homeOn(server), kari.space);
    value(await per.port.run('preview', { link }));
    const entries: number[] = [];
    let isOther = true;
    server.lie = (draft, path) => {
      if (path !== '/v1/charter') return;
      entries.push(draft.leaves.length);
      // What it has now does not follow on what it had: all of it is asked for again.
      if (isOther) draft.end = { ...draft.end, next: draft.end.next + 1n };
      isOther = false;
    };
    value(await per.port.run('join', { link, person: 'Per' }));
    const [again, whole, entrance] = entries;
    expect({ again, entrance }).toEqual({ again: 0, entrance: 1 });
    expect(whole).toBeGreaterThan(1);
    expect((await plan(per)).me.name).toBe('Per');
  });

  test('SYNC7 is read from where it was left, until another is looked at', async () => {
    const servers = [new ServerDouble(), new ServerDouble('http://other.test', 40)] as const;
    const entries: number[] = [];
    const links: string[] = [];
    for (const server of servers) {
      const host = await foundPlan(server);
      const ask = { space: host.space, party: 'Gruppa' };
      links.push(value(await host.port.run('invite', ask)).link);
      server.lie = (draft, path) =>
        void (path === '/v1/charter' && entries.push(draft.leaves.length));
    }
    const home = homeOn(servers[0]);
    const seams = { ...home.seams, fetch: reaching(...servers) };
    const looker = await member({ ...home, seams }, '');
    const [first = '', second = ''] = links;
    for (const link of [first, first, second, first, second]) {
      value(await looker.port.run('preview', { link }));
    }
    const whole = entries[0];
    expect(whole).toBeGreaterThan(1);
    expect(entries).toEqual([whole, 0, whole, whole, whole]);
  });

  test('KEYS6 that is damaged is told from one of ours', async () => {
    const { per } = await twoPeople();
    const outcome = await per.port.run('preview', { link: 'http://double.test/bli-med#AQ' });
    expect(outcome).toMatchObject({ ok: false, error: 'bad-link' });
  });

  test('CHARTER8 works once', async () => {
    const server = new ServerDouble();
    const kari = await foundPlan(server);
    const { link } = value(await kari.port.run('invite', { space: kari.space, party: 'Gruppa' }));
    const [first, second] = [await member(homeOn(server), ''), await member(homeOn(server), '')];
    value(await first.port.run('join', { link, person: 'Per' }));
    const outcome = await second.port.run('join', { link, person: 'Pål' });
    expect(outcome).toMatchObject({ ok: false, error: 'used' });
  });

  test('CHARTER8 a lost answer: joining again is the same joining', async () => {
    const server = new ServerDouble();
    const kari = await foundPlan(server);
    const { link } = value(await kari.port.run('invite', { space: kari.space, party: 'Gruppa' }));
    const per = await member(homeOn(server), kari.space);
    let requests = 0;
    server.interrupt = (path, phase) => {
      if (path === '/v1/charter' && phase === 'after' && ++requests === 2)
        throw new TypeError('cut');
    };
    expect((await per.port.run('join', { link, person: 'Per' })).ok).toBe(false);
    server.interrupt = () => undefined;
    expect(value(await per.port.run('join', { link, person: 'Per' })).state).toBe('member');
    expect(server.charter?.devices).toHaveLength(2);
  });
});

describe('a newcomer', () => {
  test('CHARTER6 writes at once, and signs for the party when confirmed', async () => {
    const { kari, per } = await twoPeople();
    expect((await plan(per)).me.confirmed).toBe(false);
    const early = await per.port.run('invite', { space: per.space, party: 'Gruppa' });
    expect(early).toMatchObject({ ok: false, error: 'forbidden' });
    const person = (await plan(kari)).parties[0]!.people.find(({ name }) => name === 'Per')!;
    value(await kari.port.run('confirm', { space: kari.space, person: person.id }));
    value(await sync(per));
    expect((await plan(per)).me.confirmed).toBe(true);
  });

  test('KEYS3 reads what was written before it came', async () => {
    const server = new ServerDouble();
    const kari = await foundPlan(server);
    value(await kari.port.run('addGoal', { space: kari.space, title: 'Fra før' }));
    value(await sync(kari));
    const per = await joinParty(server, kari, 'Per');
    expect((await plan(per)).goals.map((goal) => goal.title)).toEqual(['Fra før']);
  });
});

test('KEYS4 a newcomer after a change of keys reads what was sealed under the old one', async () => {
  const server = new ServerDouble();
  const kari = await foundPlan(server);
  value(await kari.port.run('addGoal', { space: kari.space, title: 'Fra før' }));
  value(await sync(kari));
  server.time += 4000;
  value(await sayRekey(inside(kari), inside(kari).log.charter!, BigInt(server.time)));
  value(await sync(kari));
  value(await kari.port.run('addGoal', { space: kari.space, title: 'Etter' }));
  value(await sync(kari));
  const per = await joinParty(server, kari, 'Per');
  const { goals, notices } = await plan(per);
  expect(goals.map((goal) => goal.title).sort()).toEqual(['Etter', 'Fra før']);
  expect(notices).toEqual([]);
});

describe('CHARTER12 a new party', () => {
  test('waits for consent, then is in, reads and writes', async () => {
    const server = new ServerDouble();
    const kari = await foundPlan(server);
    value(await kari.port.run('addGoal', { space: kari.space, title: 'Mål' }));
    const turid = await newParty(server, kari);
    const wrote = await turid.port.run('addGoal', { space: turid.space, title: 'For tidlig' });
    expect(wrote).toMatchObject({ ok: false, error: 'not-member' });
    value(await sync(kari));
    const [proposal] = (await plan(kari)).proposals;
    expect(proposal).toMatchObject({ party: 'Laget', state: 'open', iMaySayYes: true });
    value(await kari.port.run('consent', { space: kari.space, proposal: proposal!.id }));
    value(await sync(turid));
    const seen = await plan(turid);
    expect([seen.membership, seen.goals.map((goal) => goal.title)]).toEqual(['member', ['Mål']]);
    value(await turid.port.run('addGoal', { space: turid.space, title: 'Vårt' }));
    value(await sync(turid));
    value(await sync(kari));
    const { goals, parties } = await plan(kari);
    expect(goals.at(-1)?.created).toMatchObject({ name: 'Turid', party: 2 });
    expect(parties.map((party) => party.name)).toEqual(['Gruppa', 'Laget']);
  });
});
