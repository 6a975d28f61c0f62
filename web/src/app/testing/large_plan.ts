/** A plan as large as plans get, made by as many people as one says: for what is measured. */
import { seededChance } from '../../core/testing/random';
import { coveredWords } from '../../core/plan/actions';
import { amendItem } from '../../core/plan/amend';
import { ARENAS, FIELDS, RESOURCE_KINDS, SCORES } from '../../core/plan/choices';
import { takeStance } from '../../core/plan/decisions';
import {
  createItem,
  setText,
  textName,
  type FieldValue,
  type Kind,
} from '../../core/plan/document';
import { say } from '../../core/plan/register';
import { yesWords } from '../../core/plan/yes';
import { hexOf } from '../../core/bytes';
import { editIn } from '../running';
import type { SectorNumber } from '../port';
import { openAt } from '../wheel_commands';
import { foundedBy } from './nesset';
import { inside, sync, value, type Member } from './scene';

export interface PlanSize {
  readonly people: number;
  readonly goals: number;
  readonly actions: number;
  readonly contributions: number;
  /** How often each of them writes and sends: a commit each time. */
  readonly sittings: number;
}

/** As large as it may get before it is slow anywhere. */
export const LARGE: PlanSize = {
  people: 60,
  goals: 20,
  actions: 200,
  contributions: 2000,
  sittings: 1,
};
/** What a plan has after three months. */
export const THREE_MONTHS: PlanSize = {
  people: 20,
  goals: 8,
  actions: 60,
  contributions: 600,
  sittings: 2,
};

const GROUPS: readonly (readonly [name: string, sector: SectorNumber])[] = [
  ['Kjøkkenbordgruppa', 1],
  ['Nesset ungdomsgjeng', 1],
  ['Nesset sanitetsforening', 2],
  ['Nesset grendelag', 2],
  ['Fjordvik kommune, hjemmetjenesten', 3],
  ['Fjordvik folkebibliotek', 3],
];
const WORDS = `alle barna benken bli bussen butikken dagen døra eldre er fjorden folk for fra gå
  grendehuset har hente hjem hver ikke kaffe kan kirka kjøre kjøkkenet kommunen kvelden lage låne
  mat med middag mandag mot møte naboen noen nøkkelen og om opp oss på sammen skal skolen spise
  spørre stua tid til tirsdag trenger uten vei vet vi vil å`.split(/\s+/);
const STATUSES = ['idea', 'proposed', 'ongoing', 'resting', 'done'] as const;
const DAY_S = 86_400;
const DAYS = 90;
/** Of a hundred contributions, how many are what. */
const SHARES: readonly (readonly [Kind, number])[] = [
  ['comment', 46],
  ['answer', 16],
  ['need', 12],
  ['resource', 8],
  ['move', 8],
  ['reflection', 5],
  ['decision', 3],
  ['meeting', 1],
  ['account', 1],
];

/** `home`: an application that has no plan yet, on that server. The first of them has founded it. */
export async function largePlan(
  home: () => Promise<Member>,
  server: string,
  size: PlanSize,
): Promise<readonly Member[]> {
  const people = await peopleOn(home, server, size.people);
  const writing = new Writing(people, size);
  await writing.framework();
  for (let i = 0; i < size.actions; i++) await writing.action(i);
  const each = Math.ceil(size.contributions / size.sittings);
  for (let i = 0; i < size.contributions; i++) {
    await writing.contribution(i);
    if ((i + 1) % each !== 0 && i + 1 < size.contributions) continue;
    for (const one of people) value(await sync(one));
  }
  await writing.secondThoughts();
  // All that they wrote is with the server after the first round, and with everybody after the next.
  for (const one of [...people, ...people.slice(0, 1)]) value(await sync(one));
  return people;
}

