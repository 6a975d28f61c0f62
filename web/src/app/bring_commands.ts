/**
 * "Hent inn en plan": a plan that left another as a file (JSON or CSV) comes into this one. Groups
 * that are not here are named as former ones, and what they wrote stays theirs.
 */
import { noteBehalf } from '../core/plan/amend';
import { type BroughtItem, type BroughtPlan } from '../core/plan/brought';
import { readPlanFile } from '../core/plan/brought_content';
import {
  createItem,
  setName,
  setText,
  textName,
  type FieldValue,
  PLAN,
} from '../core/plan/document';
import { amendItem } from '../core/plan/amend';
import { findItem, readNames } from '../core/plan/items';
import { FORMER, renamed } from '../core/plan/lineage';
import { open } from '../core/plan/meetings';
import type { Space } from '../sync/space';
import { planFromCsv } from './csv_plan';
import { planView } from './plan_view';
import type { Commands, Outcome, PlanView } from './port';
import { done, editIn, refuse, type Running } from './running';

type NumberOf = (party: number) => number;

/** A plan that is full; a device holds it as text and as what was read of it at once. */
export const MAX_PLAN_FILE = 32 * 1024 * 1024;

export async function bringFile(
  running: Running,
  { space: id, text }: Commands['bringFile']['ask'],
): Promise<Outcome<{ imported: number }>> {
  const found = running.spaces.get(id);
  if (!found) return refuse('not-found');
  const brought = text.length > MAX_PLAN_FILE ? undefined : readFile(text, id);
  if (!brought) return refuse('bad-input', 'file');
  const view = planView(found);
  const { numberOf, names } = numbered(brought, view);
  const isEmpty = view.goals.length === 0;
  const begun = await editIn(running, id, ({ doc }, at) => {
    if (isEmpty) amendItem(doc, PLAN, { texts: brought.texts }, at);
    if (isEmpty && brought.language !== '') setName(doc, 'language', brought.language);
    writeNames(doc, [...names, ...brought.names], numberOf);
    const { predecessor: from } = brought;
    if (from && !view.predecessor) {
      setName(doc, 'predecessor', [from.space, from.title, from.at, from.size, from.root]);
    }
    return undefined;
  });
  if (!begun.ok) return begun;
  return writeItems(running, found.space, brought.items, numberOf);
}

async function writeItems(
  running: Running,
  { id, doc, me }: Space,
  items: readonly BroughtItem[],
  numberOf: NumberOf,
): Promise<Outcome<{ imported: number }>> {
  const fresh = items.filter((item) => !findItem(doc, item.id));
  for (const item of fresh) {
    const written = await editIn(running, id, (space, now) => {
      writeItem(space.doc, item, { numberOf, now, own: me.name });
      return undefined;
    });
    if (!written.ok) return written;
  }
  return done({ imported: fresh.length });
}

function readFile(text: string, space: string): BroughtPlan | undefined {
  if (!/^\s*\{/.test(text)) return planFromCsv(text, space);
  try {
    return readPlanFile(JSON.parse(text));
  } catch {
    return undefined; // cut off, or no JSON at all
  }
}

/** Groups of the same name are the same; the others get numbers of former ones. */
function numbered(
  { parties }: BroughtPlan,
  { parties: here, former }: PlanView,
): { numberOf: NumberOf; names: BroughtPlan['names'] } {
  const numbers = new Map([[0, 0]]);
  const names: [string, FieldValue][] = [];
  let last = Math.max(FORMER, ...former.map(({ index }) => index));
  for (const { index, name, sector } of parties) {
    const same = [...here, ...former].find((party) => party.name === name);
    numbers.set(index, same?.index ?? ++last);
    if (!same) names.push([`former/${last}`, [name, sector]]);
  }
  // One that the file does not name stays a group of its own.
  const numberOf = (party: number): number => {
    const known = numbers.get(party) ?? ++last;
    numbers.set(party, known);
    return known;
  };
  return { numberOf, names };
}

/** What is called something here already keeps its name. */
function writeNames(doc: Space['doc'], names: BroughtPlan['names'], numberOf: NumberOf): void {
  const known = readNames(doc);
  for (const [key, value] of names) {
    const own = renamed(key, numberOf);
    if (!known.has(own)) setName(doc, own, value);
  }
}

function writeItem(
  doc: Space['doc'],
  { kind, id, texts, fields, at, writer, opened }: BroughtItem,
  { numberOf, now, own }: { numberOf: NumberOf; now: number; own: string },
): void {
  const item = { kind, id };
  // As far as it has come: nothing was written tomorrow.
  const when = (time: number): number => (time > 0 ? Math.min(time, now) : now);
  const numberedFields = Object.entries(fields).map(([name, value]) =>
    name === 'party' && typeof value === 'number'
      ? ([name, numberOf(value)] as const)
      : ([renamed(name, numberOf), value] as const),
  );
  createItem(doc, item, Object.fromEntries(numberedFields), when(at));
  for (const [name, text] of Object.entries(texts)) {
    if (text !== '') setText(doc, textName(id, renamed(name, numberOf)), text);
  }
  if (writer && writer.name !== own) {
    noteBehalf(doc, item, { name: writer.name, party: numberOf(writer.party), slip: '' });
  }
  if (opened) open(doc, item, when(opened.at), opened.had);
}
