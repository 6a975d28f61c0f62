/**
 * "Hvem slipper til?": who proposes, who decides and who does, per sector and quarter. Counted on
 * the device from what everybody has, so that it is the same for all; no person is told of, and
 * no words are counted. Whatever a group does of one thing in one quarter counts once: a large
 * group is no louder than a small one.
 */
import {
  ACT_ADMIT_PARTY,
  ACT_END_DEVICES,
  ACT_REPLACE_PARTY,
  type Subject,
} from '../core/charter/subject';
import type { Entry } from '../core/charter/statement';
import { readCovered, type ActionContent } from '../core/plan/actions';
import type { PlanContent } from '../core/plan/content';
import type { Author } from '../core/plan/items';
import type { BalancePeriod, BalanceView } from './content_port';
import { partyOfDevice, type Reading } from './reading';

type Way = 'proposes' | 'decides' | 'does';

interface Act {
  readonly way: Way;
  readonly party: number;
  readonly at: number;
  /** What it is about: the same group acts once upon it. */
  readonly about: string;
  /** Each for itself: nobody decides there for anybody else. */
  readonly isApart: boolean;
}

export interface Ground {
  readonly content: PlanContent;
  readonly history: readonly Entry[];
  readonly partyOf: (device: number) => number;
  readonly sectorOf: (party: number) => number;
}

/** So few yeses tell nothing of who decides. */
const LEAST_TO_ASK = 3;

export function balanceView(reading: Reading): BalanceView {
  const { content, space, charter } = reading;
  return balanceOf({
    content,
    history: space.log.history,
    partyOf: (device) => partyOfDevice(reading, device),
    sectorOf: (party) => charter?.parties[party - 1]?.sector ?? 0,
  });
}

/** Oldest first; quarters in which nothing happened are left out. */
export function balanceOf(ground: Ground): BalanceView {
  const acts = once(actsOf(ground)).filter(({ party }) => ground.sectorOf(party) > 0);
  const quarters = [...new Set(acts.map(({ at }) => quarterOf(at)))].sort();
  const inQuarter = (from: string): Act[] => acts.filter(({ at }) => quarterOf(at) === from);
  const periods = quarters.map((from) => ({ from, sectors: sharesOf(inQuarter(from), ground) }));
  const alone = aloneIn(inQuarter(quarters.at(-1) ?? ''), ground);
  return { periods, ...(alone === undefined ? {} : { alone }) };
}

/** The first day of the quarter, by the same clock for all. */
export function quarterOf(at: number): string {
  const date = new Date(at * 1000);
  const month = Math.floor(date.getUTCMonth() / 3) * 3 + 1;
  return `${date.getUTCFullYear()}-${String(month).padStart(2, '0')}-01`;
}

function sharesOf(acts: readonly Act[], { sectorOf }: Ground): BalancePeriod['sectors'] {
  const sectors = [...new Set(acts.map(({ party }) => sectorOf(party)))].sort((a, b) => a - b);
  return sectors.map((sector) => {
    const own = acts.filter(({ party }) => sectorOf(party) === sector);
    const count = (wanted: Way): number => own.filter(({ way }) => way === wanted).length;
    const [proposes, decides, does] = [count('proposes'), count('decides'), count('does')];
    return { sector, proposes, decides, does };
  });
}

/** The one sector that decided for the others; never of what each does for itself. */
function aloneIn(acts: readonly Act[], { sectorOf }: Ground): number | undefined {
  const decided = acts.filter(({ way, isApart }) => way === 'decides' && !isApart);
  const sectors = new Set(decided.map(({ party }) => sectorOf(party)));
  return decided.length >= LEAST_TO_ASK && sectors.size === 1 ? [...sectors][0] : undefined;
}

function once(acts: readonly Act[]): Act[] {
  const first = new Map<string, Act>();
  for (const act of acts) {
    const key = [act.way, act.party, act.about, quarterOf(act.at)].join(' ');
    if (!first.has(key)) first.set(key, act);
  }
  return [...first.values()];
}

function actsOf(ground: Ground): Act[] {
  const { content } = ground;
  const actions = content.goals.flatMap((goal) => goal.actions);
  return [
    ...actions.flatMap((action) => actsOfAction(ground, action)),
    ...content.decisions.flatMap((decision) => {
      const mode = actions.find(({ id }) => id === decision.on)?.mode;
      const about = { about: decision.id, isApart: mode === 'each' };
      const said = decision.stances.filter(({ verdict }) => verdict !== 'back');
      const heard = said.map(({ device, at, behalf }) => ({
        ...about,
        ...{ way: 'decides' as const, at },
        party: behalf?.party || ground.partyOf(device),
      }));
      return [{ ...about, way: 'proposes' as const, ...by(ground, decision.created) }, ...heard];
    }),
    ...content.meetings.flatMap(({ id, takes, edited }) =>
      takes.map(({ party }) => act('does', party, edited.at, id)),
    ),
    ...actsOfCharter(ground),
  ];
}

function actsOfAction(ground: Ground, action: ActionContent): Act[] {
  const { id, mode, created, yeses, parts, needs } = action;
  const isApart = mode === 'each';
  const said = yeses.filter(({ words }) => readCovered(String(words[0])) !== undefined);
  const yesOf = (party: number) => said.find(({ device }) => ground.partyOf(device) === party);
  const proposed = { ...by(ground, created), way: 'proposes' as const, about: id, isApart };
  return [
    proposed,
    ...said.map(({ device, at }) => ({
      ...act('decides', ground.partyOf(device), at, id),
      isApart,
    })),
    // A group carries its part from its yes on; one that has not said it, from the beginning.
    ...parts.map(({ party }) => act('does', party, yesOf(party)?.at ?? created.at, id)),
    ...needs
      .filter(({ party }) => party > 0)
      .map((need) => act('does', need.party, need.edited.at, need.id)),
  ];
}

/** What is said of the charter, apart from what a group settles about itself alone. */
function actsOfCharter({ history, partyOf }: Ground): Act[] {
  const subjects = new Map<string, Subject['act']>();
  return history.flatMap(({ position, statement: { body, device, hash } }): Act[] => {
    const [party, at] = [partyOf(device), Number(position.time)];
    if (body.type === 'propose') {
      const what = body.subject.act;
      subjects.set(hash, what);
      // Whoever asks to come in is not one of us yet.
      const isNewcomer = what === ACT_ADMIT_PARTY || what === ACT_REPLACE_PARTY;
      return isNewcomer || isOwn(what) ? [] : [act('proposes', party, at, hash)];
    }
    if (body.type !== 'consent' && body.type !== 'object') return [];
    return isOwn(subjects.get(body.proposal)) ? [] : [act('decides', party, at, body.proposal)];
  });
}

function isOwn(what: Subject['act'] | undefined): boolean {
  return what !== undefined && what >= ACT_END_DEVICES;
}

function by(ground: Ground, { device, at, behalf }: Author): { party: number; at: number } {
  return { party: behalf?.party || ground.partyOf(device), at };
}

function act(way: Way, party: number, at: number, about: string): Act {
  return { way, party, at, about, isApart: false };
}
