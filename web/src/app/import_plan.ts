/**
 * Brings a written plan into a space. Several homes import the same file, each its own
 * party's part, so that "who wrote what" is true: the first founder the header and the goals,
 * one of the parties that take part an action, and everybody their own words and their own yes.
 */
import { hexOf, utf8 } from '../core/bytes';
import { coveredWords } from '../core/plan/actions';
import { amendItem, noteBehalf } from '../core/plan/amend';
import { minute, takeStance } from '../core/plan/decisions';
import {
  createItem,
  itemMap,
  PLAN,
  setName,
  setText,
  textName,
  type FieldValue,
  type ItemRef,
} from '../core/plan/document';
import { findItem, readNames, readText, type Behalf } from '../core/plan/items';
import { saidIn, say } from '../core/plan/register';
import { isDay } from '../core/plan/schema';
import { yesWords } from '../core/plan/yes';
import { contentHash } from '../crypto/hash';
import type { Space } from '../sync/space';
import type { ImportedAction, ImportedPlan, ImportedWords } from './imported_plan';
import { ownParty } from './plan_commands';
import { done, editIn, type Running } from './running';
import type { Outcome } from './port';
import { openAt, SALT_BYTES } from './wheel_commands';

interface NewItem {
  readonly item: ItemRef;
  readonly fields: Readonly<Record<string, FieldValue>>;
  readonly texts: Readonly<Record<string, string>>;
  readonly behalf?: Behalf;
  /** When the file says that it was made; '' it does not. */
  readonly day?: string;
}

/** Which of the file's parties are in the plan, and whose part is imported here. */
interface Roles {
  readonly space: Space;
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
  const items = itemsOf(plan, roles).filter(({ item }) => !findItem(space.doc, item.id));
  const header = await editIn(running, space.id, (_, at) => writeHeader(plan, roles, at));
  if (!header.ok) return header;
  for (const { item, fields, texts, behalf, day = '' } of items) {
    const made = await editIn(running, space.id, (_, at) => {
      const salted = item.kind === 'score' ? { ...fields, salt: saltOf(running) } : fields;
      createItem(space.doc, item, salted, timeOf(day, at));
      writeTexts(space, item.id, texts);
      if (behalf) noteBehalf(space.doc, item, behalf);
      return undefined;
    });
    if (!made.ok) return made;
  }
  const own = await editIn(running, space.id, (_, at) => writeOwnWords(plan, roles, at));
  if (!own.ok) return own;
  const opened = await openWhatIsWhole(running, plan, roles);
  return opened.ok ? done({ imported: items.length }) : opened;
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
  return { space, indexOf, isOwn: (party) => indexOf(party) === own, isFirst: own === 1 };
}

function itemsOf(plan: ImportedPlan, roles: Roles): NewItem[] {
  return [
    ...(roles.isFirst ? sharedItems(plan, roles) : []),
    ...plan.goals.flatMap((goal) =>
      goal.actions.flatMap((action, i) =>
        isMaker(action, roles) ? actionItems(roles, goal.id, action, i) : [],
      ),
    ),
    ...ownItems(plan, roles),
  ];
}

