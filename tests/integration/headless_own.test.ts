/** A person's devices and words, a group's own acts, and what is carried by hand: real processes. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Client, filesIn, startService, type Service } from './support/service';

interface Person {
  readonly id: string;
  readonly name: string;
  readonly confirmed: boolean;
  readonly devices: readonly { readonly index: number; readonly trialEnds: number }[];
}

const clients: Client[] = [];

function newHome(): Client {
  const client = new Client();
  clients.push(client);
  return client;
}

async function found(service: Service, title: string): Promise<Client> {
  const first = newHome();
  const names = ['--person', 'Solveig', '--party', 'Bordet', '--sector', 'innbyggere'];
  await first.run('found', '--server', service.url, '--title', title, ...names);
  return first;
}

/** Into the first one's group, and confirmed where that is asked for. */
async function joined(first: Client, name: string): Promise<Client> {
  const { link } = await first.run('invite', '--party', 'Bordet');
  const guest = newHome();
  await guest.run('join', String(link), '--person', name);
  await first.run('sync');
  await first.run('confirm', (await personOf(first, name)).id);
  return guest;
}

/** Another group, that the first lets in. */
async function admitted(first: Client, name: string, party: string, sector: string) {
  const { link } = await first.run('invite', '--party', party, '--sector', sector);
  const guest = newHome();
  await guest.run('join', String(link), '--person', name);
  await first.run('sync');
  const { proposals } = await first.run('proposals');
  const open = (proposals as { id: string; state: string }[]).find((p) => p.state === 'open');
  await first.run('consent', open!.id);
  return guest;
}

async function personOf(client: Client, name: string): Promise<Person> {
  const { parties } = await client.run('charter');
  const people = (parties as { people: Person[] }[]).flatMap((party) => party.people);
  return people.find((person) => person.name === name)!;
}

async function proposal(client: Client, id: unknown): Promise<Record<string, unknown>> {
  const { proposals } = await client.run('proposals');
  return (proposals as Record<string, unknown>[]).find((one) => one.id === id)!;
}

async function planText(client: Client): Promise<string> {
  const { plan } = await client.run('export', '--json');
  return JSON.stringify(plan);
}

const refusal = (name: string) => expect.stringContaining(name) as string;

afterAll(() => {
  for (const client of clients) client.end();
});

