/** What one member writes, honest app or not, keeps nobody from a calendar and an archive. */
import '../crypto/testing/fast_curves';
import { beforeEach, expect, test } from 'vitest';
import type * as Y from 'yjs';
import { createItem } from '../core/plan/document';
import { makeEdit } from '../sync/space';
import { ServerDouble } from '../sync/testing/server_double';
import { MAX_TIME_S } from '../core/plan/document';
import { gathered, inside, plan, syncAll, value, type Member } from './testing/scene';

const MEETING = { kind: 'meeting', id: 'm' } as const;
let kari: Member;
let per: Member;

beforeEach(async () => {
  [kari, per] = await gathered(new ServerDouble(), 'Per');
});

/** As no screen of ours lets anybody write. */
async function write(change: (doc: Y.Doc) => void): Promise<void> {
  const space = inside(per);
  value(await makeEdit(space, () => change(space.doc)));
  await syncAll(per, kari);
}

async function calendarOf({ port, space }: Member): Promise<string> {
  return value(await port.run('calendar', { space })).ics;
}

test.each(['18:00\r\nATTACH:http://x.example/', '18:00\n', '24:00', '18:60', 'om kvelden', '1800'])(
  'a meeting at %j is one at no time, and puts no line of its own in the calendar',
  async (time) => {
    await write((doc) => createItem(doc, MEETING, { date: '2027-01-10', time }, 5));
    expect((await plan(kari)).meetings[0]?.time).toBe('');
    const ics = await calendarOf(kari);
    expect(ics).toContain('DTSTART;VALUE=DATE:20270110\r\n');
    expect(ics).not.toContain('ATTACH');
  },
);

test.each([
  [MAX_TIME_S - 1, '99991231T235958Z'],
  [MAX_TIME_S, '99991231T235959Z'],
  [MAX_TIME_S + 1, '99991231T235959Z'],
  [Number.MAX_SAFE_INTEGER, '99991231T235959Z'],
])('what was written at %d is in the calendar and the archive, as of %s', async (at, told) => {
  await write((doc) => createItem(doc, MEETING, { date: '2027-01-10', time: '18:00' }, at));
  expect(await calendarOf(kari)).toContain(`DTSTAMP:${told}\r\n`);
  const zip = await kari.port.run('copyOut', { space: kari.space, form: 'zip' });
  expect(value(zip).content.length).toBeGreaterThan(0);
});
