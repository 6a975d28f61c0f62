/** FILE2: two phones held together. */
import { expect, test } from 'vitest';
import { plan, sync, twoPeople, value, type Member } from './testing/scene';

const codeOf = async (who: Member): Promise<string> => (await plan(who)).check.code;

async function compared(who: Member, code: string): Promise<string> {
  return value(await who.port.run('compare', { space: who.space, code })).result;
}

test('FILE2 the same, newer, older, and another plan', async () => {
  const { kari, per } = await twoPeople();
  value(await sync(kari));
  value(await sync(per));
  value(await sync(kari));
  expect(await compared(kari, await codeOf(per))).toBe('same');
  value(await kari.port.run('addGoal', { space: kari.space, title: 'Nytt' }));
  value(await sync(kari));
  expect(await compared(kari, await codeOf(per))).toBe('ahead');
  expect(await compared(per, await codeOf(kari))).toBe('behind');
  const other = await twoPeople();
  expect(await compared(kari, await codeOf(other.per))).toBe('foreign');
  expect((await plan(kari)).check.fork).toBe(false);
});

test('FILE2 two histories are told, and a square that nobody signed changes nothing', async () => {
  const { kari, per } = await twoPeople();
  value(await sync(kari));
  value(await sync(per));
  value(await sync(kari));
  const code = await codeOf(per);
  const end = code.at(-3) === 'A' ? 'B' : 'A';
  const lie = code.slice(0, -3) + end + code.slice(-2); // another root for the same size
  expect(await compared(kari, lie)).toBe('different');
  expect((await plan(kari)).check.fork).toBe(false);
  const cut = await kari.port.run('compare', { space: kari.space, code: code.slice(0, -4) });
  expect(cut).toMatchObject({ ok: false, error: 'bad-input' });
});
