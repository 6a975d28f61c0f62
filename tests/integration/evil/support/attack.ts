/**
 * One attack, played in the same way against the client as it is and against one with a check
 * removed: what must not stand in the log is brought to the real server, and then the evil one
 * shows Per a log in which it stands.
 */
import type { ErrorName } from '../../../../web/src/core/errors';
import { concat } from '../../../../web/src/core/bytes';
import { encodeFrame, type Frame } from '../../../../web/src/proto/frames';
import { inside, plan, sync, value } from '../../../../web/src/app/testing/scene';
import { callerOf } from '../../../../web/src/sync/caller';
import { requestFrame } from '../../../../web/src/sync/contact';
import { readReply } from '../../../../web/src/sync/reply';
import { post, readAll } from '../../../../web/src/sync/transport';
import type { Client, Removal } from './bundle';
import { ForgedLog } from './forged_log';
import type { EvilServer } from './proxy';
import { encodeDraft } from './draft';
import { deviceOf, seams, settle, twoPeople, write, type Member } from './people';

export interface Scene {
  /** Honest, and sees the truth. */
  readonly host: Member;
  /** Who is lied to. */
  readonly victim: Member;
  /** What the evil server adds to its log; the real one is asked to, and says no to the first. */
  readonly frames: readonly Frame[];
  /** Seconds that its entries claim to be later. */
  readonly ahead?: bigint;
  /** Changes what stands in its log already. */
  readonly tamper?: (forged: ForgedLog) => void;
  /** Whether the attack has reached what it is for. */
  isWon(forged: ForgedLog): boolean | Promise<boolean>;
}

export interface Attack {
  /** The row, the rule that stops it, and what is tried. */
  readonly name: string;
  /** The checks that stop it: without them it succeeds. */
  readonly removed: readonly Removal[];
  /** What the real server answers to the first frame; absent where only time would tell. */
  readonly refusal?: ErrorName;
  /** `people`: who is there, where it is nobody in particular. */
  set(evil: EvilServer, client: Client, people: typeof twoPeople): Promise<Scene>;
}

export interface Played {
  readonly scene: Scene;
  readonly isWon: boolean;
  /** What the device answered its person. */
  readonly told: Awaited<ReturnType<typeof sync>>;
  /** Frames that the victim sent while it was lied to. */
  readonly given: readonly Frame[];
  readonly refusal: ErrorName | undefined;
  readonly before: string;
  readonly after: string;
}

export async function play(attack: Attack, evil: EvilServer, client: Client): Promise<Played> {
  evil.repent();
  const scene = await attack.set(evil, client, twoPeople);
  const { victim } = scene;
  const { forged, refusal } = await forge(attack, scene);
  const before = await seen(victim);
  const since = evil.heard.length;
  show(evil, victim, forged);
  const told = await sync(victim);
  await write(victim, 'Skrevet imens');
  await sync(victim);
  await sync(victim);
  const isWon = await scene.isWon(forged);
  const given = evil.heard.slice(since).flatMap(({ brought }) => brought);
  const after = await seen(victim);
  evil.repent();
  return { scene, isWon, told, given, refusal, before, after };
}

/** The true log with what the attack adds; the real server has been asked to take it, too. */
export async function forge(
  attack: Attack,
  { host, frames, ahead = 0n, tamper }: Scene,
): Promise<{ forged: ForgedLog; refusal: ErrorName | undefined }> {
  await settle(host);
  const forged = ForgedLog.of(await exported(host));
  const refusal = attack.refusal && (await bring(host, frames))[0];
  forged.ahead = ahead;
  for (const frame of frames) forged.add(frame);
  tamper?.(forged);
  return { forged, refusal };
}

/** From now on this device is served the forged log, and what it says goes there. */
export function show(evil: EvilServer, to: Member, forged: ForgedLog): void {
  showTo(evil, to.space, deviceOf(to), forged);
}

export function showTo(evil: EvilServer, space: string, device: number, forged: ForgedLog): void {
  evil.instead = (asked) => {
    const isTo = asked.auth?.space === space && asked.auth.device === device;
    if (!isTo) return undefined;
    const isNews = asked.path !== '/v1/live' || asked.cursor < forged.size;
    return isNews ? encodeDraft(forged.answer(asked), evil.keys) : 'hold';
  };
}

export async function exported({ port, space }: Member): Promise<Uint8Array> {
  return value(await port.run('exportLog', { space })).frames;
}

/** Delivers frames as they are, past everything that an honest application checks. */
export async function bring(by: Member, frames: readonly Frame[]): Promise<ErrorName[]> {
  const { space, line } = by.app.running.spaces.get(by.space)!;
  const body = concat(
    requestFrame(space, true),
    ...frames.map(({ type, payload }) => encodeFrame(type, payload)),
  );
  const response = await post(line, callerOf(space), '/v1/sync', body);
  if (!response.ok) throw new Error(`not even asked: ${response.error}`);
  const bytes = await readAll(response.value, seams);
  const reply = bytes.ok ? readReply(bytes.value) : bytes;
  if (!reply.ok) throw new Error(reply.error);
  return reply.value.answers.map(({ error }) => error);
}

/** Who co-owns the plan, who reads it, and what stands in it, as this device has it. */
export async function seen(one: Member): Promise<string> {
  const { parties, goals, invitations, proposals, check } = await plan(one);
  const { charter } = inside(one).log;
  const devices = charter?.devices.map(({ signKey, cut }) => [signKey, cut?.seq.toString()]);
  const titles = goals.map(({ title }) => title).filter((title) => title !== 'Skrevet imens');
  const people = parties.map((party) => [party.state, party.people]);
  const log = [check.root, check.charterHeight, check.epochs];
  return JSON.stringify({ people, devices, titles, invitations, proposals, log });
}

/** The truth again: the device is where everybody is, and nothing that it wrote was lost. */
export async function healed({ host, victim }: Scene): Promise<void> {
  await write(host, 'Etterpå');
  for (let round = 0; round < 2; round++) for (const one of [host, victim]) await settle(one);
  for (const one of [host, victim]) {
    const titles = (await plan(one)).goals.map(({ title }) => title);
    if (!titles.includes('Etterpå') || !titles.includes('Skrevet imens')) {
      throw new Error(`not healed: ${titles.join()}`);
    }
  }
  if (inside(host).isForked || inside(victim).isForked) throw new Error('two histories');
}