describe('one person', () => {
  let service: Service;
  let solveig: Client;

  beforeAll(async () => {
    service = await startService();
    solveig = await found(service, 'Møteplassen');
    await solveig.run('put', '--goal', 'Fra før');
    await solveig.run('sync');
  });
  afterAll(() => service.end());

  test('CHARTER7 CHARTER17 adds a device by link, and retires it again', async () => {
    const { link } = await solveig.run('device', 'add');
    const pad = newHome();
    expect(await pad.run('join', String(link))).toMatchObject({ state: 'member' });
    expect(await planText(pad)).toContain('Fra før');
    const late = await newHome().try('join', String(link));
    expect([late.status, late.problem]).toEqual([1, refusal('used')]);
    await pad.run('put', '--goal', 'Fra nettbrettet');
    await pad.run('sync');
    await solveig.run('sync');
    const { devices } = await personOf(solveig, 'Solveig');
    expect(devices.map(({ index }) => index)).toEqual([1, 2]);
    expect(await solveig.run('device', 'revoke', '2')).toEqual({ device: 2, state: 'ended' });
    await solveig.run('put', '--goal', 'Etter nettbrettet');
    await solveig.run('sync');
    const told = await pad.try('sync');
    expect([told.status, told.problem]).toEqual([1, refusal('ended')]);
    expect(await pad.run('status')).toMatchObject({ membership: 'retired' });
    expect(await planText(pad)).not.toContain('Etter nettbrettet');
    expect(await planText(solveig)).toContain('Fra nettbrettet');
    const last = await solveig.try('device', 'revoke', '1');
    expect([last.status, last.problem]).toEqual([1, refusal('forbidden')]);
  });

  test('CHARTER17 a device that retires itself is done, and is out', async () => {
    const { link } = await solveig.run('device', 'add');
    const pad = newHome();
    await pad.run('join', String(link));
    expect(await pad.run('device', 'revoke', '3')).toEqual({ device: 3, state: 'ended' });
    expect(await pad.run('status')).toMatchObject({ membership: 'retired' });
  });

  test('KEYS8 CHARTER29 comes back by twelve words on a fresh home, on trial at first', async () => {
    const made = await solveig.run('recovery', 'make');
    const words = String(made.words).split(' ');
    expect(words).toHaveLength(12);
    await solveig.run('put', '--goal', 'Etter ordene');
    await solveig.run('sync');
    const fresh = newHome();
    const { spaces } = await fresh.run('recovery', 'use', '--server', service.url, ...words);
    expect(spaces).toHaveLength(1);
    const text = await planText(fresh);
    for (const title of ['Fra før', 'Etter ordene']) expect(text).toContain(title);
    await solveig.run('sync');
    const { devices } = await personOf(solveig, 'Solveig');
    expect(devices.map(({ trialEnds }) => trialEnds > 0)).toEqual([false, true]);
    const early = await fresh.try('invite', '--party', 'Bordet');
    expect([early.status, early.problem]).toEqual([1, refusal('forbidden')]);
    await service.stop();
    await service.start(3);
    expect(await fresh.run('invite', '--party', 'Bordet')).toMatchObject({
      link: expect.stringContaining('/bli-med#') as string,
    });
    const next = await solveig.try('recovery', 'make');
    expect([next.status, next.problem]).toEqual([1, refusal('conflict')]);
    const second = await solveig.run('recovery', 'make', '--old', words.join(' '));
    const gone = await newHome().try('recovery', 'use', '--server', service.url, ...words);
    expect([gone.status, gone.problem]).toEqual([1, refusal('not-found')]);
    const paper = newHome();
    await paper.run('recovery', 'use', String(second.paper));
    expect(await planText(paper)).toContain('Etter ordene');
    const later = await paper.run('device', 'revoke', '1');
    expect(later).toEqual({ device: 1, state: 'ending' });
    expect(await paper.run('device', 'keep', '1')).toEqual({ device: 1, state: 'kept' });
    expect(JSON.stringify(await paper.run('charter'))).not.toContain('"isEnding":true');
    // What opens a plan is not what a server or a device is to keep.
    const kept = [...service.kept().values()].map((bytes) => bytes.toString('latin1')).join('');
    expect(kept).not.toContain(words.join(' '));
  });
});

