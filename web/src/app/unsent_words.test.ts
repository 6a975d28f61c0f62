/** Words that never arrived are handed to somebody who writes them anew, on behalf of who wrote. */
import '../crypto/testing/fast_curves';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { MAX_UNSENT_FILE } from './unsent_commands';
import {
  confirmed,
  furtherDevice,
  inside,
  member,
  hashOf,
  plan,
  sayYes,
  sync,
  syncAll,
  twoPeople,
  value,
  type Member,
} from './testing/scene';
import type { Commands, SyncView, UnsentItem, UnsentWords } from './port';
import { FrameType } from '../proto/frames';
import { openMemoryStore } from '../store/memory_store';
import { loadSpace, takeOwnId } from '../sync/space';
import type { ServerDouble } from '../sync/testing/server_double';

const DAY_S = 86_400;

let server: ServerDouble;
let kari: Member;
let per: Member;
let goal: string;

/** Per wrote a goal, was taken out while away, and then wrote on. */
beforeEach(() => retired());

async function retired(prepare?: (action: string) => Promise<void>): Promise<void> {
  ({ server, kari, per } = await twoPeople());
  await confirmed(kari, per);
  const made = { space: per.space, title: 'Ingen spiser alene', indicator: 'Antall' };
  ({ id: goal } = value(await per.port.run('addGoal', made)));
  await syncAll(per, kari);
  const ask = { space: kari.space, person: inside(per).me.person };
  value(await kari.port.run('proposeEndPerson', ask));
  server.time += 3 * DAY_S;
  await sync(kari);
  const text = { space: per.space, id: goal, title: 'Ingen må spise alene' };
  value(await per.port.run('setGoal', { ...text, base: 'Ingen spiser alene' }));
  const action = { space: per.space, goal, fields: { title: 'Middag tirsdag' } };
  const { id } = value(await per.port.run('addAction', action));
  value(await per.port.run('setPlan', { space: per.space, why: 'For nabolaget' }));
  await prepare?.(id);
  expect((await sync(per)).ok).toBe(false);
  expect((await plan(per)).membership).toBe('retired');
}

function syncOf({ port }: Member): SyncView {
  let view: SyncView | undefined;
  port.watch(({ plans }) => (view = plans[0]?.sync))();
  return view!;
}

async function file(): Promise<string> {
  const out = value(await per.port.run('exportUnsent', { space: per.space }));
  expect(out.count).toBe(3);
  return out.json;
}

