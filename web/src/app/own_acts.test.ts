/** What a group decides alone, and a person about itself: CHARTER27 as people meet it. */
import '../crypto/testing/fast_curves';
import { beforeEach, describe, expect, test } from 'vitest';
import { homeOn } from '../sync/testing/plan_on_double';
import { ServerDouble } from '../sync/testing/server_double';
import type { ProposalView } from './port';
import {
  confirmed,
  foundPlan,
  inside,
  joinParty,
  member,
  plan,
  sync,
  syncAll,
  value,
  type Member,
} from './testing/scene';

const DAY_S = 86_400;

let server: ServerDouble;
let kari: Member;
let per: Member;
let odd: Member; // all of one group

const ask = (who: Member, proposal: string) => ({ space: who.space, proposal });
const idOf = (who: Member): string => inside(who).me.person;

async function endPerson(by: Member, whom: Member): Promise<string> {
  const asked = { space: by.space, person: idOf(whom) };
  return value(await by.port.run('proposeEndPerson', asked)).proposal;
}

async function seen(who: Member, proposal: string): Promise<ProposalView> {
  await sync(who); // who is out is told so
  return (await plan(who)).proposals.find(({ id }) => id === proposal)!;
}

async function membership(who: Member): Promise<string> {
  await sync(who);
  return (await plan(who)).membership;
}

async function goals(who: Member): Promise<string[]> {
  await sync(who);
  return (await plan(who)).goals.map(({ title }) => title);
}

async function write(who: Member, title: string): Promise<void> {
  value(await who.port.run('addGoal', { space: who.space, title }));
  value(await sync(who));
}

/** Another group, in which Turid signs. */
async function secondParty(): Promise<Member> {
  const invited = { space: kari.space, party: 'Laget', sector: 2 };
  const { link } = value(await kari.port.run('invite', invited));
  const turid = await member(homeOn(server), kari.space);
  value(await turid.port.run('join', { link, person: 'Turid' }));
  value(await sync(kari));
  const open = (await plan(kari)).proposals.find(({ state }) => state === 'open')!;
  value(await kari.port.run('consent', ask(kari, open.id)));
  await syncAll(kari, turid);
  expect((await plan(turid)).membership).toBe('member');
  return turid;
}

beforeEach(async () => {
  server = new ServerDouble();
  kari = await foundPlan(server);
  per = await joinParty(server, kari, 'Per');
  odd = await joinParty(server, kari, 'Odd');
  await syncAll(kari, per, odd);
});

