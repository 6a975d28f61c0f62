/**
 * Brings a written plan into a space. Several homes import the same file, each its own
 * party's part, so that "who wrote what" is true: the first founder the header and the goals,
 * one of the parties that take part an action, and everybody their own words.
 */
import { utf8 } from '../core/bytes';
import {
  createItem,
  setName,
  setText,
  textName,
  touch,
  type FieldValue,
  type ItemRef,
} from '../core/plan/document';
import { findItem, readNames, readText } from '../core/plan/items';
import { contentHash } from '../crypto/hash';
import type { Space } from '../sync/space';
import { ownParty } from './plan_commands';
import { done, editIn, type Running } from './running';
import type { Outcome } from './port';

export interface ImportedAction {
  readonly id: string;
  readonly title: string;
  readonly arena: string;
  readonly mode: string;
  readonly status: string;
  readonly due: string;
  readonly costKr: number | null;
  readonly parts: readonly { readonly party: string; readonly text: string }[];
}

export interface ImportedPlan {
  readonly title: string;
  readonly why: string;
  readonly place: string;
  readonly parties: readonly {
    readonly id: string;
    readonly name: string;
    readonly sector: number;
    readonly contact: string;
    readonly anchoring: readonly string[];
  }[];
  readonly goals: readonly {
    readonly id: string;
    readonly title: string;
    readonly indicator: string;
    readonly actions: readonly ImportedAction[];
  }[];
  readonly resources: readonly { party: string; what: string; extent: string; kind: string }[];
  readonly rounds: readonly {
    readonly id: string;
    readonly kind: string;
    readonly question: string;
    readonly opened: string;
    readonly outcome: string;
    readonly objection: { readonly party: string; readonly text: string; readonly lifted: string };
    readonly answers: readonly { readonly party: string; readonly text: string }[];
  }[];
  readonly evaluations: readonly {
    readonly party: string;
    readonly period: string;
    readonly values: readonly (readonly [string, number])[];
  }[];
  readonly reflections: readonly { party: string; date: string; text: string }[];
}

interface NewItem {
  readonly item: ItemRef;
  readonly fields: Readonly<Record<string, FieldValue>>;
  readonly texts: Readonly<Record<string, string>>;
}

/** Which of the file's parties are in the plan, and whose part is imported here. */
interface Roles {
  readonly indexOf: (party: string) => number; // 0: not in the plan
  readonly isOwn: (party: string) => boolean;
  readonly isFirst: boolean;
}

/** Importing again changes nothing: ids follow from the file and the space. */
export async function importPlan(
  running: Running,
  space: Space,
  plan: ImportedPlan,
): Promise<Outcome<{ imported: number }>> {
  const roles = rolesIn(space, plan);
  const items = itemsOf(space, plan, roles).filter(({ item }) => !findItem(space.doc, item.id));
  const header = await editIn(running, space.id, () => writeHeader(space, plan, roles));
  if (!header.ok) return header;
  for (const { item, fields, texts } of items) {
    const made = await editIn(running, space.id, (_, at) => {
      createItem(space.doc, item, fields, at);
      writeTexts(space, item.id, texts);
      return undefined;
    });
    if (!made.ok) return made;
  }
  const parts = await editIn(running, space.id, (_, at) => writeOwnParts(space, plan, roles, at));
  return parts.ok ? done({ imported: items.length }) : parts;
}

function rolesIn(space: Space, plan: ImportedPlan): Roles {
  const own = ownParty(space);
  const names = readNames(space.doc);
  const known = new Map<string, number>();
  for (const [key, name] of names) {
    const index = Number(/^party\/(\d+)$/.exec(key)?.[1] ?? 0);
    if (index > 0 && typeof name === 'string') known.set(name, index);
  }
  // The own name counts even before it has been sent.
  if (space.me.party !== '') known.set(space.me.party, own);
  const indices = new Map(plan.parties.map(({ id, name }) => [id, known.get(name) ?? 0]));
  const indexOf = (party: string): number => indices.get(party) ?? 0;
  return { indexOf, isOwn: (party) => indexOf(party) === own, isFirst: own === 1 };
}

