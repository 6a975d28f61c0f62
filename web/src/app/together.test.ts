/** FILE3: several groups found a plan together, by codes that go round the table. */
import '../crypto/testing/fast_curves';
import { beforeEach, describe, expect, test } from 'vitest';
import { homeOn } from '../sync/testing/plan_on_double';
import { ServerDouble } from '../sync/testing/server_double';
import { readCode, spellDraft } from '../sync/together';
import type { FoundingParty, Genesis } from '../core/charter/statement';
import { encodeStatement } from '../proto/charter';
import { encodeGenesis } from '../proto/charter_encode';
import { draftGenesis, readDraft } from '../sync/found';
import { member, plan, sync, value, type Member } from './testing/scene';
import type { TogetherView } from './port';

let server: ServerDouble;
let people: Member[];

async function begun(party: string, person: string, sector: number): Promise<Member> {
  const one = await member(homeOn(server), '');
  const ask = { server: server.origin, person, party, sector };
  value(await one.port.run('togetherBegin', ask));
  return one;
}

async function view({ port }: Member): Promise<TogetherView> {
  return value(await port.run('together', null));
}

function take({ port }: Member, code: string) {
  return port.run('togetherTake', { code });
}

/** The first has everybody's offer, has proposed, and the others have the draft. */
async function proposed(): Promise<void> {
  const [first, ...others] = people as [Member, ...Member[]];
  for (const one of others) value(await take(first, (await view(one)).code));
  value(await first.port.run('togetherPropose', { title: 'Nesset' }));
  for (const one of others) value(await take(one, (await view(first)).code));
}

beforeEach(async () => {
  server = new ServerDouble();
  people = [
    await begun('Kjøkkenbordet', 'Solveig', 1),
    await begun('Laget', 'Turid', 2),
    await begun('Kommunen', 'Per', 3),
  ];
});

