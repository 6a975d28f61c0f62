/** A step that is nearly right: one thing in it is wrong, now and then two. */
import type { Body } from '../../web/src/core/charter/statement';
import type { Step, World } from './world';

type Change = NonNullable<Step['change']>;

export function spoil(world: World, step: Step): Step {
  const once = spoilOnce(world, step);
  return world.maybe(0.2) ? spoilOnce(world, once) : once;
}

function spoilOnce(world: World, step: Step): Step {
  const roll = world.below(10);
  if (roll === 0) return withChange(step, { position: wrongPlace(world) });
  if (roll === 1) return withChange(step, { statement: wrongHead(world) });
  if (roll === 2) return withChange(step, { facts: wrongFact(world) });
  if (roll === 3) return { ...step, device: wrongDevice(world) };
  return { ...step, body: altered(world, step.body) as Body };
}

function withChange(step: Step, change: Change): Step {
  const { statement, position, facts } = step.change ?? {};
  return {
    ...step,
    change: {
      statement: { ...statement, ...change.statement },
      position: { ...position, ...change.position },
      facts: { ...facts, ...change.facts },
    },
  };
}

function wrongPlace(world: World): NonNullable<Change['position']> {
  const height = world.state ? world.state.height : 0n;
  switch (world.below(4)) {
    case 0:
      return { height: height + BigInt(world.pick([2, 3]) ?? 2) };
    case 1:
      return height > 0n ? { previous: world.id() } : { statement: world.id() };
    case 2:
      return { time: (world.state?.time ?? 2n) - BigInt(world.between(0, 2)) };
    default:
      return { statement: world.id() };
  }
}

function wrongHead(world: World): NonNullable<Change['statement']> {
  switch (world.below(3)) {
    case 0:
      return { space: world.id() };
    case 1:
      return { counter: BigInt(world.between(0, 9)) };
    default:
      return { charterHead: world.id() };
  }
}

function wrongFact(world: World): NonNullable<Change['facts']> {
  const facts = [{ isVerified: false }, { doCutsFit: false }, { isSilent: false }];
  return world.pick(facts) ?? {};
}

/** Anybody's, nobody's, an ended one, or one that is not there. */
function wrongDevice(world: World): number {
  return world.below((world.state?.devices.length ?? 0) + 3);
}

/** The same with one value in it, however deep, another. Acts and types stay: they say what the rest is. */
function altered(world: World, value: unknown): unknown {
  if (typeof value === 'string') return otherId(world, value);
  if (typeof value === 'number') return world.pick([0, value + 1, Math.max(0, value - 1), 17]);
  if (typeof value === 'bigint') return otherTime(world, value);
  if (value instanceof Uint8Array) return new Uint8Array(world.below(100));
  if (Array.isArray(value)) return otherList(world, value);
  const fields = Object.entries(value as object).filter(([name]) => !isFixed(name));
  const field = world.pick(fields);
  if (!field) return value;
  return { ...(value as object), [field[0]]: altered(world, field[1]) };
}

function isFixed(name: string): boolean {
  return name === 'type' || name === 'act' || name === 'subjectHash' || name === 'heldHash';
}

function otherId(world: World, id: string): string {
  const { state } = world;
  const bytes = id === '' ? 32 : id.length / 2;
  if (!state || world.maybe(0.3)) return world.maybe(0.2) ? '' : world.id(bytes);
  const persons = [...state.persons.keys()];
  const hashes = [...state.keys, ...world.said.slice(-30), ...state.proposals.keys(), state.head];
  return world.pick(bytes === 16 ? persons : hashes) ?? world.id(bytes);
}

function otherTime(world: World, time: bigint): bigint {
  const day = 86_400n;
  const times = [world.time, world.time + 1n, world.time + 200n * day, time + 1n, 0n];
  return world.pick([...times, world.time + 90n * day + 1n, world.time + 180n * day + 1n]) ?? 0n;
}

function otherList(world: World, list: readonly unknown[]): unknown {
  if (list.length === 0 || world.maybe(0.3)) return [];
  const at = world.below(list.length);
  const one = list[at];
  switch (world.below(4)) {
    case 0:
      return list.filter((_, i) => i !== at);
    case 1:
      return [...list, one];
    case 2:
      return [...list].reverse();
    default:
      return list.map((item, i) => (i === at ? altered(world, item) : item));
  }
}
