/** FILE1: what is agreed where there is no line, and carried by hand to where there is one. */
import '../crypto/testing/fast_curves';
import { beforeEach, describe, expect, test } from 'vitest';
import { concat, unhex } from '../core/bytes';
import { newSeedKeys } from '../crypto/device_keys';
import { label } from '../crypto/labels';
import { encodeFrame, FrameType } from '../proto/frames';
import { encodeStatement } from '../proto/charter';
import { encodeConfirm, encodePropose } from '../proto/charter_encode';
import { decodeSigned, encodeSigned } from '../proto/signed';
import { ACT_ADMIT_PARTY } from '../core/charter/statement';
import { homeOn } from '../sync/testing/plan_on_double';
import { ServerDouble } from '../sync/testing/server_double';
import { statementsFile } from '../sync/statements_file';
import type { ProposalView } from './port';
import {
  away,
  back,
  carryIn,
  carryOut,
  foundPlan,
  inside,
  member,
  plan,
  restarted,
  sync,
  syncAll,
  value,
  type Member,
} from './testing/scene';

let server: ServerDouble;
let kari: Member; // citizens
let turid: Member; // voluntary
let marit: Member; // municipal
let all: Member[];

async function admitted(person: string, party: string, sector: number): Promise<Member> {
  const { link } = value(await kari.port.run('invite', { space: kari.space, party, sector }));
  const guest = await member(homeOn(server), kari.space);
  value(await guest.port.run('join', { link, person }));
  for (const one of all) {
    value(await sync(one));
    const open = (await plan(one)).proposals.find((p) => p.state === 'open' && p.iMaySayYes);
    if (open) value(await one.port.run('consent', { space: one.space, proposal: open.id }));
  }
  value(await sync(guest));
  return guest;
}

const offline = { ok: false, error: 'offline' };
const ask = (who: Member, proposal: string) => ({ space: who.space, proposal });

async function proposals(who: Member): Promise<ProposalView[]> {
  return (await plan(who)).proposals.filter(({ kind }) => kind === 'sectors');
}

/** Kari proposes without a line. */
async function proposedAway(): Promise<string> {
  const asked = { space: kari.space, sectors: [1, 2, 3, 4] };
  expect(await kari.port.run('proposeSectors', asked)).toMatchObject(offline);
  const [pending] = await proposals(kari);
  return pending!.id;
}

function fileOf(space: string, ...signed: readonly Uint8Array[]): Uint8Array {
  const frames = signed.map((one) => encodeFrame(FrameType.FRAME_STATEMENT, one));
  return concat(label('statements'), unhex(space), ...frames);
}

beforeEach(async () => {
  server = new ServerDouble();
  kari = await foundPlan(server);
  all = [kari];
  turid = await admitted('Turid', 'Laget', 2);
  all = [kari, turid];
  marit = await admitted('Marit', 'Kommunen', 3);
  all = [kari, turid, marit];
  await syncAll(...all);
});

