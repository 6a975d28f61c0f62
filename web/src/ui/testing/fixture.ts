/** The Nesset plan as the screens see it: made up, for screenshots and component tests. */
import type { HistoryView } from '../../app/port';
import type { ActionView, AuthorView, GoalView, PartyView, PlanView, Status } from '../../app/port';

const NO_CONTENT = {
  sheet: [],
  ...{ resources: [], comments: [], decisions: [], meetings: [], rounds: [], evaluations: [] },
  ...{ reflections: [], accounts: [], steppings: [], reports: [], valueNames: {} },
};
export const SPACE = 'a1'.repeat(32);
const DAY = 86_400;

export function fixtureAt(now: number): PlanView {
  const rule = {
    ...{ parties: 4, of: 6, sectors: 2, from: [1, 2, 3], noticeDays: 14, isImpossible: false },
  };
  const by = (name: string, party: number, days: number): AuthorView => ({
    person: `person-${name}`,
    name,
    party,
    at: now - days * DAY,
  });
  const person = (name: string, confirmed = true, isMe = false) => ({
    id: `person-${name}`,
    name,
    confirmed,
    devices: [
      {
        ...{ index: isMe ? 1 : 2, since: now - 30 * DAY, isThis: isMe },
        ...{ broughtBy: 0, trialEnds: 0, isEnding: false },
      },
    ],
    hasWords: false,
    isMe,
    confirmations: { given: 0, needed: 1 },
    confirmedByMe: false,
  });
  const party = (
    index: number,
    sector: number,
    name: string,
    contact: string,
    more: Partial<PartyView>,
  ): PartyView => ({
    index,
    name,
    sector,
    contact,
    people: [person(contact)],
    isMine: false,
    state: 'active',
    signerRule: 1,
    toAccept: [],
    ...more,
  });
  const action = (
    id: string,
    goal: string,
    title: string,
    status: Status,
    parts: Record<number, string>,
    more: Partial<ActionView> = {},
  ): ActionView => ({
    id,
    goal,
    title,
    why: '',
    status,
    parts: Object.entries(parts).map(([index, text]) => ({
      ...{ party: Number(index), text, yes: 'none' as const, by: [], needed: 1, mine: false },
    })),
    ...{ allYes: false, yearly: [], notes: {}, needs: [], moves: [] },
    created: by('Turid', 3, 9),
    edited: by('Turid', 3, 9),
    returned: false,
    ...more,
  });
  const step = (
    id: string,
    days: number,
    kind: HistoryView['kind'],
    who: HistoryView['who'],
    what: string,
    act?: HistoryView['act'],
  ): HistoryView => ({ id, at: now - days * DAY, kind, who, what, act });
  const goal = (id: string, title: string, indicator: string, actions: ActionView[]): GoalView => ({
    id,
    title,
    indicator,
    ...{ why: '', unknown: false },
    actions,
    created: by('Solveig', 1, 30),
    edited: by('Solveig', 1, 30),
    returned: false,
  });
  return {
    space: SPACE,
    language: 'nb',
    membership: 'member',
    endedAt: 0,
    title: 'Møteplassen på Nesset – ingen skal spise alene hver dag',
    why: 'Butikken er nedlagt, bussen går to ganger om dagen, og mange forteller at dagene blir lange. Vi vil finne ut av det sammen.',
    place: 'Nesset grend, Fjordvik kommune (oppdiktet)',
    me: {
      person: 'person-Solveig',
      name: 'Solveig',
      party: 1,
      confirmed: true,
      ...{ maySign: true, signsAlone: true },
      hasWords: false,
      trialEnds: 0,
    },
    goals: [
      goal(
        'm1',
        'Det finnes et måltid i felleskap hver uke som folk selv vil komme til',
        'antall som kommer uten å bli hentet med lov og bønn',
        [
          action(
            't1',
            'm1',
            'Spørre alle husstander hva som ville fått dem ut',
            'done',
            { 1: 'prater med naboer', 2: 'lager spørrekort med QR', 5: 'trykker papirutgave' },
            { arena: 'board', mode: 'together', due: '2026-10-15' },
          ),
          action(
            't2',
            'm1',
            'Prøve tre tirsdagsmiddager med ulikt opplegg',
            'ongoing',
            { 1: 'bestemmer meny', 3: 'kjøkkenvakt', 4: 'åpner huset' },
            {
              arena: 'laboratory',
              mode: 'together',
              due: '2026-12-01',
              costKr: 9000,
              why: 'Vi vet ikke hva folk har lyst på før vi har prøvd.',
              edited: by('Amir', 2, 1),
              returned: true,
            },
          ),
          action(
            't3',
            'm1',
            'Fast tirsdagskjøkken med turnus',
            'idea',
            { 3: 'turnus', 1: 'kokker', 5: 'mattilsyn og råvarer' },
            { arena: 'engine', mode: 'some', costKr: 24000 },
          ),
        ],
      ),
      goal(
        'm2',
        'Ingen lar være å delta fordi de ikke kommer seg dit',
        'turer som ble av, og turer som ikke ble av',
        [
          action('t4', 'm2', 'Kartlegge hvem som mangler skyss, uten å skrive navn', 'done', {
            1: 'egen krets',
            3: 'besøksvennene',
            5: 'anslag fra tjenesten',
          }),
          action(
            't5',
            'm2',
            'Minibussen kjører tirsdager i åtte uker',
            'agreed',
            { 5: 'buss og forsikring', 4: 'to frivillige sjåfører' },
            {
              arena: 'laboratory',
              mode: 'some',
              due: '2027-02-28',
              costKr: 6000,
              edited: by('Marit', 5, 0),
            },
          ),
          action('t6', 'm2', 'Skyssring mellom naboer', 'proposed', {
            4: 'telefonliste',
            1: 'melder fra dagen før',
          }),
        ],
      ),
      goal(
        'm3',
        'Unge og nyinnflyttede har noe å gjøre her, og noe å gi',
        'fortellinger fra minst fem som er nye i grenda',
        [
          action('t7', 'm3', 'Mobilhjelp over kaffekoppen, bytte mot oppskrifter', 'ongoing', {
            2: 'hjelper',
            1: 'lærer bort',
            6: 'lånebrett',
          }),
          action('t8', 'm3', 'Språkbord på norsk, nordsamisk og arabisk', 'agreed', {
            6: 'bøker og vert',
            2: 'arabisk',
            1: 'samisk',
          }),
          action('t9', 'm3', 'Ungdommene styrer lørdagskvelden en gang i måneden', 'proposed', {
            2: 'program',
            4: 'nøkkel',
            3: 'to voksne i huset',
          }),
        ],
      ),
    ],
    former: [],
    predecessor: undefined,
    successors: [],
    parties: [
      party(1, 1, 'Kjøkkenbordgruppa (hjemmeboende eldre og pårørende)', 'Solveig', {
        isMine: true,
        people: [person('Solveig', true, true), person('Olav', false)],
        anchoring: { body: 'gruppemøte', date: '2026-09-08', caseNumber: '' },
      }),
      party(2, 1, 'Nesset ungdomsgjeng', 'Amir', {
        anchoring: { body: 'møte på klubben', date: '2026-09-10', caseNumber: '' },
      }),
      party(3, 2, 'Nesset sanitetsforening', 'Turid', {
        anchoring: { body: 'styret', date: '2026-09-15', caseNumber: '7/26' },
      }),
      party(4, 2, 'Nesset grendelag', 'Jon Anders', {}),
      party(5, 3, 'Fjordvik kommune, hjemmetjenesten og folkehelse', 'Marit', {
        anchoring: { body: 'utvalg for levekår', date: '2026-10-01', caseNumber: '44/26' },
      }),
      party(6, 3, 'Fjordvik folkebibliotek', 'Elle Marja', {}),
    ],
    sectors: [1, 2, 3],
    proposals: [
      {
        id: 'p1',
        kind: 'admit',
        party: 'Nesset bygdekvinnelag',
        address: '',
        serverKey: '',
        target: 0,
        sector: 2,
        rules: [],
        sectors: [],
        by: { name: '', party: 0 },
        at: now - 2 * DAY,
        ...{ decidedBy: 0, person: { id: '', name: '' }, device: 0, signerRule: 0 },
        ...{ isPending: false, isMyAnswerPending: false, iMayTakeBack: false },
        state: 'open',
        yes: [3],
        needed: { parties: 4, sectors: 2 },
        missing: { parties: 3, sectors: 1, from: [1, 3], own: 0 },
        persons: { yes: 0, needed: 0 },
        isImpossible: false,
        isAgreed: false,
        effectiveAt: now + 12 * DAY,
        objections: [],
        iHaveSaidYes: false,
        iHaveObjected: false,
        iMaySayYes: true,
        iMayObject: true,
        isMine: false,
        expires: now + 20 * DAY,
      },
    ],
    claimed: [],
    invitations: [
      {
        id: 'i1',
        party: 'Nesset ungdomsgjeng',
        sector: 1,
        expires: now + 12 * DAY,
        state: 'open',
        kind: 'party',
        slip: 0,
        isOurs: false,
      },
    ],
    rules: [
      ...(['admit', 'remove'] as const).map((act) => ({ ...rule, act })),
      ...(['rules', 'sectors'] as const).map((act) => ({ ...rule, act, sectors: 3 })),
    ],
    removals: [1, 2, 3, 4, 5, 6].map((target) => ({ ...rule, act: 'remove' as const, target })),
    history: [
      step('h5', 2, 'proposed', { name: '', party: 0 }, 'Nesset bygdekvinnelag', 'admit'),
      step('h4', 12, 'confirmed', { name: 'Solveig', party: 1 }, 'Olav'),
      step('h3', 13, 'joined', { name: 'Olav', party: 1 }, ''),
      step('h2', 14, 'invited', { name: 'Solveig', party: 1 }, 'Kjøkkenbordgruppa'),
      step('h1', 30, 'founded', { name: '', party: 0 }, 'Kjøkkenbordgruppa · Nesset grendelag'),
    ],
    ...NO_CONTENT,
    sync: { state: 'sent', unsent: 0, online: true, lastContact: now - 60 },
    notices: [],
    handed: [],
    heldBack: 0,
    check: {
      server: 'https://plan.example.no',
      serverEpoch: 'e0'.repeat(16),
      keyEpoch: 'c4'.repeat(16),
      root: '9f3c'.repeat(16),
      ...{ cursor: 214, charterHeight: 19, fork: false },
      ...{ epochs: 3, rotatedAt: now - 12 * DAY, devices: 9, clockAhead: 0 },
      code: 'https://x/sjekk#AQ',
    },
  };
}
