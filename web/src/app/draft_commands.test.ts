import { expect, test } from 'vitest';
import { ServerDouble } from '../sync/testing/server_double';
import { MAX_DRAFT_BYTES } from './draft_commands';
import { foundPlan, inside, restarted, value } from './testing/scene';

test('a draft survives a restart, is sent nowhere, and is forgotten when it is empty', async () => {
  const kari = await foundPlan(new ServerDouble());
  const [{ port, space }, form] = [kari, 'action'] as const;
  const { length } = inside(kari).edits;
  value(await port.run('keepDraft', { space, form, text: 'Halvskrevet' }));
  expect(inside(kari).edits).toHaveLength(length);
  const again = await restarted(kari);
  expect(value(await again.port.run('readDraft', { space, form })).text).toBe('Halvskrevet');
  expect(value(await again.port.run('readDraft', { space, form: 'goal' })).text).toBe('');
  value(await again.port.run('keepDraft', { space, form, text: '' }));
  expect(value(await again.port.run('readDraft', { space, form })).text).toBe('');
});

test.each([
  [MAX_DRAFT_BYTES - 1, true],
  [MAX_DRAFT_BYTES, true],
  [MAX_DRAFT_BYTES + 1, false],
])('a draft of %i bytes is kept: %s', async (size, isKept) => {
  const { port, space } = await foundPlan(new ServerDouble());
  const kept = await port.run('keepDraft', { space, form: 'goal', text: 'x'.repeat(size) });
  expect(kept.ok).toBe(isKept);
});
