/**
 * Promise 9: people who write in the same things at once, without a line, lose nothing, have
 * nothing twice, and see the same, in whatever order their words reach each other.
 * SEED=n replays one schedule.
 */
import { expect, test } from 'vitest';
import type { ContentView } from './content_port';
import { contentView } from './content_view';
import { orderBetween } from '../core/order_key';
import { coveredWords } from '../core/plan/actions';
import { amendItem } from '../core/plan/amend';
import { readContent } from '../core/plan/content';
import { takeStance } from '../core/plan/decisions';
import {
  createItem,
  itemMap,
  removeItem,
  setText,
  textName,
  touch,
  wordingsIn,
  type ItemRef,
} from '../core/plan/document';
import { changesOf, fieldNow } from '../core/plan/history';
import { readItems, readText } from '../core/plan/items';
import { open } from '../core/plan/meetings';
import { allSaid, countsOf, say } from '../core/plan/register';
import { STATUSES } from '../core/plan/choices';
import { takeBackWords, yesWords } from '../core/plan/yes';
import type { Sent, SimulatedDevice } from '../core/testing/device';
import { seededChance } from '../core/testing/random';
import { groupsOf, readingFor, Table } from './testing/table';

const SCHEDULES = 500;
const STEPS = 30;
const [GOALS, ACTION, RESOURCE] = [
  ['g1', 'g2', 'g3'],
  { kind: 'action', id: 'a' },
  { kind: 'resource', id: 'w' },
] as const;
const [ROUND, DECISION] = [
  { kind: 'round', id: 'r' },
  { kind: 'decision', id: 'd' },
] as const;

type Chance = () => number;
const CHARTER = groupsOf(1);

/** What one schedule has written, to be found again. */
class Written {
  readonly words: [name: string, word: string][] = [];
  readonly fields: [item: ItemRef, field: string, value: string][] = [];
  readonly answers = new Set<string>();
  readonly yeses = new Map<number, number>();
  private count = 0;

  next(): string {
    return `ord${++this.count}`;
  }
}

const pick = <T>(chance: Chance, all: readonly T[]): T => all[Math.floor(chance() * all.length)]!;

function begin(table: Table): void {
  table.edit(1, (doc) => {
    GOALS.forEach((id, i) => createItem(doc, { kind: 'goal', id }, { order: `b${i}1` }, 1));
    createItem(doc, ACTION, { goal: 'g1', order: 'b1', status: 'idea', 'party/1': 1 }, 1);
    createItem(doc, RESOURCE, { party: 1, order: 'b1' }, 1);
    createItem(doc, ROUND, { order: 'b1' }, 1);
    createItem(doc, DECISION, { order: 'b1' }, 1);
    for (const id of [...GOALS, 'a']) setText(doc, textName(id, 'title'), 'Begynnelsen');
  });
  table.meet();
}

/** Adds one word somewhere in a text, as a screen does that began on the whole of it. */
function write(device: SimulatedDevice, written: Written, chance: Chance, at: number): void {
  const [item, field] = pick(chance, [
    [ACTION, 'title'],
    [ACTION, 'part/2'],
    [RESOURCE, 'what'],
    [ROUND, 'outcome'],
    [DECISION, 'question'],
  ] as const);
  const name = textName(item.id, field);
  const base = readText(device.doc, name);
  const words = base === '' ? [] : base.split(' ');
  const word = `(${written.next()})`;
  words.splice(Math.floor(chance() * (words.length + 1)), 0, word);
  const texts = { [field]: words.join(' ') };
  device.edit((doc) => amendItem(doc, item, { texts, base }, at));
  written.words.push([name, word]);
}

function set(device: SimulatedDevice, written: Written, chance: Chance, at: number): void {
  const [item, field, value] = pick(chance, [
    [ACTION, 'status', pick(chance, STATUSES)],
    [ACTION, 'due', `2027-01-${10 + Math.floor(chance() * 20)}`],
    [RESOURCE, 'kind', pick(chance, ['room', 'time'])],
    [DECISION, 'until', `2027-02-${10 + Math.floor(chance() * 18)}`],
  ] as const);
  device.edit((doc) => amendItem(doc, item, { fields: { [field]: value } }, at));
  written.fields.push([item, field, value]);
}

function reorder(device: SimulatedDevice, chance: Chance, at: number): void {
  const goals = readContent(device.doc).goals;
  const id = pick(chance, GOALS);
  const others = goals.filter((goal) => goal.id !== id);
  const place = Math.floor(chance() * (others.length + 1));
  const order = orderBetween(others[place - 1]?.order, others[place]?.order, chance());
  device.edit((doc) => amendItem(doc, { kind: 'goal', id }, { fields: { order } }, at));
}

function answer(device: SimulatedDevice, written: Written, at: number): void {
  const word = written.next();
  const item = { kind: 'answer', id: word } as const;
  device.edit((doc) => {
    createItem(doc, item, { round: 'r' }, at);
    setText(doc, textName(word, 'text'), word);
  });
  written.answers.add(word);
}

function sayYes(device: SimulatedDevice, written: Written, chance: Chance, at: number): void {
  const actions = readContent(device.doc).goals.flatMap((goal) => goal.actions);
  const action = actions.find(({ id }) => id === 'a');
  if (!action) return;
  device.edit((doc) => {
    const seen = countsOf(allSaid(itemMap(doc, ACTION), 'yes'));
    const covered = coveredWords(action, device.index);
    const isBack = chance() < 0.3;
    say(doc, ACTION, 'yes', at, isBack ? takeBackWords(seen) : yesWords(covered));
  });
  written.yeses.set(device.index, (written.yeses.get(device.index) ?? 0) + 1);
}