describe('CHARTER27 a person is taken out by the group', () => {
  beforeEach(() => confirmed(kari, per, odd));

  test('after three days, and not a second before; the key changes before anything more', async () => {
    const id = await endPerson(kari, per);
    expect(await seen(per, id)).toMatchObject({
      ...{ kind: 'end-devices', decidedBy: 1, person: { id: idOf(per), name: 'Per' } },
      ...{ persons: { yes: 1, needed: 1 }, state: 'open', isAgreed: true, isPending: false },
      ...{ by: { name: 'Kari', party: 1 }, effectiveAt: server.time + 3 * DAY_S, device: 0 },
      ...{ iMaySayYes: false, iMayObject: true, iMayTakeBack: false },
    });
    expect(await seen(odd, id)).toMatchObject({ iMaySayYes: true, iMayTakeBack: true });
    server.time += 3 * DAY_S - 1;
    await syncAll(kari, odd, per);
    expect(await membership(per)).toBe('member');
    server.time += 1;
    value(await sync(odd));
    expect(server.charter!.awaitsRekey).toBe(false);
    await write(kari, 'Etterpå');
    expect(await membership(per)).toBe('retired');
    expect(inside(per).epochKeys.has(server.charter!.epochs.at(-1)!.id)).toBe(false);
    expect(await goals(per)).toEqual([]);
    expect(await seen(kari, id)).toMatchObject({ state: 'enacted' });
    const kept = (await plan(kari)).parties[0]!.people.find(({ name }) => name === 'Per');
    expect(kept!.devices).toEqual([]);
  });

  test('CHARTER24 unless any other signer takes it back', async () => {
    const id = await endPerson(kari, per);
    value(await sync(odd));
    value(await odd.port.run('withdraw', { ...ask(odd, id), what: 'proposal' }));
    server.time += 4 * DAY_S;
    await syncAll(kari, odd, per);
    expect(await membership(per)).toBe('member');
    expect(await seen(kari, id)).toMatchObject({ state: 'withdrawn', iMaySayYes: false });
  });

  test('CHARTER24 whom it concerns takes it not back, and its no stops one alone', async () => {
    const id = await endPerson(kari, per);
    value(await sync(per));
    const back = await per.port.run('withdraw', { ...ask(per, id), what: 'proposal' });
    expect(back).toMatchObject({ ok: false, error: 'forbidden' });
    value(await per.port.run('object', { ...ask(per, id), reason: 'Jeg er her' }));
    expect(await seen(kari, id)).toMatchObject({
      objections: [{ name: 'Per', reason: 'Jeg er her', isMine: false }],
    });
    server.time += 4 * DAY_S;
    await syncAll(kari, odd, per);
    expect(await membership(per)).toBe('member');
  });

  test('whose no does not count where more than half of the signers say yes', async () => {
    const id = await endPerson(kari, per);
    value(await sync(per));
    value(await per.port.run('object', { ...ask(per, id), reason: 'Jeg er her' }));
    value(await sync(odd));
    value(await odd.port.run('consent', ask(odd, id)));
    expect(await seen(odd, id)).toMatchObject({ persons: { yes: 2, needed: 1 }, isAgreed: true });
    server.time += 3 * DAY_S;
    await syncAll(kari, odd);
    expect(await membership(per)).toBe('retired');
  });

  test('CHARTER23 is nothing that another group has a say in', async () => {
    const turid = await secondParty();
    const id = await endPerson(kari, per);
    expect(await seen(turid, id)).toMatchObject({
      ...{ party: 'Gruppa', iMaySayYes: false, iMayObject: false, iMayTakeBack: false },
    });
    const no = await turid.port.run('object', { ...ask(turid, id), reason: 'Nei' });
    expect(no).toMatchObject({ ok: false, error: 'forbidden' });
    expect((await turid.port.run('consent', ask(turid, id))).ok).toBe(false);
    const asked = { space: turid.space, person: idOf(per) };
    expect(await turid.port.run('proposeEndPerson', asked)).toMatchObject({ error: 'not-found' });
  });

  test('who comes back by a new link is a new person, and forgets the old copy', async () => {
    await endPerson(kari, per);
    server.time += 3 * DAY_S;
    await syncAll(kari, odd);
    await write(kari, 'Imens');
    const before = idOf(per);
    expect(await membership(per)).toBe('retired');
    const { link } = value(await kari.port.run('invite', { space: kari.space, party: 'Gruppa' }));
    value(await per.port.run('join', { link, person: 'Per' }));
    expect(await membership(per)).toBe('member');
    expect(idOf(per)).not.toBe(before);
    expect(await goals(per)).toEqual(['Imens']);
    expect((await plan(per)).me.confirmed).toBe(false);
    expect((await plan(per)).endedAt).toBe(0);
  });

  test('and what never arrived comes along: it is written anew by who came back', async () => {
    await write(per, 'Før');
    await sync(kari);
    await endPerson(kari, per);
    server.time += 3 * DAY_S;
    await syncAll(kari, odd);
    value(await per.port.run('addGoal', { space: per.space, title: 'Kom aldri fram' }));
    expect(await membership(per)).toBe('retired');
    const invited = { space: kari.space, party: 'Gruppa' };
    const { link } = value(await kari.port.run('invite', invited));
    value(await per.port.run('join', { link, person: 'Per' }));
    await syncAll(per, kari);
    expect(await goals(kari)).toEqual(['Før', 'Kom aldri fram']);
    expect((await plan(per)).sync.unsent).toBe(0);
  });

  test('a link that is used up takes nothing from who was out', async () => {
    await write(per, 'Før');
    await sync(kari);
    await endPerson(kari, per);
    server.time += 3 * DAY_S;
    await syncAll(kari, odd);
    expect(await membership(per)).toBe('retired');
    const { link } = value(await kari.port.run('invite', { space: kari.space, party: 'Gruppa' }));
    const other = await member(homeOn(server), kari.space);
    value(await other.port.run('join', { link, person: 'Ola' }));
    const late = await per.port.run('join', { link, person: 'Per' });
    expect(late).toMatchObject({ ok: false, error: 'used' });
    expect((await plan(per)).goals.map(({ title }) => title)).toEqual(['Før']);
    expect(inside(per).me.ended?.cause).toBe('device-retired');
  });
});

