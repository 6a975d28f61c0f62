/**
 * An application that shows one plan and does nothing: for states that a plan on the server
 * double does not come into by itself.
 */
import type {
  AppPort,
  AppView,
  CommandName,
  Commands,
  Outcome,
  PlanView,
  TogetherView,
} from '../../app/port';
import { changesIn, newsIn, removedIn } from './history_fixture';

const TOGETHER: TogetherView = {
  step: 'gathering',
  title: '',
  parties: [
    { name: 'Kjøkkenbordgruppa', sector: 1, isMe: true, hasSigned: false },
    { name: 'Nesset frivilligsentral', sector: 2, isMe: false, hasSigned: false },
  ],
  code: `https://plan.nesset.no/sammen#${'AQEAAAAB'.repeat(20)}`,
  space: '',
  isGatherer: false,
};

type Handler<N extends CommandName> = (ask: Commands[N]['ask']) => Commands[N]['answer'];
/** Commands that may be answered with nothing; to every other there is an answer here. */
type Quiet = { [N in CommandName]: null extends Commands[N]['answer'] ? N : never }[CommandName];
type Handlers = { [N in Exclude<CommandName, Quiet>]: Handler<N> } & {
  [N in Quiet]?: Handler<N>;
};

const proposed = () => ({ proposal: '' });
const PROPOSING = {
  ...{ proposeRemoval: proposed, proposeRules: proposed, proposeSectors: proposed },
  ...{ proposeRest: proposed, proposeMove: proposed, proposeClose: proposed },
  ...{ proposeEndPerson: proposed, proposeSigners: proposed, proposeLeave: proposed },
  ...{ proposeClearRecovery: proposed, endDevice: proposed },
};

export class MemoryPort implements AppPort {
  #view: AppView;
  readonly #listeners = new Set<(view: AppView) => void>();

