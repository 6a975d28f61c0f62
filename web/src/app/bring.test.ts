/** A plan that leaves as a file comes into a new plan as it was; nobody's single score leaves at all. */
import '../crypto/testing/fast_curves';
import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020';
import { parse } from 'csv-parse/sync';
import { strFromU8, unzipSync } from 'fflate';
import { beforeAll, describe, expect, test } from 'vitest';
import { planFromYaml } from '../../cli/plan_yaml';
import { readItems } from '../core/plan/items';
import { scoresOf } from '../core/plan/wheel';
import { ServerDouble } from '../sync/testing/server_double';
import { COLUMNS } from './csv';
import type { ImportedPlan } from './imported_plan';
import { nessetOn } from './testing/nesset';
import {
  foundPlan,
  hashOf,
  inside,
  joinParty,
  type Member,
  plan,
  syncAll,
  value,
} from './testing/scene';

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');
const nesset = planFromYaml(read('../../cli/demo/nesset.yaml')) as ImportedPlan;
const schema = JSON.parse(read('../../../proto/plan.schema.json')) as object;
const validate = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(schema);

let solveig: Member;
let json: string;

beforeAll(async () => {
  solveig = (await nessetOn(new ServerDouble(), nesset)).people[0]!;
  json = await copyOf(solveig, 'json');
});

async function copyOf({ port, space }: Member, form: 'json' | 'csv'): Promise<string> {
  const { content } = value(await port.run('copyOut', { space, form }));
  return content as string;
}

async function brought(text: string): Promise<Member> {
  const kari = await foundPlan(new ServerDouble());
  value(await kari.port.run('bringFile', { space: kari.space, text }));
  return kari;
}

type Node = Record<string, unknown>;
/** What devices said for somebody, and who wrote: that is not carried. */
const NOT_CARRIED = ['id', 'created', 'edited', 'returned', 'yeses', 'stances', 'minuted', 'holds'];
const OF_PLACE = ['device', 'order', 'names', 'former', 'predecessor'];

/** Without ids, authors and times, and groups by name. */
function comparable(file: string): unknown {
  const { plan: content, parties } = JSON.parse(file) as { plan: Node; parties: Node[] };
  const all = [...parties, ...((content['former'] as Node[] | undefined) ?? [])];
  const names = new Map(all.map(({ index, name }) => [index, name]));
  const named = (value: unknown, key = ''): unknown => {
    if (key === 'party') return names.get(value) ?? value;
    if (Array.isArray(value)) {
      const list = value.map((one) => named(one));
      // Groups stand in the order of their numbers, which are others here.
      return key === 'parts' || key === 'takes' || key === 'anchorings' ? sorted(list) : list;
    }
    if (typeof value !== 'object' || value === null) return value;
    const kept = Object.entries(value).filter(
      ([name]) => !NOT_CARRIED.includes(name) && !OF_PLACE.includes(name),
    );
    return Object.fromEntries(kept.map(([name, inner]) => [name, named(inner, name)]));
  };
  const values = (content['names'] as [string, string][]).filter(([key]) => /^value/.test(key));
  return { content: named(content), values };
}

function sorted(list: unknown[]): unknown[] {
  return list.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}

