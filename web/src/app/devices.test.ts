/** Several devices of one person: how another comes in, and how one goes. */
import '../crypto/testing/fast_curves';
import { beforeEach, describe, expect, test } from 'vitest';
import { hash } from '../crypto/hash';
import { decodeCommit } from '../proto/commit';
import { FrameType } from '../proto/frames';
import { homeOn } from '../sync/testing/plan_on_double';
import { ServerDouble } from '../sync/testing/server_double';
import {
  confirmed,
  foundPlan,
  furtherDevice,
  inside,
  joinParty,
  member,
  plan,
  restarted,
  sync,
  syncAll,
  value,
  type Member,
} from './testing/scene';

const HOUR_S = 3600;

let server: ServerDouble;
let kari: Member;

const goals = async (who: Member): Promise<string[]> =>
  (await plan(who)).goals.map(({ title }) => title);

async function write(who: Member, title: string): Promise<void> {
  value(await who.port.run('addGoal', { space: who.space, title }));
  value(await sync(who));
}

async function deviceLink(who: Member, name = 'Kari'): Promise<string> {
  return value(await who.port.run('addDevice', { space: who.space, name })).link;
}

beforeEach(async () => {
  server = new ServerDouble();
  kari = await foundPlan(server);
  await write(kari, 'Fra før');
});

