/** What `sync` answers: scripts rest on it. */
import { expect, test } from 'vitest';
import { ACT_CLOSE } from '../core/charter/statement';
import { sayConsent } from '../sync/person_statements';
import { homeOn } from '../sync/testing/plan_on_double';
import { ServerDouble } from '../sync/testing/server_double';
import { inside, member, plan, sync, twoPeople, value } from './testing/scene';

test('CHARTER11 a consent to what nobody proposed: not-found comes first, and sync tells', async () => {
  const { per } = await twoPeople();
  const space = inside(per);
  const [id, subjectHash] = ['11'.repeat(32), '22'.repeat(32)];
  const subject = { act: ACT_CLOSE };
  const nothing = { id, subjectHash, subject } as Parameters<typeof sayConsent>[2];
  value(await sayConsent(space, space.log.charter!, nothing));
  expect(value(await sync(per))).toEqual({
    sent: 0,
    received: 0,
    unsent: 0,
    refused: [{ type: 'consent', error: 'not-found' }],
  });
});

test('SYNC one dead server does not stop the others; the worst is answered', async () => {
  const [first, second] = [new ServerDouble(), new ServerDouble()];
  const home = homeOn(first);
  const kari = await member(home, '');
  const ask = { title: 'Planen', person: 'Kari', party: 'Gruppa', sector: 1 };
  const one = value(await kari.port.run('found', { server: first.origin, ...ask }));
  Object.assign(home.seams, { fetch: second.fetch });
  const two = value(await kari.port.run('found', { server: second.origin, ...ask }));
  for (const { space } of [one, two])
    value(await kari.port.run('addGoal', { space, title: 'Mål' }));
  const dead = new Set([one.space]);
  for (const { space, line } of kari.app.running.spaces.values()) {
    const fetch = (): Promise<Response> => Promise.reject(new TypeError('nobody answers'));
    const seams = { ...line.seams, fetch: dead.has(space.id) ? fetch : second.fetch };
    Object.assign(line, { seams });
  }
  expect(await kari.port.run('sync', {})).toMatchObject({ ok: false, error: 'offline' });
  expect((await plan({ ...kari, space: two.space })).sync.unsent).toBe(0);
});
