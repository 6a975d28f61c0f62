/** The words on the pages of the archive, in each language it is written in. */
import type { Arena, Mode, Status } from './content_port';
import { ARENA_WORDS, MODE_WORDS, STATUS_WORDS } from './norwegian';

/** One for each language; a word that is missing in one does not compile. */
export interface PaperWords {
  readonly lang: 'nb' | 'nn' | 'en';
  readonly status: Readonly<Record<Status, string>>;
  readonly arena: Readonly<Record<Arena, string>>;
  readonly mode: Readonly<Record<Mode, string>>;
  /** Residents, volunteers, municipality, business, state; then all others. */
  readonly sectors: readonly [string, string, string, string, string, string];
  /** What, who, needs, when, status, how we notice it. */
  readonly columns: readonly [string, string, string, string, string, string];
  readonly unknown: string;
  readonly seen: (words: string) => string;
  readonly noActions: string;
  readonly yes: string;
  readonly from: (day: string) => string;
  readonly by: (day: string) => string;
  readonly open: string;
  readonly parties: string;
  /** The group, who they are, who of theirs has said yes. */
  readonly partyColumns: readonly [string, string, string];
  readonly personal: string;
  readonly somebody: string;
  readonly minutes: (title: string) => string;
  readonly noMeetings: string;
  readonly meeting: string;
  readonly led: (name: string) => string;
  readonly came: (people: number, sector: string) => string;
  readonly agenda: string;
  readonly agreed: string;
  readonly takes: string;
  readonly foot: (day: string, address: string) => string;
  /** January first. */
  readonly months: readonly string[];
  readonly day: (day: number, month: string, year: number) => string;
}

const MONTHS = [
  ...['januar', 'februar', 'mars', 'april', 'mai', 'juni', 'juli'],
  ...['august', 'september', 'oktober', 'november', 'desember'],
];

const NB: PaperWords = {
  lang: 'nb',
  status: STATUS_WORDS,
  arena: ARENA_WORDS,
  mode: MODE_WORDS,
  sectors: ['innbyggere', 'frivillige', 'kommunen', 'næringslivet', 'staten', 'andre'],
  columns: ['Tiltak', 'Hvem gjør hva', 'Trengs', 'Når', 'Status', 'Slik ser vi det'],
  unknown: 'vi vet ikke ennå',
  seen: (words) => `Slik ser vi det: ${words}`,
  noActions: 'Ingen tiltak ennå.',
  yes: 'ja',
  from: (day) => `fra ${day}`,
  by: (day) => `til ${day}`,
  open: 'åpent',
  parties: 'Hvem vi er',
  partyColumns: ['Gruppe', 'Hvem', 'Hvem hos dem har sagt ja'],
  personal: 'foreløpig et personlig løfte',
  somebody: 'noen',
  minutes: (title) => `Referater: ${title}`,
  noMeetings: 'Ingen møter er holdt ennå.',
  meeting: 'Møte',
  led: (name) => `Ledet av ${name}`,
  came: (people, sector) => `${people} fra ${sector}`,
  agenda: 'Saker',
  agreed: 'Det vi sa ja til',
  takes: 'Til neste gang',
  foot: (day, address) => `Skrevet ut ${day}. Planen er på ${address}`,
  months: MONTHS,
  day: (day, month, year) => `${day}. ${month} ${year}`,
};

const NN: PaperWords = {
  lang: 'nn',
  status: {
    idea: 'idé',
    proposed: 'føreslått',
    agreed: 'avtalt',
    ongoing: 'går føre seg',
    resting: 'kviler',
    done: 'ferdig',
    dropped: 'sleppt',
  },
  arena: {
    board: 'teiknebrettet',
    laboratory: 'laboratoriet',
    engine: 'maskinrommet',
    outside: 'utanfor for no',
  },
  mode: { together: 'felles', each: 'kvar for oss', some: 'nokon saman' },
  sectors: ['innbyggjarar', 'frivillige', 'kommunen', 'næringslivet', 'staten', 'andre'],
  columns: ['Tiltak', 'Kven gjer kva', 'Trengst', 'Når', 'Status', 'Slik ser vi det'],
  unknown: 'vi veit ikkje enno',
  seen: (words) => `Slik ser vi det: ${words}`,
  noActions: 'Ingen tiltak enno.',
  yes: 'ja',
  from: (day) => `frå ${day}`,
  by: (day) => `til ${day}`,
  open: 'ope',
  parties: 'Kven vi er',
  partyColumns: ['Gruppe', 'Kven', 'Kven hos dei har sagt ja'],
  personal: 'førebels ein personleg lovnad',
  somebody: 'nokon',
  minutes: (title) => `Referat: ${title}`,
  noMeetings: 'Ingen møte er haldne enno.',
  meeting: 'Møte',
  led: (name) => `Leidd av ${name}`,
  came: (people, sector) => `${people} frå ${sector}`,
  agenda: 'Saker',
  agreed: 'Det vi sa ja til',
  takes: 'Til neste gong',
  foot: (day, address) => `Skrive ut ${day}. Planen er på ${address}`,
  months: MONTHS,
  day: NB.day,
};

const EN: PaperWords = {
  lang: 'en',
  status: {
    idea: 'idea',
    proposed: 'proposed',
    agreed: 'agreed',
    ongoing: 'under way',
    resting: 'resting',
    done: 'done',
    dropped: 'let go',
  },
  arena: {
    board: 'the drawing board',
    laboratory: 'the laboratory',
    engine: 'the engine room',
    outside: 'outside for now',
  },
  mode: { together: 'together', each: 'each on our own', some: 'some together' },
  sectors: ['residents', 'volunteers', 'the municipality', 'business', 'the state', 'others'],
  columns: ['Action', 'Who does what', 'Needed', 'When', 'Status', 'How we notice it'],
  unknown: 'we do not know yet',
  seen: (words) => `How we notice it: ${words}`,
  noActions: 'No actions yet.',
  yes: 'yes',
  from: (day) => `from ${day}`,
  by: (day) => `by ${day}`,
  open: 'open',
  parties: 'Who we are',
  partyColumns: ['Group', 'Who', 'Who of theirs has said yes'],
  personal: 'for now a personal promise',
  somebody: 'somebody',
  minutes: (title) => `Minutes: ${title}`,
  noMeetings: 'No meetings have been held yet.',
  meeting: 'Meeting',
  led: (name) => `Led by ${name}`,
  came: (people, sector) => `${people} from ${sector}`,
  agenda: 'What we talked about',
  agreed: 'What we said yes to',
  takes: 'Until next time',
  foot: (day, address) => `Printed ${day}. The plan is at ${address}`,
  months: [
    ...['January', 'February', 'March', 'April', 'May', 'June', 'July'],
    ...['August', 'September', 'October', 'November', 'December'],
  ],
  day: (day, month, year) => `${day} ${month} ${year}`,
};

const LANGUAGES: readonly PaperWords[] = [NB, NN, EN];

/** Other languages than ours read `nb`. */
export function paperWords(language: string): PaperWords {
  return LANGUAGES.find(({ lang }) => lang === language) ?? NB;
}
