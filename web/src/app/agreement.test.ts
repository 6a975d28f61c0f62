/** What the groups decide together, as people meet it: proposal, yes, no, and what follows. */
import '../crypto/testing/fast_curves';
import { beforeEach, describe, expect, test } from 'vitest';
import { hash } from '../crypto/hash';
import { decodeStatement } from '../proto/charter';
import { encodeInvite } from '../proto/charter_encode';
import { decodeCommit } from '../proto/commit';
import { FrameType } from '../proto/frames';
import { say } from '../sync/statements';
import { homeOn } from '../sync/testing/plan_on_double';
import { ServerDouble } from '../sync/testing/server_double';
import type { ProposalView } from './port';
import { foundPlan, inside, member, plan, sync, value, type Member } from './testing/scene';

const DAY_S = 86_400;

let server: ServerDouble;
let kari: Member; // citizens
let turid: Member; // voluntary
let marit: Member; // municipal
let all: Member[];

async function syncAll(...members: Member[]): Promise<void> {
  for (let round = 0; round < 2; round++) for (const one of members) value(await sync(one));
}

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
  expect((await plan(guest)).membership).toBe('member');
  return guest;
}

async function onlyProposal(who: Member): Promise<ProposalView> {
  value(await sync(who));
  const changes = (await plan(who)).proposals.filter(({ kind }) => kind !== 'admit');
  expect(changes).toHaveLength(1);
  return changes[0]!;
}

const ask = (who: Member, proposal: string) => ({ space: who.space, proposal });

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

