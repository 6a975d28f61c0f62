/** Commands that change what the plan says. Text is merged letter by letter, the rest by field. */
import { hexOf } from '../core/bytes';
import { orderBetween } from '../core/order_key';
import { readContent, type ActionContent, type GoalContent } from '../core/plan/content';
import {
  createItem,
  MAX_TEXT,
  removeItem,
  setFields,
  setText,
  textName,
  touch,
  type FieldValue,
  type ItemRef,
} from '../core/plan/document';
import { findItem, readText } from '../core/plan/items';
import { carryOver } from '../core/text_merge';
import type { Space } from '../sync/space';
import { chance } from '../sync/seams';
import { ARENAS, MODES, STATUSES, type ActionFields, type Commands, type Outcome } from './port';
import { done, editIn, refuse, type Refusal, type Running } from './running';

type Texts = Readonly<Record<string, string | undefined>>;
type Fields = Readonly<Record<string, FieldValue | undefined>>;
type Ask<N extends keyof Commands> = Commands[N]['ask'];

const ID_BYTES = 10;

export function setPlan(running: Running, ask: Ask<'setPlan'>): Promise<Outcome<null>> {
  const { title, why, place } = ask;
  return guarded({ title, why, place }, () =>
    editIn(running, ask.space, (space) =>
      writeTexts(space, 'plan', { title, why, place }, ask.base),
    ),
  );
}

export async function addGoal(
  running: Running,
  ask: Ask<'addGoal'>,
): Promise<Outcome<{ id: string }>> {
  const { title, indicator } = ask;
  return create(running, ask.space, 'goal', { title, indicator }, (space) => {
    const { goals } = readContent(space.doc);
    return { order: orderBetween(goals.at(-1)?.order, undefined, chance(space.seams)) };
  });
}

export function setGoal(running: Running, ask: Ask<'setGoal'>): Promise<Outcome<null>> {
  const { title, indicator } = ask;
  return change(running, ask.space, ask.id, { title, indicator }, {}, ask.base);
}

export async function addAction(
  running: Running,
  { space: id, goal, fields }: Ask<'addAction'>,
): Promise<Outcome<{ id: string }>> {
  const wrong = wrongField(fields);
  if (wrong) return refuse('bad-input', wrong);
  const texts = { title: fields.title, why: fields.why };
  return create(running, id, 'action', texts, (space) => {
    const found = readContent(space.doc).goals.find((g) => g.id === goal);
    if (!found) return refuse('not-found');
    const order = orderBetween(found.actions.at(-1)?.order, undefined, chance(space.seams));
    return { ...fieldsOf(fields), goal, order, status: fields.status ?? 'idea' };
  });
}

export function setAction(
  running: Running,
  { space, id, fields, base }: Ask<'setAction'>,
): Promise<Outcome<null>> {
  const wrong = wrongField(fields);
  if (wrong) return Promise.resolve(refuse('bad-input', wrong));
  const { title, why } = fields;
  return change(running, space, id, { title, why }, fieldsOf(fields), base);
}

export function setPart(running: Running, ask: Ask<'setPart'>): Promise<Outcome<null>> {
  const isParty = Number.isSafeInteger(ask.party) && ask.party > 0;
  if (!isParty) return Promise.resolve(refuse('bad-input', 'party'));
  return change(running, ask.space, ask.action, { [`part/${ask.party}`]: ask.text }, {}, ask.base);
}

export function moveAction(running: Running, ask: Ask<'moveAction'>): Promise<Outcome<null>> {
  return editIn(running, ask.space, (space, at) => {
    const goal = readContent(space.doc).goals.find((g) => g.id === ask.goal);
    const item = findItem(space.doc, ask.id);
    if (!goal || item?.kind !== 'action') return refuse('not-found');
    const order = orderBefore(space, goal.actions, ask.id, ask.before);
    setFields(space.doc, item, { goal: goal.id, order });
    touch(space.doc, item, at);
    return undefined;
  });
}

export function moveGoal(running: Running, ask: Ask<'moveGoal'>): Promise<Outcome<null>> {
  return editIn(running, ask.space, (space, at) => {
    const item = findItem(space.doc, ask.id);
    if (item?.kind !== 'goal') return refuse('not-found');
    const order = orderBefore(space, readContent(space.doc).goals, ask.id, ask.before);
    setFields(space.doc, item, { order });
    touch(space.doc, item, at);
    return undefined;
  });
}

/** A goal takes its actions with it; what somebody writes meanwhile brings both back. */
export function remove(running: Running, ask: Ask<'remove'>): Promise<Outcome<null>> {
  return editIn(running, ask.space, (space, at) => {
    const item = findItem(space.doc, ask.id);
    if (!item) return refuse('not-found');
    const goal = readContent(space.doc).goals.find((g) => g.id === ask.id);
    for (const { id } of goal?.actions ?? []) removeItem(space.doc, { kind: 'action', id }, at);
    removeItem(space.doc, item, at);
    return undefined;
  });
}