describe('FILE1 three who meet where there is no line', () => {
  test('a proposal and everybody’s yes by hand to a fourth, which delivers and enacts', async () => {
    const liv = await member(homeOn(server), kari.space);
    const invited = { space: turid.space, party: 'Laget' };
    const { link } = value(await turid.port.run('invite', invited));
    value(await liv.port.run('join', { link, person: 'Liv' }));
    await syncAll(...all, liv);
    away(server);
    const id = await proposedAway();
    expect((await proposals(kari))[0]).toMatchObject({
      ...{ isPending: true, isMyAnswerPending: false, iMaySayYes: true, state: 'open' },
      by: { name: 'Kari', party: 1 },
    });
    expect(await kari.port.run('consent', ask(kari, id))).toMatchObject(offline);
    expect((await proposals(kari))[0]).toMatchObject({
      ...{ isPending: true, isMyAnswerPending: true, iHaveSaidYes: true, yes: [1] },
    });
    let bytes = await carryOut(kari);
    for (const one of [turid, marit]) {
      expect(value(await carryIn(one, bytes)).space).toBe(one.space);
      expect((await proposals(one))[0]).toMatchObject({
        ...{ id, isPending: true, isMyAnswerPending: false, iMaySayYes: true },
      });
      expect(await one.port.run('consent', ask(one, id))).toMatchObject(offline);
      bytes = await carryOut(one);
    }
    expect(value(await carryIn(liv, bytes))).toEqual({
      ...{ space: liv.space, count: 4, leaves: 0, words: [] },
    });
    expect((await proposals(liv))[0]).toMatchObject({
      ...{ id, isPending: true, yes: [1, 2, 3], isAgreed: true, isMyAnswerPending: false },
    });
    const restartedLiv = await restarted(liv);
    expect((await proposals(restartedLiv))[0]).toMatchObject({ yes: [1, 2, 3] });
    back(server);
    value(await sync(restartedLiv));
    const enacted = server.charter!.proposals.get(id)!;
    expect(enacted.outcome).toBe('enacted');
    expect(server.charter!.sectors).toEqual([1, 2, 3, 4]);
    expect(inside(restartedLiv).carried).toEqual([]);
    // Whoever said it hears that it has its place, and says it not again.
    for (const one of all) expect(value(await sync(one))).toMatchObject({ unsent: 0 });
    for (const one of all) {
      expect(await proposals(one)).toMatchObject([{ state: 'enacted', isPending: false }]);
      expect(inside(one).sayings).toEqual([]);
    }
  });

  test('the same file once more is no news, and one’s own comes back as nothing', async () => {
    away(server);
    await proposedAway();
    const bytes = await carryOut(kari);
    expect(value(await carryIn(turid, bytes)).count).toBe(1);
    expect(value(await carryIn(turid, bytes)).count).toBe(0);
    expect(inside(turid).carried).toHaveLength(1);
    expect(value(await carryIn(kari, bytes)).count).toBe(0);
    back(server);
    value(await sync(kari));
    value(await sync(turid));
    expect(inside(turid).carried).toEqual([]);
    expect(value(await carryIn(turid, bytes)).count).toBe(0);
  });

  test('what stands twice in a file is taken once', async () => {
    away(server);
    await proposedAway();
    const [saying] = inside(kari).sayings;
    const bytes = fileOf(kari.space, saying!.signed, saying!.signed);
    expect(value(await carryIn(turid, bytes)).count).toBe(1);
    expect(inside(turid).carried).toHaveLength(1);
  });

  test('a yes that stands before what it is about is delivered after it', async () => {
    away(server);
    const id = await proposedAway();
    expect(await kari.port.run('consent', ask(kari, id))).toMatchObject(offline);
    const signed = inside(kari).sayings.map((saying) => saying.signed);
    value(await carryIn(turid, fileOf(kari.space, ...[...signed].reverse())));
    back(server);
    value(await sync(turid));
    const stances = server.charter!.proposals.get(id)!.stances;
    expect(stances).toMatchObject([{ kind: 'consent', person: inside(kari).me.person }]);
  });

  test('a second yes on the same device is refused, and the first stands', async () => {
    away(server);
    const id = await proposedAway();
    const bytes = await carryOut(kari);
    value(await carryIn(turid, bytes));
    expect(await turid.port.run('consent', ask(turid, id))).toMatchObject(offline);
    await turid.port.run('consent', ask(turid, id));
    expect((await proposals(turid))[0]).toMatchObject({ iHaveSaidYes: true, yes: [2] });
    value(await carryIn(marit, await carryOut(turid)));
    back(server);
    value(await sync(marit));
    await sync(turid);
    await syncAll(...all);
    const stances = server.charter!.proposals.get(id)!.stances;
    expect(stances.filter(({ person }) => person === inside(turid).me.person)).toHaveLength(1);
    expect(inside(turid).sayings).toEqual([]);
    expect((await proposals(turid))[0]).toMatchObject({ iHaveSaidYes: true, yes: [2] });
  });

  test('where nothing was said, the plan alone is given along, and no square', async () => {
    const alone = await kari.port.run('carryOut', { space: kari.space });
    expect(alone).toMatchObject({ ok: true, value: { code: '', own: 0, kept: 0 } });
    const bytes = await carryOut(kari);
    const nothing = { space: turid.space, count: 0, leaves: 0, words: [] };
    expect(value(await carryIn(turid, bytes))).toEqual(nothing);
  });
});