function stand(device: SimulatedDevice, chance: Chance, at: number): void {
  const verdict = pick(chance, ['yes', 'stop', 'lifted'] as const);
  device.edit((doc) => takeStance(doc, DECISION, at, { verdict, reason: 'Fordi' }));
}

/** Somebody deletes it, looks again and takes it back: others may have written meanwhile. */
function removeAndRestore(device: SimulatedDevice, chance: Chance, at: number): void {
  const item = pick(chance, [ACTION, RESOURCE, ROUND]);
  device.edit((doc) => removeItem(doc, item, at));
  if (chance() < 0.5) device.edit((doc) => touch(doc, item, at));
}

function step(device: SimulatedDevice, written: Written, chance: Chance, at: number): void {
  const dice = chance();
  if (dice < 0.35) write(device, written, chance, at);
  else if (dice < 0.5) set(device, written, chance, at);
  else if (dice < 0.6) reorder(device, chance, at);
  else if (dice < 0.7) answer(device, written, at);
  else if (dice < 0.85) sayYes(device, written, chance, at);
  else if (dice < 0.92) stand(device, chance, at);
  else if (dice < 0.96) removeAndRestore(device, chance, at);
  else if (dice < 0.98) device.edit((doc) => open(doc, ROUND, at, [...written.answers]));
}

/** Everybody's clock is wrong in its own way; nobody hears from anybody before now and then. */
function run(seed: number): { table: Table; written: Written; wire: Sent[] } {
  const chance = seededChance(seed);
  const table = new Table(CHARTER);
  begin(table);
  const written = new Written();
  const active = table.devices.slice(0, seed % 2 === 0 ? 2 : 3);
  const wire: Sent[] = [];
  for (let i = 0; i < STEPS; i++) {
    const device = pick(chance, active);
    const made = device.made.length;
    step(device, written, chance, 1_000 + i * 400 + device.index * 37_000);
    wire.push(...device.made.slice(made));
    while (chance() < 0.3 && wire.length > 0) pick(chance, active).receive(pick(chance, wire));
  }
  return { table, written, wire };
}

/** Each device gets the rest in an order of its own, and some of it twice. */
function deliver(devices: readonly SimulatedDevice[], seed: number): void {
  const chance = seededChance(seed + 1_000_000);
  for (const device of devices) {
    const all = devices.flatMap(({ made }) => made);
    const twice = [...all, ...all.filter(() => chance() < 0.3)];
    for (let rest = twice.length; rest > 0; rest--) {
      const at = Math.floor(chance() * rest);
      device.receive(twice[at]!);
      twice[at] = twice[rest - 1]!;
    }
  }
}

/** As the person of device 1 sees it, from every device. */
function viewsOf({ devices }: Table): ContentView[] {
  return devices.map((device) => {
    const reading = readingFor(device, CHARTER.state, 1, 60_000);
    return contentView(reading, readItems(device.doc));
  });
}

function expectAllThere({ doc }: SimulatedDevice, written: Written, note: string): void {
  for (const [name, word] of written.words) {
    expect(readText(doc, name).split(word).length, `${note} ${word}`).toBe(2);
  }
  for (const [item, field, value] of written.fields) {
    const map = itemMap(doc, item);
    const all = wordingsIn(map, field).map((one) => one.value);
    expect(all, note).toContain(value);
    const told = changesOf(map, (name) => fieldNow(map, name)).map(({ after }) => after);
    expect([fieldNow(map, field), ...told, 'idea'], note).toContain(value);
  }
  const answers = readItems(doc).filter(({ kind }) => kind === 'answer');
  expect(answers.map(({ id }) => id).sort(), note).toEqual([...written.answers].sort());
  const yeses = allSaid(itemMap(doc, ACTION), 'yes');
  for (const [device, count] of written.yeses) {
    const own = yeses.filter((one) => one.device === device).map((one) => one.count);
    expect(own, note).toEqual(Array.from({ length: count }, (_, i) => i + 1));
  }
}

function check(seed: number): void {
  const note = `SEED=${seed}`;
  const { table, written } = run(seed);
  deliver(table.devices, seed);
  const [first, ...others] = table.devices.map(({ text }) => text);
  for (const other of others) expect(other, note).toBe(first);
  const [view, ...views] = viewsOf(table);
  for (const other of views) expect(other, note).toEqual(view);
  for (const device of table.devices) expectAllThere(device, written, note);
  expect(Math.max(...table.devices.map(({ refused }) => refused)), note).toBe(0);
  const ids = view!.goals.map(({ id }) => id);
  expect([...ids].sort(), note).toEqual([...GOALS]);
  const actions = view!.goals.flatMap((goal) => goal.actions.map(({ id }) => id));
  expect(actions.length, note).toBe(new Set(actions).size);
}

test(`nothing lost, nothing twice, one view on all, in ${SCHEDULES} schedules`, () => {
  const only = Number(
    (globalThis as { process?: { env: Record<string, string> } }).process?.env['SEED'],
  );
  if (only) check(only);
  else for (let seed = 1; seed <= SCHEDULES; seed++) check(seed);
}, 60_000);
