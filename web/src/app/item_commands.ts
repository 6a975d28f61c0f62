/** Commands for everything that people add, answer and say of each other's items. */
import { hexOf } from '../core/bytes';
import { coveredWords, readCovered, type ActionContent } from '../core/plan/actions';
import { steppedOut } from '../core/plan/learning';
import { fieldNow } from '../core/plan/history';
import { minute as minuteIn, takeStance, VERDICTS } from '../core/plan/decisions';
import {
  createItem,
  itemMap,
  PLAN,
  setText,
  textName,
  type ItemRef,
  type Kind,
} from '../core/plan/document';
import { amendItem, amendName } from '../core/plan/amend';
import { orderIn as orderOf } from '../core/plan/fields';
import { findItem, MAX_SHORT, readItems, type Behalf } from '../core/plan/items';
import { hold } from '../core/plan/meetings';
import { allSaid, countsOf, say } from '../core/plan/register';
import { ARENAS, NAMED_VALUES } from '../core/plan/choices';
import {
  isDay,
  MAX_LIST,
  MAX_SECTOR,
  MAX_VALUE_NAME,
  MAX_WORDS,
  SCHEMA,
  wrongIn,
} from '../core/plan/schema';
import { isTakeBack, partyYes, takeBackWords, undoWords, yesWords } from '../core/plan/yes';
import type { Space } from '../sync/space';
import { balanceView } from './balance';
import { create, change, isParty, orderIn, ownParty } from './plan_commands';
import type { Commands, Outcome } from './port';
import type { CoveredView } from './content_port';
import { maySign, partyOfDevice, signerOf, steppingsOf, type Reading } from './reading';
import { readingOf } from './plan_view';
import { done, editIn, refuse, type Refusal, type Running } from './running';

type Ask<N extends keyof Commands> = Commands[N]['ask'];

const ID_BYTES = 10;

export function addItem(running: Running, ask: Ask<'addItem'>): Promise<Outcome<{ id: string }>> {
  const { kind, texts = {}, fields = {} } = ask;
  if (!isAdded(kind)) return Promise.resolve(refuse('bad-input', 'kind'));
  const wrong = wrongIn(kind, texts, fields);
  if (wrong !== undefined) return Promise.resolve(refuse('bad-input', wrong));
  // Who speaks is said by whoever writes, not by a field of it.
  const isOfAnother = SPOKEN.includes(kind) && fields['party'] !== undefined;
  if (isOfAnother) return Promise.resolve(refuse('bad-input', 'party'));
  const behalf = ask.behalf && behalfOf(ask.behalf);
  if (ask.behalf && !behalf) return Promise.resolve(refuse('bad-input', 'behalf'));
  return create(
    running,
    ask.space,
    kind,
    texts,
    (space) => {
      const party = behalf?.party ?? ownParty(space);
      return {
        ...('party' in SCHEMA[kind].fields && kind !== 'need' ? { party } : {}),
        ...('order' in SCHEMA[kind].fields ? { order: lastOrder(space, kind) } : {}),
        ...fields,
      };
    },
    behalf,
  );
}

export function setItem(running: Running, ask: Ask<'setItem'>): Promise<Outcome<null>> {
  if (ask.id === PLAN.id) return setPlanTexts(running, ask);
  return change(running, ask.space, ask.id, ask.texts ?? {}, ask.fields ?? {}, ask.base);
}

function setPlanTexts(
  running: Running,
  { space, texts = {}, fields = {}, base }: Ask<'setItem'>,
): Promise<Outcome<null>> {
  const wrong = wrongIn(PLAN.kind, texts, fields);
  if (wrong !== undefined) return Promise.resolve(refuse('bad-input', wrong));
  return editIn(running, space, ({ doc }, at) => {
    amendItem(doc, PLAN, { texts, base }, at);
    return undefined;
  });
}

/** What anybody may add by itself; everything else has a command of its own. */
const ADDED = [
  'need',
  'resource',
  'comment',
  'decision',
  'meeting',
  'round',
  'answer',
  'evaluation',
  'reflection',
  'account',
  'stepping',
  'report',
] as const;
const SPOKEN: readonly Kind[] = ['answer', 'stepping'];

function isAdded(kind: string): kind is (typeof ADDED)[number] {
  return ADDED.some((known) => known === kind);
}

/** After all that are here, those that somebody deleted counted: they may come back. */
function lastOrder(space: Space, kind: Kind): string {
  const orders = readItems(space.doc).flatMap((item) =>
    item.kind === kind ? [orderOf(item)] : [],
  );
  return orderIn(space, orders.sort().at(-1) || undefined, undefined);
}

