/** Commands about what is carried by hand from one device to another. */
import { base64urlOf, bytesOfBase64url } from '../core/bytes';
import { readLogFile, type LogFile } from '../sync/moving';
import { takeReply } from '../sync/reply';
import { isMember } from '../sync/space';
import { readStatementsFile, statementsFile, takeIn } from '../sync/statements_file';
import type { Commands, Outcome } from './port';
import { done, outcomeOf, refuse, type Running } from './running';

type Ask<N extends keyof Commands> = Commands[N]['ask'];
/** What a phone's camera still reads from another's screen. */
const MAX_CODE_BYTES = 1500;

export async function exportStatements(
  running: Running,
  ask: Ask<'exportStatements'>,
): Promise<Outcome<Commands['exportStatements']['answer']>> {
  const found = running.spaces.get(ask.space);
  const bytes = found && statementsFile(found.space);
  if (!found || !bytes) return Promise.resolve(refuse('not-found'));
  return Promise.resolve(done({ bytes, code: codeOf(found.line.origin, bytes) }));
}

export async function importStatements(
  running: Running,
  ask: Ask<'importStatements'>,
): Promise<Outcome<Commands['importStatements']['answer']>> {
  const log = 'code' in ask ? undefined : readLogFile(ask.bytes);
  if (log) return takeLog(running, log);
  const bytes = 'code' in ask ? bytesOfCode(ask.code) : ask.bytes;
  const file = bytes && readStatementsFile(bytes);
  if (!file) return refuse('bad-input', 'file');
  const found = running.spaces.get(file.space);
  const charter = found?.space.log.charter;
  if (!found || !charter) return refuse('not-found');
  const taken = await takeIn(found.space, charter, file);
  if (!taken.ok) return outcomeOf(taken);
  found.driver.edited(); // goes out by itself when there is a line
  return done({ space: file.space, count: taken.value });
}

/** FILE5: as if the server had sent it; whoever missed a move hears of it so. */
async function takeLog(
  running: Running,
  { head, leaves }: LogFile,
): Promise<Outcome<Commands['importStatements']['answer']>> {
  const found = running.spaces.get(head.head.space);
  if (!found || !isMember(found.space)) return refuse('not-found');
  const held = found.space.log.frontier.size;
  if (leaves.length <= held) return done({ space: found.space.id, count: 0 });
  const end = { next: head.head.size, more: false, retryAfterS: 0, proof: [] };
  const taken = await takeReply(found.space, { head, answers: [], leaves, end }, 0);
  if (!taken.ok) return outcomeOf(taken);
  found.driver.edited();
  running.changed();
  return done({ space: found.space.id, count: found.space.log.frontier.size - held });
}

function codeOf(origin: string, bytes: Uint8Array): string {
  return bytes.length > MAX_CODE_BYTES ? '' : `${origin}/for-hand#${base64urlOf(bytes)}`;
}

function bytesOfCode(text: string): Uint8Array | undefined {
  const code = /^https?:\/\/[^/?#\s]+\/for-hand#([\w-]+)$/.exec(text.trim())?.[1];
  return code === undefined ? undefined : bytesOfBase64url(code);
}
