/** Commands that change what the plan says. Text is merged letter by letter, the rest by field. */
import { hexOf } from '../core/bytes';
import { isOrderKey, orderBetween } from '../core/order_key';
import { amendItem, noteBehalf } from '../core/plan/amend';
import type { ActionContent, GoalContent } from '../core/plan/actions';
import { readContent } from '../core/plan/content';
import {
  createItem,
  itemMap,
  marksIn,
  PLAN,
  removeItem,
  setText,
  textName,
  touch,
  type FieldValue,
  type ItemRef,
  type Kind,
} from '../core/plan/document';
import { fieldNow } from '../core/plan/history';
import { findItem, readItems, type Behalf } from '../core/plan/items';
import { MAX_PARTY, neededText, wrongIn } from '../core/plan/schema';
import type { Space } from '../sync/space';
import { chance } from '../sync/seams';
import type { Commands, Outcome } from './port';
import { done, editIn, refuse, type Refusal, type Running } from './running';

type Texts = Readonly<Record<string, string | undefined>>;
type Fields = Readonly<Record<string, FieldValue | undefined>>;
type Ask<N extends keyof Commands> = Commands[N]['ask'];

const ID_BYTES = 10;

export function setPlan(running: Running, ask: Ask<'setPlan'>): Promise<Outcome<null>> {
  const { title, why, place } = ask;
  return guarded(PLAN.kind, { title, why, place }, {}, () =>
    editIn(running, ask.space, (space, at) => {
      amendItem(space.doc, PLAN, { texts: { title, why, place }, base: ask.base }, at);
      return undefined;
    }),
  );
}

export async function addGoal(
  running: Running,
  ask: Ask<'addGoal'>,
): Promise<Outcome<{ id: string }>> {
  const { title, indicator } = ask;
  return create(running, ask.space, 'goal', { title, indicator }, (space) => {
    const { goals } = readContent(space.doc);
    const order = orderIn(space, goals.at(-1)?.order, undefined);
    return ask.unknown === true ? { order, unknown: 1 } : { order };
  });
}

export function setGoal(running: Running, ask: Ask<'setGoal'>): Promise<Outcome<null>> {
  const { title, indicator } = ask;
  const doc = running.spaces.get(ask.space)?.space.doc;
  const item = doc && findItem(doc, ask.id);
  const isUnknown = item !== undefined && fieldNow(itemMap(doc!, item), 'unknown') === 1;
  // Whoever gives it words knows now: "vi vet ikke ennå" is no name.
  const fields = isUnknown && title !== undefined ? { unknown: 0 } : {};
  return change(running, ask.space, ask.id, { title, indicator }, fields, ask.base);
}

export async function addAction(
  running: Running,
  { space: id, goal, fields }: Ask<'addAction'>,
): Promise<Outcome<{ id: string }>> {
  const { title, why, ...rest } = fields;
  return create(running, id, 'action', { title, why }, (space) => {
    const found = readContent(space.doc).goals.find((g) => g.id === goal);
    if (!found) return refuse('not-found');
    const order = orderIn(space, found.actions.at(-1)?.order, undefined);
    return { status: 'idea', ...rest, goal, order };
  });
}

export function setAction(
  running: Running,
  { space, id, fields, base }: Ask<'setAction'>,
): Promise<Outcome<null>> {
  const { title, why, ...rest } = fields;
  return change(running, space, id, { title, why }, rest, base);
}

export function setPart(running: Running, ask: Ask<'setPart'>): Promise<Outcome<null>> {
  if (!isParty(ask.party)) return Promise.resolve(refuse('bad-input', 'party'));
  const charter = running.spaces.get(ask.space)?.space.log.charter;
  // Before the agreement has come, nobody knows who is in it.
  const isHere = charter === undefined || charter.parties[ask.party - 1] !== undefined;
  if (!isHere) return Promise.resolve(refuse('bad-input', 'party'));
  return change(running, ask.space, ask.action, { [`part/${ask.party}`]: ask.text }, {}, ask.base);
}

export function moveAction(running: Running, ask: Ask<'moveAction'>): Promise<Outcome<null>> {
  return editIn(running, ask.space, (space, at) => {
    const goal = readContent(space.doc).goals.find((g) => g.id === ask.goal);
    const item = findItem(space.doc, ask.id);
    if (!goal || item?.kind !== 'action') return refuse('not-found');
    const order = orderBefore(space, goal.actions, ask.id, ask.before);
    amendItem(space.doc, item, { fields: { goal: goal.id, order } }, at);
    return undefined;
  });
}

export function moveGoal(running: Running, ask: Ask<'moveGoal'>): Promise<Outcome<null>> {
  return editIn(running, ask.space, (space, at) => {
    const item = findItem(space.doc, ask.id);
    if (item?.kind !== 'goal') return refuse('not-found');
    const order = orderBefore(space, readContent(space.doc).goals, ask.id, ask.before);
    amendItem(space.doc, item, { fields: { order } }, at);
    return undefined;
  });
}