async function peopleOn(
  home: () => Promise<Member>,
  server: string,
  count: number,
): Promise<Member[]> {
  const founders: Member[] = [];
  for (const [i, [party, sector]] of GROUPS.entries()) {
    const one = await home();
    const ask = { server, person: nameOf(i), party, sector };
    value(await one.port.run('togetherBegin', ask));
    founders.push(one);
  }
  const space = await foundedBy(founders, 'Møteplassen på Nesset');
  const people = founders.map((one) => ({ ...one, space }));
  for (const one of [...people, ...people]) value(await sync(one));
  for (let i = people.length; i < count; i++) {
    const group = i % GROUPS.length;
    people.push(await joined(people[group]!, await home(), nameOf(i), GROUPS[group]![0]));
  }
  return people;
}

async function joined(host: Member, guest: Member, person: string, party: string): Promise<Member> {
  const { space } = host;
  const { link } = value(await host.port.run('invite', { space, party }));
  value(await guest.port.run('join', { link, person }));
  const one = { ...guest, space };
  value(await sync(host));
  value(await host.port.run('confirm', { space, person: inside(one).me.person }));
  value(await sync(host));
  return one;
}

function nameOf(i: number): string {
  const first = ['Solveig', 'Amir', 'Turid', 'Jon Anders', 'Marit', 'Elle Marja', 'Olga', 'Per'];
  const last = ['Nes', 'Haugen', 'Dahl', 'Moen', 'Lie', 'Berg', 'Vik', 'Strand', 'Sund', 'Aas'];
  return `${first[i % first.length]!} ${last[Math.floor(i / first.length) % last.length]!}`;
}

class Writing {
  private readonly chance = seededChance(1);
  private readonly kinds = SHARES.flatMap(([kind, share]) => Array<Kind>(share).fill(kind));
  private readonly rounds: number;

  constructor(
    private readonly people: readonly Member[],
    private readonly size: PlanSize,
  ) {
    this.rounds = Math.max(2, Math.round(size.contributions / 160));
  }

  /** What others write in: goals, rounds, and how we have it together. */
  async framework(): Promise<void> {
    const [first] = this.people;
    await this.write(first!, 'plan', 'plan', {}, { why: this.words(25) });
    for (let i = 0; i < this.size.goals; i++) {
      const texts = { title: this.words(6), why: this.words(12), indicator: this.words(5) };
      await this.write(first!, 'goal', `goal-${i}`, { order: orderAt(i) }, texts);
    }
    for (let i = 0; i < this.rounds; i++) {
      const fields = { order: orderAt(i), sequence: [1, 2, 3] };
      await this.write(first!, 'round', `round-${i}`, fields, { question: this.words(9) });
    }
    const asked = [...FIELDS];
    for (const i of [0, 1]) {
      const fields = { date: '2026-09-15', asked, order: orderAt(i) };
      await this.write(first!, 'evaluation', `wheel-${i}`, fields, {});
    }
    for (const [i, one] of this.people.entries()) await this.scores(one, i);
  }

  async action(i: number): Promise<void> {
    const by = this.person();
    const parties = [1, 2, 3, 4, 5, 6].filter((party) => (i + party) % 3 !== 0).slice(0, 3);
    const title = this.words(5);
    const parts = parties.map((party) => ({ party, text: this.words(8) }));
    const texts = Object.fromEntries(parts.map(({ party, text }) => [`part/${party}`, text]));
    const place = { goal: `goal-${i % this.size.goals}`, order: orderAt(i) };
    const fields = { ...place, status: this.one(STATUSES), arena: this.one(ARENAS) };
    const notes: Texts = i % 4 === 0 ? { indicator: this.words(6), risk: this.words(15) } : {};
    const all = { title, why: this.words(20), ...texts, ...notes };
    await this.write(by, 'action', `action-${i}`, fields, all);
    if (i % 2 === 0) return;
    for (const party of parties) {
      await this.edit(this.people[party - 1]!, ({ doc }, at) => {
        const covered = coveredWords({ title, parts }, party);
        say(doc, { kind: 'action', id: `action-${i}` }, 'yes', at, yesWords(covered));
      });
    }
  }

