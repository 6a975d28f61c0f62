/** A plan written as YAML, in the Norwegian words that people write it in. */
import { parse } from 'yaml';
import type {
  ImportedAction,
  ImportedDecision,
  ImportedEvaluation,
  ImportedGoal,
  ImportedMeeting,
  ImportedPlan,
  ImportedRound,
} from '../src/app/imported_plan';

type Node = ReadonlyMap<string, unknown>;
type Words = Readonly<Record<string, string>>;

const ARENAS: Words = {
  tegnebrett: 'board',
  laboratorium: 'laboratory',
  maskinrom: 'engine',
  utenfor: 'outside',
};
const MODES: Words = { felles: 'together', hver_for_oss: 'each', noen_sammen: 'some' };
const STATUSES: Words = {
  idé: 'idea',
  foreslått: 'proposed',
  avtalt: 'agreed',
  pågår: 'ongoing',
  hviler: 'resting',
  ferdig: 'done',
  sluppet: 'dropped',
};
const KINDS: Words = {
  tid: 'time',
  rom: 'room',
  utstyr: 'equipment',
  penger: 'money',
  kompetanse: 'skill',
  nettverk: 'network',
  levd_erfaring: 'lived',
};
const FIELDS: Words = {
  likeverdighet: 'equality',
  felles_mal: 'goals',
  kommunikasjon: 'communication',
  forankring: 'anchoring',
  tilrettelegging: 'facilitation',
  ressursfokus: 'resources',
  komplementaritet: 'complementarity',
  apenhet: 'openness',
};
const NOTES: Words = {
  kontaktperson: 'contact',
  initiativ: 'initiator',
  samarbeid: 'collaborators',
  indikator: 'indicator',
  fortelling: 'story',
  forankring: 'anchoring',
  risiko: 'risk',
  demokrati: 'democratic',
  effekt: 'efficiency',
  laerdom: 'learning',
};
const SECTORS: Readonly<Record<string, number>> = { innbyggere: 1, frivillig: 2, kommune: 3 };

/** `none`: the text is YAML but holds no plan. */
export function planFromYaml(text: string): ImportedPlan | 'no-yaml' | 'none' {
  const root = parsed(text);
  if (root === undefined) return 'no-yaml';
  const plan = node(root).get('plan');
  return plan instanceof Map ? convert(node(plan)) : 'none';
}

function parsed(text: string): unknown {
  try {
    // Maps, not objects: a key called __proto__ is a key like any other.
    return parse(text, { mapAsMap: true, schema: 'core' }) ?? null;
  } catch {
    return undefined;
  }
}

function convert(plan: Node): ImportedPlan {
  return {
    title: words(plan, 'tittel'),
    why: words(plan, 'begrunnelse').trim(),
    place: words(plan, 'sted'),
    language: words(plan, 'sprak'),
    sheet: [...node(plan.get('ark'))].map(([question, text]) => [Number(question), String(text)]),
    reports: list(plan, 'rapporter').map(String),
    values: list(plan, 'verdier')
      .map(String)
      .filter((value) => value.startsWith('('))
      .map(named),
    parties: nodes(plan, 'parter').map((party) => {
      const anchoring = node(party.get('forankring'));
      return {
        id: words(party, 'id'),
        name: words(party, 'navn'),
        sector: SECTORS[words(party, 'sektor')] ?? 0,
        contact: words(party, 'kontakt'),
        anchoring: [words(anchoring, 'organ'), words(anchoring, 'dato'), words(anchoring, 'sak')],
      };
    }),
    goals: nodes(plan, 'mal').map(goal),
    resources: nodes(plan, 'ressurser').map((resource) => ({
      party: words(resource, 'part'),
      what: words(resource, 'hva'),
      extent: words(resource, 'omfang'),
      kind: KINDS[words(resource, 'type')] ?? words(resource, 'type'),
    })),
    rounds: nodes(plan, 'runder').map(round),
    decisions: nodes(plan, 'beslutninger').map(decision),
    meetings: nodes(plan, 'moter').map(meeting),
    evaluations: evaluations(plan),
    comments: nodes(plan, 'samtaler').map((said) => ({
      ...spoken(said),
      date: words(said, 'dato'),
      on: words(said, 'om'),
    })),
    reflections: nodes(plan, 'refleksjoner').map((reflection) => ({
      ...spoken(reflection),
      date: words(reflection, 'dato'),
      kind: words(reflection, 'type') === 'fortelling' ? 'story' : 'reflection',
      on: words(reflection, 'om'),
    })),
    accounts: nodes(plan, 'regnskap').map((account) => ({
      party: words(account, 'part'),
      on: words(account, 'om'),
      date: words(account, 'dato'),
      democratic: words(account, 'demokrati'),
      efficiency: words(account, 'effekt'),
    })),
    steppings: nodes(plan, 'ut_og_inn').map((step) => ({
      ...spoken(step),
      date: words(step, 'dato'),
      out: words(step, 'hva') === 'ut',
    })),
  };
}

/** "(valgt av gruppa) Tillit": the group's own, marked as such. */
function named(value: string): string {
  return value.replace(/^\([^)]*\)\s*/, '');
}