/** Every place is as good as any other: nothing is asked, and nothing is lost by moving back. */
export function placeAction(running: Running, ask: Ask<'placeAction'>): Promise<Outcome<null>> {
  const { why = '' } = ask;
  if (!ARENAS.includes(ask.arena)) return Promise.resolve(refuse('bad-input', 'arena'));
  if (wrongIn('move', { why }, {})) return Promise.resolve(refuse('bad-input', 'why'));
  const id = hexOf(running.seams.random(ID_BYTES));
  return editIn(running, ask.space, (space, at) => {
    const item = findItem(space.doc, ask.id);
    if (item?.kind !== 'action') return refuse('not-found');
    const now = fieldNow(itemMap(space.doc, item), 'arena');
    const from = ARENAS.find((known) => known === now) ?? '';
    if (from === ask.arena) return undefined;
    amendItem(space.doc, item, { fields: { arena: ask.arena } }, at);
    const move: ItemRef = { kind: 'move', id };
    createItem(space.doc, move, { action: item.id, from, to: ask.arena }, at);
    if (why !== '') setText(space.doc, textName(id, 'why'), why);
    return undefined;
  });
}

/** By somebody who signs for a group, of an action that is there. */
function asSigner(
  running: Running,
  { space: id, action }: { space: string; action: string },
  speak: (at: Speaking) => Refusal | undefined,
): Promise<Outcome<null>> {
  return editIn(running, id, (space, now) => {
    const item = findItem(space.doc, action);
    if (item?.kind !== 'action') return refuse('not-found');
    const reading = readingOf(running.spaces.get(id)!);
    if (!maySign(reading)) return refuse('forbidden');
    const { goals } = reading.content;
    const found = goals.flatMap(({ actions }) => actions).find((one) => one.id === action);
    if (!found) return refuse('not-found');
    return speak({ space, item, reading, now, action: found });
  });
}

interface Speaking {
  readonly space: Space;
  readonly item: ItemRef;
  readonly reading: Reading;
  readonly now: number;
  readonly action: ActionContent;
}

export function sayYes(running: Running, ask: Ask<'sayYes'>): Promise<Outcome<null>> {
  return asSigner(running, ask, ({ space, item, reading, now, action }) => {
    const party = partyOfDevice(reading, space.me.device);
    const isNamed = action.parts.some((part) => part.party === party);
    if (steppedOut(steppingsOf(reading)).includes(party)) return refuse('paused');
    if (!isSeen(ask.seen, coveredWords(action, party))) return refuse('changed');
    // Whoever says yes is with from then on, even before its part is written.
    if (!isNamed) amendItem(space.doc, item, { fields: { [`party/${party}`]: 1 } }, now);
    const parts = isNamed
      ? action.parts
      : [...action.parts, { party, text: '' }].sort((a, b) => a.party - b.party);
    say(space.doc, item, 'yes', now, yesWords(coveredWords({ ...action, parts }, party)));
    return undefined;
  });
}

/** What a person read, but for the spaces round it. */
function isSeen(seen: CoveredView, covered: string): boolean {
  const { what, who, part } = readCovered(covered)!;
  const isSame = seen.what.trim() === what.trim() && seen.part.trim() === part.trim();
  return isSame && JSON.stringify(seen.who) === JSON.stringify(who);
}

export function takeYesBack(running: Running, ask: Ask<'takeYesBack'>): Promise<Outcome<null>> {
  return asSigner(running, ask, (speaking) => {
    const { space, item, reading, now } = speaking;
    if (ask.undo) return undoTakingBack(speaking, ask.undo);
    const party = partyOfDevice(reading, space.me.device);
    const ours = allSaid(itemMap(space.doc, item), 'yes').filter(
      ({ device }) => signerOf(reading, device)?.party === party,
    );
    say(space.doc, item, 'yes', now, takeBackWords(countsOf(ours)));
    return undefined;
  });
}

/** What stood before this device took it back, where that is the last it said and nothing has changed. */
function undoTakingBack(
  { space, item, reading, now, action }: Speaking,
  seen: CoveredView,
): Refusal | undefined {
  const { device } = space.me;
  const party = partyOfDevice(reading, device);
  const covered = coveredWords(action, party);
  const last = action.yeses.filter((said) => said.device === device).at(-1);
  if (!last || !isTakeBack(last) || !isSeen(seen, covered)) return refuse('changed');
  const before = action.yeses.filter((said) => said !== last);
  const stood = partyYes(before, { party, covered, needed: 1 }, (one) => signerOf(reading, one));
  const brought = stood.by[0] ?? stood.earlier;
  if (!brought) return refuse('changed');
  say(space.doc, item, 'yes', now, undoWords(brought));
  return undefined;
}

