/**
 * A plan of three groups in which, by chance, people write, meet the server or do not, and devices,
 * persons, groups, links and words are taken out. The same seed gives the same plan.
 */
import { seededChance } from '../../core/testing/random';
import { hexOf, type Hex } from '../../core/bytes';
import { ACT_ADMIT_PARTY } from '../../core/charter/statement';
import { newSeedKeys, type DeviceKeys } from '../../crypto/device_keys';
import { invitationKeys, readLink } from '../../crypto/invitation';
import { readPaperLink } from '../../crypto/recovery';
import { recoveryKeys } from '../../crypto/recovery_keys';
import { encodeStatement } from '../../proto/charter';
import { encodeGenesis } from '../../proto/charter_encode';
import { decodeFrames, type Frame } from '../../proto/frames';
import { decodeStatement } from '../../proto/charter';
import { hash } from '../../crypto/hash';
import type { Change } from '../../store/store';
import { openMemoryStore } from '../../store/memory_store';
import { genesisSaying, keepFounded, readDraft } from '../../sync/found';
import { testSeams, type HomeOptions } from '../../sync/testing/plan_on_double';
import { ServerDouble } from '../../sync/testing/server_double';
import type { CommandName, Commands, Outcome } from '../port';
import { endsBy, isOut, sealedCommit, type Holder, type Sealed } from './leak';
import { inside, member, value, type Member } from './scene';

const DAY_S = 86_400;

/** Everything that a device has written, so that another run begins where it stood. */
interface Begun {
  readonly holder: Holder;
  readonly written: readonly Change[];
}

export interface Base {
  readonly server: ServerDouble;
  readonly space: Hex;
  readonly devices: readonly Begun[];
}

const FOUNDERS = 3;

/** Of each key what was written last. */
function inForce(written: readonly Change[]): Change[] {
  const last = new Map(written.map((change) => [change.key, change]));
  return [...last.values()];
}

export class Removals {
  server = new ServerDouble();
  readonly people: Member[] = [];
  readonly holders: Holder[] = [];
  /** Every commit that was sent, taken or not. */
  readonly sealed: Sealed[] = [];
  /** Every frame that was sent. */
  readonly traffic: Frame[] = [];
  private readonly seen = new Set<string>();
  private readonly late: (() => Promise<unknown>)[] = [];
  private readonly chance: () => number;
  private readonly links: { readonly link: string; readonly id: Hex }[] = [];
  private readonly journals: Change[][] = [];
  private papers: string[] = [];
  private count = 0;
  space = '';

  constructor(private readonly seed: number) {
    this.chance = seededChance(seed);
  }

  /** Kari, Berit and Per have founded; Kari has two devices, and Bo is with Berit. */
  static async base(seed: number): Promise<Base> {
    const plan = new Removals(seed);
    const journals = await plan.found();
    const { server, space, people } = plan;
    const devices = people.map((one, i) => {
      const { keys, epochKeys } = inside(one);
      const holder: Holder = { kind: 'device', keys, kept: epochKeys };
      return { holder, written: inForce(journals[i]!) };
    });
    return { server, space, devices };
  }

  /** The founders are there; of the others, who did not come in time is offline for good. */
  static async from(base: Base, seed: number): Promise<Removals> {
    const plan = new Removals(seed);
    plan.server = base.server.fork();
    plan.space = base.space;
    for (const [i, { holder, written }] of base.devices.entries()) {
      plan.holders.push(holder);
      if (i >= FOUNDERS && plan.chance() < 0.8) continue;
      const home = plan.home();
      await home.store.write(written);
      const one = await member(home, base.space);
      plan.holders[i] = plan.watched(one);
    }
    return plan;
  }

  private async found(): Promise<Change[][]> {
    const homes = Array.from({ length: FOUNDERS }, () => this.home());
    const keys = await Promise.all(homes.map((home) => home.newKeys()));
    const { draft, signatures } = await this.genesis(keys);
    this.space = draft.space;
    for (const [i, home] of homes.entries()) {
      const name = ['Kari', 'Berit', 'Per'][i]!;
      const serverKey = this.server.keys.signKey;
      const who = { server: this.server.origin, serverKey, planName: 'Planen', name, party: name };
      const saying = i === 0 ? genesisSaying(draft, signatures) : undefined;
      value(await keepFounded(home.store, home.seams, draft, keys[i]!, who, saying));
      await this.add(await member(home, draft.space));
    }
    const [kari, berit] = this.people;
    await this.enter(await this.run(kari!, 'addDevice', { space: this.space, name: 'Kari' }));
    await this.enter(await this.run(berit!, 'invite', { space: this.space, party: 'Berit' }), 'Bo');
    for (const one of this.people) await this.meet(one);
    return this.journals;
  }