describe('FILE3 three groups round a table', () => {
  test('sign the same beginning, and are in one plan that nobody founded alone', async () => {
    const [first, second, third] = people as [Member, Member, Member];
    await proposed();
    expect((await view(second)).step).toBe('asked');
    expect((await view(second)).parties.map(({ name, sector }) => [name, sector])).toEqual([
      ['Kjøkkenbordet', 1],
      ['Laget', 2],
      ['Kommunen', 3],
    ]);
    expect(server.charter).toBeUndefined();
    for (const one of [second, third]) {
      value(await one.port.run('togetherSign', null));
      value(await take(first, (await view(one)).code));
    }
    const { space, step } = await view(first);
    expect(step).toBe('done');
    expect(server.charter!.parties).toHaveLength(3);
    for (const one of [second, third, first, second, third]) await sync({ ...one, space });
    for (const one of people) {
      const seen = await plan({ ...one, space });
      expect(seen.title).toBe('Nesset');
      expect(seen.parties.map(({ name }) => name)).toEqual(['Kjøkkenbordet', 'Laget', 'Kommunen']);
      expect(seen.me.confirmed).toBe(true);
      expect(seen.history.at(-1)!.what).toBe('Kjøkkenbordet · Laget · Kommunen');
      expect((await view(one)).step).toBe('done');
    }
  });

  test('goes on after the page was closed at any step, and a code taken twice is once', async () => {
    const [first, second, third] = people as [Member, Member, Member];
    await proposed();
    const again = await member(second.home, '');
    expect((await view(again)).step).toBe('asked');
    value(await again.port.run('togetherSign', null));
    const { code } = await view(await member(second.home, ''));
    value(await third.port.run('togetherSign', null));
    const host = await member(first.home, '');
    for (const one of [code, code, (await view(third)).code]) value(await take(host, one));
    expect((await view(host)).step).toBe('done');
    expect(server.charter!.parties).toHaveLength(3);
  });

  test('where the line is away at the last step, asking once more founds it', async () => {
    const [first, second, third] = people as [Member, Member, Member];
    await proposed();
    for (const one of [second, third]) value(await one.port.run('togetherSign', null));
    value(await take(first, (await view(second)).code));
    server.interrupt = () => {
      throw new TypeError('away');
    };
    const { code } = await view(third);
    expect(await take(first, code)).toMatchObject({ ok: false, error: 'offline' });
    expect((await view(first)).parties.every(({ hasSigned }) => hasSigned)).toBe(true);
    server.interrupt = () => undefined;
    expect(value(await take(first, code)).step).toBe('done');
  });

  test('a draft without us, for another server, or of other keys is refused', async () => {
    const [first, second, third] = people as [Member, Member, Member];
    value(await take(first, (await view(second)).code));
    value(await first.port.run('togetherPropose', { title: 'Uten oss' }));
    const foreign = await take(third, (await view(first)).code);
    expect(foreign).toMatchObject({ ok: false, error: 'bad-link' });
    const offer = readCode((await view(third)).code);
    if (offer?.kind !== 'offer') throw new Error('no offer');
    const draft = draftGenesis(third.home.seams, 'ab'.repeat(32), [offer.founder]);
    const parts = { draft, title: 'Annen tjener', parties: ['Kommunen'] };
    const other = await take(third, spellDraft(server.origin, parts));
    expect(other).toMatchObject({ ok: false, error: 'bad-link' });
    const elsewhere = (await view(first)).code.replace(server.origin, 'https://evil.test');
    expect(await take(second, elsewhere)).toMatchObject({ ok: false, error: 'bad-link' });
    expect((await view(third)).step).toBe('gathering');
  });

  test('a signature for another draft, or by nobody of this one, counts for nothing', async () => {
    const [first, second, third] = people as [Member, Member, Member];
    await proposed();
    value(await second.port.run('togetherSign', null));
    const { code } = await view(second);
    const broken = `${code.slice(0, -4)}AAAA`;
    expect(await take(first, broken)).toMatchObject({ ok: false, error: 'bad-link' });
    expect(await take(third, code)).toMatchObject({ ok: true });
    expect((await view(first)).parties.filter(({ hasSigned }) => hasSigned)).toHaveLength(1);
    for (const bad of ['', 'x', code.slice(0, -1), `${code}A`, code.replace('sammen', 'bli-med')])
      expect(await take(first, bad), bad).toMatchObject({ ok: false, error: 'bad-link' });
  });

  test('CHARTER5 eight at most, and a ninth is told', async () => {
    const [first, second, third] = people as [Member, Member, Member];
    const more: Member[] = [];
    for (let i = 4; i <= 9; i++) more.push(await begun(`Gruppe ${i}`, 'En', 1));
    const rest = [second, third, ...more];
    const last = rest.pop()!;
    for (const one of rest) value(await take(first, (await view(one)).code));
    const ninth = await take(first, (await view(last)).code);
    expect(ninth).toMatchObject({ ok: false, error: 'limit' });
    value(await first.port.run('togetherPropose', { title: 'Åtte' }));
    const { code } = await view(first);
    expect(code.length).toBeLessThanOrEqual(1_800); // one square
    for (const one of rest) {
      value(await take(one, code));
      value(await one.port.run('togetherSign', null));
      value(await take(first, (await view(one)).code));
    }
    expect(server.charter!.parties).toHaveLength(8);
  });

  test('who gives it up leaves nothing, and may begin again', async () => {
    const [first, second] = people as [Member, Member];
    await proposed();
    value(await second.port.run('togetherSign', null));
    value(await second.port.run('togetherCancel', null));
    expect((await view(second)).step).toBe('none');
    expect(await second.home.store.list('')).toEqual([]);
    const ask = { server: server.origin, person: 'Turid', party: 'Laget', sector: 2 };
    value(await second.port.run('togetherBegin', ask));
    expect((await view(first)).step).toBe('signed');
  });

  test('CHARTER5 a beginning that is not as the offers make it is signed by nobody', async () => {
    const [first, second] = people as [Member, Member];
    value(await take(first, (await view(second)).code));
    value(await first.port.run('togetherPropose', { title: 'Nesset' }));
    const good = readCode((await view(first)).code);
    if (good?.kind !== 'draft') throw new Error('no draft');
    const { genesis } = good.draft;
    const [theirs, mine] = genesis.parties as [FoundingParty, FoundingParty];
    const wrong: Partial<Omit<Genesis, 'type' | 'space'>>[] = [
      { rules: [{ ...genesis.rules[0]!, noticeDays: 3 }] },
      { rules: [...genesis.rules, { act: 2, parties: 1, sectors: 1, noticeDays: 3 }] },
      { sectors: [1, 2, 3, 4] },
      { serverKey: 'ab'.repeat(32) },
      { parties: [theirs, { ...mine, signerRule: 16 }] },
      { parties: [theirs, { ...mine, sector: 1 }] },
      { parties: [theirs, { ...mine, person: 'cd'.repeat(16) }] },
      { parties: [theirs, { ...mine, device: { ...mine.device, boxKey: 'ef'.repeat(32) } }] },
    ];
    for (const [i, change] of wrong.entries()) {
      const body = encodeGenesis({ ...genesis, ...change });
      const place = { space: '', device: 0, counter: 0n, charterHead: '' };
      const draft = readDraft(encodeStatement({ ...place, type: 'genesis', body }))!;
      const code = spellDraft(server.origin, { ...good, draft });
      expect(await take(second, code), String(i)).toMatchObject({ ok: false, error: 'bad-link' });
    }
    const renamed = spellDraft(server.origin, { ...good, parties: ['Kjøkkenbordet', 'Andre'] });
    expect(await take(second, renamed)).toMatchObject({ ok: false, error: 'bad-link' });
    expect(await second.port.run('togetherSign', null)).toMatchObject({ ok: false });
    expect((await take(second, spellDraft(server.origin, good))).ok).toBe(true);
  });

  test('what is looked at is what is signed: another draft meanwhile is told, and not taken', async () => {
    const [first, second, third] = people as [Member, Member, Member];
    for (const host of [first, third]) value(await take(host, (await view(second)).code));
    value(await first.port.run('togetherPropose', { title: 'Sett' }));
    value(await third.port.run('togetherPropose', { title: 'Usett' }));
    value(await take(second, (await view(first)).code));
    const other = await take(second, (await view(third)).code);
    expect(other).toMatchObject({ ok: false, error: 'conflict' });
    expect(value(await second.port.run('togetherSign', null)).title).toBe('Sett');
  });
});
