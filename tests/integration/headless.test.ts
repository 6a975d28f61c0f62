/** Three sectors, three homes, every command a process, against the real server. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { strFromU8, unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decodeFrames } from '../../web/src/proto/frames';
import { decodeSignedHead } from '../../web/src/proto/sync';
import { Client, startService, tapInto, type Service, type Tap } from './support/service';

const NESSET = fileURLToPath(new URL('../../web/cli/demo/nesset.yaml', import.meta.url));
const PEOPLE = [
  ['Solveig', 'Kjøkkenbordgruppa (hjemmeboende eldre og pårørende)', 'innbyggere'],
  ['Turid', 'Nesset sanitetsforening', 'frivillig'],
  ['Marit', 'Fjordvik kommune, hjemmetjenesten og folkehelse', 'kommune'],
] as const;

/** The first founds; the others come by link, and those who are there say yes. */
async function foundByThree(url: string, title: string): Promise<Client[]> {
  const clients = PEOPLE.map(() => new Client());
  const [first, ...others] = clients as [Client, ...Client[]];
  const [person, party, sector] = PEOPLE[0];
  const names = ['--person', person, '--party', party, '--sector', sector];
  await first.run('found', '--server', url, '--title', title, ...names);
  for (const [i, other] of others.entries()) {
    const [name, group, kind] = PEOPLE[i + 1]!;
    const { link } = await first.run('invite', '--party', group, '--sector', kind);
    const joined = await other.run('join', String(link), '--person', name);
    expect(joined.state).toBe('waiting');
    for (const member of clients.slice(0, i + 1)) await sayYes(member);
    await first.run('sync'); // whoever sees that it is valid enacts it
    await other.run('sync');
  }
  await syncAll(clients);
  return clients;
}

async function sayYes(client: Client): Promise<void> {
  await client.run('sync');
  const { proposals } = await client.run('proposals', '--json');
  const open = (proposals as { id: string; state: string; iMaySayYes: boolean }[]).find(
    (proposal) => proposal.state === 'open' && proposal.iMaySayYes,
  );
  if (open) await client.run('consent', open.id);
}

async function syncAll(clients: readonly Client[]): Promise<void> {
  for (let round = 0; round < 2; round++) {
    for (const client of clients) await client.run('sync', '--once');
  }
}

async function exports(clients: readonly Client[]): Promise<string[]> {
  const all = await Promise.all(clients.map((client) => client.run('export', '--json')));
  return all.map((result) => String(result.content_hash));
}

function orders<T>(items: readonly T[]): T[][] {
  if (items.length <= 1) return [[...items]];
  return items.flatMap((item, i) =>
    orders(items.filter((_, k) => k !== i)).map((rest) => [item, ...rest]),
  );
}

