/** Twelve words on paper, and what they bring back: CHARTER28, CHARTER29, SYNC12. */
import '../crypto/testing/fast_curves';
import { beforeEach, describe, expect, test } from 'vitest';
import { concat, utf8 } from '../core/bytes';
import { homeOn } from '../sync/testing/plan_on_double';
import { ServerDouble } from '../sync/testing/server_double';
import type { Store } from '../store/store';
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

const DAY_S = 86_400;
const HOUR_S = 3600;

interface Paper {
  readonly words: string;
  readonly paper: string;
}

let server: ServerDouble;
let kari: Member;

const goals = async (who: Member): Promise<string[]> =>
  (await plan(who)).goals.map(({ title }) => title);

async function write(who: Member, title: string): Promise<void> {
  value(await who.port.run('addGoal', { space: who.space, title }));
  value(await sync(who));
}

async function fresh(who: Member): Promise<Paper> {
  const { words, paper } = value(await who.port.run('makeWords', { space: who.space }));
  return { words: words.join(' '), paper };
}

/** Sets fresh words; both ways to say them come back. */
async function setWords(who: Member, old?: string): Promise<Paper> {
  const made = await fresh(who);
  const asked = { space: who.space, words: made.paper, ...(old === undefined ? {} : { old }) };
  value(await who.port.run('setRecovery', asked));
  value(await sync(who));
  return made;
}

/** A home that has nothing but what stands on the paper. */
async function recovered(words: string): Promise<Member> {
  const home = await member(homeOn(server), kari.space);
  const outcome = await home.port.run('recover', { server: server.origin, words });
  expect(value(outcome).spaces).toEqual([kari.space]);
  return home;
}

/** The key changes because nobody has for ninety days. */
async function nextKey(who: Member): Promise<void> {
  const before = server.charter!.epochs.length;
  server.time += 91 * DAY_S;
  value(await sync(who));
  expect(server.charter!.epochs).toHaveLength(before + 1);
}

async function isKept(store: Store, secret: Uint8Array): Promise<boolean> {
  const kept = await store.list('');
  const all = Buffer.from(concat(...kept.flatMap(({ key, value: v }) => [utf8(key), v])));
  return all.includes(Buffer.from(secret)) || all.includes(Buffer.from(secret).toString('hex'));
}

function secretIn({ paper }: Paper): Uint8Array {
  return new Uint8Array(Buffer.from(paper.split('#')[1]!, 'base64url').subarray(1));
}

beforeEach(async () => {
  server = new ServerDouble();
  kari = await foundPlan(server);
  await write(kari, 'Før ordene');
});