describe('FILE1 a file that is not one of ours', () => {
  let bytes: Uint8Array;

  beforeEach(async () => {
    away(server);
    await proposedAway();
    bytes = statementsFile(inside(kari))!;
  });

  async function isLeftAlone(file: Uint8Array): Promise<string> {
    const outcome = await carryIn(turid, file);
    expect(outcome.ok).toBe(false);
    expect(inside(turid).carried).toEqual([]);
    expect(await turid.home.store.list(`s/${turid.space}/carry/`)).toEqual([]);
    expect(await proposals(turid)).toEqual([]);
    return outcome.ok ? '' : outcome.error;
  }

  test('of another plan', async () => {
    const other = new ServerDouble();
    const ola = await foundPlan(other);
    away(other);
    await ola.port.run('proposeSectors', { space: ola.space, sectors: [1, 2, 3, 4] });
    expect(await isLeftAlone(await carryOut(ola))).toBe('not-found');
    // Its statements under our plan's name.
    const [saying] = inside(ola).sayings;
    expect(await isLeftAlone(fileOf(turid.space, saying!.signed))).toBe('malformed');
  });

  test('cut off, anywhere', async () => {
    for (const size of [0, 1, 10, bytes.length / 2, bytes.length - 1]) {
      expect(await isLeftAlone(bytes.slice(0, size))).toBe('bad-input');
    }
    expect(await isLeftAlone(concat(bytes, new Uint8Array(256 * 1024)))).toBe('bad-input');
  });

  test('with a changed byte, anywhere', async () => {
    for (let at = 0; at < bytes.length; at += 7) {
      const changed = bytes.slice();
      changed[at]! ^= 1;
      await isLeftAlone(changed);
    }
  });

  test('with a signature of somebody else: nothing else of the file is taken either', async () => {
    const [good] = inside(kari).sayings;
    const decoded = decodeSigned(good!.signed);
    if (!decoded.ok) throw new Error(decoded.error);
    const thief = newSeedKeys(inside(turid).seams.random);
    const signatures = [await thief.sign('statement', decoded.value.body)];
    const forged = encodeSigned({ ...decoded.value, signatures });
    expect(await isLeftAlone(fileOf(turid.space, good!.signed, forged))).toBe('signature');
  });

  test('by a device that this plan does not have', async () => {
    const thief = newSeedKeys(inside(turid).seams.random);
    const body = encodeStatement({
      ...{
        space: turid.space,
        device: 9,
        counter: 1n,
        charterHead: inside(turid).log.charter!.head,
      },
      ...{ type: 'confirm', body: encodeConfirm({ person: 'ab'.repeat(16) }) },
    });
    const signatures = [await thief.sign('statement', body)];
    const signed = encodeSigned({ device: 9, seq: 1n, body, signatures, payload: [] });
    expect(await isLeftAlone(fileOf(turid.space, signed))).toBe('unauthorized');
  });

  test('CHARTER3 a newcomer’s own, by a link that this plan does not know', async () => {
    const [link, device] = [1, 2].map(() => newSeedKeys(inside(turid).seams.random));
    const { signKey, boxKey } = device!;
    const subject = {
      act: ACT_ADMIT_PARTY,
      ...{ invitation: link!.signKey, sector: 1, signerRule: 1 },
      ...{ replaces: 0, person: 'ab'.repeat(16), device: { signKey, boxKey } },
    } as const;
    const body = encodeStatement({
      ...{ space: turid.space, device: 0, counter: 0n },
      ...{ charterHead: inside(turid).log.charter!.head, type: 'propose' },
      body: encodePropose(subject, BigInt(server.time + 86_400)),
    });
    const signatures = [await link!.sign('statement', body), await device!.sign('statement', body)];
    const signed = encodeSigned({ device: 0, seq: 0n, body, signatures, payload: [] });
    expect(await isLeftAlone(fileOf(turid.space, signed))).toBe('unauthorized');
  });

  test('what a device says for itself alone is not carried', async () => {
    server.time += 4000;
    expect(await kari.port.run('endDevice', { space: kari.space, device: 1 })).toMatchObject(
      offline,
    );
    const types = inside(kari).sayings.map(({ type }) => type);
    expect(types).toEqual(['propose', 'retire']);
    const file = fileOf(kari.space, ...inside(kari).sayings.map(({ signed }) => signed));
    expect(await isLeftAlone(file)).toBe('malformed');
    expect(statementsFile(inside(kari))).toEqual(bytes);
  });
});
