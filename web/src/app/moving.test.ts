import '../crypto/testing/fast_curves';
import { describe, expect, test } from 'vitest';
import { hash } from '../crypto/hash';
import { decodeEntry } from '../proto/charter';
import { FrameType, type Frame } from '../proto/frames';
import { encodeSigned } from '../proto/signed';
import { ServerDouble } from '../sync/testing/server_double';
import {
  confirmed,
  foundPlan,
  inside,
  joinParty,
  member,
  plan,
  sync,
  syncAll,
  value,
  type Member,
} from './testing/scene';
import { FIRST as OLD, homeFor, SECOND as NEW } from './testing/moving_scene';

interface Scene {
  readonly old: ServerDouble;
  readonly next: ServerDouble;
  /** Reaches both servers, as the headless client does. */
  readonly kari: Member;
  /** A browser at the old server. */
  readonly per: Member;
}

async function scene(): Promise<Scene> {
  const old = new ServerDouble();
  const next = new ServerDouble(NEW, 40);
  const founder = await foundPlan(old);
  const kari = await member({ ...homeFor(old, next), store: founder.home.store }, founder.space);
  const guest = await joinParty(old, kari, 'Per');
  const per = await member({ ...homeFor(old), store: guest.home.store }, guest.space);
  await confirmed(kari, per);
  await kari.port.run('addGoal', { space: kari.space, title: 'Møteplass' });
  await syncAll(kari, per);
  return { old, next, kari, per };
}

async function agree({ kari, next }: Scene): Promise<void> {
  const { code } = value(await kari.port.run('placeHere', { server: next.origin }));
  const { space } = kari;
  const { proposal } = value(await kari.port.run('proposeMove', { space, to: code }));
  value(await kari.port.run('consent', { space, proposal }));
}

/** An entry has the place that a server gave it. */
function frameAsSent({ type, payload }: Frame): Frame {
  if (type !== FrameType.FRAME_ENTRY) return { type, payload };
  const entry = decodeEntry(payload, hash);
  if (!entry.ok) throw new Error(entry.error);
  return { type: FrameType.FRAME_STATEMENT, payload: encodeSigned(entry.value.signed) };
}

/** Per's browser at the new server, with nothing in it. */
function newBrowser({ next }: Scene, space: string): Promise<Member> {
  return member(homeFor(next), space);
}