describe('CHARTER7 a further device', () => {
  test('is the same person, by its name, and reads all at once', async () => {
    const pad = await furtherDevice(server, kari);
    const seen = await plan(pad);
    const { person } = inside(kari).me;
    expect(seen.me).toMatchObject({ person, name: 'Kari', party: 1, confirmed: true });
    expect(seen.me.trialEnds).toBe(0);
    expect(await goals(pad)).toEqual(['Fra før']);
    value(await sync(kari));
    const [mine] = (await plan(kari)).parties[0]!.people;
    expect((await plan(kari)).parties[0]!.people).toHaveLength(1);
    expect(mine).toMatchObject({ name: 'Kari', confirmed: true, isMe: true });
    expect(mine!.devices).toMatchObject([
      { index: 1, isThis: true, since: 0, broughtBy: 0 },
      { index: 2, isThis: false, since: server.time, broughtBy: 1, trialEnds: 0 },
    ]);
    expect((await plan(kari)).history[0]).toMatchObject({
      ...{ kind: 'device-added', who: { name: 'Kari', party: 1 } },
    });
  });

  test('is asked for and given up in other words than a stranger is', async () => {
    const stepOf = async () =>
      (await plan(kari)).history.find(({ kind }) => kind !== 'relocked')!.kind;
    const endOpen = async () => {
      const open = (await plan(kari)).invitations.find(({ state }) => state === 'open')!;
      const ask = { space: kari.space, invitation: open.id };
      value(await kari.port.run('revokeInvitation', ask));
      value(await sync(kari));
    };
    await deviceLink(kari);
    expect(await stepOf()).toBe('device-invited');
    await endOpen();
    expect(await stepOf()).toBe('device-revoked');
    value(await kari.port.run('invite', { space: kari.space, party: 'Gruppa' }));
    expect(await stepOf()).toBe('invited');
    await endOpen();
    expect(await stepOf()).toBe('revoked');
  });

  test('signs for the party at once', async () => {
    const ask = { space: kari.space, party: 'Laget', sector: 2 };
    const { link } = value(await kari.port.run('invite', ask));
    const turid = await member(homeOn(server), kari.space);
    value(await turid.port.run('join', { link, person: 'Turid' }));
    const pad = await furtherDevice(server, kari);
    const [open] = (await plan(pad)).proposals;
    expect(open).toMatchObject({ iMaySayYes: true });
    value(await pad.port.run('consent', { space: pad.space, proposal: open!.id }));
    value(await sync(turid));
    expect((await plan(turid)).membership).toBe('member');
  });

  test('is written of as the person that it belongs to', async () => {
    const pad = await furtherDevice(server, kari);
    await write(pad, 'Fra nettbrettet');
    value(await sync(kari));
    const written = (await plan(kari)).goals.at(-1)!;
    expect(written.created).toMatchObject({ name: 'Kari', person: inside(kari).me.person });
  });

  test('is told from an invitation of somebody else before anything is joined', async () => {
    const link = await deviceLink(kari);
    const pad = await member(homeOn(server), '');
    expect(value(await pad.port.run('preview', { link }))).toMatchObject({
      ...{ kind: 'own-device', plan: 'Planen', inviter: 'Kari', sector: 1, party: '' },
      expires: server.time + HOUR_S,
    });
    const [invitation] = (await plan(kari)).invitations;
    expect(invitation).toMatchObject({ kind: 'device', isOurs: true, state: 'open' });
  });

  test('shows the name that its person has in the plan, where none is given', async () => {
    const link = await deviceLink(kari, '');
    const pad = await member(homeOn(server), '');
    expect(value(await pad.port.run('preview', { link })).inviter).toBe('Kari');
  });

  test('was brought by another of the same person; whoever was invited was brought by none', async () => {
    const per = await joinParty(server, kari, 'Per');
    const pad = await furtherDevice(server, per);
    value(await sync(kari));
    const people = (await plan(kari)).parties[0]!.people;
    const brought = people.map(({ devices }) => devices.map((device) => device.broughtBy));
    expect(brought).toEqual([[0], [0, inside(per).me.device]]);
    expect(inside(pad).me.person).toBe(inside(per).me.person);
  });

  test('CHARTER8 comes by its link once', async () => {
    const link = await deviceLink(kari);
    const [pad, thief] = [await member(homeOn(server), ''), await member(homeOn(server), '')];
    value(await pad.port.run('join', { link, person: '' }));
    expect(await thief.port.run('join', { link, person: '' })).toMatchObject({ error: 'used' });
    expect(server.charter?.devices).toHaveLength(2);
  });

  test('comes within an hour, and the key changes when nobody did', async () => {
    const link = await deviceLink(kari);
    const before = inside(kari).log.charter!.epochs.length;
    server.time += HOUR_S - 1;
    const early = await member(homeOn(server), '');
    expect((await early.port.run('preview', { link })).ok).toBe(true);
    server.time += 1;
    const late = await member(homeOn(server), '');
    expect((await late.port.run('join', { link, person: '' })).ok).toBe(false);
    expect(server.charter?.devices).toHaveLength(1);
    value(await sync(kari));
    expect(inside(kari).log.charter!.epochs).toHaveLength(before + 1);
  });

  test("is nobody else's to let in: a person that nobody has confirmed has its own", async () => {
    const per = await joinParty(server, kari, 'Per');
    value(await sync(per));
    const pad = await furtherDevice(server, per);
    expect((await plan(pad)).me).toMatchObject({ name: 'Per', confirmed: false });
    expect(inside(pad).me.person).toBe(inside(per).me.person);
    await deviceLink(per, 'Per');
    const [open] = (await plan(kari)).invitations.filter(({ state }) => state === 'open');
    expect(open).toBeUndefined(); // Kari has not met the server since
    value(await sync(kari));
    const seen = (await plan(kari)).invitations.find(({ state }) => state === 'open');
    expect(seen).toMatchObject({ kind: 'device', isOurs: false });
  });
});