describe('what a removed person could not send', () => {
  test('is shown to who takes it in, and then written by them on behalf of the other', async () => {
    const json = await file();
    const seen = value(await kari.port.run('readUnsent', { space: kari.space, json }));
    expect(seen.name).toBe('Per');
    expect(seen.items.map(({ is, title }) => [is, title])).toEqual([
      ['changed', ''],
      ['new', 'Middag tirsdag'],
      ['changed', 'Ingen spiser alene'],
    ]);
    expect(seen.items.map(({ fields }) => fields)).toEqual([
      [['why', 'For nabolaget']],
      [
        ['goal', 'Ingen spiser alene'],
        ['status', 'idea'],
      ],
      [['title', 'Ingen må spise alene']],
    ]);
    expect((await plan(kari)).goals[0]!.actions).toHaveLength(0); // only looked at
    value(await kari.port.run('takeUnsent', { space: kari.space, json }));
    await sync(kari);
    const after = await plan(kari);
    expect(after.why).toBe('For nabolaget');
    expect(after.goals[0]!.title).toBe('Ingen må spise alene');
    const [action] = after.goals[0]!.actions;
    expect(action!.title).toBe('Middag tirsdag');
    expect(action!.created).toMatchObject({ name: 'Kari', behalf: { name: 'Per' } });
    expect(after.goals[0]!.edited).toMatchObject({ name: 'Kari', behalf: { name: 'Per' } });
    expect(after.goals[0]!.created.behalf).toBeUndefined();
    expect(server.charter!.devices[1]!.cut!.seq).toBe(inside(kari).log.chains.get(2)!.seq);
  });

  test('is of every kind, and no answer to the wheel is in it', async () => {
    let action = '';
    await retired(async (id) => {
      action = id;
      const of = { space: per.space };
      const run = async (ask: Omit<Commands['addItem']['ask'], 'space'>): Promise<string> =>
        value(await per.port.run('addItem', { ...of, ...ask })).id;
      const fields = { 'party/1': 1, 'kr/2027': 500 };
      value(await per.port.run('setItem', { ...of, id: action, fields }));
      value(await sayYes(per, action)); // nobody says it for them
      await run({ kind: 'need', texts: { what: 'Sjåfør' }, fields: { action, kind: 'time' } });
      await run({ kind: 'comment', texts: { text: 'Hei' }, fields: { on: action } });
      const round = await run({ kind: 'round', texts: { question: 'Hva nå?' } });
      const behalf = { name: 'Olga', party: 1, slip: 'slip-1' };
      await run({ kind: 'answer', texts: { text: 'Buss' }, fields: { round }, behalf });
      const evaluation = await run({ kind: 'evaluation', fields: { asked: ['goals'] } });
      value(await per.port.run('score', { ...of, evaluation, values: [['goals', 4]] }));
    });
    const { json } = value(await per.port.run('exportUnsent', { space: per.space }));
    expect(json).not.toContain('values');
    const { items } = value(await kari.port.run('readUnsent', { space: kari.space, json }));
    expect(JSON.stringify(items)).not.toContain(action); // told by its name
    value(await kari.port.run('takeUnsent', { space: kari.space, json }));
    const after = await plan(kari);
    const [taken] = after.goals[0]!.actions;
    expect(taken).toMatchObject({ yearly: [[2027, 500]], needs: [{ what: 'Sjåfør' }] });
    expect(taken!.parts.map(({ party, yes }) => [party, yes])).toEqual([[1, 'none']]);
    expect(after.comments).toMatchObject([{ text: 'Hei', on: action }]);
    expect(after.rounds[0]!.answers[0]!.created.behalf).toMatchObject({ name: 'Olga', party: 1 });
    expect(after.evaluations).toMatchObject([{ asked: ['goals'], written: 0 }]);
  });

  test('goes out at once, with no pause before it', async () => {
    const json = await file();
    const live = await member({ ...kari.home, isLive: true }, kari.space);
    await vi.waitFor(() => expect(syncOf(live).lastContact).toBeDefined());
    const size = server.stored.length;
    value(await live.port.run('takeUnsent', { space: live.space, json }));
    await vi.waitFor(() => expect(syncOf(live).unsent).toBe(0));
    expect(server.stored.length).toBeGreaterThan(size);
    live.app.running.spaces.get(live.space)!.driver.stop();
  });

  test('what somebody wrote since stays beside it', async () => {
    const json = await file();
    const own = { space: kari.space, id: goal, title: 'Ingen spiser alene i Nesset' };
    value(await kari.port.run('setGoal', { ...own, base: 'Ingen spiser alene' }));
    value(await kari.port.run('takeUnsent', { space: kari.space, json }));
    expect((await plan(kari)).goals[0]!.title).toBe('Ingen må spise alene i Nesset');
  });

  test('a second time changes nothing, and who writes in it later writes for themselves', async () => {
    const json = await file();
    value(await kari.port.run('takeUnsent', { space: kari.space, json }));
    const once = await hashOf(kari);
    const titles = async (): Promise<unknown> =>
      (await plan(kari)).goals.map(({ title, actions }) => [title, actions.map((a) => a.title)]);
    const before = await titles();
    value(await kari.port.run('takeUnsent', { space: kari.space, json }));
    expect(await titles()).toEqual(before);
    expect(once).not.toBe('');
    const own = { space: kari.space, id: goal, title: 'Mitt' };
    value(await kari.port.run('setGoal', own));
    expect((await plan(kari)).goals[0]!.edited.behalf).toBeUndefined();
  });

  test('what is no such file, of another plan, or too much is refused, and changes nothing', async () => {
    const json = await file();
    const good = JSON.parse(json) as { changes: { items: { kind: string; id: string }[] } };
    const bad = (change: (file: typeof good) => void): string => {
      const copy = structuredClone(good);
      change(copy);
      return JSON.stringify(copy);
    };
    const files = [
      '',
      'null',
      '[]',
      json.slice(0, -9),
      json.replace(per.space, 'ab'.repeat(32)),
      bad((f) => (f.changes.items[0]!.kind = 'spell')),
      bad((f) => (f.changes.items[0]!.id = '../x')),
      bad((f) => Object.assign(f.changes.items[0]!, { fields: [['made', 1]] })),
      bad((f) => Object.assign(f.changes.items[0]!, { fields: [['t9', [1, 1, []]]] })),
      bad((f) => Object.assign(f.changes.items[0]!, { texts: [{ field: 'title' }] })),
      bad((f) => Object.assign(f.changes, { names: [['person/x', {}]] })),
      `${json}${' '.repeat(MAX_UNSENT_FILE + 1 - json.length)}`,
    ];
    const before = await hashOf(kari);
    for (const one of files) {
      const outcome = await kari.port.run('takeUnsent', { space: kari.space, json: one });
      expect(outcome, one.slice(0, 60)).toMatchObject({ ok: false, error: 'bad-input' });
    }
    expect(await hashOf(kari)).toBe(before);
    const whole = `${json}${' '.repeat(MAX_UNSENT_FILE - json.length)}`;
    expect((await kari.port.run('readUnsent', { space: kari.space, json: whole })).ok).toBe(true);
  });

  test('a plan that is read anew meanwhile is no full storage: all of it is in the second time', async () => {
    const json = await file();
    const { store, seams } = kari.home;
    const fresh = (await loadSpace(store, seams, kari.space))!;
    const writing = vi.spyOn(store, 'write').mockImplementationOnce((changes) => {
      takeOwnId(Object.assign(inside(kari), { doc: fresh.doc }));
      return openMemoryStore().write(changes);
    });
    const ask = { space: kari.space, json };
    expect(await kari.port.run('takeUnsent', ask)).toMatchObject({ ok: false, error: 'busy' });
    writing.mockRestore();
    let storage = '';
    kari.port.watch((view) => (storage = view.storage));
    expect(storage).not.toBe('full');
    value(await kari.port.run('takeUnsent', ask));
    const after = await plan(kari);
    expect(after.goals).toMatchObject([{ title: 'Ingen må spise alene' }]);
    expect(after.goals[0]!.actions).toMatchObject([{ title: 'Middag tirsdag' }]);
  });

  test('a deletion is shown by what it would delete, not by what the file calls it', async () => {
    const json = await file();
    const copy = JSON.parse(json) as { changes: { items: unknown[] } };
    const gone = { kind: 'goal', id: goal, title: 'Et gammelt notat', is: 'gone' };
    copy.changes.items = [{ ...gone, fields: [], texts: [] }];
    const ask = { space: kari.space, json: JSON.stringify(copy) };
    const seen = value(await kari.port.run('readUnsent', ask));
    expect(seen.items.at(-1)).toMatchObject({ is: 'gone', title: 'Ingen spiser alene' });
  });

  test('a name in the file says nothing about what groups and people are called', async () => {
    const json = await file();
    const copy = JSON.parse(json) as { changes: { names: unknown[] } };
    copy.changes.names.push(['party/1', 'Kapret']);
    const ask = { space: kari.space, json: JSON.stringify(copy) };
    value(await kari.port.run('takeUnsent', ask));
    expect((await plan(kari)).parties[0]!.name).toBe('Gruppa');
  });

  test('who is out takes nothing in, and who has nothing unsent has nothing to hand over', async () => {
    const json = await file();
    const ask = { space: per.space, json };
    expect(await per.port.run('takeUnsent', ask)).toMatchObject({ ok: false, error: 'ended' });
    const none = await kari.port.run('exportUnsent', { space: kari.space });
    expect(none).toMatchObject({ ok: false, error: 'not-found' });
  });

  test('coming back by a link keeps what is half written in a form', async () => {
    const draft = { space: per.space, form: 'goal' as const };
    value(await per.port.run('keepDraft', { ...draft, text: 'Halvt skrevet' }));
    const invited = { space: kari.space, party: 'Gruppa' };
    const { link } = value(await kari.port.run('invite', invited));
    value(await per.port.run('join', { link, person: 'Per' }));
    await sync(per);
    expect(value(await per.port.run('readDraft', draft)).text).toBe('Halvt skrevet');
  });

  test('words from paper that the server refuses take nothing of it away', async () => {
    const pad = await furtherDevice(server, kari);
    const { paper } = value(await kari.port.run('makeWords', { space: kari.space }));
    value(await kari.port.run('setRecovery', { space: kari.space, words: paper }));
    await syncAll(kari, pad);
    const { device } = inside(pad).me;
    value(await kari.port.run('endDevice', { space: kari.space, device }));
    value(await pad.port.run('addGoal', { space: pad.space, title: 'Mine ord' }));
    await sync(pad);
    server.feign = ({ type }) => (type === FrameType.FRAME_STATEMENT ? 'limit' : undefined);
    const ask = { server: server.origin, words: paper };
    expect(await pad.port.run('recover', ask)).toMatchObject({ ok: false, error: 'limit' });
    expect(value(await pad.port.run('exportUnsent', { space: pad.space })).json).toContain(
      'Mine ord',
    );
  });
});