describe('CHARTER21 a group is taken out', () => {
  async function proposed(): Promise<string> {
    const outcome = await kari.port.run('proposeRemoval', { space: kari.space, party: 3 });
    return value(outcome).proposal;
  }

  test('by the others, after the notice, and then the key is another', async () => {
    const proposal = await proposed();
    value(await kari.port.run('consent', ask(kari, proposal)));
    expect(await onlyProposal(turid)).toMatchObject({
      ...{ kind: 'remove', party: 'Kommunen', state: 'open', yes: [1], iMaySayYes: true },
      ...{ needed: { parties: 2, sectors: 2 }, isAgreed: false, by: { name: 'Kari', party: 1 } },
    });
    const { missing } = await onlyProposal(turid);
    expect(missing).toEqual({ parties: 1, sectors: 1, from: [2], own: 0 });
    expect(await onlyProposal(marit)).toMatchObject({ iMaySayYes: false, iMayObject: true });
    value(await turid.port.run('consent', ask(turid, proposal)));
    expect(await onlyProposal(turid)).toMatchObject({ state: 'open', isAgreed: true });
    const before = inside(turid).log.charter!.epochs.length;
    server.time += 14 * DAY_S;
    await syncAll(turid, kari);
    expect(await onlyProposal(kari)).toMatchObject({ state: 'enacted' });
    expect((await plan(kari)).parties.map((p) => p.state)).toEqual(['active', 'active', 'removed']);
    expect(inside(kari).log.charter).toMatchObject({ awaitsRekey: false });
    expect(inside(kari).log.charter!.epochs.length).toBe(before + 1);
  });

  test('COMMIT9 what is written afterwards is sealed under the new key alone', async () => {
    const proposal = await proposed();
    for (const one of [kari, turid]) {
      value(await sync(one));
      value(await one.port.run('consent', ask(one, proposal)));
    }
    value(await sync(marit));
    const held = new Set(inside(marit).epochKeys.keys());
    server.time += 14 * DAY_S;
    value(await kari.port.run('addGoal', { space: kari.space, title: 'Etterpå' }));
    await syncAll(kari, turid);
    expect((await plan(turid)).goals.map((goal) => goal.title)).toContain('Etterpå');
    const last = inside(kari).log.charter!.epochs.at(-1)!;
    expect(held.has(last.id)).toBe(false);
    expect(await sync(marit)).toMatchObject({ ok: false, error: 'ended' });
    expect(inside(marit).epochKeys.has(last.id)).toBe(false);
    const seen = await plan(marit);
    expect([seen.membership, seen.goals.map((goal) => goal.title)]).toEqual(['removed', []]);
    const wrote = await marit.port.run('addGoal', { space: marit.space, title: 'Likevel' });
    expect(wrote).toMatchObject({ ok: false, error: 'ended' });
    expect((await marit.port.run('export', { space: marit.space })).ok).toBe(true);
  });

  test('what can no longer take effect holds up nothing', async () => {
    const first = await proposed();
    const asked = { space: turid.space, party: 3 };
    const { proposal } = value(await turid.port.run('proposeRemoval', asked));
    for (const one of [kari, turid]) {
      value(await sync(one));
      value(await one.port.run('consent', ask(one, first)));
    }
    server.time += 14 * DAY_S;
    await syncAll(kari, turid);
    for (const one of [kari, turid]) {
      value(await sync(one));
      value(await one.port.run('consent', ask(one, proposal)));
    }
    const seen = server.seen.length;
    value(await turid.port.run('addGoal', { space: turid.space, title: 'Videre' }));
    value(await sync(turid));
    expect(inside(turid).edits).toEqual([]);
    expect(server.seen.length - seen).toBeLessThan(10);
    const left = (await plan(turid)).proposals.find(({ id }) => id === proposal);
    expect(left).toMatchObject({ state: 'open', isImpossible: true });
  });

  test('an enactment that is refused time and again holds up nothing', async () => {
    const proposal = await proposed();
    for (const one of [kari, turid]) {
      value(await sync(one));
      value(await one.port.run('consent', ask(one, proposal)));
    }
    server.time += 14 * DAY_S;
    server.feign = ({ type, payload }) => {
      if (type !== FrameType.FRAME_STATEMENT) return undefined;
      const said = decodeStatement(payload, hash);
      return said.ok && said.value.statement.body.type === 'enact' ? 'conflict' : undefined;
    };
    value(await turid.port.run('addGoal', { space: turid.space, title: 'Videre' }));
    value(await sync(turid));
    expect(inside(turid).edits).toEqual([]);
  });

  /** Payloads of commits that were uploaded, by epoch. */
  function watchUploads(): Map<string, number> {
    const sealed = new Map<string, number>();
    server.feign = ({ type, payload }) => {
      const commit =
        type === FrameType.FRAME_COMMIT
          ? decodeCommit(payload, (r) => hash('record', r))
          : undefined;
      if (commit?.ok && !commit.value.isVoid && commit.value.core.records.length > 0) {
        const { epoch } = commit.value.core;
        sealed.set(epoch, (sealed.get(epoch) ?? 0) + 1);
      }
      return undefined;
    };
    return sealed;
  }

  test('CHARTER26 nothing more goes out under the old key, by whoever knows of it', async () => {
    const proposal = await proposed();
    for (const one of [kari, turid]) {
      value(await sync(one));
      value(await one.port.run('consent', ask(one, proposal)));
    }
    await syncAll(kari, turid);
    const old = inside(kari).log.charter!.epochs.at(-1)!.id;
    // Sealed before it is known, and cut off on the way: it goes without its payload.
    value(await turid.port.run('addGoal', { space: turid.space, title: 'Sendt for tidlig' }));
    server.interrupt = (path, phase) => {
      if (phase === 'before' && inside(turid).outgoing.some(({ state }) => state === 'sealed'))
        throw new TypeError(`cut before ${path}`);
    };
    expect((await sync(turid)).ok).toBe(false);
    server.interrupt = () => undefined;
    const sealed = watchUploads();
    server.time += 14 * DAY_S;
    value(await kari.port.run('addGoal', { space: kari.space, title: 'Etter vedtaket' }));
    await syncAll(kari, turid);
    expect((await plan(kari)).goals.map((goal) => goal.title).sort()).toEqual([
      'Etter vedtaket',
      'Sendt for tidlig',
    ]);
    expect(sealed.get(old)).toBeUndefined();
    expect(sealed.size).toBe(1);
  });

  test('CHARTER26 an invitation taken back: neither', async () => {
    const invited = { space: kari.space, party: 'Gruppa' };
    value(await kari.port.run('invite', invited));
    const [invitation] = (await plan(kari)).invitations.filter(({ state }) => state === 'open');
    const old = inside(kari).log.charter!.epochs.at(-1)!.id;
    const sealed = watchUploads();
    value(await kari.port.run('addGoal', { space: kari.space, title: 'Etterpå' }));
    const revoked = { space: kari.space, invitation: invitation!.id };
    value(await kari.port.run('revokeInvitation', revoked));
    value(await sync(kari));
    expect(sealed.get(old)).toBeUndefined();
    expect(sealed.size).toBe(1);
  });

  test('a server that says so falsely is not believed', async () => {
    const real = server.fetch;
    Object.assign(server, {
      fetch: (url: string, request: RequestInit) =>
        url.includes('/v1/sync')
          ? Promise.resolve(
              new Response('{"type":"/problems/ended"}', {
                status: 403,
                headers: { 'content-type': 'application/problem+json' },
              }),
            )
          : real(url, request),
    });
    const home = { ...marit.home, seams: { ...marit.home.seams, fetch: server.fetch } };
    const again = await member(home, marit.space);
    expect(await sync(again)).toMatchObject({ ok: false, error: 'misconduct' });
    expect((await plan(again)).membership).toBe('member');
  });
});