describe('JSON', () => {
  test('the demonstration plan is as its schema says', () => {
    expect(validate(JSON.parse(json)), JSON.stringify(validate.errors)).toBe(true);
  });

  test.each([
    ['a score', { plan: { evaluations: [{ scores: [['equality', 3]] }] } }],
    ['scores of the plan', { plan: { scores: [] } }],
    ['a further key', { more: 1 }],
  ])('the schema refuses %s', (_, more: { plan?: Node; more?: number }) => {
    const file = JSON.parse(json) as { plan: Node & { evaluations: Node[] } };
    const evaluations = file.plan.evaluations.map((one, i) => ({
      ...one,
      ...(more.plan?.['evaluations'] as Node[] | undefined)?.[i],
    }));
    const changed = { ...file, ...more, plan: { ...file.plan, ...more.plan, evaluations } };
    expect(validate(changed)).toBe(false);
  });

  test('comes into a new plan as it was', async () => {
    const kari = await brought(json);
    const again = await copyOf(kari, 'json');
    expect(comparable(again)).toEqual(comparable(json));
    expect(validate(JSON.parse(again)), JSON.stringify(validate.errors)).toBe(true);
  });

  test('bringing it in again changes nothing', async () => {
    const kari = await brought(json);
    const contentHash = await hashOf(kari);
    const { space } = kari;
    expect(value(await kari.port.run('bringFile', { space, text: json })).imported).toBe(0);
    expect(await hashOf(kari)).toBe(contentHash);
  });

  test('what other groups wrote stays theirs, and nobody has said yes to anything', async () => {
    const view = await plan(await brought(json));
    const parts = view.goals.flatMap((goal) => goal.actions.flatMap((one) => one.parts));
    const names = parts.map(({ party }) => view.former.find((p) => p.index === party)?.name);
    expect(new Set(names).size).toBe(6);
    expect(view.former.map(({ sector }) => sector)).toEqual([1, 1, 2, 2, 3, 3]);
    expect(new Set(parts.map(({ yes }) => yes))).toEqual(new Set(['none']));
    expect(view.decisions.some(({ state }) => state === 'stands')).toBe(false);
    expect(view.comments.map(({ created }) => created.behalf?.name)).toContain('Turid');
    expect(view.rounds[0]!.answers).toHaveLength(34);
  });

  test('a group of the same name is the same', async () => {
    const text = json.replaceAll('Nesset grendelag', 'Gruppa');
    const view = await plan(await brought(text));
    expect(view.former.map(({ name }) => name)).not.toContain('Gruppa');
    expect(
      view.goals.flatMap((g) => g.actions.flatMap((a) => a.parts.map((p) => p.party))),
    ).toContain(1);
  });

  test('reaches the others, who hold the same', async () => {
    const service = new ServerDouble();
    const kari = await foundPlan(service);
    const per = await joinParty(service, kari, 'Per');
    value(await kari.port.run('bringFile', { space: kari.space, text: json }));
    await syncAll(kari, per);
    expect(comparable(await copyOf(per, 'json'))).toEqual(comparable(json));
    expect(await hashOf(per)).toBe(await hashOf(kari));
  });

  test.each([
    '{',
    '{"plan":1}',
    '{"plan":{"goals":[]}}',
    'hei',
    '[]',
    '',
    '{"plan":{"title":"x","goals":{}}}',
  ])('%j is refused, and changes nothing', async (text) => {
    const kari = await foundPlan(new ServerDouble());
    const contentHash = await hashOf(kari);
    const outcome = await kari.port.run('bringFile', { space: kari.space, text });
    expect(outcome).toMatchObject({ ok: false, error: 'bad-input' });
    expect(await hashOf(kari)).toBe(contentHash);
  });

  test('of whatever stands in a file, only what an item may hold is taken', async () => {
    const goal = {
      ...{ id: 'g1', title: 'Mål', order: 'i', unknown: 'ja', why: 7, made: 5, __proto__: 1 },
      created: { device: 'x', at: -3 },
    };
    const action = {
      ...{ id: 'a1', goal: 'g1', title: 'T', status: 'owned', due: '2026-13-01', costKr: -1 },
      ...{
        parts: [{ party: 70, text: 'x' }, 7, null],
        yearly: [
          ['__proto__', 1],
          [2027, 5],
        ],
      },
      ...{ notes: { risk: 'r', score: 'x' }, created: null, yeses: [{ device: 1 }] },
    };
    const odd = [goal, { id: 'plan', title: 'Ny tittel' }, { id: 'X Y', title: 'x' }, 7];
    const score = [{ id: 's1', values: [['equality', 5]] }];
    const goals = odd.map((one) => (one === goal ? { ...goal, actions: [action, 3] } : one));
    const text = JSON.stringify({
      plan: { title: '', goals, scores: score, names: [['person/x', 'y']] },
    });
    const kari = await brought(text);
    const view = await plan(kari);
    expect(view.title).toBe('Planen');
    expect(view.goals).toHaveLength(1);
    expect(view.goals[0]).toMatchObject({ title: 'Mål', why: '', unknown: false });
    const [only] = view.goals[0]!.actions;
    expect(only).toMatchObject({ status: 'idea', yearly: [[2027, 5]], notes: { risk: 'r' } });
    expect(only!.due).toBeUndefined();
    expect(only!.parts).toMatchObject([{ party: 5001, text: 'x', yes: 'none' }]);
    expect(scoresOf(inside(kari).doc, readItems(inside(kari).doc))).toEqual([]);
  });
});

