/** A plan moves between two real servers, with real processes on both sides. */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Client, startService, type Service } from './support/service';

const clients: Client[] = [];
let old: Service;
let next: Service;

function newHome(): Client {
  const client = new Client();
  clients.push(client);
  return client;
}

async function planText(client: Client): Promise<string> {
  const { plan } = await client.run('export', '--json');
  return JSON.stringify(plan);
}

async function serverOf(client: Client): Promise<unknown> {
  return (await client.run('charter')).server;
}

/** Solveig's group and the municipality, and one more person in hers. */
async function threeOfTwo(): Promise<[Client, Client, Client]> {
  const solveig = newHome();
  const names = ['--person', 'Solveig', '--party', 'Bordet', '--sector', 'innbyggere'];
  await solveig.run('found', '--server', old.url, '--title', 'På vei', ...names);
  const { link } = await solveig.run('invite', '--party', 'Bordet');
  const per = newHome();
  await per.run('join', String(link), '--person', 'Per');
  const other = ['--party', 'Kommunen', '--sector', 'kommune'];
  const invited = await solveig.run('invite', ...other);
  const marit = newHome();
  await marit.run('join', String(invited.link), '--person', 'Marit');
  await solveig.run('sync');
  const { proposals } = await solveig.run('proposals');
  const open = (proposals as { id: string; state: string }[]).find((p) => p.state === 'open');
  await solveig.run('consent', open!.id);
  for (const one of [marit, per, solveig]) await one.run('sync');
  return [solveig, per, marit];
}

beforeAll(async () => {
  [old, next] = [await startService(), await startService()];
});

afterAll(async () => {
  for (const client of clients) client.end();
  await old.end();
  await next.end();
});

describe('moving to another server', () => {
  test('SYNC15 both groups agree, and everybody goes on at the new one', async () => {
    const [solveig, per, marit] = await threeOfTwo();
    await solveig.run('put', '--goal', 'Følge hjem');
    await per.run('sync');
    const { link } = await solveig.run('invite', '--party', 'Bordet');
    const { id } = await solveig.run('propose', 'move', '--to', next.url);
    await solveig.run('consent', String(id));
    expect(await serverOf(solveig)).toBe(old.url); // one of two is not enough
    await marit.run('sync');
    await marit.run('consent', String(id));
    await marit.run('sync');
    expect(await serverOf(marit)).toBe(next.url);
    await marit.run('put', '--goal', 'Skrevet på ny plass');
    await marit.run('sync');
    // Who was away finds it by itself, and takes along what was written meanwhile.
    await per.run('put', '--goal', 'Skrevet imens');
    for (const one of [per, solveig, marit, per]) await one.run('sync');
    for (const one of [solveig, per, marit]) {
      const text = await planText(one);
      for (const goal of ['Følge hjem', 'Skrevet på ny plass', 'Skrevet imens']) {
        expect(text).toContain(goal);
      }
      expect(await serverOf(one)).toBe(next.url);
    }
    // A link from before the move opens at the new one.
    const ida = newHome();
    await ida.run('join', String(link), '--person', 'Ida');
    expect(await serverOf(ida)).toBe(next.url);
    // And back again.
    const { id: back } = await marit.run('propose', 'move', '--to', old.url);
    await marit.run('consent', String(back));
    await solveig.run('sync');
    await solveig.run('consent', String(back));
    for (const one of [solveig, per, marit, solveig]) await one.run('sync');
    await per.run('put', '--goal', 'Hjemme igjen');
    for (const one of [per, solveig, marit]) await one.run('sync');
    expect(await planText(marit)).toContain('Hjemme igjen');
    expect(await serverOf(solveig)).toBe(old.url);
  });

  test('FILE5 the plan as a file is brought by whoever has it', async () => {
    const solveig = newHome();
    const names = ['--person', 'Solveig', '--party', 'Bordet', '--sector', 'innbyggere'];
    await solveig.run('found', '--server', old.url, '--title', 'Alene', ...names);
    const { code } = await newHome().run('move', 'code', '--server', next.url);
    const { id } = await solveig.run('propose', 'move', '--to', String(code));
    await solveig.run('consent', String(id));
    const file = join(solveig.home, 'planen.plan');
    await solveig.run('move', 'out', file);
    await newHome().run('move', 'bring', file, '--server', next.url);
    await solveig.run('sync');
    expect(await serverOf(solveig)).toBe(next.url);
  });

  test('what is no file of a plan, and a plan that did not move there, is refused in words', async () => {
    const solveig = newHome();
    const names = ['--person', 'Solveig', '--party', 'Bordet', '--sector', 'innbyggere'];
    await solveig.run('found', '--server', old.url, '--title', 'Blir', ...names);
    await solveig.run('sync');
    const file = join(solveig.home, 'planen.plan');
    await solveig.run('move', 'out', file);
    const refused = await solveig.try('move', 'bring', file, '--server', next.url);
    expect(refused.status).toBe(1);
    const same = await solveig.try('propose', 'move', '--to', old.url);
    expect(same.problem).toContain('same');
    const bad = await solveig.try('propose', 'move', '--to', 'ftp://x');
    expect(bad.problem).toContain('to');
  });
});