/** A goal takes its actions with it; what somebody writes meanwhile brings both back. */
export function remove(running: Running, ask: Ask<'remove'>): Promise<Outcome<null>> {
  return editIn(running, ask.space, (space, at) => {
    const item = findItem(space.doc, ask.id);
    if (!item || item.kind === 'score') return refuse('not-found');
    const goal = readContent(space.doc).goals.find((g) => g.id === ask.id);
    for (const { id } of goal?.actions ?? []) removeItem(space.doc, { kind: 'action', id }, at);
    removeItem(space.doc, item, at);
    return undefined;
  });
}

/** A goal brings back the actions that went with it. */
export function restore(running: Running, ask: Ask<'restore'>): Promise<Outcome<null>> {
  return editIn(running, ask.space, ({ doc }, at) => {
    const item = findItem(doc, ask.id);
    if (!item || item.kind === 'score') return refuse('not-found');
    const together = item.kind === 'goal' ? removedWith(doc, item) : [];
    for (const one of [item, ...together]) touch(doc, one, at);
    return undefined;
  });
}

/** By the same hand at the same time. */
function removedWith(doc: Space['doc'], goal: ItemRef): ItemRef[] {
  const hands = (item: ItemRef): string[] =>
    marksIn(itemMap(doc, item), 'd').map(({ device, at }) => `${device}/${at}`);
  const known = new Set(hands(goal));
  return readItems(doc).filter(
    (one) =>
      one.kind === 'action' &&
      one.isGone &&
      one.fields.get('goal') === goal.id &&
      hands(one).some((hand) => known.has(hand)),
  );
}

export function ownParty(space: Space): number {
  return space.log.charter?.devices[space.me.device - 1]?.party ?? 1;
}

/** Makes an item; what it is called may not be empty. */
export async function create(
  running: Running,
  id: string,
  kind: Kind,
  texts: Texts,
  fieldsOf: (space: Space) => Fields | Refusal,
  behalf?: Behalf,
): Promise<Outcome<{ id: string }>> {
  const needed = neededText(kind);
  if (needed !== undefined && (texts[needed] ?? '').trim() === '') {
    return refuse('bad-input', needed);
  }
  const early = wrongIn(kind, texts, {});
  if (early !== undefined) return refuse('bad-input', early);
  const item = { kind, id: hexOf(running.seams.random(ID_BYTES)) };
  const made = await editIn(running, id, (space, at) => {
    const fields = fieldsOf(space);
    if (isRefusal(fields)) return fields;
    const wrong = wrongIn(kind, {}, fields);
    if (wrong !== undefined) return refuse('bad-input', wrong);
    createItem(space.doc, item, defined(fields), at);
    for (const [field, text] of Object.entries(texts)) {
      if (text !== undefined) setText(space.doc, textName(item.id, field), text);
    }
    if (behalf) noteBehalf(space.doc, item, behalf);
    return undefined;
  });
  return made.ok ? done({ id: item.id }) : made;
}

/** Of any kind; `fields` are what the last writer says, texts are merged. */
export function change(
  running: Running,
  space: string,
  id: string,
  texts: Texts,
  fields: Fields,
  base?: string,
): Promise<Outcome<null>> {
  return editIn(running, space, (found, at) => {
    const item = findItem(found.doc, id);
    if (!item || item.kind === 'score') return refuse('not-found');
    const wrong = wrongIn(item.kind, texts, fields);
    if (wrong !== undefined) return refuse('bad-input', wrong);
    const { goal } = fields;
    const isGoal = goal === undefined || findItem(found.doc, String(goal))?.kind === 'goal';
    if (item.kind === 'action' && !isGoal) return refuse('not-found', 'goal');
    amendItem(found.doc, item, { texts, fields, base }, at);
    return undefined;
  });
}

async function guarded(
  kind: Kind,
  texts: Texts,
  fields: Fields,
  work: () => Promise<Outcome<null>>,
): Promise<Outcome<null>> {
  const wrong = wrongIn(kind, texts, fields);
  return wrong === undefined ? work() : refuse('bad-input', wrong);
}

function defined(fields: Fields): Record<string, FieldValue> {
  const entries = Object.entries(fields).flatMap(([key, value]) =>
    value === undefined ? [] : [[key, value] as const],
  );
  return Object.fromEntries(entries);
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
  return orderIn(space, others[next - 1]?.order, others[next]?.order);
}

/** Where there is no room for a longer key, it stands beside the neighbour. */
export function orderIn(
  space: Space,
  before: string | undefined,
  after: string | undefined,
): string {
  const key = orderBetween(before, after, chance(space.seams));
  return isOrderKey(key) ? key : (before ?? after ?? '');
}

export function isParty(party: unknown): party is number {
  return Number.isSafeInteger(party) && Number(party) >= 1 && Number(party) <= MAX_PARTY;
}

function isRefusal(value: Fields | Refusal): value is Refusal {
  return 'ok' in value;
}