export function restore(running: Running, ask: Ask<'restore'>): Promise<Outcome<null>> {
  return change(running, ask.space, ask.id, {}, {});
}

export function addResource(
  running: Running,
  ask: Ask<'addResource'>,
): Promise<Outcome<{ id: string }>> {
  const { what, extent, kind } = ask;
  return create(running, ask.space, 'resource', { what, extent }, (space) => ({
    party: ownParty(space),
    kind: kind ?? '',
    order: '',
  }));
}

export function addReflection(
  running: Running,
  { space: id, text, date }: Ask<'addReflection'>,
): Promise<Outcome<{ id: string }>> {
  return create(running, id, 'reflection', { text }, (space) => ({
    party: ownParty(space),
    date,
    order: date.replaceAll('-', ''),
  }));
}

export function ownParty(space: Space): number {
  return space.log.charter?.devices[space.me.device - 1]?.party ?? 1;
}

/** Makes an item; its first text is what it is called and may not be empty. */
async function create(
  running: Running,
  id: string,
  kind: ItemRef['kind'],
  texts: Texts,
  fieldsOf: (space: Space) => Fields | Refusal,
): Promise<Outcome<{ id: string }>> {
  const [name = '', first = ''] = Object.entries(texts)[0] ?? [];
  if (first.trim() === '') return refuse('bad-input', name);
  const item = { kind, id: hexOf(running.seams.random(ID_BYTES)) };
  const made = await guarded(texts, () =>
    editIn(running, id, (space, at) => {
      const fields = fieldsOf(space);
      if (isRefusal(fields)) return fields;
      createItem(space.doc, item, defined(fields), at);
      writeTexts(space, item.id, texts);
    }),
  );
  return made.ok ? done({ id: item.id }) : made;
}

function change(
  running: Running,
  space: string,
  id: string,
  texts: Texts,
  fields: Fields,
  base?: string,
): Promise<Outcome<null>> {
  return guarded(texts, () =>
    editIn(running, space, (found, at) => {
      const item = findItem(found.doc, id);
      if (!item) return refuse('not-found');
      setFields(found.doc, item, defined(fields));
      touch(found.doc, item, at);
      writeTexts(found, id, texts, base);
    }),
  );
}

/** `base`: the text on which the new one was written, where somebody may have changed it since. */
function writeTexts(space: Space, id: string, texts: Texts, base?: string): undefined {
  for (const [field, text] of Object.entries(texts)) {
    if (text === undefined) continue;
    const name = textName(id, field);
    const merged = base === undefined ? text : carryOver(base, text, readText(space.doc, name));
    setText(space.doc, name, merged);
  }
  return undefined;
}

async function guarded(texts: Texts, work: () => Promise<Outcome<null>>): Promise<Outcome<null>> {
  const tooLong = Object.entries(texts).find(([, text]) => (text?.length ?? 0) > MAX_TEXT);
  return tooLong ? refuse('bad-input', tooLong[0]) : work();
}

function defined(fields: Fields): Record<string, FieldValue> {
  const entries = Object.entries(fields).flatMap(([key, value]) =>
    value === undefined ? [] : [[key, value] as const],
  );
  return Object.fromEntries(entries);
}

function fieldsOf({ status, arena, mode, due, costKr }: ActionFields): Fields {
  return { status, arena, mode, due, costKr };
}

function wrongField({ status, arena, mode, due, costKr }: ActionFields): string | undefined {
  if (status !== undefined && !STATUSES.includes(status)) return 'status';
  if (arena && !ARENAS.includes(arena)) return 'arena';
  if (mode && !MODES.includes(mode)) return 'mode';
  if (due && !/^\d{4}-\d\d-\d\d$/.test(due)) return 'due';
  const isCost = costKr === undefined || costKr === null || Number.isSafeInteger(costKr);
  return isCost ? undefined : 'costKr';
}

/** Between the neighbour named and the one before it; the item itself is not in the way. */
function orderBefore(
  space: Space,
  list: readonly (GoalContent | ActionContent)[],
  id: string,
  before: string | undefined,
): string {
  const others = list.filter((item) => item.id !== id);
  const at = others.findIndex((item) => item.id === before);
  const next = at < 0 ? others.length : at;
  const [low, high] = [others[next - 1]?.order, others[next]?.order];
  return orderBetween(low, high, chance(space.seams));
}

function isRefusal(value: Fields | Refusal): value is Refusal {
  return 'ok' in value;
}