describe('moving a plan', () => {
  test('SYNC15 whoever reaches both servers brings it, and goes on there', async () => {
    const at = await scene();
    await agree(at);
    value(await sync(at.kari));
    expect(at.next.charter?.server).toMatchObject({ address: NEW, key: at.next.keys.signKey });
    expect((await plan(at.kari)).membership).toBe('member');
    value(await at.kari.port.run('addGoal', { space: at.kari.space, title: 'Ny' }));
    value(await sync(at.kari));
    const titles = (await plan(at.kari)).goals.map(({ title }) => title);
    expect(titles).toEqual(['Møteplass', 'Ny']);
    expect(at.next.stored.length).toBeGreaterThan(at.old.stored.length);
  });

  test('SYNC14 at the server that was left nothing more is said', async () => {
    const at = await scene();
    const late = await joinParty(at.old, at.kari, 'Ola');
    await agree(at);
    value(await sync(at.kari));
    const size = at.old.stored.length;
    await late.port.run('addGoal', { space: late.space, title: 'Sent' });
    expect(await sync(late)).toMatchObject({ ok: false });
    expect(at.old.stored).toHaveLength(size);
    // It is kept, and known to wait elsewhere.
    expect(inside(late).me.server).toBe(NEW);
    expect((await plan(late)).sync.unsent).toBeGreaterThan(0);
  });

  test('SYNC14 what a server has refused as moved is kept for the next', async () => {
    const { old, kari } = await scene();
    const { space } = kari;
    old.feign = ({ type }) => (type === FrameType.FRAME_STATEMENT ? 'moved' : undefined);
    await kari.port.run('proposeSectors', { space, sectors: [1, 2, 3, 4] });
    old.feign = () => undefined;
    value(await sync(kari));
    expect(old.charter!.proposals.size).toBe(1);
  });

  test('a browser reads on, writes nothing, and says where the plan is', async () => {
    const at = await scene();
    await agree(at);
    value(await sync(at.kari));
    expect((await sync(at.per)).ok).toBe(true); // it hears of it
    expect(await sync(at.per)).toMatchObject({ ok: false, error: 'moved' });
    const view = await plan(at.per);
    expect([view.membership, view.check.server]).toEqual(['moved', NEW]);
    const refused = await at.per.port.run('addGoal', { space: at.per.space, title: 'X' });
    expect(refused).toMatchObject({ ok: false, error: 'moved' });
  });

  test('FILE4 a browser goes on at the new server, with what it had not sent', async () => {
    const at = await scene();
    value(await at.per.port.run('addGoal', { space: at.per.space, title: 'Ikke sendt' }));
    await agree(at);
    value(await sync(at.kari));
    await at.per.port.run('sync', { space: at.per.space });
    const { link } = value(await at.per.port.run('passage', { space: at.per.space }));
    const there = await newBrowser(at, at.per.space);
    expect(value(await there.port.run('goOn', { link })).state).toBe('here');
    await there.app.running.inside?.resume(
      there.app.running,
      there.app.running.spaces.get(there.space)!,
    );
    value(await sync(there));
    value(await sync(at.kari));
    const view = await plan(at.kari);
    expect(view.goals.map(({ title }) => title)).toEqual(['Møteplass', 'Ikke sendt']);
    expect((await plan(there)).me.name).toBe('Per');
    // What stood in the link opens nothing later.
    const old = inside(at.per).me.device;
    expect(at.next.charter?.devices[old - 1]?.cut).toBeDefined();
    const again = await newBrowser(at, at.per.space);
    const over = await again.port.run('goOn', { link });
    expect(over).toMatchObject({ ok: false, error: 'used' });
  });

  test('FILE4 who comes after the key has changed gets the new one from the others', async () => {
    const at = await scene();
    await agree(at);
    value(await sync(at.kari));
    await at.per.port.run('sync', { space: at.per.space });
    const { link } = value(await at.per.port.run('passage', { space: at.per.space }));
    const first = at.next.charter!.epochs.length;
    value(await at.kari.port.run('addDevice', { space: at.kari.space, name: 'Kari' }));
    const invitation = (await plan(at.kari)).invitations.find(({ kind }) => kind === 'device')!;
    const { space } = at.kari;
    value(await at.kari.port.run('revokeInvitation', { space, invitation: invitation.id }));
    value(await sync(at.kari));
    expect(at.next.charter!.epochs.length).toBeGreaterThan(first);
    value(await at.kari.port.run('addGoal', { space, title: 'Under den nye nøkkelen' }));
    value(await sync(at.kari));
    const there = await newBrowser(at, space);
    value(await there.port.run('goOn', { link }));
    await syncAll(at.kari, there);
    await syncAll(at.kari, there);
    expect((await plan(there)).goals).toHaveLength(2);
  });

  test('SYNC15 nobody has brought it: the file does', async () => {
    const at = await scene();
    const lone = {
      ...at,
      kari: await member({ ...homeFor(at.old), store: at.kari.home.store }, at.kari.space),
    };
    const { code } = value(await (await newBrowser(at, '')).port.run('placeHere', { server: NEW }));
    const { space } = lone.kari;
    const { proposal } = value(await lone.kari.port.run('proposeMove', { space, to: code }));
    value(await lone.kari.port.run('consent', { space, proposal }));
    await lone.kari.port.run('sync', { space });
    const { link } = value(await lone.kari.port.run('passage', { space }));
    const there = await newBrowser(at, space);
    expect(value(await there.port.run('goOn', { link })).state).toBe('not-there');
    const { frames } = value(await lone.kari.port.run('exportLog', { space }));
    const broken = frames.slice();
    broken[broken.length >> 1]! ^= 1;
    expect((await there.port.run('bringPlan', { server: NEW, bytes: broken })).ok).toBe(false);
    value(await there.port.run('bringPlan', { server: NEW, bytes: frames }));
    value(await there.port.run('bringPlan', { server: NEW, bytes: frames })); // twice is once
    expect(value(await there.port.run('goOn', { link })).state).toBe('here');
    expect((await plan(there)).goals).toHaveLength(1);
  });

  test('FILE5 who missed the move hears of it from the file', async () => {
    const at = await scene();
    const { space } = at.kari;
    const ola = await joinParty(at.old, at.kari, 'Ola');
    await agree(at);
    await sync(ola);
    const { frames } = value(await ola.port.run('exportLog', { space }));
    const told = value(await at.per.port.run('carryIn', { bytes: frames }));
    expect(told.leaves).toBeGreaterThan(0);
    expect((await plan(at.per)).membership).toBe('moved');
    const again = value(await at.per.port.run('carryIn', { bytes: frames }));
    expect(again.leaves).toBe(0);
  });

  test('LOG5 what follows on the move at the old server is misconduct', async () => {
    const at = await scene();
    await agree(at);
    value(await sync(at.kari));
    at.old.lie = (draft) => {
      // A word that stood there before comes once more, after the move.
      const commit = at.old.stored.find(({ type }) => type === FrameType.FRAME_COMMIT)!;
      draft.leaves.push(commit);
      draft.end = { ...draft.end, next: draft.end.next + 1n };
      draft.head = { ...draft.head, size: draft.head.size + 1n };
    };
    expect(await sync(at.per)).toMatchObject({ ok: false, error: 'misconduct' });
    expect(inside(at.per).me.server).toBe(OLD);
  });

  test.each(['a word', 'a statement'])(
    'SYNC14 %s that is genuine and follows on the move is misconduct',
    async (what) => {
      const at = await scene();
      const guest = await joinParty(at.old, at.kari, 'Ola');
      await syncAll(at.kari, at.per);
      // What Ola says where the move has not been heard of.
      const other = at.old.fork();
      const ola = await member({ ...homeFor(other), store: guest.home.store }, guest.space);
      if (what === 'a word') await ola.port.run('addGoal', { space: ola.space, title: 'Sent' });
      else await ola.port.run('addDevice', { space: ola.space, name: 'Ola' });
      value(await sync(ola));
      const said = other.stored.slice(at.old.stored.length).map(frameAsSent);
      await agree(at);
      value(await sync(at.kari));
      for (const frame of said) at.old.takeLate(frame);
      expect(said.length).toBeGreaterThan(0);
      expect(at.old.charter!.server.key).toBe(at.next.keys.signKey);
      expect(await sync(at.per)).toMatchObject({ ok: false, error: 'misconduct' });
      expect(inside(at.per).me.server).toBe(OLD);
    },
  );

  test('LOG5 no other server goes on than the one that was agreed on', async () => {
    const at = await scene();
    await agree(at);
    value(await sync(at.kari));
    const other = new ServerDouble(NEW, 90);
    at.next.lie = (draft) => {
      draft.head = { ...draft.head, serverKey: other.keys.signKey };
      draft.signer = other.keys;
    };
    expect(await sync(at.kari)).toMatchObject({ ok: false, error: 'misconduct' });
  });

  test('a link from before says where the plan is', async () => {
    const at = await scene();
    const { space } = at.kari;
    const { link } = value(await at.kari.port.run('invite', { space, party: 'Gruppa' }));
    await agree(at);
    value(await sync(at.kari));
    const guest = await member(homeFor(at.old), space);
    const moved = { ok: false, error: 'moved', detail: NEW };
    expect(await guest.port.run('preview', { link })).toEqual(moved);
    expect(await guest.port.run('join', { link, person: 'Ida' })).toEqual(moved);
    const there = await member(homeFor(at.next), space);
    const same = link.replace(OLD, NEW);
    expect(value(await there.port.run('join', { link: same, person: 'Ida' })).state).toBe('member');
  });

  test('twelve words from before open it at the new server', async () => {
    const at = await scene();
    const { space } = at.kari;
    const made = value(await at.kari.port.run('makeWords', { space }));
    const words = made.words.join(' ');
    value(await at.kari.port.run('setRecovery', { space, words }));
    await agree(at);
    value(await sync(at.kari));
    const asked = { server: OLD, words };
    const browser = await member(homeFor(at.old), space);
    expect(value(await browser.port.run('recover', asked))).toEqual({ spaces: [], moved: [NEW] });
    const anywhere = await member(homeFor(at.old, at.next), space);
    expect(value(await anywhere.port.run('recover', asked))).toEqual({
      spaces: [space],
      moved: [],
    });
  });
});