  async step(): Promise<void> {
    const steps: readonly [number, () => Promise<unknown>][] = [
      [16, () => this.write(this.anybody())],
      [16, () => this.meet(this.anybody())],
      [8, () => this.retire()],
      [6, () => this.endPerson()],
      [5, () => this.removeParty()],
      [9, () => this.invite()],
      [12, () => this.revoke()],
      [10, () => this.newWords()],
      [4, () => this.recover()],
      [4, () => this.later()],
      [6, async () => this.breakLine()],
      [5, () => this.deliverLate()],
    ];
    let at = this.chance() * steps.reduce((sum, [weight]) => sum + weight, 0);
    const chosen = steps.find(([weight]) => (at -= weight) < 0);
    await chosen![1]();
    this.server.time += Math.floor(this.chance() * 3600);
  }

  /** Everybody who is still there writes and meets, until all is said and read. */
  async close(): Promise<void> {
    this.server.interrupt = () => undefined;
    for (const one of this.people) await this.meet(one);
    for (const one of this.people) await this.write(one);
    for (const one of this.people) await this.meet(one);
  }

  private home(): HomeOptions {
    const seams = testSeams(this.server, this.seed * 64 + ++this.count);
    const newKeys = () => Promise.resolve(newSeedKeys(seams.random));
    const store = openMemoryStore();
    const journal: Change[] = [];
    this.journals.push(journal);
    const write: typeof store.write = (changes) => {
      journal.push(...changes);
      return store.write(changes);
    };
    return { store: { ...store, write }, seams, newKeys, isLive: false };
  }

  private async genesis(keys: readonly DeviceKeys[]) {
    const { random } = testSeams(this.server, this.seed);
    const parties = keys.map(({ signKey, boxKey }, i) => ({
      ...{ sector: Math.min(i + 1, 2), signerRule: 1, person: hexOf(random(16)) },
      device: { signKey, boxKey },
    }));
    const body = encodeGenesis({
      ...{ nonce: hexOf(random(16)), serverKey: this.server.keys.signKey, sectors: [1, 2, 3] },
      rules: [{ act: ACT_ADMIT_PARTY, parties: 1, sectors: 1, noticeDays: 14 }],
      parties,
    });
    const place = { space: '', device: 0, counter: 0n, charterHead: '' };
    const draft = readDraft(encodeStatement({ ...place, type: 'genesis', body }))!;
    const signed = keys.map((one) => one.sign('statement', draft.statement));
    return { draft, signatures: await Promise.all(signed) };
  }

  private async add(one: Member): Promise<void> {
    this.holders.push(this.watched(one));
    await this.meet(one);
  }

  /** What it sends from now on is seen. */
  private watched(one: Member): Holder {
    const { fetch } = one.home.seams;
    const space = inside(one);
    const watching: typeof fetch = async (url, request) => {
      const blob = request.body as Blob | undefined; // what transport.ts sends
      const frames = decodeFrames(new Uint8Array((await blob?.arrayBuffer()) ?? []));
      if (frames.ok) this.watch(one, frames.value);
      this.late.push(() => fetch(url, request));
      return fetch(url, request);
    };
    Object.assign(one.home.seams, { fetch: watching });
    this.people.push(one);
    return { kind: 'device', keys: space.keys, kept: space.epochKeys };
  }

  private watch(one: Member, frames: readonly Frame[]): void {
    this.traffic.push(...frames);
    for (const frame of frames) {
      const commit = sealedCommit(frame);
      const name = commit && hexOf(hash('core', commit.signed.body));
      if (!name || this.seen.has(name)) continue;
      this.seen.add(name);
      this.sealed.push({ commit, known: this.knownTo(one) });
    }
  }

  /** By the charter that it holds, and by what it has said itself. */
  private knownTo(one: Member): Set<Holder> {
    const { log, sayings } = inside(one);
    const { charter } = log;
    if (!charter) return new Set();
    const said = sayings.flatMap(({ signed }) => {
      const read = decodeStatement(signed, hash);
      return read.ok ? [read.value.statement.body] : [];
    });
    const isGone = (holder: Holder): boolean =>
      isOut(holder, charter) || said.some((body) => endsBy(holder, body, charter));
    return new Set(this.holders.filter(isGone));
  }

  private anybody(): Member {
    return this.people[Math.floor(this.chance() * this.people.length)]!;
  }

