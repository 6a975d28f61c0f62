/** Reads a plan written as YAML, in the Norwegian words that people write it in. */
import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import type { ImportedPlan } from '../src/app/import_plan';
import { sectorOf, UsageError } from './arguments';
import { Refused } from './results';

type Node = ReadonlyMap<string, unknown>;

const ARENAS: Readonly<Record<string, string>> = {
  tegnebrett: 'board',
  laboratorium: 'laboratory',
  maskinrom: 'engine',
};
const MODES: Readonly<Record<string, string>> = {
  felles: 'together',
  hver_for_oss: 'each',
  noen_sammen: 'some',
};
const STATUSES: Readonly<Record<string, string>> = {
  idé: 'idea',
  foreslått: 'proposed',
  avtalt: 'agreed',
  pågår: 'ongoing',
  hviler: 'resting',
  ferdig: 'done',
  sluppet: 'dropped',
};

export async function readPlanFile(path: string): Promise<ImportedPlan> {
  if (!/\.ya?ml$/.test(path)) throw new UsageError('only YAML can be imported so far');
  const text = await readFile(path, 'utf8').catch(() => {
    throw new UsageError(`${path} cannot be read`);
  });
  // Maps, not objects: a key called __proto__ is a key like any other.
  const root = node(parsed(text, path));
  const plan = root.get('plan');
  if (!(plan instanceof Map)) throw new Refused('malformed', `${path} holds no plan`);
  return convert(node(plan));
}

function parsed(text: string, path: string): unknown {
  try {
    return parse(text, { mapAsMap: true, schema: 'core' });
  } catch {
    throw new Refused('malformed', `${path} is no YAML`);
  }
}

function convert(plan: Node): ImportedPlan {
  return {
    title: words(plan, 'tittel'),
    why: words(plan, 'begrunnelse').trim(),
    place: words(plan, 'sted'),
    parties: nodes(plan, 'parter').map((party) => {
      const anchoring = node(party.get('forankring'));
      return {
        id: words(party, 'id'),
        name: words(party, 'navn'),
        sector: sectorOf(words(party, 'sektor')),
        contact: words(party, 'kontakt'),
        anchoring: [words(anchoring, 'organ'), words(anchoring, 'dato'), words(anchoring, 'sak')],
      };
    }),
    goals: nodes(plan, 'mal').map((goal) => ({
      id: words(goal, 'id'),
      title: words(goal, 'tekst'),
      indicator: words(goal, 'indikator'),
      actions: nodes(goal, 'tiltak').map(action),
    })),
    resources: nodes(plan, 'ressurser').map((resource) => ({
      party: words(resource, 'part'),
      what: words(resource, 'hva'),
      extent: words(resource, 'omfang'),
      kind: words(resource, 'type'),
    })),
    rounds: nodes(plan, 'runder').map(round),
    evaluations: nodes(plan, 'egenvurderinger').map((evaluation) => ({
      party: words(evaluation, 'part'),
      period: words(evaluation, 'periode'),
      values: [...node(evaluation.get('verdier'))].map(
        ([field, value]) => [field, Number(value)] as const,
      ),
    })),
    reflections: nodes(plan, 'refleksjoner').map((reflection) => ({
      party: words(reflection, 'part'),
      date: words(reflection, 'dato'),
      text: words(reflection, 'tekst'),
    })),
  };
}

function action(from: Node): ImportedPlan['goals'][number]['actions'][number] {
  const cost = from.get('kostnad_kr');
  return {
    id: words(from, 'id'),
    title: words(from, 'tekst'),
    arena: ARENAS[words(from, 'arena')] ?? '',
    mode: MODES[words(from, 'maate')] ?? '',
    status: STATUSES[words(from, 'status')] ?? 'idea',
    due: words(from, 'frist'),
    costKr: typeof cost === 'number' ? cost : null,
    parts: [...node(from.get('deler'))].map(([party, text]) => ({ party, text: String(text) })),
  };
}

function round(from: Node): ImportedPlan['rounds'][number] {
  const objection = node(from.get('innvending'));
  return {
    id: words(from, 'id'),
    kind: words(from, 'type') === 'samtykke' ? 'consent' : 'round',
    question: words(from, 'sporsmal') || words(from, 'forslag'),
    opened: words(from, 'apnet'),
    outcome: words(from, 'utfall'),
    objection: {
      party: words(objection, 'part'),
      text: words(objection, 'tekst'),
      lifted: words(objection, 'loftet'),
    },
    answers: nodes(from, 'enkeltsvar').map((answer) => ({
      party: words(answer, 'part'),
      text: words(answer, 'tekst'),
    })),
  };
}

function node(value: unknown): Node {
  return value instanceof Map ? (value as Node) : new Map<string, unknown>();
}

function nodes(from: Node, key: string): Node[] {
  const value = from.get(key);
  return Array.isArray(value) ? value.map(node) : [];
}

function words(from: Node, key: string): string {
  const value = from.get(key);
  if (value instanceof Date) return value.toISOString().slice(0, 10);
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