/** What belongs to nobody more than to another: the first founder writes it down. */
function sharedItems(plan: ImportedPlan, { space }: Roles): NewItem[] {
  return [
    ...plan.goals.map(({ id, title, why, indicator, unknown }, i) =>
      item(
        space,
        ['goal', id],
        { order: orderAt(i), unknown: unknown ? 1 : 0 },
        { title, why, indicator },
      ),
    ),
    ...plan.rounds.map(({ id, question, outcome, sequence }) => {
      const fields = { sequence, order: id.toLowerCase() };
      return item(space, ['round', id], fields, { question, outcome });
    }),
    ...plan.decisions.map(({ id, on, question, why, outcome, until, lookBack }) => {
      const about = on === '' ? '' : idOf(space, 'action', on);
      const fields = { on: about, until, lookBack, order: id.toLowerCase() };
      return item(space, ['decision', id], fields, { question, why, outcome });
    }),
    ...plan.meetings.map(({ id, date, time, place, agenda, agreed, held, counts }) => {
      const people = counts.map(([sector, n]) => [`count/${sector}`, n] as const);
      const fields = { date, time, held: held ? 1 : 0, ...Object.fromEntries(people) };
      return { ...item(space, ['meeting', id], fields, { place, agenda, agreed }), day: date };
    }),
    ...plan.reports.map((date) => ({
      ...item(space, ['report', date], { date, since: '' }, {}),
      day: date,
    })),
    ...plan.evaluations.map(({ period, answers, ties }) => {
      const asked = [...new Set(answers.flatMap(({ values }) => values.map(([field]) => field)))];
      const tied = ties.map(([field, to]) => [`tie/${field}`, idOf(space, 'action', to)] as const);
      const fields = { date: `${period}-15`, asked, order: period.replace('-', '') };
      return item(space, ['evaluation', period], { ...fields, ...Object.fromEntries(tied) }, {});
    }),
  ];
}

/** The same party on every device: a different one for each action, among those in the plan. */
function isMaker(action: ImportedAction, roles: Roles): boolean {
  const present = action.parts.filter(({ party }) => roles.indexOf(party) > 0);
  if (present.length === 0) return roles.isFirst;
  const turn = [...utf8(action.id)].reduce((sum, byte) => sum + byte, 0) % present.length;
  return roles.isOwn(present[turn]!.party);
}

function actionItems(roles: Roles, goal: string, action: ImportedAction, i: number): NewItem[] {
  const { space, indexOf } = roles;
  const { id, title, why, arena, mode, status, start, due, costKr, notes } = action;
  const named = partiesIn(roles, action).map((party) => [`party/${party}`, 1] as const);
  const place = { goal: idOf(space, 'goal', goal), order: orderAt(i), status };
  const fields = { ...place, arena, mode, start, due, costKr, ...Object.fromEntries(named) };
  return [
    item(space, ['action', id], fields, { title, why, ...notes }),
    ...action.needs.map(({ what, extent, kind, party }) => {
      const of = { action: idOf(space, 'action', id), kind, party: indexOf(party) };
      return item(space, ['need', id + what], of, { what, extent });
    }),
    ...action.trail.map(({ date, from, why: because }, n) => {
      const to = action.trail[n + 1]?.from ?? arena;
      const of = { action: idOf(space, 'action', id), from, to };
      return { ...item(space, ['move', `${id}/${n}`], of, { why: because }), day: date };
    }),
  ];
}

function partiesIn({ indexOf }: Roles, { parts }: ImportedAction): number[] {
  const known = parts.map(({ party }) => indexOf(party)).filter((party) => party > 0);
  return known.sort((a, b) => a - b);
}

function ownItems(plan: ImportedPlan, roles: Roles): NewItem[] {
  const { space, isOwn, indexOf } = roles;
  const mine = <T extends { readonly party: string }>(all: readonly T[]): (T & { n: number })[] =>
    all.map((one, n) => ({ ...one, n })).filter(({ party }) => isOwn(party));
  const on = (about: string): string => (about === '' ? '' : idOf(space, 'action', about));
  return [
    ...mine(plan.resources).map(({ party, what, extent, kind }) =>
      item(space, ['resource', what], { party: indexOf(party), kind }, { what, extent }),
    ),
    ...plan.rounds.flatMap(({ id, opened, answers }) =>
      mine(answers).map(({ text, n, party }) => {
        const fields = { round: idOf(space, 'round', id), party: indexOf(party) };
        const answer = onPaper(roles, { party, n }, [['answer', `${id}/${n}`], fields, { text }]);
        return { ...answer, day: opened };
      }),
    ),
    ...plan.evaluations.flatMap(({ period, answers }) =>
      mine(answers).map(({ party, values, n }) =>
        onPaper(roles, { party, n }, [
          ['score', `${period}/${n}`],
          scoreFields(roles, { period, party, values }),
          {},
        ]),
      ),
    ),
    ...mine(plan.comments).map(({ text, date, on: about, n }) => {
      const fields = { on: on(about) || PLAN.id };
      return { ...item(space, ['comment', `${about}/${n}`], fields, { text }), day: date };
    }),
    ...mine(plan.reflections).map(({ party, date, text, kind, on: about }) => {
      const fields = { party: indexOf(party), date, kind, order: date.replaceAll('-', '') };
      return {
        ...item(space, ['reflection', date + text], { ...fields, on: on(about) }, { text }),
        day: date,
      };
    }),
    ...mine(plan.accounts).map(({ on: about, date, democratic, efficiency }) =>
      item(
        space,
        ['account', `${about}/${date}`],
        { on: on(about) || PLAN.id, date },
        { democratic, efficiency },
      ),
    ),
    ...mine(plan.steppings).map(({ party, date, out, text, n }) => {
      const fields = { party: indexOf(party), out: out ? 1 : 0 };
      return { ...item(space, ['stepping', String(n)], fields, { words: text }), day: date };
    }),
  ];
}

