/** The Nesset plan as the screens see it: made up, for screenshots and component tests. */
import type { ActionView, AuthorView, GoalView, PartyView, PlanView, Status } from '../../app/port';

export const SPACE = 'a1'.repeat(32);
const DAY = 86_400;

export function fixtureAt(now: number): PlanView {
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
    devices: 1,
    isMe,
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
    parts: Object.entries(parts).map(([index, text]) => ({ party: Number(index), text })),
    created: by('Turid', 3, 9),
    edited: by('Turid', 3, 9),
    returned: false,
    ...more,
  });
  const goal = (id: string, title: string, indicator: string, actions: ActionView[]): GoalView => ({
    id,
    title,
    indicator,
    actions,
    created: by('Solveig', 1, 30),
    edited: by('Solveig', 1, 30),
    returned: false,
  });
  return {
    space: SPACE,
    membership: 'member',
    title: 'Møteplassen på Nesset – ingen skal spise alene hver dag',
    why: 'Butikken er nedlagt, bussen går to ganger om dagen, og mange forteller at dagene blir lange. Vi vil finne ut av det sammen.',
    place: 'Nesset grend, Fjordvik kommune (oppdiktet)',
    me: { person: 'person-Solveig', name: 'Solveig', party: 1, confirmed: true },
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
    proposals: [
      {
        id: 'p1',
        kind: 'admit',
        party: 'Nesset bygdekvinnelag',
        sector: 2,
        state: 'open',
        yes: [3],
        needed: { parties: 4, sectors: 2 },
        iHaveSaidYes: false,
        iMaySayYes: true,
        expires: now + 20 * DAY,
      },
    ],
    invitations: [
      { id: 'i1', party: 'Nesset ungdomsgjeng', sector: 1, expires: now + 12 * DAY, state: 'open' },
    ],
    resources: [
      {
        id: 'r1',
        party: 4,
        what: 'grendehuset med kjøkken',
        extent: 'tirsdager og lørdager',
        kind: 'rom',
        created: by('Jon Anders', 4, 20),
      },
      {
        id: 'r2',
        party: 1,
        what: '60 års erfaring med matlaging for mange',
        extent: '6 personer',
        kind: 'levd_erfaring',
        created: by('Solveig', 1, 20),
      },
      {
        id: 'r3',
        party: 2,
        what: 'kan mobil, plakater og film',
        extent: '5 timer i uka til sammen',
        kind: 'kompetanse',
        created: by('Amir', 2, 19),
      },
      {
        id: 'r4',
        party: 3,
        what: 'førstehjelp og besøksvenner',
        extent: '9 frivillige',
        kind: 'tid',
        created: by('Turid', 3, 19),
      },
      {
        id: 'r5',
        party: 5,
        what: 'minibuss ledig 11–14',
        extent: '2 dager i uka',
        kind: 'utstyr',
        created: by('Marit', 5, 18),
      },
      {
        id: 'r6',
        party: 5,
        what: 'folkehelsemidler',
        extent: '45 000 kr i 2027',
        kind: 'penger',
        created: by('Marit', 5, 18),
      },
      {
        id: 'r7',
        party: 6,
        what: 'bokkasser på norsk og nordsamisk',
        extent: 'månedlig',
        kind: 'utstyr',
        created: by('Elle Marja', 6, 17),
      },
    ],
    rounds: [
      {
        id: 'ru1',
        kind: 'round',
        question: 'Hva er en god dag for deg her?',
        opened: '2026-09-24',
        outcome: '',
        answers: [{ party: 1, text: 'En dag der noen ringer på uten å ville noe.' }],
        counts: [
          { sector: 1, answers: 21 },
          { sector: 2, answers: 9 },
          { sector: 3, answers: 4 },
        ],
      },
      {
        id: 'ru2',
        kind: 'consent',
        question: 'Vi prøver tre middager før vi bestemmer noe fast',
        opened: '2026-10-20',
        outcome: 'vedtatt',
        objection: { party: 5, text: 'Hygieneansvar må være avklart', lifted: '2026-10-27' },
        answers: [],
        counts: [],
      },
      {
        id: 'ru3',
        kind: 'consent',
        question: 'Bussen betales av folkehelsemidlene ut februar',
        opened: '2026-11-12',
        outcome: 'vedtatt',
        answers: [],
        counts: [],
      },
    ],
    reflections: [
      {
        id: 're1',
        party: 5,
        date: '2026-10-06',
        text: 'Jeg hadde med ferdig program. Jeg la det tilbake i veska. Det var ubehagelig, og det var riktig.',
        created: by('Marit', 5, 48),
      },
      {
        id: 're2',
        party: 1,
        date: '2026-10-27',
        text: 'Første gang noen spurte hva vi kan, ikke hva som feiler oss.',
        created: by('Solveig', 1, 27),
      },
      {
        id: 're3',
        party: 2,
        date: '2026-11-17',
        text: 'Vi trodde de gamle ville ha stille. De ville ha musikk.',
        created: by('Amir', 2, 6),
      },
    ],
    sync: { state: 'sent', unsent: 0, online: true, lastContact: now - 60 },
    notices: [],
    check: {
      server: 'https://plan.example.no',
      serverEpoch: 'e0'.repeat(16),
      keyEpoch: 'c4'.repeat(16),
      cursor: 214,
      root: '9f3c'.repeat(16),
      charterHeight: 19,
      fork: false,
      contentHash: '4be1'.repeat(16),
    },
  };
}