describe('two groups', () => {
  let service: Service;
  let [solveig, amir, liv, turid]: Client[] = [];

  let signersAsked: unknown;
  let leaveAsked: unknown;

  beforeAll(async () => {
    service = await startService();
    solveig = await found(service, 'Gruppas egne');
    amir = await joined(solveig, 'Amir');
    liv = await joined(solveig, 'Liv');
    turid = await admitted(solveig, 'Turid', 'Laget', 'frivillig');
    await turid.run('sync');
    await Promise.all([solveig, amir, liv].map((one) => one.run('sync')));
  });
  afterAll(() => service.end());

  test('FILE6 words go by hand, are read there, and come by line once', async () => {
    await service.stop();
    await solveig!.run('put', '--goal', 'Fra hånd til hånd');
    const file = join(solveig!.home, 'ord.plan');
    expect(await solveig!.run('carry', 'out', file)).toMatchObject({ own: 1, kept: 0 });
    const words = [{ name: 'Solveig', count: 1 }];
    expect(await amir!.run('carry', 'in', file)).toMatchObject({ words });
    expect(await amir!.run('carry', 'in', file)).toMatchObject({ words: [] });
    expect(await planText(amir!)).toContain('Fra hånd til hånd');
    await service.start();
    for (const one of [amir, solveig, amir]) await one!.run('sync');
    for (const one of [amir, solveig]) {
      expect((await planText(one!)).split('Fra hånd til hånd')).toHaveLength(2);
    }
  });

  test('FILE1 three say yes by hand, and a fourth delivers it', async () => {
    await service.stop();
    expect((await solveig!.try('propose', 'rules', 'remove=2:2:30')).status).toBe(3);
    const { proposals } = await solveig!.run('proposals');
    const pending = (proposals as { id: string; isPending: boolean }[]).filter((p) => p.isPending);
    expect(pending).toHaveLength(1);
    const { id } = pending[0]!;
    const file = join(solveig!.home, 'med.samskap');
    await solveig!.run('carry', 'out', file);
    for (const one of [amir!, turid!]) {
      await one.run('carry', 'in', file);
      expect((await one.try('consent', id)).status).toBe(3);
      await one.run('carry', 'out', file);
    }
    const whole = readFileSync(file);
    writeFileSync(file, whole.subarray(0, whole.length - 1));
    expect((await liv!.try('carry', 'in', file)).status).toBe(1);
    writeFileSync(file, whole);
    expect(await liv!.run('carry', 'in', file)).toMatchObject({ count: 3, words: [] });
    expect(await proposal(liv!, id)).toMatchObject({
      ...{ isPending: true, isAgreed: true, yes: [1, 2], isMyAnswerPending: false },
    });
    await service.start();
    await liv!.run('sync');
    expect(await solveig!.run('sync')).toMatchObject({ unsent: 0 });
    expect(await proposal(solveig!, id)).toMatchObject({ state: 'enacted', isPending: false });
  });

  test('CHARTER24 CHARTER27 takes a person out in three days, unless another takes it back', async () => {
    const first = await solveig!.run('remove', '--person', 'Amir');
    await liv!.run('sync');
    expect(await proposal(liv!, first.id)).toMatchObject({
      ...{ kind: 'end-devices', iMayTakeBack: true, persons: { yes: 1, needed: 1 } },
    });
    await liv!.run('withdraw', String(first.id), '--proposal');
    const second = await solveig!.run('remove', '--person', 'Liv');
    signersAsked = (await solveig!.run('signers', '2')).id;
    leaveAsked = (await turid!.run('leave', 'party')).id;
    await service.stop();
    await service.start(4);
    await solveig!.run('sync');
    await amir!.run('sync');
    expect(await amir!.run('status')).toMatchObject({ membership: 'member' });
    expect(await proposal(amir!, first.id)).toMatchObject({ state: 'withdrawn' });
    expect(await proposal(amir!, second.id)).toMatchObject({ state: 'enacted' });
    const told = await liv!.try('sync');
    expect([told.status, told.problem]).toEqual([1, refusal('ended')]);
    expect(await liv!.run('status')).toMatchObject({ membership: 'retired' });
  });

  test('CHARTER6 asks two signers once it has said so', async () => {
    const { parties } = await solveig!.run('charter');
    expect((parties as { signer_rule: number }[]).map((p) => p.signer_rule)).toEqual([2, 1]);
    expect(await proposal(solveig!, signersAsked)).toMatchObject({ state: 'enacted' });
    const change = String((await solveig!.run('propose', 'rules', 'remove=2:2:20')).id);
    await solveig!.run('consent', change);
    expect(await proposal(solveig!, change)).toMatchObject({ yes: [], iHaveSaidYes: true });
    await amir!.run('sync');
    await amir!.run('consent', change);
    expect(await proposal(amir!, change)).toMatchObject({ state: 'enacted' });
  });

  test('CHARTER27 leaves with everybody in it, three days after it said so', async () => {
    expect(await proposal(solveig!, leaveAsked)).toMatchObject({
      ...{ kind: 'leave', decidedBy: 2, state: 'enacted' },
    });
    await solveig!.run('put', '--goal', 'Etter at de gikk');
    await solveig!.run('sync');
    const told = await turid!.try('sync');
    expect([told.status, told.problem]).toEqual([1, refusal('ended')]);
    expect(await turid!.run('status')).toMatchObject({ membership: 'left' });
    expect(await planText(turid!)).not.toContain('Etter at de gikk');
    const { parties } = await solveig!.run('charter');
    expect((parties as { state: string }[]).map(({ state }) => state)).toEqual(['active', 'left']);
  });

  test('a plan is forgotten by its name alone', async () => {
    expect((await amir!.try('forget')).status).toBe(2); // by no slip
    const [log] = [...filesIn(amir!.home)].filter(([name]) => name.endsWith('/log'));
    const space = /s\/([0-9a-f]{64})\//.exec(log![1].toString('latin1'))![1]!;
    const forgotten = await amir!.run('forget', '--space', space);
    expect(forgotten).toMatchObject({ state: 'forgotten' });
    expect((await amir!.try('status')).status).toBe(2);
  });
});
