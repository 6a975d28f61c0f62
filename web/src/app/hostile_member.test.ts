/** A member whose edits no honest device makes: the others go on as if they had not come. */
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { createItem, SESSIONS, setText, textName } from '../core/plan/document';
import { makeEdit } from '../sync/space';
import { inside, plan, restarted, sync, twoPeople, value, type Member } from './testing/scene';

type Id = readonly [client: number, clock: number];

/** Sends an update as it is, past everything that an honest application checks. */
async function send(from: Member, update: Uint8Array): Promise<void> {
  const space = inside(from);
  space.edits = [...space.edits, { number: space.me.nextEdit, at: 1, update }];
  space.me = { ...space.me, nextEdit: space.me.nextEdit + 1 };
  value(await sync(from));
}

/** One-letter structs of one client, each after its origin, and what is deleted: Yjs update, v1. */
function forged(client: number, origins: readonly Id[], deleted: readonly [Id, number][] = []) {
  const bytes: number[] = [];
  const put = (value: number): void => {
    for (; value > 127; value = Math.floor(value / 128)) bytes.push((value % 128) | 128);
    bytes.push(value);
  };
  put(origins.length > 0 ? 1 : 0);
  if (origins.length > 0) [origins.length, client, 0].forEach(put);
  for (const [other, clock] of origins) {
    bytes.push(0x80 | 4); // with an origin, a string
    [other, clock, 1, 120].forEach(put);
  }
  put(deleted.length);
  for (const [[other, clock], length] of deleted) [other, 1, clock, length].forEach(put);
  return Uint8Array.from(bytes);
}

const goals = async (member: Member): Promise<string[]> =>
  (await plan(member)).goals.map(({ title }) => title);

function nextOf(member: Member): Id {
  const { clientID, store } = inside(member).doc;
  return [clientID, Y.getState(store, clientID)];
}

describe('EDIT6 a hostile member', () => {
  test('deletes nothing that is yet to be written', async () => {
    const { kari, per } = await twoPeople();
    await send(per, forged(0, [], [[nextOf(kari), 2 ** 31]]));
    value(await sync(kari));
    value(await kari.port.run('addGoal', { space: kari.space, title: 'Skrevet etterpå' }));
    value(await sync(kari));
    expect(await goals(kari)).toEqual(['Skrevet etterpå']);
    expect(await goals(await restarted(kari))).toEqual(['Skrevet etterpå']);
  });

  test('stops nobody from starting, or from sending, with edits that rest on nothing', async () => {
    const { kari, per } = await twoPeople();
    const own = inside(per).doc.clientID - (inside(per).doc.clientID % SESSIONS) + 77;
    await send(per, forged(own, [nextOf(kari), [own, 500]]));
    value(await sync(kari));
    value(await kari.port.run('addGoal', { space: kari.space, title: 'Uten nett' }));
    const again = await restarted(kari);
    expect(await goals(again)).toEqual(['Uten nett']);
    expect(value(await sync(again)).unsent).toBe(0);
    expect(await goals(await restarted(again))).toEqual(['Uten nett']);
    expect((await plan(again)).notices).toEqual([{ kind: 'unreadable', count: 1 }]);
  });
});

describe('an own edit', () => {
  const long = 'å'.repeat(4_000);

  test('of more than a record has room for is refused at once, and changes nothing', async () => {
    const { kari } = await twoPeople();
    const { port, space } = kari;
    const made = { space, kind: 'round', texts: { question: 'Hva nå?' } } as const;
    const { id } = value(await port.run('addItem', made));
    const texts: Record<string, string> = { outcome: long };
    for (let party = 1; party < 10; party++) texts[`group/${party}`] = long;
    const ask = { space, id, texts };
    expect(await port.run('setItem', ask)).toEqual({
      ...{ ok: false, error: 'bad-input', detail: 'size' },
    });
    expect((await plan(kari)).rounds[0]).toMatchObject({ question: 'Hva nå?', outcome: '' });
    value(await port.run('setItem', { space, id, texts: { outcome: 'Kaffe' } }));
    expect(value(await sync(kari)).unsent).toBe(0);
    expect((await plan(await restarted(kari))).rounds[0]).toMatchObject({ outcome: 'Kaffe' });
  });

  test('of one long text goes through', async () => {
    const { kari, per } = await twoPeople();
    const ask = { space: kari.space, kind: 'comment', texts: { text: long } } as const;
    value(await kari.port.run('addItem', ask));
    value(await sync(kari));
    value(await sync(per));
    expect((await plan(per)).comments.map(({ text }) => text)).toEqual([long]);
  });
});

describe('EDIT8 an id', () => {
  test('is of the kind under which it came into the log first, whoever uses it anew', async () => {
    const { kari, per } = await twoPeople();
    const { space } = kari;
    const made = { space, kind: 'meeting' as const, texts: { place: 'Grendehuset' } };
    const { id } = value(await kari.port.run('addItem', { ...made, fields: {} }));
    value(await sync(kari));
    value(await sync(per));
    const { doc } = inside(per);
    value(
      await makeEdit(inside(per), () => {
        createItem(doc, { kind: 'goal', id }, { order: 'a1' }, 1);
        setText(doc, textName(id, 'title'), 'Ikke et mål');
      }),
    );
    value(await sync(per));
    value(await sync(kari));
    for (const one of [kari, per, await restarted(kari)]) {
      expect(await goals(one)).toEqual([]);
      expect((await plan(one)).meetings.map(({ place }) => place)).toEqual(['Grendehuset']);
    }
    value(
      await kari.port.run('setItem', {
        space,
        id,
        texts: { place: 'Biblioteket' },
        base: 'Grendehuset',
      }),
    );
    expect((await plan(kari)).meetings[0]?.place).toBe('Biblioteket');
  });
});