describe('CHARTER29 all devices are lost', () => {
  test.each(['paper', 'words'] as const)(
    'the %s brings back the whole plan, with what was written since and under later keys',
    async (way) => {
      const per = await joinParty(server, kari, 'Per');
      await syncAll(per, kari);
      const paper = await setWords(kari);
      await write(kari, 'Etter ordene');
      await nextKey(per);
      await write(per, 'Etter nøkkelen');
      value(await sync(kari));
      const back = await recovered(paper[way]);
      expect(await goals(back)).toEqual(['Før ordene', 'Etter ordene', 'Etter nøkkelen']);
    },
  );

  test('by the paper: the same person, who signs at once where it has no other device', async () => {
    const per = await joinParty(server, kari, 'Per');
    await syncAll(per, kari);
    await confirmed(kari, per);
    const paper = await setWords(kari);
    value(await kari.port.run('endDevice', { space: kari.space, device: 1 }));
    await write(per, 'Mens Kari var borte');
    await nextKey(per);
    const back = await recovered(paper.paper);
    const { me } = await plan(back);
    expect(me).toMatchObject({
      ...{ person: inside(kari).me.person, name: 'Kari', party: 1, confirmed: true },
      ...{ hasWords: true, trialEnds: 0 },
    });
    expect(await goals(back)).toEqual(['Før ordene', 'Mens Kari var borte']);
    const invited = await back.port.run('invite', { space: back.space, party: 'Gruppa' });
    expect(invited.ok).toBe(true);
    await write(back, 'Tilbake');
    value(await sync(per));
    const last = (await plan(per)).goals.at(-1)!;
    expect(last).toMatchObject({ title: 'Tilbake', created: { name: 'Kari' } });
    expect((await plan(per)).history.map(({ kind }) => kind)).toContain('recovered');
  });

  test('the words are not kept on the device, before nor after', async () => {
    const paper = await setWords(kari);
    const secret = secretIn(paper);
    expect(secret).toHaveLength(16);
    expect(await isKept(kari.home.store, secret)).toBe(false);
    const back = await recovered(paper.paper);
    expect(inside(back).me.words).toBeUndefined();
    expect(await isKept(back.home.store, secret)).toBe(false);
    const again = await restarted(back);
    expect(await goals(again)).toEqual(['Før ordene']);
  });

  test('CHARTER33 nor where the plan is closed, which is read all the same', async () => {
    const paper = await setWords(kari);
    const asked = value(await kari.port.run('proposeClose', { space: kari.space }));
    const consent = { space: kari.space, proposal: asked.proposal };
    value(await kari.port.run('consent', consent));
    server.time += 30 * DAY_S;
    value(await sync(kari));
    expect((await plan(kari)).membership).toBe('closed');
    const back = await recovered(paper.paper);
    expect(await goals(back)).toEqual(['Før ordene']);
    value(await sync(back));
    expect(inside(back).me.words).toBeUndefined();
    expect(await isKept(back.home.store, secretIn(paper))).toBe(false);
  });

  test('a lost answer: once more is the same coming back, with one device', async () => {
    const paper = await setWords(kari);
    const home = await member(homeOn(server), kari.space);
    let requests = 0;
    server.interrupt = (path, phase) => {
      if (path === '/v1/charter' && phase === 'after' && ++requests === 2) throw new TypeError();
    };
    const ask = { server: server.origin, words: paper.paper };
    expect(await home.port.run('recover', ask)).toMatchObject({ ok: false, error: 'offline' });
    server.interrupt = () => undefined;
    expect(value(await home.port.run('recover', ask)).spaces).toEqual([kari.space]);
    expect((await plan(home)).membership).toBe('member');
    expect(await goals(home)).toEqual(['Før ordene']);
    expect(server.charter!.devices).toHaveLength(2);
  });

  test('on a device that was ended once: the old copy goes for the new', async () => {
    const pad = await furtherDevice(server, kari);
    const paper = await setWords(kari);
    value(await kari.port.run('endDevice', { space: kari.space, device: 2 }));
    await write(kari, 'Etterpå');
    expect(await sync(pad)).toMatchObject({ error: 'ended' });
    const ask = { server: server.origin, words: paper.paper };
    expect(value(await pad.port.run('recover', ask)).spaces).toEqual([kari.space]);
    expect((await plan(pad)).membership).toBe('member');
    expect(await goals(pad)).toEqual(['Før ordene', 'Etterpå']);
  });

  test('on a device that is in: nothing happens', async () => {
    const paper = await setWords(kari);
    const ask = { server: server.origin, words: paper.paper };
    expect(value(await kari.port.run('recover', ask)).spaces).toEqual([kari.space]);
    expect(server.charter!.devices).toHaveLength(1);
  });
});