  async contribution(i: number): Promise<void> {
    const by = this.person();
    const kind = this.kinds[i % this.kinds.length]!;
    const action = `action-${Math.floor(this.chance() * this.size.actions)}`;
    const party = inside(by).log.charter!.devices[inside(by).me.device - 1]!.party;
    const round = `round-${Math.floor(this.chance() * this.rounds)}`;
    const what = this.words(7);
    const words = this.words(10 + Math.floor(this.chance() * 25));
    const filled: Readonly<Partial<Record<Kind, readonly [Fields, Texts]>>> = {
      comment: [{ on: action }, { text: words }],
      answer: [{ round, party }, { text: words }],
      need: [{ action, kind: this.one(RESOURCE_KINDS), party: 0 }, { what }],
      resource: [{ party, kind: this.one(RESOURCE_KINDS) }, { what }],
      move: [{ action, from: this.one(ARENAS), to: this.one(ARENAS) }, { why: what }],
      reflection: [{ on: action, party, date: '2026-10-01', kind: 'reflection' }, { text: words }],
      decision: [
        { on: action, order: orderAt(i) },
        { question: what, why: words },
      ],
      meeting: [
        { date: '2026-10-02', held: 1 },
        { place: what, agreed: words },
      ],
      account: [
        { on: action, date: '2026-10-03' },
        { democratic: words, efficiency: words },
      ],
    };
    await this.write(by, kind, `${kind}-${i}`, ...filled[kind]!);
    if (kind !== 'decision') return;
    for (const party_ of [0, 2, 4]) {
      await this.edit(this.people[party_]!, ({ doc }, at) => {
        takeStance(doc, { kind, id: `${kind}-${i}` }, at, { verdict: 'yes', reason: '' });
      });
    }
  }

  /** Some of it is opened by one who has all, and some written anew. */
  async secondThoughts(): Promise<void> {
    value(await sync(this.people[0]!));
    for (let i = 0; i < this.size.actions * 2; i++) {
      const action = `action-${Math.floor(this.chance() * this.size.actions)}`;
      const [texts, status] = [{ why: this.words(20) }, this.one(STATUSES)];
      await this.edit(this.person(), ({ doc }, at) => {
        amendItem(doc, { kind: 'action', id: action }, { texts, fields: { status } }, at);
      });
    }
    const { app, space } = this.people[0]!;
    const rounds = Array.from({ length: this.rounds / 2 }, (_, i) => `round-${i}`);
    for (const id of [...rounds, 'wheel-0']) {
      value(await openAt(app.running, { space, id }, app.running.seams.now()));
    }
  }

  private async scores(by: Member, i: number): Promise<void> {
    for (const wheel of [0, 1]) {
      const values = FIELDS.map((field) => [field, this.one(SCORES)]);
      const salt = hexOf(Uint8Array.from({ length: 16 }, () => Math.floor(this.chance() * 256)));
      const party = (i % GROUPS.length) + 1;
      const fields = { evaluation: `wheel-${wheel}`, party, salt, values };
      await this.write(by, 'score', `score-${wheel}-${i}`, fields, {});
    }
  }

  private write(by: Member, kind: Kind, id: string, fields: Fields, texts: Texts): Promise<void> {
    return this.edit(by, ({ doc }, at) => {
      createItem(doc, { kind, id }, fields, at);
      for (const [field, text] of Object.entries(texts)) setText(doc, textName(id, field), text);
    });
  }

  /** Some day of the last three months. */
  private async edit(
    { app, space }: Member,
    change: (in_: ReturnType<typeof inside>, at: number) => void,
  ): Promise<void> {
    const ago = Math.floor(this.chance() * DAYS) * DAY_S;
    const edited = await editIn(app.running, space, (found, now) => {
      change(found, now - ago);
      return undefined;
    });
    value(edited);
  }

  private person(): Member {
    return this.one(this.people);
  }

  private one<T>(all: readonly T[]): T {
    return all[Math.floor(this.chance() * all.length)]!;
  }

  private words(count: number): string {
    const said = Array.from({ length: count }, () => this.one(WORDS)).join(' ');
    return said.charAt(0).toUpperCase() + said.slice(1);
  }
}

type Fields = Readonly<Record<string, FieldValue>>;
type Texts = Readonly<Record<string, string>>;

function orderAt(place: number): string {
  return `${String.fromCharCode(97 + Math.floor(place / 26 / 26), 97 + (Math.floor(place / 26) % 26), 97 + (place % 26))}1`;
}