function spoken(from: Node): { party: string; text: string } {
  return { party: words(from, 'part'), text: words(from, 'tekst') };
}

function goal(from: Node): ImportedGoal {
  return {
    id: words(from, 'id'),
    title: words(from, 'tekst'),
    why: words(from, 'hvorfor'),
    indicator: words(from, 'indikator'),
    unknown: from.get('apent') === true,
    actions: nodes(from, 'tiltak').map(action),
  };
}

function action(from: Node): ImportedAction {
  const cost = from.get('kostnad_kr');
  return {
    id: words(from, 'id'),
    title: words(from, 'tekst'),
    why: words(from, 'hvorfor'),
    arena: ARENAS[words(from, 'arena')] ?? '',
    mode: MODES[words(from, 'maate')] ?? '',
    status: STATUSES[words(from, 'status')] ?? 'idea',
    start: words(from, 'start'),
    due: words(from, 'frist'),
    costKr: typeof cost === 'number' ? cost : null,
    notes: Object.fromEntries(
      Object.entries(NOTES).flatMap(([word, note]) => {
        const text = words(from, word);
        return text === '' ? [] : [[note, text]];
      }),
    ),
    parts: [...node(from.get('deler'))].map(([party, text]) => ({ party, text: String(text) })),
    withoutYes: list(from, 'uten_ja').map(String),
    needs: nodes(from, 'trenger').map((need) => ({
      what: words(need, 'hva'),
      extent: words(need, 'omfang'),
      kind: KINDS[words(need, 'type')] ?? '',
      party: words(need, 'part'),
    })),
    trail: nodes(from, 'spor').map((step) => ({
      date: words(step, 'dato'),
      from: ARENAS[words(step, 'fra')] ?? '',
      why: words(step, 'hvorfor'),
    })),
  };
}

function round(from: Node): ImportedRound {
  return {
    id: words(from, 'id'),
    question: words(from, 'sporsmal'),
    opened: words(from, 'apnet'),
    outcome: words(from, 'utfall'),
    sequence: sectors(from, 'rekkefolge'),
    answers: nodes(from, 'enkeltsvar').map(spoken),
  };
}

function decision(from: Node): ImportedDecision {
  return {
    id: words(from, 'id'),
    on: words(from, 'om'),
    question: words(from, 'forslag'),
    why: words(from, 'hvorfor'),
    outcome: words(from, 'utfall'),
    until: words(from, 'svar_innen'),
    lookBack: words(from, 'ser_tilbake'),
    stances: nodes(from, 'svar').map((stance) => ({
      party: words(stance, 'part'),
      stop: words(stance, 'stopp'),
      lifted: words(stance, 'loftet'),
    })),
  };
}

function meeting(from: Node): ImportedMeeting {
  return {
    id: words(from, 'id'),
    date: words(from, 'dato'),
    time: words(from, 'tid'),
    place: words(from, 'sted'),
    agenda: words(from, 'saker'),
    agreed: words(from, 'ja_til'),
    held: from.get('holdt') === true,
    counts: [...node(from.get('antall'))].flatMap(([sector, people]): [number, number][] =>
      typeof people === 'number' ? [[SECTORS[sector] ?? 0, people]] : [],
    ),
    takes: [...node(from.get('til_neste_gang'))].map(([party, text]) => ({
      party,
      text: String(text),
    })),
    heard: nodes(from, 'hort').map((heard) => ({
      decision: words(heard, 'beslutning'),
      sectors: sectors(heard, 'sektorer'),
    })),
  };
}

/** Single answers, by their period. */
function evaluations(plan: Node): ImportedEvaluation[] {
  const all = nodes(plan, 'egenvurderinger');
  const periods = [...new Set(all.map((one) => words(one, 'periode')))].sort();
  const about = new Map(
    nodes(plan, 'vurderinger').map((one) => [words(one, 'periode'), one] as const),
  );
  return periods.map((period) => ({
    period,
    opened: words(about.get(period) ?? new Map(), 'apnet'),
    ties: [...node(about.get(period)?.get('forte_til'))].flatMap(([field, to]) => {
      const known = FIELDS[field];
      return known === undefined ? [] : [[known, String(to)] as const];
    }),
    answers: all
      .filter((one) => words(one, 'periode') === period)
      .map((one) => ({
        party: words(one, 'part'),
        values: [...node(one.get('verdier'))].flatMap(([field, value]) => {
          const known = FIELDS[field];
          return known === undefined ? [] : [[known, Number(value)] as const];
        }),
      })),
  }));
}

function sectors(from: Node, key: string): number[] {
  return list(from, key).flatMap((name) => SECTORS[String(name)] ?? []);
}

function node(value: unknown): Node {
  return value instanceof Map ? (value as Node) : new Map<string, unknown>();
}

function list(from: Node, key: string): readonly unknown[] {
  const value = from.get(key);
  return Array.isArray(value) ? (value as unknown[]) : [];
}

function nodes(from: Node, key: string): Node[] {
  return list(from, key).map(node);
}

function words(from: Node, key: string): string {
  const value = from.get(key);
  if (value instanceof Date) return value.toISOString().slice(0, 10);
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