describe('CHARTER29 on trial, where the person has another device', () => {
  let per: Member;
  let paper: Paper;
  let found: Member;

  beforeEach(async () => {
    per = await joinParty(server, kari, 'Per');
    await syncAll(per, kari);
    await confirmed(kari, per);
    paper = await setWords(kari);
    found = await recovered(paper.paper);
    await syncAll(kari, per);
  });

  async function proposed(): Promise<string> {
    const invited = { space: per.space, sectors: [1, 2, 3, 4] };
    const { proposal } = value(await per.port.run('proposeSectors', invited));
    value(await sync(found));
    return proposal;
  }

  const view = async (who: Member, id: string) =>
    (await plan(who)).proposals.find((proposal) => proposal.id === id)!;

  test('it reads and writes, and the others see it', async () => {
    expect((await plan(found)).me.trialEnds).toBe(server.time + 48 * HOUR_S);
    await write(found, 'Fra den nye');
    value(await sync(per));
    expect(await goals(per)).toEqual(['Før ordene', 'Fra den nye']);
    const seen = (await plan(per)).parties[0]!.people.find(({ name }) => name === 'Kari')!;
    expect(seen.devices.map(({ trialEnds }) => trialEnds)).toEqual([0, server.time + 48 * HOUR_S]);
  });

  test('it says no yes, invites nobody and sets no words, for 48 hours', async () => {
    const proposal = await proposed();
    const { space } = found;
    const forbidden = { ok: false, error: 'forbidden' };
    expect(await found.port.run('consent', { space, proposal })).toMatchObject(forbidden);
    expect(await found.port.run('invite', { space, party: 'Gruppa' })).toMatchObject(forbidden);
    expect(await found.port.run('addDevice', { space, name: 'Kari' })).toMatchObject(forbidden);
    const { paper: words } = await fresh(found);
    const asked = { space, words, old: paper.paper };
    expect(await found.port.run('setRecovery', asked)).toMatchObject(forbidden);
    server.time += 48 * HOUR_S - 1;
    expect(await found.port.run('consent', { space, proposal })).toMatchObject(forbidden);
    server.time += 1;
    value(await found.port.run('consent', { space, proposal }));
  });

  const own = async (who: Member) => (await plan(who)).parties[0]!.people[0]!.devices;

  test('CHARTER17 what the phone was is ended by itself, after the 48 hours', async () => {
    value(await found.port.run('endDevice', { space: found.space, device: 1 }));
    server.time += 48 * HOUR_S - 1;
    await syncAll(found, kari);
    expect((await own(found)).map(({ isEnding }) => isEnding)).toEqual([true, false]);
    server.time += 1;
    value(await sync(found));
    expect(await own(found)).toMatchObject([{ isThis: true, isEnding: false }]);
    expect(await sync(kari)).toMatchObject({ error: 'ended' });
  });

  test('but not where its person takes that back', async () => {
    value(await found.port.run('endDevice', { space: found.space, device: 1 }));
    value(await found.port.run('keepDevice', { space: found.space, device: 1 }));
    server.time += 48 * HOUR_S;
    await syncAll(found, kari);
    expect(await own(found)).toHaveLength(2);
  });

  test('what it is offered is what it may say', async () => {
    const proposal = await proposed();
    expect(await view(found, proposal)).toMatchObject({
      ...{ iMaySayYes: false, iMayObject: false, iMayTakeBack: false },
    });
    const { space } = found;
    const no = await found.port.run('object', { space, proposal, reason: 'Nei' });
    expect(no).toMatchObject({ error: 'forbidden' });
    server.time += 48 * HOUR_S;
    expect(await view(found, proposal)).toMatchObject({
      ...{ iMaySayYes: true, iMayObject: true, iMayTakeBack: true },
    });
  });

  test('CHARTER24 an own act it takes back: whoever took the other device is stopped', async () => {
    const asked = { space: kari.space, signerRule: 2 };
    const { proposal } = value(await kari.port.run('proposeSigners', asked));
    value(await sync(found));
    expect(await view(found, proposal)).toMatchObject({
      ...{ iMaySayYes: false, iMayTakeBack: true, kind: 'signers' },
    });
    const back = { space: found.space, proposal, what: 'proposal' as const };
    value(await found.port.run('withdraw', back));
    value(await sync(per));
    expect(await view(per, proposal)).toMatchObject({ state: 'withdrawn' });
  });

  test('CHARTER17 the other device shuts it out: it is told, and reads nothing new', async () => {
    value(await kari.port.run('endDevice', { space: kari.space, device: 3 }));
    await write(kari, 'Etterpå');
    expect(await sync(found)).toMatchObject({ ok: false, error: 'ended' });
    expect((await plan(found)).membership).toBe('retired');
    expect(await goals(found)).toEqual(['Før ordene']);
    expect(inside(found).epochKeys.has(server.charter!.epochs.at(-1)!.id)).toBe(false);
  });
});