test('another history is not believed either: in it, who took back a yes never did', async () => {
  const asked = { space: kari.space, party: 3 };
  const { proposal } = value(await kari.port.run('proposeRemoval', asked));
  for (const one of [kari, turid]) {
    value(await sync(one));
    value(await one.port.run('consent', ask(one, proposal)));
  }
  value(await sync(kari));
  const evil = server.fork();
  const on = ({ home, space }: Member): Promise<Member> =>
    member({ ...home, seams: { ...home.seams, fetch: evil.fetch, now: () => evil.time } }, space);
  value(await turid.port.run('withdraw', { ...ask(turid, proposal), what: 'answer' }));
  value(await sync(marit));
  evil.time += 14 * DAY_S;
  value(await sync(await on(kari)));
  expect(evil.charter!.parties[2]).toHaveProperty('removedAt');
  const lured = await on(marit);
  expect(await sync(lured)).toMatchObject({ ok: false, error: 'misconduct' });
  expect((await plan(lured)).membership).toBe('member');
});

test('CHARTER16 a key that nothing can be sealed to keeps nobody from changing the key', async () => {
  const { charter } = inside(turid).log;
  const epoch = charter!.epochs.at(-1)!.id;
  const boxKey = '00'.repeat(32);
  const body = encodeInvite({
    ...{ party: 2, sector: 0, signKey: 'ab'.repeat(32), boxKey, card: new Uint8Array() },
    ...{ expires: charter!.time + 1000n, person: '', replaces: 0 },
    keys: [{ room: 0, epoch, boxKey, sealed: new Uint8Array(80) }],
  });
  value(await say(inside(turid), 'invite', body));
  value(await sync(turid));
  value(await kari.port.run('invite', { space: kari.space, party: 'Gruppa' }));
  const invitation = (await plan(kari)).invitations.find((i) => i.isOurs && i.state === 'open')!;
  const revoked = { space: kari.space, invitation: invitation.id };
  value(await kari.port.run('revokeInvitation', revoked));
  value(await sync(kari));
  expect(inside(kari).log.charter!.awaitsRekey).toBe(false);
});

