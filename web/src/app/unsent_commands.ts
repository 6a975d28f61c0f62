/**
 * Commands about words that can no longer be sent by whoever wrote them: a file of plain words,
 * which somebody else reads, and writes anew on their behalf.
 */
import {
  countOf,
  effectOf,
  readChanges,
  titleOf,
  TITLES,
  type Changes,
  type ItemChange,
} from '../core/plan/changes';
import type { FieldValue } from '../core/plan/document';
import { readItems } from '../core/plan/items';
import { unsentChanges, writeAnew } from '../sync/unsent';
import { isMember, type Space } from '../sync/space';
import type { Commands, Outcome, UnsentItem, UnsentWords } from './port';
import { MAX_NAME, wrongName } from './people_commands';
import { done, editIn, refuse, storageTrouble, type Running } from './running';

type Ask<N extends keyof Commands> = Commands[N]['ask'];

const FORMAT = 'unsent-words/1';
/** More than a plan's worth of words: checked before anything is read. */
export const MAX_UNSENT_FILE = 4 * 1024 * 1024;

interface UnsentFile {
  readonly format: typeof FORMAT;
  readonly plan: string; // space
  readonly name: string;
  readonly changes: Changes;
}

export async function exportUnsent(
  running: Running,
  ask: Ask<'exportUnsent'>,
): Promise<Outcome<Commands['exportUnsent']['answer']>> {
  const found = running.spaces.get(ask.space);
  if (!found) return refuse('not-found');
  const { space } = found;
  const changes = toldOf(await unsentChanges(space));
  const count = countOf(changes);
  if (count === 0) return refuse('not-found');
  const file: UnsentFile = { format: FORMAT, plan: space.id, name: space.me.name, changes };
  return done({ json: `${JSON.stringify(file, null, 1)}\n`, count });
}

export function readUnsent(
  running: Running,
  ask: Ask<'readUnsent'>,
): Promise<Outcome<UnsentWords>> {
  const read = readFile(running, ask);
  if (!read.ok) return Promise.resolve(read);
  const { name, changes } = read.value;
  const { doc } = running.spaces.get(ask.space)!.space;
  // What groups and people are called is theirs to say.
  const effect = effectOf(doc, { ...changes, names: [] });
  return Promise.resolve(done({ name, items: inWords(doc, effect) }));
}

/** Changes to a document, as people know them. */
export function inWords(doc: Space['doc'], effect: Changes): UnsentItem[] {
  const gone = new Set(readItems(doc).flatMap(({ id, isGone }) => (isGone ? [id] : [])));
  const titles = new Map(effect.items.map(({ id, title }) => [id, title]));
  const titleFor = (id: string): string => titleOf(doc, id) || (titles.get(id) ?? '');
  const items = effect.items.map((change) => shown(change, titleFor, gone.has(change.id)));
  const plan = effect.plan.map(({ field, text }) => [field, text] as const);
  const own: UnsentItem = { is: 'changed', kind: 'plan', title: '', fields: plan };
  return plan.length > 0 ? [own, ...items] : items;
}

export async function takeUnsent(
  running: Running,
  ask: Ask<'takeUnsent'>,
): Promise<Outcome<{ count: number }>> {
  const read = readFile(running, ask);
  if (!read.ok) return read;
  const { changes, name } = read.value;
  const behalf = ask.name?.trim() ?? name;
  if (wrongName({ name: behalf })) return refuse('bad-input', 'name');
  const may = await editIn(running, ask.space, () => undefined);
  if (!may.ok) return may;
  const { space, driver } = running.spaces.get(ask.space)!;
  // What groups and people are called is theirs to say.
  const written = await writeAnew(space, { ...changes, names: [] }, behalf);
  if (!written.ok && written.error === 'busy') return refuse('busy');
  if (!written.ok) return storageTrouble(running);
  driver.edited(); // what joins a meeting under way may come too late for it
  if (running.isLive) void driver.meetNow();
  return done({ count: countOf(changes) });
}

/** Answers to the wheel are shown to nobody, whoever would take them over. */
function toldOf(changes: Changes): Changes {
  return { ...changes, items: changes.items.filter(({ kind }) => kind !== 'score') };
}

function readFile(
  running: Running,
  ask: { readonly space: string; readonly json: string },
): Outcome<UnsentFile> {
  const found = running.spaces.get(ask.space);
  if (!found || !isMember(found.space)) return refuse('not-found');
  const file = ask.json.length > MAX_UNSENT_FILE ? undefined : parse(ask.json);
  if (file?.format !== FORMAT || typeof file.name !== 'string') return refuse('bad-input', 'file');
  if (file.plan !== ask.space) return refuse('bad-input', 'plan');
  const changes = readChanges(file.changes);
  if (!changes) return refuse('bad-input', 'file');
  const name = file.name.slice(0, MAX_NAME);
  return done({ format: FORMAT, plan: file.plan, name, changes: toldOf(changes) });
}

function parse(json: string): Partial<Record<keyof UnsentFile, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined; // not one of our files
  }
}

const SHOWN = ['goal', 'action', 'resource', 'reflection'] as const;

/** What is here already is called as it is here, whatever the file calls it. */
function shown(change: ItemChange, titleFor: (id: string) => string, wasGone: boolean): UnsentItem {
  const { is, id, texts, fields } = change;
  const title = is === 'new' ? change.title : titleFor(id);
  const words = texts.map(({ field, text }) => [field, text] as const);
  const rest = fields
    .map(([key, value]) => [key, plain(key, value, titleFor)] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  // A new one is called by its first words, and stands somewhere.
  const isSaid = ([key, value]: readonly [string, unknown]): boolean =>
    is === 'new' && (key === 'order' || (value === title && TITLES.includes(key)));
  return {
    is: is === 'changed' && wasGone ? 'back' : is,
    kind: SHOWN.find((kind) => kind === change.kind) ?? 'other',
    title,
    fields: is === 'gone' ? [] : [...words, ...rest].filter((one) => !isSaid(one)),
  };
}

const NAMING: readonly string[] = ['goal', 'round', 'action', 'on', 'meeting', 'resource'];

/** Where a field names another item, that is what people know. */
function plain(
  key: string,
  value: FieldValue,
  titleFor: (id: string) => string,
): string | number | null {
  if (typeof value === 'string' && NAMING.includes(key)) return titleFor(value) || value;
  return value === null || typeof value !== 'object' ? value : JSON.stringify(value);
}
