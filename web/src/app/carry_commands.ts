/** Commands about what is carried by hand from one device to another. */
import { readStatementsFile, statementsFile, takeIn } from '../sync/statements_file';
import type { Commands, Outcome } from './port';
import { done, outcomeOf, refuse, type Running } from './running';

type Ask<N extends keyof Commands> = Commands[N]['ask'];

export async function exportStatements(
  running: Running,
  ask: Ask<'exportStatements'>,
): Promise<Outcome<Commands['exportStatements']['answer']>> {
  const found = running.spaces.get(ask.space);
  const bytes = found && statementsFile(found.space);
  return Promise.resolve(bytes ? done({ bytes }) : refuse('not-found'));
}

export async function importStatements(
  running: Running,
  ask: Ask<'importStatements'>,
): Promise<Outcome<Commands['importStatements']['answer']>> {
  const file = readStatementsFile(ask.bytes);
  if (!file) return refuse('bad-input', 'file');
  const found = running.spaces.get(file.space);
  const charter = found?.space.log.charter;
  if (!found || !charter) return refuse('not-found');
  const taken = await takeIn(found.space, charter, file);
  if (!taken.ok) return outcomeOf(taken);
  found.driver.edited(); // goes out by itself when there is a line
  return done({ space: file.space, count: taken.value });
}