  /** A refusal is part of the game: offline, not allowed, too late. */
  private async run<N extends CommandName>(
    one: Member,
    name: N,
    ask: Commands[N]['ask'],
  ): Promise<Outcome<Commands[N]['answer']>> {
    return one.port.run(name, ask);
  }

  private meet(one: Member): Promise<unknown> {
    return this.run(one, 'sync', { space: this.space });
  }

  private write(one: Member): Promise<unknown> {
    return this.run(one, 'addGoal', { space: this.space, title: `Mål ${++this.count}` });
  }

  private async enter(invited: Outcome<{ link: string }>, person = ''): Promise<void> {
    if (!invited.ok) return;
    const guest = await member(this.home(), this.space);
    const joined = await this.run(guest, 'join', { link: invited.value.link, person });
    if (joined.ok) await this.add(guest);
  }

  private async retire(): Promise<void> {
    const author = this.anybody();
    const { me, log } = inside(author);
    const own = log.charter?.devices.filter((one) => one.person === me.person && !one.cut) ?? [];
    const other = own.find(({ index }) => index !== me.device);
    if (other) await this.run(author, 'endDevice', { space: this.space, device: other.index });
  }

  private async endPerson(): Promise<void> {
    const { persons } = this.server.charter!;
    const fresh = [...persons.values()].find(({ isConfirmed }) => !isConfirmed);
    if (fresh)
      await this.run(this.anybody(), 'proposeEndPerson', { space: this.space, person: fresh.id });
  }

  /** The other two want Per's group to go, and the notice passes. */
  private async removeParty(): Promise<void> {
    const [kari, berit] = this.people;
    const asked = await this.run(kari!, 'proposeRemoval', { space: this.space, party: 3 });
    if (!asked.ok) return;
    for (const one of [kari!, berit!]) {
      await this.meet(one);
      await this.run(one, 'consent', { space: this.space, proposal: asked.value.proposal });
    }
    this.server.time += 15 * DAY_S;
  }

  private async invite(): Promise<void> {
    const host = this.anybody();
    const { party } = inside(host).me;
    const invited = await this.run(host, 'invite', { space: this.space, party });
    const secret = invited.ok ? readLink(invited.value.link) : undefined;
    if (!invited.ok || !secret) return;
    const keys = invitationKeys(secret);
    this.holders.push({ kind: 'link', keys, kept: new Map() });
    if (this.chance() < 0.3) await this.enter(invited, 'Gjest');
    else this.links.push({ link: invited.value.link, id: keys.signKey });
  }

  private async revoke(): Promise<void> {
    const open = this.links.pop();
    if (!open) return;
    const invitation = this.server.charter?.invitations.get(open.id);
    const host = this.people.find((one) => inside(one).me.device === invitation?.inviterDevice);
    if (host) await this.run(host, 'revokeInvitation', { space: this.space, invitation: open.id });
  }

  /** Per's, on paper; the next ones take the place of those before. */
  private async newWords(): Promise<void> {
    const per = this.people[2]!;
    const made = await this.run(per, 'makeWords', { space: this.space });
    if (!made.ok) return;
    const { paper } = made.value;
    const [old] = this.papers.slice(-1);
    const ask = { space: this.space, words: paper, ...(old === undefined ? {} : { old }) };
    const set = await this.run(per, 'setRecovery', ask);
    if (!set.ok) return;
    const keys = recoveryKeys(this.space, readPaperLink(paper)!.entropy);
    this.holders.push({ kind: 'words', keys, kept: new Map() });
    this.papers = [...this.papers, paper];
  }

  private async recover(): Promise<void> {
    const [paper] = this.papers.slice(-1);
    if (paper === undefined) return;
    const found = await member(this.home(), this.space);
    const ask = { server: this.server.origin, words: paper };
    const back = await this.run(found, 'recover', ask);
    if (back.ok) await this.add(found);
  }

  private async later(): Promise<void> {
    this.server.time += (this.chance() < 0.5 ? 4 : 92) * DAY_S;
  }

  /** The next request is lost, or its answer is. */
  private breakLine(): void {
    const phase = this.chance() < 0.5 ? 'before' : 'after';
    this.server.interrupt = (_, now) => {
      if (now !== phase) return;
      this.server.interrupt = () => undefined;
      throw new Error('the line is cut');
    };
  }

  /** Something that was sent before comes once more. */
  private async deliverLate(): Promise<void> {
    const at = Math.floor(this.chance() * this.late.length);
    await this.late[at]?.().catch(() => undefined); // the line may be cut for it, too
  }
}