function scoreFields(
  { space, indexOf }: Roles,
  score: {
    period: string;
    party: string;
    values: readonly (readonly [string, number])[];
  },
): NewItem['fields'] {
  const { period, party, values } = score;
  return {
    evaluation: idOf(space, 'evaluation', period),
    party: indexOf(party),
    values: values.map(([field, value]) => [field, value]),
  };
}

/** Answers that were given on paper: each of one person of that group. */
function onPaper(
  { space, indexOf }: Roles,
  { party, n }: { party: string; n: number },
  [name, fields, texts]: [[ItemRef['kind'], string], NewItem['fields'], NewItem['texts']],
): NewItem {
  const behalf = { name: `papir ${n + 1}`, party: indexOf(party), slip: '' };
  return { ...item(space, name, fields, texts), behalf };
}

function writeHeader(plan: ImportedPlan, roles: Roles, at: number): undefined {
  const { space } = roles;
  if (roles.isFirst) {
    const { title, why, place, values, language } = plan;
    const sheet = plan.sheet.map(([question, text]) => [`sheet/${question}`, text] as const);
    const texts = { title, why, place, ...Object.fromEntries(sheet) };
    amendItem(space.doc, PLAN, { texts }, at);
    if (language !== '') setName(space.doc, 'language', language);
    values.forEach((value, i) => setName(space.doc, `value/${i + 1}`, value));
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
function writeOwnWords(plan: ImportedPlan, roles: Roles, at: number): undefined {
  for (const action of plan.goals.flatMap((goal) => goal.actions)) writePart(roles, action, at);
  for (const { id, takes, heard } of plan.meetings) {
    const of: ItemRef = { kind: 'meeting', id: idOf(roles.space, 'meeting', id) };
    writeOwn(roles, of, 'takes', takes, at);
    for (const { decision, sectors } of roles.isFirst ? heard : []) {
      const about: ItemRef = { kind: 'decision', id: idOf(roles.space, 'decision', decision) };
      const isSaid = saidIn(itemMap(roles.space.doc, about), 'minutes').length > 0;
      if (!isSaid) minute(roles.space.doc, about, at, { meeting: of.id, sectors });
    }
  }
  for (const decision of plan.decisions) writeStances(roles, decision, at);
  return undefined;
}

function writeOwn(
  { space, isOwn, indexOf }: Roles,
  of: ItemRef,
  family: string,
  words: readonly ImportedWords[],
  at: number,
): void {
  const own = words.find(({ party }) => isOwn(party));
  const field = `${family}/${own ? indexOf(own.party) : 0}`;
  if (!own || readText(space.doc, textName(of.id, field)) !== '') return;
  amendItem(space.doc, of, { texts: { [field]: own.text } }, at);
}

/** The own part, and the own yes to it where the file says that it was agreed. */
function writePart(roles: Roles, action: ImportedAction, at: number): void {
  const { space, isOwn, indexOf } = roles;
  const of: ItemRef = { kind: 'action', id: idOf(space, 'action', action.id) };
  writeOwn(roles, of, 'part', action.parts, at);
  const own = action.parts.find(({ party }) => isOwn(party));
  const isAgreed = ['agreed', 'ongoing', 'done'].includes(action.status);
  if (!own || !isAgreed || action.withoutYes.includes(own.party)) return;
  if (saidIn(itemMap(space.doc, of), 'yes').some(({ device }) => device === space.me.device)) {
    return;
  }
  const parts = action.parts
    .map(({ party, text }) => ({ party: indexOf(party), text }))
    .filter(({ party }) => party > 0)
    .sort((a, b) => a.party - b.party);
  const covered = coveredWords({ title: action.title, parts }, indexOf(own.party));
  say(space.doc, of, 'yes', at, yesWords(covered));
}

function writeStances(
  { space, isOwn }: Roles,
  { id, stances }: ImportedPlan['decisions'][number],
  at: number,
): void {
  const of: ItemRef = { kind: 'decision', id: idOf(space, 'decision', id) };
  const own = stances.find(({ party }) => isOwn(party));
  const said = saidIn(itemMap(space.doc, of), 'stance');
  if (!own || said.some(({ device }) => device === space.me.device)) return;
  const verdict = own.stop === '' ? 'yes' : 'stop';
  takeStance(space.doc, of, at, { verdict, reason: own.stop });
  if (own.lifted !== '') takeStance(space.doc, of, at, { verdict: 'lifted', reason: '' });
}

/** Whoever brings in the last of the answers opens what the file says was opened. */
async function openWhatIsWhole(
  running: Running,
  plan: ImportedPlan,
  { space }: Roles,
): Promise<Outcome<null>> {
  const isHere = (kind: ItemRef['kind'], name: string): boolean =>
    findItem(space.doc, idOf(space, kind, name)) !== undefined;
  const whole = [
    ...plan.rounds
      .filter(
        ({ id, opened, answers }) =>
          opened !== '' && answers.every((_, n) => isHere('answer', `${id}/${n}`)),
      )
      .map(({ id, opened }) => ({ id: idOf(space, 'round', id), day: opened })),
    ...plan.evaluations
      .filter(
        ({ period, opened, answers }) =>
          opened !== '' && answers.every((_, n) => isHere('score', `${period}/${n}`)),
      )
      .map(({ period, opened }) => ({ id: idOf(space, 'evaluation', period), day: opened })),
  ];
  for (const { id, day } of whole) {
    const at = timeOf(day, running.seams.now());
    const opened = await openAt(running, { space: space.id, id }, at);
    if (!opened.ok) return opened;
  }
  return done(null);
}

function item(
  space: Space,
  [kind, name]: [ItemRef['kind'], string],
  fields: NewItem['fields'],
  texts: NewItem['texts'],
): NewItem {
  const said = Object.entries(texts).filter(([, text]) => text !== '');
  return { item: { kind, id: idOf(space, kind, name) }, fields, texts: Object.fromEntries(said) };
}

function writeTexts(space: Space, id: string, texts: Readonly<Record<string, string>>): void {
  for (const [field, text] of Object.entries(texts)) setText(space.doc, textName(id, field), text);
}

function idOf(space: Space, kind: string, name: string): string {
  return contentHash(`${space.id}/import/${kind}/${name}`).slice(0, 20);
}

/** The day that the file names, as far as it has come; else now. */
export function timeOf(day: string, now: number): number {
  const noon = isDay(day) ? Date.parse(`${day}T12:00:00Z`) / 1000 : now;
  return Math.min(noon, now);
}

function saltOf({ seams }: Running): string {
  return hexOf(seams.random(SALT_BYTES));
}

function orderAt(place: number): string {
  return `${String.fromCharCode(97 + Math.min(place, 25))}1`;
}
