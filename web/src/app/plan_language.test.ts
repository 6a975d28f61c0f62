/** In which language people write in a plan: said at its founding, carried wherever its content goes. */
import '../crypto/testing/fast_curves';
import { expect, test } from 'vitest';
import { setName } from '../core/plan/document';
import { homeOn } from '../sync/testing/plan_on_double';
import { ServerDouble } from '../sync/testing/server_double';
import { foundPlan, inside, member, plan, sync, value, type Member } from './testing/scene';

async function founded(language?: string): Promise<Member> {
  const server = new ServerDouble();
  const kari = await member(homeOn(server), '');
  const who = {
    server: server.origin,
    title: 'Planen',
    person: 'Kari',
    party: 'Gruppa',
    sector: 1,
  };
  const ask = language === undefined ? who : { ...who, language };
  const { space } = value(await kari.port.run('found', ask));
  return { ...kari, space };
}

async function spoken(by: Member): Promise<string> {
  return (await plan(by)).language;
}

async function fileOf({ port, space }: Member): Promise<string> {
  return value(await port.run('copyOut', { space, form: 'json' })).content as string;
}

test('is that of the screens it was founded on; of an older plan nobody knows', async () => {
  expect(await spoken(await founded('nn'))).toBe('nn');
  expect(await spoken(await founded())).toBe('');
});

test('is that of whoever gathers, where groups found together', async () => {
  const server = new ServerDouble();
  const people = [await member(homeOn(server), ''), await member(homeOn(server), '')] as const;
  for (const [i, { port }] of people.entries()) {
    const group = { server: server.origin, person: 'Kari', party: `Gruppe ${i}`, sector: i + 1 };
    value(await port.run('togetherBegin', group));
  }
  const [one, other] = people;
  const codeOf = async ({ port }: Member) => value(await port.run('together', null)).code;
  value(await one.port.run('togetherTake', { code: await codeOf(other) }));
  value(await one.port.run('togetherPropose', { title: 'Nesset', language: 'en' }));
  value(await other.port.run('togetherTake', { code: await codeOf(one) }));
  value(await other.port.run('togetherSign', null));
  const code = await codeOf(other);
  const { space } = value(await one.port.run('togetherTake', { code }));
  expect(await spoken({ ...one, space })).toBe('en');
  const there = { ...other, space };
  value(await sync(there));
  expect(await spoken(there)).toBe('en');
});

test.each(['', 'no such', 'n', 'nbx', 'NB', '"><i>', 7, ['nb']])(
  'is none where %j stands for it',
  async (written) => {
    const kari = await founded('nb');
    setName(inside(kari).doc, 'language', written);
    expect(await spoken(kari)).toBe('');
  },
);

test('goes along in a file into a plan that is empty, and changes no other', async () => {
  const nynorsk = await founded('nn');
  const { port, space } = nynorsk;
  value(await port.run('addGoal', { space, title: 'Ingen skal ete aleine' }));
  const text = await fileOf(nynorsk);
  const kari = await founded('en');
  value(await kari.port.run('bringFile', { space: kari.space, text }));
  expect(await spoken(kari)).toBe('nn');
  const full = await founded('en');
  value(await full.port.run('addGoal', { space: full.space, title: 'Nobody eats alone' }));
  value(await full.port.run('bringFile', { space: full.space, text }));
  expect(await spoken(full)).toBe('en');
});

test('a file of an older plan leaves what is said here', async () => {
  const text = await fileOf(await foundPlan(new ServerDouble()));
  expect(text).not.toContain('language');
  const kari = await founded('en');
  value(await kari.port.run('bringFile', { space: kari.space, text }));
  expect(await spoken(kari)).toBe('en');
});

test('a plan that goes on from another is written in the same', async () => {
  const kari = await founded('nn');
  const other = new ServerDouble();
  Object.assign(kari.home.seams, { fetch: other.fetch });
  const ask = { space: kari.space, title: 'Planen vidare' };
  const { space } = value(await kari.port.run('foundSuccessor', ask));
  expect(await spoken({ ...kari, space })).toBe('nn');
});