describe('three sectors', () => {
  let service: Service;
  let clients: Client[];

  beforeAll(async () => {
    service = await startService();
    clients = await foundByThree(service.url, 'Møteplassen');
  });
  afterAll(async () => {
    await service.end();
    for (const client of clients) client.end();
  });

  test('LOG1 CHARTER15 three parties co-own the plan, each in its sector', async () => {
    const { parties } = await clients[2]!.run('charter', '--json');
    const sectors = (parties as { sector: string; state: string }[]).map((party) => party.sector);
    expect(sectors).toEqual(['innbyggere', 'frivillig', 'kommune']);
  });

  test('each imports its own part, and who wrote what is true', async () => {
    for (const client of clients) await client.run('import', NESSET);
    await syncAll(clients);
    expect(new Set(await exports(clients)).size).toBe(1);
    const { plan } = await clients[1]!.run('export', '--json');
    const { goals } = plan as { goals: { actions: { created: { device: number } }[] }[] };
    const actions = goals.flatMap((goal) => goal.actions);
    expect(actions).toHaveLength(9);
    expect(new Set(actions.map((action) => action.created.device)).size).toBe(3);
  });

  test('SYNC9 edits made offline meet in every order of reconnecting', async () => {
    const first = await clients[0]!.run('put', '--goal', 'Felles mål');
    await syncAll(clients);
    const action = await clients[0]!.run('put', '--goal', 'Felles mål', '--action', 'Kort');
    await syncAll(clients);
    await service.stop();
    for (const [i, order] of orders(clients).entries()) {
      const { results } = await clients[0]!.try('list'); // all hold the same
      const goal = results.find((result) => result.id === first.id);
      const shared = (goal?.actions as { id: string; title: string }[]).find(
        (a) => a.id === action.id,
      );
      for (const [k, client] of clients.entries()) {
        await client.run('put', '--goal', 'Felles mål', '--action', `Tiltak ${i} ${k}`);
        await client.run('set', String(action.id), '--title', `${shared!.title} ord${i}${k}`);
      }
      expect((await clients[0]!.try('sync')).status).toBe(3);
      await service.start();
      for (const client of order) await client.run('sync');
      await syncAll(order);
      expect(new Set(await exports(clients)).size).toBe(1);
      await service.stop();
    }
    await service.start();
    const { plan } = await clients[1]!.run('export', '--json');
    const text = JSON.stringify(plan);
    for (let i = 0; i < 6; i++) {
      for (let k = 0; k < 3; k++) {
        expect(text).toContain(`Tiltak ${i} ${k}`);
        expect(text).toContain(`ord${i}${k}`);
      }
    }
  });

  test('an archive holds the plan, its table, and the log with a head that fits', async () => {
    const out = join(clients[0]!.home, 'plan.zip');
    await clients[0]!.run('put', '--goal', 'Målet i arkivet');
    await syncAll(clients);
    await clients[0]!.run('export', '--zip', out);
    const files = unzipSync(readFileSync(out));
    const { content_hash: hash } = await clients[0]!.run('export', '--json');
    expect(JSON.parse(strFromU8(files['plan.json']!))).toMatchObject({ content_hash: hash });
    expect(strFromU8(files['plan.csv']!)).toContain('Målet i arkivet');
    const frames = decodeFrames(files['logg.frames']!);
    if (!frames.ok) throw new Error(frames.error);
    const head = decodeSignedHead(frames.value.at(-1)!.payload);
    expect(head).toMatchObject({
      ok: true,
      value: { head: { size: BigInt(frames.value.length - 1) } },
    });
    expect((await clients[0]!.try('export', '--zip')).status).toBe(2);
  });

  test('a plan leaves as JSON or as a table, and comes into a new plan', async () => {
    const [host] = clients as [Client];
    const actionsOf = async (client: Client): Promise<unknown[]> =>
      (await client.try('list')).results.map(({ goal, actions }) => [
        goal,
        (actions as { title: string }[]).map(({ title }) => title),
      ]);
    for (const form of ['json', 'csv']) {
      const file = join(host.home, `plan.${form}`);
      await host.run('export', `--${form}`, file);
      const other = new Client();
      const names = ['--person', 'Kari', '--party', 'Gruppa', '--sector', 'innbyggere'];
      await other.run('found', '--server', service.url, '--title', 'Ny', ...names);
      const { imported } = await other.run('import', file);
      expect(imported).toBeGreaterThan(0);
      expect((await other.run('import', file)).imported).toBe(0);
      expect(await actionsOf(other)).toEqual(await actionsOf(host));
      await other.run('sync', '--once');
    }
    expect((await host.try('import', join(host.home, 'missing.csv'))).status).toBe(2);
  });

  test('CHARTER22 CHARTER23 CHARTER24 rules by consent of all, a no with its reason, and back', async () => {
    const [solveig, turid, marit] = clients as [Client, Client, Client];
    const asked = await solveig.run('propose', 'rules', 'admit=2:2:20', 'remove=2:2:30');
    const id = String(asked.id);
    await solveig.run('consent', id);
    await turid.run('sync');
    await turid.run('consent', id);
    await marit.run('sync');
    await marit.run('object', id, '--reason', 'Vi må spørre utvalget først');
    const stateOf = async (one: Client) => {
      await one.run('sync');
      const { proposals } = await one.run('proposals', '--json');
      return (proposals as { id: string }[]).find((proposal) => proposal.id === id);
    };
    expect(await stateOf(turid)).toMatchObject({
      ...{ state: 'open', yes: [1, 2], by: { name: 'Solveig', party: 1 } },
      objections: [{ name: 'Marit', reason: 'Vi må spørre utvalget først' }],
    });
    expect((await marit.try('consent', id)).status).toBe(1);
    await marit.run('withdraw', id);
    await marit.run('consent', id);
    expect(await stateOf(turid)).toMatchObject({ state: 'enacted', objections: [] });
    const { rules } = await turid.run('charter', '--json');
    expect(rules).toContainEqual(expect.objectContaining({ act: 'remove', noticeDays: 30 }));
    expect((await turid.try('propose', 'rules', 'remove=1')).status).toBe(2);
    expect((await turid.try('object', id)).status).toBe(2);
  });

  test('CHARTER25 an invitation taken back opens nothing, and others write on', async () => {
    const [solveig, turid] = clients as [Client, Client];
    const [[, party]] = PEOPLE;
    const { link } = await solveig.run('invite', '--party', party);
    const { invitations } = await solveig.run('charter', '--json');
    const open = (invitations as { id: string; state: string }[]).find((i) => i.state === 'open');
    await solveig.run('revoke', open!.id);
    const late = new Client();
    const tried = await late.try('join', String(link), '--person', 'Sen');
    expect([tried.status, tried.problem]).toEqual([1, expect.stringContaining('ended')]);
    await turid.run('put', '--goal', 'Etter at den ble tatt tilbake');
    await syncAll(clients);
    expect(new Set(await exports(clients)).size).toBe(1);
    late.end();
  });

  test('KEYS11 SYNC17 a slip is opened by its address and its code, and once', async () => {
    const [solveig] = clients as [Client, Client, Client];
    const { slips } = await solveig.run('slips', '2');
    const [{ address, code }] = slips as [{ address: string; code: string }];
    const typed = code.toLowerCase().replaceAll('-', ' ');
    const [olga, late] = [new Client(), new Client()];
    const wrong = await olga.try('join', address, '0000-0000-0000-0000', '--person', 'Olga');
    expect([wrong.status, wrong.problem]).toEqual([1, expect.stringContaining('unauthorized')]);
    const joined = await olga.run('join', address, typed, '--person', 'Olga');
    expect(joined.state).toBe('member');
    const again = await late.try('join', address, code, '--person', 'Sen');
    expect([again.status, again.problem]).toEqual([1, expect.stringContaining('used')]);
    olga.end();
    late.end();
  });

  test('EDIT5 an action that one deletes while another writes in it comes back', async () => {
    const action = await clients[0]!.run('put', '--goal', 'Felles mål', '--action', 'Strides om');
    await syncAll(clients);
    await clients[0]!.run('remove', String(action.id));
    await clients[1]!.run('set', String(action.id), '--why', 'fordi det trengs');
    await syncAll(clients);
    const { plan } = await clients[2]!.run('export', '--json');
    const { goals } = plan as { goals: { actions: { id: string; returned: boolean }[] }[] };
    const back = goals.flatMap((goal) => goal.actions).find(({ id }) => id === action.id);
    expect(back?.returned).toBe(true);
  });

  test('an unknown command is a usage error', async () => {
    expect((await clients[0]!.try('dance')).status).toBe(2);
  });

  // The last one: who is removed stays out.
  test('CHARTER13 CHARTER21 after the notice a party is out, reads nothing new, and keeps its export', async () => {
    const [solveig, turid, marit] = clients as [Client, Client, Client];
    const [, , [, kommune]] = PEOPLE;
    const { id } = await solveig.run('propose', 'remove', '--party', kommune);
    await solveig.run('consent', String(id));
    for (const one of [turid, marit]) await one.run('sync');
    await turid.run('consent', String(id));
    expect((await marit.try('consent', String(id))).status).toBe(1);
    await turid.run('sync'); // whatever has become valid is enacted: not this, however many agree
    const { proposals } = await turid.run('proposals', '--json');
    expect(proposals).toContainEqual(
      expect.objectContaining({ id, state: 'open', isAgreed: true, target: 3 }),
    );
    await service.stop();
    await service.start(31); // the notice that the groups have agreed on is 30 days
    await turid.run('sync');
    await solveig.run('put', '--goal', 'Etter at de gikk ut');
    await syncAll([solveig, turid]);
    const { plan } = await turid.run('export', '--json');
    expect(JSON.stringify(plan)).toContain('Etter at de gikk ut');
    const told = await marit.try('sync');
    expect([told.status, told.problem]).toEqual([1, expect.stringContaining('ended')]);
    expect(await marit.run('status')).toMatchObject({ membership: 'removed' });
    const kept = await marit.run('export', '--json');
    expect(JSON.stringify(kept.plan)).toContain('Målet i arkivet');
    expect(JSON.stringify(kept.plan)).not.toContain('Etter at de gikk ut');
    expect((await marit.try('put', '--goal', 'Likevel')).status).toBe(1);
    const { parties } = await solveig.run('charter', '--json');
    expect((parties as { state: string }[]).map(({ state }) => state)).toEqual([
      ...['active', 'active', 'removed'],
    ]);
  });
});