  constructor(plan: PlanView | undefined) {
    const summary =
      plan === undefined
        ? []
        : [
            {
              space: plan.space,
              title: plan.title,
              why: plan.why,
              language: plan.language,
              membership: plan.membership,
              sync: plan.sync,
            },
          ];
    this.#view = {
      isWriter: true,
      storage: 'ok',
      plans: summary,
      ...(plan === undefined ? {} : { plan }),
    };
  }

  watch(listener: (view: AppView) => void): () => void {
    this.#listeners.add(listener);
    listener(this.#view);
    return () => this.#listeners.delete(listener);
  }

  run<N extends CommandName>(
    name: N,
    ask: Commands[N]['ask'],
  ): Promise<Outcome<Commands[N]['answer']>> {
    const handler = this.#handlers[name] as
      ((ask: Commands[N]['ask']) => Commands[N]['answer']) | undefined;
    const value = (handler?.(ask) ?? null) as Commands[N]['answer'];
    return Promise.resolve({ ok: true, value });
  }

  /** For tests: shows another view. */
  show(part: Partial<AppView>): void {
    this.#view = { ...this.#view, ...part };
    for (const listener of this.#listeners) listener(this.#view);
  }

  #change(part: Partial<PlanView>): null {
    const { plan } = this.#view;
    if (plan !== undefined) this.show({ plan: { ...plan, ...part } });
    return null;
  }

  #of<T>(told: (plan: PlanView) => readonly T[]): readonly T[] {
    const { plan } = this.#view;
    return plan === undefined ? [] : told(plan);
  }

  readonly #handlers: Handlers = {
    found: () => ({ space: this.#view.plan?.space ?? '' }),
    preview: () => ({
      plan: 'Møteplassen på Nesset',
      party: 'Kjøkkenbordgruppa',
      inviter: 'Turid',
      sector: 1,
      kind: 'existing-party',
      parties: 6,
      expires: Math.floor(Date.now() / 1000) + 1_000_000,
    }),
    join: () => ({ space: this.#view.plan?.space ?? '', state: 'member' }),
    invite: () => ({
      link: `${location.origin}/bli-med#AaECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8gISIjJCUmJygpKissLS4v`,
    }),
    ...{ addGoal: () => ({ id: '' }), addAction: () => ({ id: '' }), addItem: () => ({ id: '' }) },
    ...PROPOSING,
    placeHere: () => ({ code: `${location.origin}/flytt#${'AQEAAAAB'.repeat(8)}`, serverKey: '' }),
    balance: () => ({ periods: [] }),
    setPlan: ({ space: _space, base: _base, ...fields }) => this.#change(fields),
    sync: () => ({ sent: 0, received: 0, unsent: 0 }),
    news: () => ({ news: this.#of(newsIn) }),
    changes: ({ id }) => ({ changes: this.#of((plan) => changesIn(plan, id)) }),
    removed: () => ({ removed: this.#of(removedIn) }),
    compare: () => ({ result: 'same' }),
    export: () => ({ json: JSON.stringify(this.#view.plan), contentHash: '' }),
    copyOut: () => ({ content: JSON.stringify(this.#view.plan) }),
    calendar: () => ({ ics: '' }),
    bringFile: () => ({ imported: 0 }),
    wordsOfServer: () => ({ words: [] }),
    passage: () => ({ link: '', isLong: false, isWithout: false }),
    goOn: () => ({ space: '', state: 'here' }),
    addDevice: () => ({
      link: `${location.origin}/bli-med#AaECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8gISIjJCUmJygpKissLS4v`,
    }),
    inviteMany: ({ count }) => ({
      slips: Array.from({ length: count }, (_, i) => ({
        ...{ id: `slip-${String(i + 1)}`, number: i + 1, code: 'ABCD-EFGH-JKMN-PQRS' },
        link: `${location.origin}/bli-med#AaECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8gISIjJCUmJygpKissLS4v`,
        address: `${location.origin}/l/61MDBFYP`,
      })),
      missing: 0,
    }),
    openSlip: () => ({
      link: `${location.origin}/bli-med#AaECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8gISIjJCUmJygpKissLS4v`,
    }),
    slipOf: () => ({ id: 'slip-1' }),
    slipsKept: () => ({ slips: [] }),
    about: () => ({
      ...{ operator: 'Nesset kommune', email: 'post@nesset.example', phone: '+47 71 00 00 00' },
      ...{ address: 'Storgata 1, 6460 Eidsvåg', privacyContact: 'Personvernombudet, 71 00 00 01' },
      ...{ privacyPage: '', accessibilityPage: '', accessibilityDate: '', backupDays: 30 },
    }),
    wordsAloud: () => ({ words: ['hage', 'kaffe', 'lykt', 'molte', 'nabo', 'orgel'] }),
    makeWords: () => ({
      words: [
        ...['bestemor', 'fiskebåt', 'hage', 'kaffe', 'lykt', 'molte'],
        ...['nabo', 'orgel', 'plystre', 'ruslet', 'snø', 'vindu'],
      ],
      paper: `${location.origin}/tilbake#AQABAgMEBQYHCAkKCwwNDg8`,
    }),
    checkWords: ({ words }) => {
      const count = words.split(/\s+/).filter((word) => word !== '').length;
      return { unknown: count === 12 ? [3] : [], count, doFit: true };
    },
    recover: () => ({ spaces: [], moved: [] }),
    carryOut: () => ({
      ...{ bytes: new Uint8Array(), own: 3, kept: 0 },
      code: `${location.origin}/for-hand#AQ`,
    }),
    carryIn: () => ({ space: '', count: 2, leaves: 0, words: [{ name: 'Turid', count: 12 }] }),
    readHanded: () => ({ name: 'Turid', items: [] }),
    putHandedAway: () => null,
    contentHash: () => ({ contentHash: '4be1'.repeat(16) }),
    exportLog: () => ({ frames: new Uint8Array() }),
    dismiss: () => this.#change({ notices: [] }),
    together: () => TOGETHER,
    togetherBegin: () => TOGETHER,
    togetherTake: () => TOGETHER,
    togetherPropose: () => ({ ...TOGETHER, step: 'signed', title: 'Nesset sammen' }),
    togetherSign: () => ({ ...TOGETHER, step: 'signed', title: 'Nesset sammen' }),
    exportUnsent: () => ({ json: '{}', count: 1 }),
    readUnsent: () => ({
      name: 'Per',
      items: [
        { is: 'changed', kind: 'plan', title: '', fields: [['why', 'Ingen skal spise alene']] },
        {
          ...{ is: 'new', kind: 'action', title: 'Middag tirsdag' },
          fields: [
            ['why', 'Vi henter dem som vil'],
            ['part/1', 'Lager maten'],
            ['goal', 'Et måltid hver uke'],
            ['status', 'ongoing'],
            ['due', '2027-03-01'],
            ['costKr', 12_000],
          ],
        },
        { is: 'gone', kind: 'action', title: 'Låne kjeler', fields: [] },
      ],
    }),
    takeUnsent: () => ({ count: 1 }),
    foundSuccessor: () => ({ space: 'cd'.repeat(32) }),
    readDraft: () => ({ text: '' }),
  };
}