describe('CHARTER23 a no', () => {
  test('CHARTER26 said without a line, its reason is sealed anew under the next key', async () => {
    const asked = { space: kari.space, party: 3 };
    const { proposal } = value(await kari.port.run('proposeRemoval', asked));
    value(await kari.port.run('invite', { space: kari.space, party: 'Gruppa' }));
    value(await sync(turid));
    const old = inside(turid).log.charter!.epochs.at(-1)!.id;
    server.interrupt = () => {
      throw new TypeError('no line');
    };
    const no = { ...ask(turid, proposal), reason: 'De trengs' };
    expect(await turid.port.run('object', no)).toMatchObject({ ok: false, error: 'offline' });
    server.interrupt = () => undefined;
    const invitation = (await plan(kari)).invitations.find((i) => i.state === 'open')!;
    const revoked = { space: kari.space, invitation: invitation.id };
    value(await kari.port.run('revokeInvitation', revoked));
    const uploaded: string[] = [];
    server.feign = ({ type, payload }) => {
      const said = type === FrameType.FRAME_STATEMENT ? decodeStatement(payload, hash) : undefined;
      const body = said?.ok ? said.value.statement.body : undefined;
      if (body?.type === 'object') uploaded.push(body.epoch);
      return undefined;
    };
    value(await sync(turid));
    await syncAll(kari, turid);
    const fresh = inside(turid).log.charter!.epochs.at(-1)!.id;
    expect([fresh !== old, uploaded]).toEqual([true, [fresh]]);
    const [objection] = (await onlyProposal(marit)).objections;
    expect(objection).toMatchObject({ name: 'Turid', reason: no.reason });
  });

  test('keeps its reason from the server, and its group from agreeing', async () => {
    const asked = { space: kari.space, party: 3 };
    const { proposal } = value(await kari.port.run('proposeRemoval', asked));
    value(await sync(turid));
    const no = { ...ask(turid, proposal), reason: 'De er de eneste som har nøkkel til salen' };
    value(await turid.port.run('object', no));
    const [objection] = (await onlyProposal(marit)).objections;
    expect(objection).toMatchObject({ name: 'Turid', party: 2, reason: no.reason, isMine: false });
    const stored = server.stored.map(({ payload }) => Buffer.from(payload).toString('latin1'));
    expect(stored.join('')).not.toContain('de eneste som');
    const yes = await turid.port.run('consent', ask(turid, proposal));
    expect(yes).toMatchObject({ ok: false, error: 'conflict' });
    value(await turid.port.run('withdraw', { ...ask(turid, proposal), what: 'answer' }));
    value(await turid.port.run('consent', ask(turid, proposal)));
    expect(await onlyProposal(turid)).toMatchObject({ objections: [], iHaveSaidYes: true });
  });

  test('needs a reason that is neither empty nor too long', async () => {
    const asked = { space: kari.space, party: 3 };
    const { proposal } = value(await kari.port.run('proposeRemoval', asked));
    const say = (reason: string) => kari.port.run('object', { ...ask(kari, proposal), reason });
    expect(await say('  ')).toMatchObject({ ok: false, error: 'bad-input' });
    expect(await say('x'.repeat(1901))).toMatchObject({ ok: false, error: 'bad-input' });
    expect((await say('x'.repeat(1900))).ok).toBe(true);
  });
});

test('CHARTER22 what all agree on takes effect at once: other rules', async () => {
  const rules = [{ act: 'remove' as const, parties: 2, sectors: 2, noticeDays: 30 }];
  const { proposal } = value(await marit.port.run('proposeRules', { space: marit.space, rules }));
  for (const one of all) {
    value(await sync(one));
    value(await one.port.run('consent', ask(one, proposal)));
  }
  await syncAll(...all);
  const rule = (await plan(turid)).rules.find(({ act }) => act === 'remove');
  expect(rule).toMatchObject({ parties: 2, of: 3, sectors: 2, noticeDays: 30 });
  const next = [
    { act: 'admit' as const, parties: 3 },
    { act: 'remove' as const, noticeDays: 20 },
  ];
  value(await marit.port.run('proposeRules', { space: marit.space, rules: next }));
  expect((await plan(marit)).proposals.find(({ state }) => state === 'open')?.rules).toEqual([
    { act: 'admit', parties: 3, sectors: 1, noticeDays: 14 },
    { act: 'remove', parties: 2, sectors: 2, noticeDays: 20 },
  ]);
});

test('CHARTER24 who proposed it takes it back', async () => {
  const asked = { space: kari.space, sectors: [1, 2, 3, 4] };
  const { proposal } = value(await kari.port.run('proposeSectors', asked));
  expect(
    await turid.port.run('withdraw', { ...ask(turid, proposal), what: 'proposal' }),
  ).toMatchObject({ ok: false });
  value(await kari.port.run('withdraw', { ...ask(kari, proposal), what: 'proposal' }));
  expect(await onlyProposal(turid)).toMatchObject({ state: 'withdrawn', iMaySayYes: false });
});

test('CHARTER25 an invitation taken back lets nobody in, and the key changes', async () => {
  const invited = { space: kari.space, party: 'Gruppa' };
  const { link } = value(await kari.port.run('invite', invited));
  const [invitation] = (await plan(kari)).invitations.filter(({ state }) => state === 'open');
  const before = inside(kari).log.charter!.epochs.length;
  const revoked = { space: kari.space, invitation: invitation!.id };
  value(await kari.port.run('revokeInvitation', revoked));
  value(await sync(kari));
  expect(inside(kari).log.charter!.epochs.length).toBe(before + 1);
  const late = await member(homeOn(server), kari.space);
  expect(await late.port.run('join', { link, person: 'Sen' })).toMatchObject({ error: 'ended' });
  const states = (await plan(kari)).invitations.map(({ state }) => state);
  expect(states).toContain('revoked');
});
