import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readPlanFile } from './plan_file';

test.each([
  ['a list', '- en\n- to\n'],
  ['a plan that is text', 'plan: hei\n'],
  ['another document', 'tittel: Handleliste\n'],
  ['no YAML', 'plan: [\n'],
  ['nothing', ''],
])('%s is refused as no plan', async (_, text) => {
  const path = join(await mkdtemp(join(tmpdir(), 'plan-file-')), 'file.yaml');
  await writeFile(path, text);
  await expect(readPlanFile(path)).rejects.toMatchObject({ code: 'malformed', status: 1 });
});