function itemsOf(space: Space, plan: ImportedPlan, roles: Roles): NewItem[] {
  return [
    ...(roles.isFirst ? plan.goals.map((goal, i) => goalItem(space, goal, i)) : []),
    ...plan.goals.flatMap((goal) =>
      goal.actions.flatMap((action, i) =>
        isMaker(action, roles) ? [actionItem(space, goal.id, action, i)] : [],
      ),
    ),
    ...plan.resources
      .filter(({ party }) => roles.isOwn(party))
      .map(({ party, what, extent, kind }) =>
        item(space, 'resource', what, { party: roles.indexOf(party), kind }, { what, extent }),
      ),
    ...plan.rounds.flatMap((round) => roundItems(space, round, roles)),
    ...plan.evaluations.flatMap(({ party, period, values }, i) =>
      roles.isOwn(party)
        ? [
            item(
              space,
              'evaluation',
              String(i),
              { party: roles.indexOf(party), period, values },
              {},
            ),
          ]
        : [],
    ),
    ...plan.reflections
      .filter(({ party }) => roles.isOwn(party))
      .map(({ party, date, text }) => {
        const fields = { party: roles.indexOf(party), date, order: date.replaceAll('-', '') };
        return item(space, 'reflection', date + text, fields, { text });
      }),
  ];
}

function goalItem(space: Space, goal: ImportedPlan['goals'][number], place: number): NewItem {
  const { id, title, indicator } = goal;
  return item(space, 'goal', id, { order: orderAt(place) }, { title, indicator });
}

/** The same party on every device: a different one for each action, among those in the plan. */
function isMaker(action: ImportedAction, roles: Roles): boolean {
  const present = action.parts.filter(({ party }) => roles.indexOf(party) > 0);
  if (present.length === 0) return roles.isFirst;
  const turn = [...utf8(action.id)].reduce((sum, byte) => sum + byte, 0) % present.length;
  return roles.isOwn(present[turn]!.party);
}

function actionItem(space: Space, goal: string, action: ImportedAction, place: number): NewItem {
  const { id, title, arena, mode, status, due, costKr } = action;
  const fields = { goal: idOf(space, 'goal', goal), order: orderAt(place), status };
  return item(space, 'action', id, { ...fields, arena, mode, due, costKr }, { title });
}

function roundItems(space: Space, round: ImportedPlan['rounds'][number], roles: Roles): NewItem[] {
  const { id, kind, question, opened, outcome, objection, answers } = round;
  const objectionParty = roles.indexOf(objection.party);
  const fields = {
    kind,
    opened,
    outcome,
    objectionParty,
    lifted: objection.lifted,
    order: id.toLowerCase(),
  };
  const own = answers.flatMap(({ party, text }, i) => {
    const place = { round: idOf(space, 'round', id), party: roles.indexOf(party) };
    return roles.isOwn(party) ? [item(space, 'answer', `${id}/${i}`, place, { text })] : [];
  });
  const texts = { question, objection: objection.text };
  return roles.isFirst ? [item(space, 'round', id, fields, texts), ...own] : own;
}

function writeHeader(space: Space, plan: ImportedPlan, roles: Roles): undefined {
  if (roles.isFirst) {
    const { title, why, place } = plan;
    writeTexts(space, 'plan', { title, why, place });
  }
  for (const { id, contact, anchoring } of plan.parties) {
    if (!roles.isOwn(id)) continue;
    setName(space.doc, `contact/${roles.indexOf(id)}`, contact);
    const key = `anchoring/${roles.indexOf(id)}`;
    if (!readNames(space.doc).has(key)) setName(space.doc, key, anchoring);
  }
  return undefined;
}

/** Root texts merge by name: a part may arrive before the action that it belongs to. */
function writeOwnParts(space: Space, plan: ImportedPlan, roles: Roles, at: number): undefined {
  for (const action of plan.goals.flatMap((goal) => goal.actions)) {
    const part = action.parts.find(({ party }) => roles.isOwn(party));
    if (!part) continue;
    const ref: ItemRef = { kind: 'action', id: idOf(space, 'action', action.id) };
    const name = textName(ref.id, `part/${roles.indexOf(part.party)}`);
    if (readText(space.doc, name) === part.text) continue;
    setText(space.doc, name, part.text);
    touch(space.doc, ref, at);
  }
  return undefined;
}

function item(
  space: Space,
  kind: ItemRef['kind'],
  name: string,
  fields: NewItem['fields'],
  texts: NewItem['texts'],
): NewItem {
  return { item: { kind, id: idOf(space, kind, name) }, fields, texts };
}

function writeTexts(space: Space, id: string, texts: Readonly<Record<string, string>>): void {
  for (const [field, text] of Object.entries(texts)) setText(space.doc, textName(id, field), text);
}

function idOf(space: Space, kind: string, name: string): string {
  return contentHash(`${space.id}/import/${kind}/${name}`).slice(0, 20);
}

function orderAt(place: number): string {
  return `${String.fromCharCode(97 + Math.min(place, 25))}1`;
}