describe('a plan in which nothing has been said for weeks', () => {
  let service: Service;
  const [solveig, amir] = [new Client(), new Client()];
  beforeAll(async () => {
    service = await startService();
  });
  afterAll(async () => {
    await service.end();
    for (const client of [solveig, amir]) client.end();
  });

  test("CHARTER7 CHARTER10 invites, and is asked for entrance: the time is the server's, not that of the last entry", async () => {
    const [person, party, sector] = PEOPLE[0];
    const names = ['--person', person, '--party', party, '--sector', sector];
    await solveig.run('found', '--server', service.url, '--title', 'Stille', ...names);
    await service.stop();
    await service.start(45); // past an invitation's life, before the key changes by itself
    const { link } = await solveig.run('invite', '--party', 'Naboene', '--sector', 'innbyggere');
    await amir.run('join', String(link), '--person', 'Amir');
    await sayYes(solveig);
    await solveig.run('sync');
    expect(await amir.run('sync')).toMatchObject({ received: expect.any(Number) as number });
    expect(await amir.run('status')).toMatchObject({ membership: 'member' });
  });
});

describe('what the server learns', () => {
  const canaries = Array.from({ length: 200 }, (_, i) => `kanari-${i}-fugl-${(i * 7919) % 1000}`);
  let service: Service;
  let tap: Tap;
  let clients: Client[];

  beforeAll(async () => {
    service = await startService();
    tap = await tapInto(service.url);
    clients = await foundByThree(tap.url, canaries[0]!);
    const file = join(clients[0]!.home, 'canaries.yaml');
    writeFileSync(file, planOf(canaries));
    for (const client of clients) await client.run('import', file);
    await syncAll(clients);
  });
  afterAll(async () => {
    tap.end();
    await service.end();
    for (const client of clients) client.end();
  });

  function found(): string[] {
    const places = [...service.kept(), ['traffic', tap.heard()] as const];
    return places.flatMap(([name, bytes]) =>
      canaries.filter((canary) => bytes.includes(canary)).map((canary) => `${name}: ${canary}`),
    );
  }

  test('COMMIT4 none of 200 canaries is in the database, its log, the output or the traffic', async () => {
    const { plan } = await clients[2]!.run('export', '--json');
    const text = JSON.stringify(plan);
    expect(canaries.filter((canary) => !text.includes(canary))).toEqual([]);
    expect(service.kept().size).toBeGreaterThan(1);
    expect(tap.heard().length).toBeGreaterThan(10_000);
    expect(found()).toEqual([]);
  });

  test('the same search finds canaries that are planted in clear', async () => {
    await fetch(`${tap.url}/v1/sync`, { method: 'POST', body: canaries[7] });
    writeFileSync(join(service.directory, 'state', 'planted'), canaries[8]!);
    const hits = found();
    expect(hits.some((hit) => hit.startsWith('traffic'))).toBe(true);
    expect(hits.some((hit) => hit.endsWith(`planted: ${canaries[8]!}`))).toBe(true);
  });
});

/** A plan in which every text is a canary. */
function planOf(words: readonly string[]): string {
  const [title, place, why, ...rest] = words;
  const goals = Array.from({ length: 10 }, (_, g) => ({
    id: `G${g}`,
    tekst: rest[g],
    indikator: rest[10 + g],
    tiltak: Array.from({ length: 9 }, (_, a) => ({
      id: `T${g}-${a}`,
      tekst: rest[20 + 9 * g + a],
      deler: { a: rest[110 + 9 * g + a] ?? 'x' },
    })),
  }));
  const parter = PEOPLE.map(([kontakt, navn, sektor], i) => ({
    id: 'abc'[i],
    navn,
    sektor,
    kontakt,
  }));
  // JSON is YAML.
  return JSON.stringify({
    plan: { tittel: title, sted: place, begrunnelse: why, parter, mal: goals },
  });
}