describe('what taking a file in would change is shown, field by field', () => {
  let action: string;

  beforeEach(async () => {
    const ask = { space: kari.space, goal, fields: { title: 'Middag', why: 'Fordi det trengs' } };
    ({ id: action } = value(await kari.port.run('addAction', ask)));
  });

  type Item = Record<'kind' | 'id' | 'title' | 'is', string> &
    Record<'fields' | 'texts', readonly unknown[]>;

  async function withItems(...items: readonly Partial<Item>[]): Promise<string> {
    const copy = JSON.parse(await file()) as { changes: { items: unknown; plan: unknown } };
    const plain = { kind: 'action', id: action, title: 'Middag', is: 'changed' };
    copy.changes.items = items.map((item) => ({ ...plain, fields: [], texts: [], ...item }));
    copy.changes.plan = [];
    return JSON.stringify(copy);
  }

  async function seen(json: string): Promise<UnsentWords['items']> {
    return value(await kari.port.run('readUnsent', { space: kari.space, json })).items;
  }

  /** Shown as given here; and once it is taken in, there is no more to show. */
  async function expectShown(json: string, shown: readonly Partial<UnsentItem>[]): Promise<void> {
    expect(await seen(json)).toMatchObject(shown);
    expect(await seen(json)).toHaveLength(shown.length);
    value(await kari.port.run('takeUnsent', { space: kari.space, json }));
    expect(await seen(json)).toEqual([]);
  }

  const FIELDS: readonly (readonly [string, unknown])[] = [
    ['status', 'done'],
    ['arena', 'board'],
    ['mode', 'each'],
    ['due', '2027-03-01'],
    ['costKr', 12_000],
    ['order', 'zz'],
    ['party', 2],
    ['somethingNewer', 'x'],
  ];

  test('every field, whether a screen knows it or not', async () => {
    for (const [key, to] of FIELDS) {
      await expectShown(await withItems({ fields: [[key, to]] }), [
        { is: 'changed', kind: 'action', title: 'Middag', fields: [[key, to]] as never },
      ]);
    }
  });

  test('every text', async () => {
    for (const field of ['title', 'why', 'part/1', 'indicator', 'newer']) {
      const texts = [{ field, base: field === 'title' ? 'Middag' : '', text: 'Skrevet' }];
      const [item] = await seen(await withItems({ texts }));
      expect(item!.fields.map(([key]) => key)).toEqual([field]);
      expect(String(item!.fields[0]![1])).toContain('Skrevet');
    }
  });

  test('an item of another kind than the one here is left alone', async () => {
    const json = await withItems({ id: goal, is: 'gone' }, { id: goal, fields: [['status', 'x']] });
    const before = await hashOf(kari);
    expect(await seen(json)).toEqual([]);
    value(await kari.port.run('takeUnsent', { space: kari.space, json }));
    expect(await hashOf(kari)).toBe(before);
    expect(inside(kari).doc.share.has(`i/action/${goal}`)).toBe(false);
  });

  test('a text as it would read, whatever it claims to be written on', async () => {
    const texts = [{ field: 'why', base: 'Fordi det', text: '' }];
    const json = await withItems({ texts });
    const [item] = await seen(json);
    const shown = item!.fields[0]![1];
    value(await kari.port.run('takeUnsent', { space: kari.space, json }));
    expect((await plan(kari)).goals[0]!.actions[0]!.why).toBe(shown);
    expect(shown).toBe(' trengs');
  });

  test('where it goes, by the name of what it goes to', async () => {
    const made = { space: kari.space, title: 'Et annet mål' };
    const { id } = value(await kari.port.run('addGoal', made));
    await expectShown(await withItems({ fields: [['goal', id]] }), [
      { fields: [['goal', 'Et annet mål']] },
    ]);
  });

  test('of a new one all but its place in the order, and the name once', async () => {
    const fields = [['kind', 'room'], ['party', 2], ['order', 'a']]; // prettier-ignore
    const texts = [{ field: 'what', base: '', text: 'Grendehuset' }];
    const made = { kind: 'resource', id: 'nytt-1', is: 'new', title: 'Noe annet' };
    await expectShown(await withItems({ ...made, fields, texts }), [
      { is: 'new', kind: 'resource', title: 'Grendehuset', fields: fields.slice(0, 2) as never },
    ]);
  });

  test('what would come back, and what would go', async () => {
    value(await kari.port.run('remove', { space: kari.space, id: action }));
    const json = await withItems(
      { fields: [['status', 'done']] },
      { is: 'gone', kind: 'goal', id: goal },
    );
    await expectShown(json, [
      { is: 'back', title: 'Middag', fields: [['status', 'done']] },
      { is: 'gone', title: 'Ingen spiser alene', fields: [] },
    ]);
  });

  test('as one where the file says it twice, and not at all where it is so already', async () => {
    const [first, second] = ['done', 'resting'].map((to) => ({ fields: [['status', to]] }));
    expect(await seen(await withItems(first!, second!))).toMatchObject([
      { fields: [['status', 'resting']] },
    ]);
    expect(await seen(await withItems({ fields: [['status', 'idea']] }))).toEqual([]);
  });
});
