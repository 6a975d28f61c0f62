/** E09, E20, E27: what others than the server try, against the real one. */
import { describe, expect, test } from 'vitest';
import { inside, plan, sync, value } from '../../../web/src/app/testing/scene';
import { FrameType } from '../../../web/src/proto/frames';
import { decodeSigned, encodeSigned } from '../../../web/src/proto/signed';
import { Client, startService } from '../support/service';
import { commitBy } from './commits';
import { ENTRANCES } from './entrances';
import { bring, exported, forge, showTo } from './support/attack';
import { clientWithout } from './support/bundle';
import { ForgedLog } from './support/forged_log';
import { device, found, join, linkFrom, settle, twoPeople, write } from './support/people';
import { keysFor, opened } from './support/spoils';
import { evilScene } from './support/verdict';

const evil = evilScene();

describe('E09 a link that somebody else came upon', () => {
  test('CHARTER8 CHARTER6 opens once; who came by it signs for nobody, and is seen', async () => {
    evil().repent();
    const { kari, per } = await twoPeople(evil());
    const link = await linkFrom(kari);
    const thief = await device();
    value(await thief.port.run('join', { link, person: 'Per' }));
    const stranger = { ...thief, space: kari.space };
    const late = await device();
    expect(await late.port.run('join', { link, person: 'Odd' })).toMatchObject({
      ok: false,
      error: 'used',
    });
    await settle(kari);
    const { me, keys } = inside(stranger);
    const { person } = me;
    const people = (await plan(kari)).parties.flatMap((party) => party.people);
    expect(people.find(({ id }) => id === person)).toMatchObject({ confirmed: false });
    // Kari sees a second Per, and shuts it out before anybody has said yes.
    value(await kari.port.run('proposeEndPerson', { space: kari.space, person }));
    for (const one of [kari, per, kari]) await settle(one);
    await write(kari, 'Etter at den var ute');
    for (const one of [kari, per]) await settle(one);
    expect(await sync(stranger)).toMatchObject({ ok: false, error: 'ended' });
    const all = ForgedLog.of(await exported(kari)).leaves;
    const ring = await keysFor(kari.space, all, keys);
    for (const [epoch, key] of inside(stranger).epochKeys) ring.set(epoch, key);
    const text = opened(kari.space, all, ring);
    expect(text).toContain('Planen');
    expect(text).not.toContain('Etter at den var ute');
  });

  test('SYNC1 on another server it opens nothing', async () => {
    evil().repent();
    const other = await startService();
    try {
      const link = await linkFrom(await found(evil(), 'Kari'));
      const guest = await device();
      const elsewhere = link.replace(evil().url, other.url);
      const told = await guest.port.run('join', { link: elsewhere, person: 'Per' });
      expect(told).toMatchObject({ ok: false, error: 'not-found' });
    } finally {
      await other.end();
    }
  });
});

describe('E27 SYNC2 what was heard is said again', () => {
  test('here it changes nothing, elsewhere and for another path it is refused', async () => {
    evil().repent();
    const { kari, per } = await twoPeople(evil());
    const since = evil().heard.length;
    await write(per, 'En gang');
    for (const one of [per, kari]) await settle(one);
    const heard = evil()
      .heard.slice(since)
      .filter(({ auth }) => auth !== undefined);
    const before = ForgedLog.of(await exported(kari)).size;
    const other = await startService();
    try {
      for (const { url, body, brought } of heard) {
        expect(await statusOf(evil().url + url, body)).toBe(200); // answered as the first time
        const isPull = brought.length === 0; // there is nothing to bring to that path
        expect(await statusOf(evil().url + '/v1/live?poll=1', body)).toBe(isPull ? 401 : 400);
        expect(await statusOf(other.url + url, body)).toBe(401);
        const changed = Uint8Array.from(body);
        changed[changed.length - 1]! ^= 1;
        expect([400, 401]).toContain(await statusOf(evil().url + url, changed));
      }
    } finally {
      await other.end();
    }
    await settle(kari);
    expect(ForgedLog.of(await exported(kari)).size).toBe(before);
    expect((await plan(kari)).goals).toHaveLength(1);
  });

  test('SYNC3 and later it is too late', async () => {
    const service = await startService();
    try {
      const own = await found({ ...evil(), url: service.url }, 'Kari');
      const sent: { url: string; body: Uint8Array }[] = [];
      const { seams } = own.home;
      const { line } = own.app.running.spaces.get(own.space)!;
      const hear: typeof seams.fetch = async (url, request) => {
        const blob = request.body as Blob; // what transport.ts sends
        sent.push({ url, body: new Uint8Array(await blob.arrayBuffer()) });
        return seams.fetch(url, request);
      };
      Object.assign(line.seams, { fetch: hear });
      await settle(own);
      await service.stop();
      await service.start(1);
      for (const { url, body } of sent) expect(await statusOf(url, body)).toBe(401);
    } finally {
      await service.end();
    }
  });
});

async function statusOf(url: string, body: Uint8Array): Promise<number> {
  const answer = await fetch(url, { method: 'POST', body: body as BodyInit });
  await answer.arrayBuffer();
  return answer.status;
}

describe('a member who sends too much', () => {
  test('WIRE6 COMMIT1 is refused, and the others go on', async () => {
    evil().repent();
    const { kari, per } = await twoPeople(evil());
    const siri = await join(kari, 'Siri');
    const seq = Number(inside(siri).log.chains.get(inside(siri).me.device)?.seq ?? 0n) + 1;
    const honest = await commitBy(siri, seq, new Uint8Array(40));
    const payload = Array.from({ length: 257 }, () => new Uint8Array(168));
    const read = decodeSigned(honest.payload);
    if (!read.ok) throw new Error(read.error);
    const signed = read.value;
    const many = { type: FrameType.FRAME_COMMIT, payload: encodeSigned({ ...signed, payload }) };
    const bomb = [new Uint8Array(66_000)];
    const big = {
      type: FrameType.FRAME_COMMIT,
      payload: encodeSigned({ ...signed, payload: bomb }),
    };
    expect(await bring(siri, [many, big])).not.toContain('ok');
    await write(per, 'Likevel');
    for (const one of [per, kari]) await settle(one);
    expect((await plan(kari)).goals.map(({ title }) => title)).toEqual(['Likevel']);
  });
});

test('E01 CHARTER3 the headless client says so, in one word and by its status', async () => {
  evil().repent();
  const kari = await found(evil(), 'Kari');
  const client = new Client();
  try {
    await client.run('join', await linkFrom(kari), '--person', 'Per');
    await settle(kari);
    const people = async () => ({ kari, per: kari });
    const scene = await ENTRANCES[0]!.set(evil(), await clientWithout(), people);
    const { forged } = await forge(ENTRANCES[0]!, scene);
    const before = await client.run('charter', '--json');
    showTo(evil(), kari.space, 2, forged);
    const ended = await client.try('sync', '--once');
    expect(ended).toMatchObject({ status: 1, results: [], problem: 'client: misconduct\n' });
    expect(await client.run('charter', '--json')).toEqual(before);
    evil().repent();
    expect((await client.try('sync', '--once')).status).toBe(0);
  } finally {
    client.end();
  }
});