describe('CHARTER17 a device is retired', () => {
  test('by its own person: it is told, reads nothing new, and the key changes first', async () => {
    const pad = await furtherDevice(server, kari);
    await syncAll(kari, pad);
    const retired = await kari.port.run('endDevice', { space: kari.space, device: 2 });
    expect(value(retired)).toEqual({ proposal: '' });
    await write(kari, 'Etterpå');
    const { epochs, awaitsRekey } = server.charter!;
    expect(awaitsRekey).toBe(false);
    const held = new Set(inside(pad).epochKeys.keys());
    expect(await sync(pad)).toMatchObject({ ok: false, error: 'ended' });
    const seen = await plan(pad);
    expect([seen.membership, seen.endedAt > 0]).toEqual(['retired', true]);
    expect(await goals(pad)).toEqual(['Fra før']);
    expect(held.has(epochs.at(-1)!.id)).toBe(false);
    expect([...inside(pad).epochKeys.keys()]).not.toContain(epochs.at(-1)!.id);
    expect(await goals(kari)).toEqual(['Fra før', 'Etterpå']);
    const refused = await pad.port.run('addGoal', { space: pad.space, title: 'Likevel' });
    expect(refused).toMatchObject({ ok: false, error: 'ended' });
    const again = await restarted(pad);
    expect((await plan(again)).membership).toBe('retired');
  });

  test('COMMIT9 nothing is sealed under the key that it had, not even in the same breath', async () => {
    const pad = await furtherDevice(server, kari);
    await syncAll(kari, pad);
    const old = server.charter!.epochs.at(-1)!.id;
    value(await kari.port.run('addGoal', { space: kari.space, title: 'Sammen med' }));
    const size = server.stored.length;
    value(await kari.port.run('endDevice', { space: kari.space, device: 2 }));
    value(await sync(kari));
    const charter = inside(kari).log.charter!;
    expect(charter.epochs.at(-1)!.id).not.toBe(old);
    const epochs = server.stored.slice(size).flatMap(({ type, payload }) => {
      const commit =
        type === FrameType.FRAME_COMMIT
          ? decodeCommit(payload, (record) => hash('record', record))
          : undefined;
      return commit?.ok && !commit.value.isVoid ? [commit.value.core.epoch] : [];
    });
    expect(new Set(epochs)).toEqual(new Set([charter.epochs.at(-1)!.id]));
    expect(inside(pad).epochKeys.has(charter.epochs.at(-1)!.id)).toBe(false);
    expect(await sync(pad)).toMatchObject({ error: 'ended' });
    expect(await goals(pad)).toEqual(['Fra før']);
  });

  test('is told when it was ended, not when it heard of it', async () => {
    const pad = await furtherDevice(server, kari);
    await syncAll(kari, pad);
    server.time += 100;
    value(await kari.port.run('endDevice', { space: kari.space, device: 2 }));
    const at = server.time;
    server.time += 40 * 86_400;
    value(await kari.port.run('invite', { space: kari.space, party: 'Gruppa' }));
    await sync(pad);
    expect((await plan(pad)).endedAt).toBe(at);
  });

  test("ends its person's open links to a further device", async () => {
    const pad = await furtherDevice(server, kari);
    await syncAll(kari, pad);
    const link = await deviceLink(pad);
    value(await kari.port.run('endDevice', { space: kari.space, device: 2 }));
    const thief = await member(homeOn(server), '');
    const tried = await thief.port.run('join', { link, person: '' });
    expect(tried).toMatchObject({ ok: false, error: 'ended' });
    expect(server.charter?.devices).toHaveLength(2);
  });

  test('may be this one, and keeps what was written on it', async () => {
    const pad = await furtherDevice(server, kari);
    await write(pad, 'Fra nettbrettet');
    value(await pad.port.run('endDevice', { space: pad.space, device: 2 }));
    expect(await sync(pad)).toMatchObject({ error: 'ended' });
    expect((await plan(pad)).membership).toBe('retired');
    value(await sync(kari));
    expect(await goals(kari)).toEqual(['Fra før', 'Fra nettbrettet']);
  });

  test('unless nobody would sign for the party any more', async () => {
    const last = await kari.port.run('endDevice', { space: kari.space, device: 1 });
    expect(last).toMatchObject({ ok: false, error: 'forbidden' });
    value(await sync(kari));
    expect((await plan(kari)).membership).toBe('member');
    await write(kari, 'Videre');
  });

  test("CHARTER27 of somebody else's waits three days, and takes that one alone", async () => {
    const per = await joinParty(server, kari, 'Per');
    value(await sync(per));
    await confirmed(kari, per);
    const pad = await furtherDevice(server, per);
    await syncAll(kari, per, pad);
    const asked = await kari.port.run('endDevice', { space: kari.space, device: 3 });
    expect(value(asked).proposal).not.toBe('');
    server.time += 3 * 86_400 - 1;
    await syncAll(kari, per);
    expect(await sync(pad)).toMatchObject({ ok: true });
    server.time += 1;
    await syncAll(kari, per);
    expect(await sync(pad)).toMatchObject({ error: 'ended' });
    expect((await plan(pad)).membership).toBe('retired');
    expect((await plan(per)).membership).toBe('member');
  });
});