describe('CSV', () => {
  test('comes into a new plan as it was; what was agreed is asked anew', async () => {
    const csv = await copyOf(solveig, 'csv');
    const kari = await brought(csv);
    expect(told(await copyOf(kari, 'csv'))).toEqual(told(csv));
  });
});

/** Whoever brings it in writes it down, and groups have other numbers here. */
function told(csv: string): unknown[] {
  const rows: Record<string, string>[] = parse(csv, { bom: true, delimiter: ';', columns: true });
  return rows.map(({ [COLUMNS.parts]: parts = '', Status, ...row }) => ({
    ...row,
    [COLUMNS.by]: '',
    parts: parts.split('\n').sort(),
    status: Status === 'avtalt' ? 'foreslått' : Status,
  }));
}

describe('single scores', () => {
  test('are in no file: not their marks, not their salts, not a field with a number', async () => {
    const { port, space } = solveig;
    const { id } = value(
      await port.run('addItem', {
        space,
        kind: 'evaluation',
        fields: { asked: ['equality', 'goals', 'openness'] },
      }),
    );
    const values = [
      ['equality', 4],
      ['goals', 1],
      ['openness', 5],
    ] as const;
    value(await port.run('score', { space, evaluation: id, values }));
    value(await port.run('openAnswers', { space, id }));
    const { doc } = inside(solveig);
    const scores = scoresOf(doc, readItems(doc));
    expect(scores.length).toBeGreaterThan(30);
    const files = await everyFile(solveig);
    expect(Object.keys(files)).toHaveLength(12);
    for (const [name, text] of Object.entries(files)) {
      for (const score of scores) {
        expect(text.includes(score.id), name).toBe(false);
        expect(text.includes(score.salt), name).toBe(false);
      }
      expect(text, name).not.toMatch(/(equality|goals|openness|communication)"?[,:;] ?"?[0-5]\b/);
    }
  });
});

test('the pages of the archive are in the language of whoever takes it', async () => {
  const { port, space } = solveig;
  const ask = { space, form: 'zip', language: 'en' } as const;
  const files = unzipSync(value(await port.run('copyOut', ask)).content as Uint8Array);
  for (const name of ['plan.html', 'minutes.html']) {
    expect(strFromU8(files[name]!), name).toContain('<html lang="en">');
  }
});

/** All that leaves, by name. */
async function everyFile(from: Member): Promise<Record<string, string>> {
  const { port, space } = from;
  const zip = value(await port.run('copyOut', { space, form: 'zip' })).content as Uint8Array;
  const inZip = Object.entries(unzipSync(zip)).map(([name, bytes]) => [
    `zip/${name}`,
    strFromU8(bytes, name === 'logg.frames'),
  ]);
  return {
    ...(Object.fromEntries(inZip) as Record<string, string>),
    json: await copyOf(from, 'json'),
    csv: await copyOf(from, 'csv'),
    ics: value(await port.run('calendar', { space })).ics,
  };
}
