/**
 * The charter in C and in TypeScript, step by step: the same refusal or the same state.
 * CHARTER_STEPS: how many. CHARTER_SEED: which; CHARTER_WORLD: that world alone. States are compared
 * at every fourth step, and at every one of a world that is looked at alone: what differs stays.
 */
import { expect, test } from 'vitest';
import { seededChance } from '../../web/src/core/testing/random';
import { Coverage } from './coverage';
import { Other } from './other';
import { largeStory, smallStory } from './story';
import { World, type Step } from './world';

const STEPS = Number(process.env.CHARTER_STEPS ?? 50_000);
const SEED = Number(process.env.CHARTER_SEED ?? Math.floor(Math.random() * 2 ** 31));
const ONLY = process.env.CHARTER_WORLD;
const BATCH_WORLDS = 8;
const STATE_EVERY = ONLY ? 1 : 4;
const STEPS_IN_A_WORLD = 250;
/** Of so many worlds one is large: it costs as much as ten others. */
const LARGE_EVERY = 250;

interface Said {
  readonly world: number;
  readonly at: number;
  readonly step: Step;
  readonly answer: string;
}

/** All of a world's steps here; the other is told them, and not yet asked. */
function run(number: number, other: Other, coverage: Coverage): Said[] {
  const world = new World(seededChance(SEED + number * 7919));
  const isLarge = number % LARGE_EVERY === 2;
  const story = isLarge ? largeStory(world) : smallStory(world, STEPS_IN_A_WORLD);
  const said: Said[] = [];
  for (const step of story) {
    const before = world.state;
    const { bytes, answer } = world.take(step, said.length % STATE_EVERY === 0);
    coverage.note(step, before, answer);
    other.tell(bytes);
    said.push({ world: number, at: said.length, step, answer });
  }
  other.endWorld();
  const end = { ...said.at(-1)!, answer: `END ${world.stateHash()}` };
  return [...said, end];
}

async function compare(said: readonly Said[], other: Other): Promise<string | undefined> {
  const answers = await other.answersTo(said.length);
  const at = said.findIndex(({ answer }, i) => answer !== answers[i]);
  const first = said[at];
  if (!first) return undefined;
  const { world, step } = first;
  const text = JSON.stringify(step, (_, value: unknown) =>
    typeof value === 'bigint' ? String(value) : value,
  );
  const where = `CHARTER_SEED=${SEED} CHARTER_WORLD=${world}, its step ${first.at}: ${text}`;
  return `${where}\nTypeScript: ${first.answer}\nC:          ${answers[at] ?? 'nothing'}`;
}

test(`C and TypeScript give every entry the same verdict and state (seed ${SEED})`, async () => {
  const other = new Other();
  const coverage = new Coverage();
  const began = performance.now();
  let steps = 0;
  for (let number = Number(ONLY ?? 0); steps < STEPS; number++) {
    const batch: Said[] = [];
    for (let i = 0; i < (ONLY ? 1 : BATCH_WORLDS); i++) {
      batch.push(...run(i === 0 ? number : ++number, other, coverage));
    }
    steps += batch.length;
    const difference = await compare(batch, other);
    if (difference) other.close();
    expect(difference ?? 'none').toBe('none');
    if (ONLY) break;
  }
  other.close();
  const seconds = (performance.now() - began) / 1000;
  const rate = Math.round(steps / seconds);
  console.log(`${coverage.table()}\nseed ${SEED}: ${steps} steps, ${rate} a second`);
  if (!ONLY) expect(coverage.missing()).toEqual([]);
});