export function stand(running: Running, ask: Ask<'stand'>): Promise<Outcome<null>> {
  const { verdict, reason = '' } = ask;
  const behalf = ask.behalf && behalfOf(ask.behalf);
  if (ask.behalf && !behalf) return Promise.resolve(refuse('bad-input', 'behalf'));
  if (!VERDICTS.includes(verdict)) return Promise.resolve(refuse('bad-input', 'verdict'));
  if (verdict === 'stop' && reason.trim() === '') {
    return Promise.resolve(refuse('bad-input', 'reason'));
  }
  if (reason.length > MAX_WORDS) return Promise.resolve(refuse('bad-input', 'reason'));
  return withItem(running, ask.space, ask.decision, ['decision'], (space, item, at) => {
    takeStance(space.doc, item, at, { verdict, reason, behalf });
    return undefined;
  });
}

export function minute(running: Running, ask: Ask<'minute'>): Promise<Outcome<null>> {
  if (!areSectors(ask.sectors)) return Promise.resolve(refuse('bad-input', 'sectors'));
  return withItem(running, ask.space, ask.decision, ['decision'], (space, item, at) => {
    if (findItem(space.doc, ask.meeting)?.kind !== 'meeting') return refuse('not-found');
    minuteIn(space.doc, item, at, { meeting: ask.meeting, sectors: [...ask.sectors] });
    return undefined;
  });
}

function areSectors(sectors: readonly number[]): boolean {
  const isSector = (one: number): boolean =>
    Number.isSafeInteger(one) && one >= 1 && one <= MAX_SECTOR;
  return sectors.length <= MAX_LIST && sectors.every(isSector);
}

export function waitABit(running: Running, ask: Ask<'waitABit'>): Promise<Outcome<null>> {
  const kinds = ['meeting', 'round', 'evaluation'] as const;
  return withItem(running, ask.space, ask.id, kinds, (space, item, at) => {
    hold(space.doc, item, at, ask.waits);
    return undefined;
  });
}

export function withItem(
  running: Running,
  space: string,
  id: string,
  kinds: readonly ItemRef['kind'][],
  work: (space: Space, item: ItemRef, at: number) => Refusal | undefined,
): Promise<Outcome<null>> {
  return editIn(running, space, (found, at) => {
    const item = findItem(found.doc, id);
    return item && kinds.includes(item.kind) ? work(found, item, at) : refuse('not-found');
  });
}

export function nameValue(running: Running, ask: Ask<'nameValue'>): Promise<Outcome<null>> {
  const place = NAMED_VALUES.findIndex((known) => known === ask.value) + 1;
  const isLong = ask.name.length > MAX_VALUE_NAME;
  if (place === 0 || isLong) return Promise.resolve(refuse('bad-input', isLong ? 'name' : 'value'));
  return editIn(running, ask.space, (space, at) => {
    amendName(space.doc, `value/${place}`, ask.name.trim(), at);
    return undefined;
  });
}

export function anchor(running: Running, ask: Ask<'anchor'>): Promise<Outcome<null>> {
  const { body, date, caseNumber } = ask;
  if (body.length > MAX_SHORT) return Promise.resolve(refuse('bad-input', 'body'));
  if (date !== '' && !isDay(date)) return Promise.resolve(refuse('bad-input', 'date'));
  if (caseNumber.length > 40) return Promise.resolve(refuse('bad-input', 'caseNumber'));
  return editIn(running, ask.space, (space, at) => {
    const words = [body, date, caseNumber].map((one) => one.trim());
    amendName(space.doc, `anchoring/${ownParty(space)}`, words, at);
    return undefined;
  });
}

export function balance(
  running: Running,
  { space }: Ask<'balance'>,
): Promise<Outcome<Commands['balance']['answer']>> {
  const found = running.spaces.get(space);
  return Promise.resolve(found ? done(balanceView(readingOf(found))) : refuse('not-found'));
}

/** A slip is an invitation, by its id. */
const SLIP = /^[0-9a-z-]{0,64}$/;

export function behalfOf({
  name,
  party = 0,
  slip = '',
}: Partial<Behalf> & { name: string }): Behalf | undefined {
  const isNamed = name.trim() !== '' && name.length <= MAX_SHORT;
  const isGood = isNamed && (party === 0 || isParty(party)) && SLIP.test(slip);
  return isGood ? { name: name.trim(), party, slip } : undefined;
}