describe('KEYS9 words that open nothing', () => {
  test('words of nobody', async () => {
    const { paper } = await fresh(kari); // never set
    const home = await member(homeOn(server), '');
    const ask = { server: server.origin, words: paper };
    expect(await home.port.run('recover', ask)).toMatchObject({ ok: false, error: 'not-found' });
    expect(home.app.running.spaces.size).toBe(0);
    expect(await home.home.store.list('')).toEqual([]);
  });

  test('what are no words', async () => {
    await setWords(kari);
    const home = await member(homeOn(server), '');
    for (const words of ['', 'ett to tre', 'http://double.test/tilbake#AQ', 'x '.repeat(12)]) {
      const refused = await home.port.run('recover', { server: server.origin, words });
      expect(refused).toMatchObject({ ok: false, error: 'bad-input', detail: 'words' });
    }
    expect(server.seen.filter((path) => path === '/v1/recovery')).toEqual([]);
  });

  test('SYNC12 a server that names other spaces: those are left, ours is opened', async () => {
    const { paper } = await setWords(kari);
    server.falselyLocated = ['ab'.repeat(32), 'cd'.repeat(32)];
    const home = await recovered(paper);
    expect([...home.app.running.spaces.keys()]).toEqual([kari.space]);
  });

  test('SYNC12 a server that names ours for the words of somebody else', async () => {
    const { paper } = await fresh(kari);
    server.falselyLocated = [kari.space];
    const home = await member(homeOn(server), '');
    const refused = await home.port.run('recover', { server: server.origin, words: paper });
    expect(refused).toMatchObject({ ok: false, error: 'not-found' });
    expect(server.charter!.devices).toHaveLength(1);
    expect(await home.home.store.list('')).toEqual([]);
  });

  test('a server that is away is no answer', async () => {
    const { paper } = await setWords(kari);
    const home = await member(homeOn(server), '');
    server.interrupt = (path) => {
      if (path === '/v1/recovery') throw new TypeError('away');
    };
    const ask = { server: server.origin, words: paper };
    expect(await home.port.run('recover', ask)).toMatchObject({ error: 'offline' });
  });
});

describe('CHARTER28 other words', () => {
  test('need the old ones, and the old ones open nothing any more', async () => {
    const first = await setWords(kari);
    const second = await fresh(kari);
    const ask = { space: kari.space, words: second.paper };
    expect(await kari.port.run('setRecovery', ask)).toMatchObject({ error: 'conflict' });
    const wrong = { ...ask, old: (await fresh(kari)).paper };
    expect((await kari.port.run('setRecovery', wrong)).ok).toBe(false);
    const epochs = server.charter!.epochs.length;
    value(await kari.port.run('setRecovery', { ...ask, old: first.paper }));
    value(await sync(kari));
    expect(server.charter!.epochs).toHaveLength(epochs + 1); // the old words have read along
    await write(kari, 'Etter de nye');
    const home = await member(homeOn(server), '');
    const late = await home.port.run('recover', { server: server.origin, words: first.paper });
    expect(late).toMatchObject({ ok: false, error: 'not-found' });
    const back = await recovered(second.paper);
    expect(await goals(back)).toEqual(['Før ordene', 'Etter de nye']);
  });

  test('CHARTER27 are possible again where others have cleared them, which takes two and a week', async () => {
    const [per, odd] = [await joinParty(server, kari, 'Per'), await joinParty(server, kari, 'Odd')];
    await syncAll(per, odd, kari);
    await confirmed(kari, per, odd);
    const first = await setWords(kari);
    await syncAll(per, odd);
    const { person } = inside(kari).me;
    const asked = { space: per.space, person };
    const { proposal } = value(await per.port.run('proposeClearRecovery', asked));
    server.time += 8 * DAY_S;
    await syncAll(per, odd, kari);
    expect((await plan(kari)).me.hasWords).toBe(true);
    value(await odd.port.run('consent', { space: odd.space, proposal }));
    await syncAll(odd, kari);
    expect((await plan(kari)).me.hasWords).toBe(false);
    const home = await member(homeOn(server), '');
    const late = await home.port.run('recover', { server: server.origin, words: first.paper });
    expect(late).toMatchObject({ ok: false });
    const second = await setWords(kari);
    expect(await goals(await recovered(second.paper))).toEqual(['Før ordene']);
  });

  test('go with the person that is taken out', async () => {
    const per = await joinParty(server, kari, 'Per');
    await syncAll(per, kari);
    const paper = await setWords(per);
    value(await sync(kari));
    const asked = { space: kari.space, person: inside(per).me.person };
    value(await kari.port.run('proposeEndPerson', asked));
    expect(await sync(per)).toMatchObject({ error: 'ended' });
    const home = await member(homeOn(server), '');
    const late = await home.port.run('recover', { server: server.origin, words: paper.paper });
    expect(late).toMatchObject({ ok: false, error: 'not-found' });
  });
});