describe('CHARTER27 somebody leaves', () => {
  test('as a person: nobody is asked, after three days, and nobody stops it', async () => {
    await confirmed(kari, per, odd);
    await write(per, 'Takk for meg');
    const id = await endPerson(per, per);
    expect(await seen(kari, id)).toMatchObject({ persons: { yes: 0, needed: 0 }, isAgreed: true });
    expect(await seen(per, id)).toMatchObject({ iMaySayYes: false, iMayTakeBack: true });
    value(await kari.port.run('object', { ...ask(kari, id), reason: 'Bli' }));
    server.time += 3 * DAY_S;
    await syncAll(kari);
    expect(await membership(per)).toBe('retired');
    expect(await goals(per)).toEqual(['Takk for meg']);
    expect((await per.port.run('export', { space: per.space })).ok).toBe(true);
  });

  test('and thinks better of it', async () => {
    await confirmed(kari, per, odd);
    const id = await endPerson(per, per);
    value(await per.port.run('withdraw', { ...ask(per, id), what: 'proposal' }));
    server.time += 4 * DAY_S;
    await syncAll(kari, per);
    expect(await membership(per)).toBe('member');
  });

  test('who is not confirmed leaves, or is taken out, at once', async () => {
    await endPerson(per, per);
    await syncAll(kari);
    expect(await membership(per)).toBe('retired');
    await endPerson(kari, odd);
    expect(await membership(odd)).toBe('retired');
    expect(server.charter!.awaitsRekey).toBe(false);
    expect(await membership(kari)).toBe('member');
  });

  test('the last signer does not', async () => {
    const id = await endPerson(kari, kari);
    server.time += 4 * DAY_S;
    value(await sync(kari));
    expect(await membership(kari)).toBe('member');
    expect(await seen(kari, id)).toMatchObject({ state: 'open', isImpossible: true });
  });

  test('as a group: three days, no other group is asked, and all of it is out', async () => {
    await confirmed(kari, per);
    const turid = await secondParty();
    const asked = { space: turid.space };
    const id = value(await turid.port.run('proposeLeave', asked)).proposal;
    expect(await seen(kari, id)).toMatchObject({
      ...{ kind: 'leave', decidedBy: 2, party: 'Laget', iMaySayYes: false, iMayObject: false },
    });
    server.time += 3 * DAY_S - 1;
    await syncAll(kari);
    expect(await membership(turid)).toBe('member');
    server.time += 1;
    await syncAll(kari);
    await write(kari, 'Etterpå');
    expect(await membership(turid)).toBe('left');
    expect(await goals(turid)).toEqual([]);
    expect((await plan(kari)).parties.map(({ state }) => state)).toEqual(['active', 'left']);
    expect((await plan(turid)).endedAt).toBe(server.time);
  });

  test('CHARTER20 the only group has nobody to leave', async () => {
    const alone = await kari.port.run('proposeLeave', { space: kari.space });
    expect(alone).toMatchObject({ ok: false, error: 'forbidden' });
    expect((await plan(kari)).proposals).toEqual([]);
  });
});

describe('CHARTER6 two persons sign for the group', () => {
  beforeEach(async () => {
    await confirmed(kari, per);
    const asked = { space: kari.space, signerRule: 2 };
    const id = value(await kari.port.run('proposeSigners', asked)).proposal;
    expect(await seen(per, id)).toMatchObject({ kind: 'signers', signerRule: 2, isAgreed: true });
    server.time += 3 * DAY_S;
    await syncAll(kari, per, odd);
    expect((await plan(per)).parties[0]).toMatchObject({ signerRule: 2 });
  });

  test('CHARTER12 the yes of one is not the yes of the group', async () => {
    const invited = { space: kari.space, party: 'Laget', sector: 2 };
    const { link } = value(await kari.port.run('invite', invited));
    const turid = await member(homeOn(server), kari.space);
    value(await turid.port.run('join', { link, person: 'Turid' }));
    await syncAll(kari, per);
    const id = (await plan(kari)).proposals.find(({ kind }) => kind === 'admit')!.id;
    value(await kari.port.run('consent', ask(kari, id)));
    server.time += 20 * DAY_S;
    expect(await seen(kari, id)).toMatchObject({ yes: [], isAgreed: false, iHaveSaidYes: true });
    expect(await membership(turid)).toBe('waiting');
    value(await sync(per));
    value(await per.port.run('consent', ask(per, id)));
    expect(await membership(turid)).toBe('member');
  });

  test('CHARTER9 a newcomer is confirmed by two', async () => {
    const view = async (who: Member) => {
      value(await sync(who));
      return (await plan(who)).parties[0]!.people.find(({ name }) => name === 'Odd')!;
    };
    const asked = { space: kari.space, person: idOf(odd) };
    value(await kari.port.run('confirm', asked));
    expect(await view(kari)).toMatchObject({
      ...{ confirmed: false, confirmedByMe: true, confirmations: { given: 1, needed: 2 } },
    });
    expect(await kari.port.run('confirm', asked)).toMatchObject({ error: 'conflict' });
    expect(await view(per)).toMatchObject({ confirmed: false, confirmedByMe: false });
    value(await per.port.run('confirm', asked));
    expect(await view(odd)).toMatchObject({ confirmed: true });
  });

  test('one alone takes nobody out, though nobody says no', async () => {
    const asked = { space: kari.space, person: idOf(odd) };
    for (const one of [kari, per]) value(await one.port.run('confirm', asked));
    await syncAll(kari, per, odd);
    const id = await endPerson(kari, per);
    server.time += 10 * DAY_S;
    expect(await seen(odd, id)).toMatchObject({
      ...{ persons: { yes: 1, needed: 2 }, isAgreed: false, state: 'open' },
    });
    expect(await membership(per)).toBe('member');
    value(await odd.port.run('consent', ask(odd, id)));
    expect(await membership(per)).toBe('retired');
  });
});
