import { expect, test } from 'vitest';
import { ServerDouble } from '../sync/testing/server_double';
import { foundPlan, plan, value } from './testing/scene';

test('a text written on an older one keeps what came in meanwhile', async () => {
  const kari = await foundPlan(new ServerDouble());
  const { space, port } = kari;
  const goal = value(await port.run('addGoal', { space, title: 'Mål' })).id;
  const fields = { title: 'Middag' };
  const { id } = value(await port.run('addAction', { space, goal, fields }));
  value(await port.run('setAction', { space, id, fields: { title: 'Middag på tirsdag' } }));

  const late = { space, id, fields: { title: 'Prøve Middag' }, base: 'Middag' };
  value(await port.run('setAction', late));

  expect((await plan(kari)).goals[0]?.actions[0]?.title).toBe('Prøve Middag på tirsdag');
});
