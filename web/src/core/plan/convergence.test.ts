/** Promise 9: all devices with the same records show the same, whatever the network did. */
import { expect, test } from 'vitest';
import type * as Y from 'yjs';
import { orderBetween } from '../order_key';
import { meet, SimulatedDevice, type Sent } from '../testing/device';
import { seededChance } from '../testing/random';
import { createItem, removeItem, setFields, setName, setText, textName, touch } from './document';
import { findItem, readItems, readText } from './items';

const SEEDS = 2000;
const DEVICES = 5;
const STEPS = 24;
const WORDS = ['buss', 'kaffe', 'dugnad', 'Å', 'tirsdag', '🚌', 'ord', '__proto__'];

type Chance = () => number;

function pick<T>(chance: Chance, items: readonly T[]): T {
  return items[Math.floor(chance() * items.length)]!;
}

function randomEdit(chance: Chance, doc: Y.Doc, made: number): void {
  const items = readItems(doc);
  const kind = pick(chance, ['goal', 'action'] as const);
  const dice = chance();
  const item = items.length > 0 ? findItem(doc, pick(chance, items).id) : undefined;
  if (dice < 0.25 || !item) {
    const id = `${kind[0]!}${doc.clientID}-${made}`;
    const order = orderBetween(undefined, undefined, chance());
    const goal = items.find((known) => known.kind === 'goal')?.id ?? 'none';
    createItem(doc, { kind, id }, kind === 'goal' ? { order } : { order, goal }, made);
    setText(doc, textName(id, 'title'), pick(chance, WORDS));
  } else if (dice < 0.4) {
    removeItem(doc, item, made);
  } else if (dice < 0.6) {
    setFields(doc, item, { status: pick(chance, WORDS), __proto__x: made });
    touch(doc, item, made);
  } else if (dice < 0.7) {
    setName(doc, pick(chance, ['party/1', '__proto__']), pick(chance, WORDS));
  } else {
    const name = textName(item.id, pick(chance, ['title', 'part/2']));
    const before = readText(doc, name).split(' ');
    before.splice(
      Math.floor(chance() * before.length),
      chance() < 0.3 ? 1 : 0,
      pick(chance, WORDS),
    );
    setText(doc, name, before.join(' '));
    touch(doc, item, made);
  }
}

function simulate(seed: number): SimulatedDevice[] {
  const chance = seededChance(seed);
  const devices = Array.from({ length: DEVICES }, (_, i) => new SimulatedDevice(i + 1));
  const wire: Sent[] = [];
  for (let step = 0; step < STEPS; step++) {
    const sent = pick(chance, devices).edit((doc) => randomEdit(chance, doc, step + 1));
    if (sent) wire.push(sent);
    for (let delivered = 0; delivered < 3 && wire.length > 0; delivered++) {
      // Any record, any time, any number of times; some never, until the end.
      if (chance() < 0.8) pick(chance, devices).receive(pick(chance, wire));
    }
  }
  meet(...devices);
  return devices;
}

test(`EDIT2 EDIT3 five devices agree after drops, duplicates and reorderings, ${SEEDS} seeds`, () => {
  for (let seed = 1; seed <= SEEDS; seed++) {
    const devices = simulate(seed);
    expect(new Set(devices.map((device) => device.text)).size, `seed ${seed}`).toBe(1);
    expect(Math.max(...devices.map((device) => device.refused)), `seed ${seed}`).toBe(0);
  }
}, 120_000);
