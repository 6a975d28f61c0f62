/**
 * An application without network, keys or storage, for screens under test.
 * It keeps one plan in memory and answers every command at once.
 */
import type {
  ActionFields,
  ActionView,
  AppPort,
  AppView,
  CommandName,
  Commands,
  GoalView,
  Outcome,
  PlanView,
  TogetherView,
} from '../../app/port';

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

type Handlers = { [N in CommandName]: (ask: Commands[N]['ask']) => Commands[N]['answer'] };

export class MemoryPort implements AppPort {
  #view: AppView;
  readonly #removed = new Map<string, ActionView>();
  readonly #listeners = new Set<(view: AppView) => void>();
  #next = 0;

  constructor(plan: PlanView | undefined) {
    const summary =
      plan === undefined
        ? []
        : [
            {
              space: plan.space,
              title: plan.title,
              why: plan.why,
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
    const handler = this.#handlers[name] as (ask: Commands[N]['ask']) => Commands[N]['answer'];
    return Promise.resolve({ ok: true, value: handler(ask) });
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

  #goals(change: (goal: GoalView) => GoalView): null {
    return this.#change({ goals: this.#view.plan?.goals.map(change) ?? [] });
  }

  #actions(id: string, change: (action: ActionView) => ActionView): null {
    return this.#goals((goal) => ({
      ...goal,
      actions: goal.actions.map((action) => (action.id === id ? change(action) : action)),
    }));
  }

  #id(): string {
    this.#next += 1;
    return `new-${String(this.#next)}`;
  }

  #author() {
    const me = this.#view.plan?.me;
    return {
      person: me?.person ?? '',
      name: me?.name ?? '',
      party: me?.party ?? 0,
      at: Math.floor(Date.now() / 1000),
    };
  }

  #addAction(goal: string, fields: ActionFields & { title: string }): { id: string } {
    const id = this.#id();
    const by = this.#author();
    const action: ActionView = {
      id,
      goal,
      title: fields.title,
      why: '',
      status: 'idea',
      parts: [],
      created: by,
      edited: by,
      returned: false,
    };
    this.#goals((one) => (one.id === goal ? { ...one, actions: [...one.actions, action] } : one));
    return { id };
  }

  #addGoal(title: string, indicator: string): { id: string } {
    const id = this.#id();
    const by = this.#author();
    const goal: GoalView = {
      id,
      title,
      indicator,
      actions: [],
      created: by,
      edited: by,
      returned: false,
    };
    this.#change({ goals: [...(this.#view.plan?.goals ?? []), goal] });
    return { id };
  }

  #remove(id: string): null {
    return this.#goals((goal) => {
      const gone = goal.actions.find((action) => action.id === id);
      if (gone !== undefined) this.#removed.set(id, gone);
      return { ...goal, actions: goal.actions.filter((action) => action.id !== id) };
    });
  }

  #restore(id: string): null {
    const back = this.#removed.get(id);
    if (back === undefined) return null;
    return this.#goals((goal) =>
      goal.id === back.goal ? { ...goal, actions: [...goal.actions, back] } : goal,
    );
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
    open: () => null,
    close: () => null,
    invite: () => ({
      link: `${location.origin}/bli-med#AaECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8gISIjJCUmJygpKissLS4v`,
    }),
    confirm: () => null,
    consent: () => null,
    setPlan: ({ space: _space, base: _base, ...fields }) => this.#change(fields),
    addGoal: ({ title, indicator }) => this.#addGoal(title, indicator ?? ''),
    setGoal: ({ id, title, indicator }) =>
      this.#goals((goal) =>
        goal.id === id
          ? { ...goal, title: title ?? goal.title, indicator: indicator ?? goal.indicator }
          : goal,
      ),
    addAction: ({ goal, fields }) => this.#addAction(goal, fields),
    setAction: ({ id, fields }) =>
      this.#actions(
        id,
        (action) => ({ ...action, ...fields, edited: this.#author() }) as ActionView,
      ),
    setPart: ({ action: id, party, text }) =>
      this.#actions(id, (action) => ({
        ...action,
        parts: [...action.parts.filter((part) => part.party !== party), { party, text }],
      })),
    moveAction: () => null,
    moveGoal: () => null,
    remove: ({ id }) => this.#remove(id),
    restore: ({ id }) => this.#restore(id),
    addResource: () => ({ id: this.#id() }),
    addReflection: () => ({ id: this.#id() }),
    sync: () => ({ sent: 0, received: 0, unsent: 0 }),
    flush: () => null,
    compare: () => ({ result: 'same' }),
    export: () => ({ json: JSON.stringify(this.#view.plan), contentHash: '' }),
    revokeInvitation: () => null,
    proposeRemoval: () => ({ proposal: '' }),
    proposeRules: () => ({ proposal: '' }),
    proposeSectors: () => ({ proposal: '' }),
    proposeRest: () => ({ proposal: '' }),
    proposeMove: () => ({ proposal: '' }),
    placeHere: () => ({ code: '', serverKey: '' }),
    wordsOfServer: () => ({ words: [] }),
    passage: () => ({ link: '', isLong: false, isWithout: false }),
    goOn: () => ({ space: '', state: 'here' }),
    bringPlan: () => null,
    proposeClose: () => ({ proposal: '' }),
    wake: () => null,
    addDevice: () => ({
      link: `${location.origin}/bli-med#AaECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8gISIjJCUmJygpKissLS4v`,
    }),
    endDevice: () => ({ proposal: '' }),
    keepDevice: () => null,
    proposeEndPerson: () => ({ proposal: '' }),
    proposeSigners: () => ({ proposal: '' }),
    proposeLeave: () => ({ proposal: '' }),
    proposeClearRecovery: () => ({ proposal: '' }),
    forget: () => null,
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
    setRecovery: () => null,
    recover: () => ({ spaces: [], moved: [] }),
    exportStatements: () => ({ bytes: new Uint8Array(), code: `${location.origin}/for-hand#AQ` }),
    importStatements: () => ({ space: '', count: 2 }),
    object: () => null,
    withdraw: () => null,
    exportLog: () => ({ frames: new Uint8Array() }),
    dismiss: () => this.#change({ notices: [] }),
    keepDraft: () => null,
    together: () => TOGETHER,
    togetherBegin: () => TOGETHER,
    togetherTake: () => TOGETHER,
    togetherPropose: () => ({ ...TOGETHER, step: 'signed', title: 'Nesset sammen' }),
    togetherSign: () => ({ ...TOGETHER, step: 'signed', title: 'Nesset sammen' }),
    togetherCancel: () => null,
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
