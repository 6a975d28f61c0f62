/** Reads a plan from a file. */
import { readFile } from 'node:fs/promises';
import type { ImportedPlan } from '../src/app/imported_plan';
import { UsageError } from './arguments';
import { planFromYaml } from './plan_yaml';
import { Refused } from './results';

export async function readPlanFile(path: string): Promise<ImportedPlan> {
  if (!/\.ya?ml$/.test(path)) throw new UsageError('import needs a FILE.yaml, .json or .csv');
  const text = await readText(path);
  const plan = planFromYaml(text);
  if (plan === 'no-yaml') throw new Refused('malformed', `${path} is no YAML`);
  if (plan === 'none') throw new Refused('malformed', `${path} holds no plan`);
  return plan;
}

export function readText(path: string): Promise<string> {
  return readFile(path, 'utf8').catch(() => {
    throw new UsageError(`${path} cannot be read`);
  });
}
