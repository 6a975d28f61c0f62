/** What an item said before, and what was taken away: both can be fetched back. */
import { nameNow } from '../core/plan/amend';
import { TITLES } from '../core/plan/changes';
import { itemMap, marksIn, PLAN, textName, type Kind } from '../core/plan/document';
import { changesOf, fieldNow } from '../core/plan/history';
import { findItem, readText, type Item } from '../core/plan/items';
import { openingsOf } from '../core/plan/meetings';
import type { RemovedView } from './history_port';
import { shownReading } from './plan_view';
import type { Commands, Outcome } from './port';
import { author, logFacts, partyOfDevice, type Reading } from './reading';
import { done, refuse, type Running } from './running';

type Ask<N extends keyof Commands> = Commands[N]['ask'];

/** Names whose history is the plan's. */
const NAMES = /^(anchoring|value)\/\d+$/;

export function changes(
  running: Running,
  { space: id, id: item }: Ask<'changes'>,
): Promise<Outcome<Commands['changes']['answer']>> {
  const found = running.spaces.get(id);
  const doc = found?.space.doc;
  const ref = item === PLAN.id ? PLAN : doc && findItem(doc, item);
  // Nobody's answers to the wheel are told, earlier ones neither.
  if (!found || !doc || !ref || ref.kind === 'score') return Promise.resolve(refuse('not-found'));
  const { reading } = shownReading(found);
  const map = itemMap(doc, ref);
  const isText = (field: string): boolean => doc.share.has(textName(ref.id, field));
  const read = (field: string) => {
    if (isText(field)) return readText(doc, textName(ref.id, field));
    return ref.kind === PLAN.kind && NAMES.test(field) ? nameNow(doc, field) : fieldNow(map, field);
  };
  const isClosed = ref.kind === 'round' && openingsOf(doc, ref, logFacts(found.space)).length === 0;
  const own = `group/${partyOfDevice(reading, found.space.me.device)}`;
  const all = changesOf(map, read)
    // What the others write together is theirs until the round is opened.
    .filter(({ field }) => !isClosed || !field.startsWith('group/') || field === own)
    .map(({ device, at, ...rest }) => ({
      ...rest,
      isText: isText(rest.field),
      by: author(reading, { device, at }),
    }));
  return Promise.resolve(done({ changes: [...all].reverse() }));
}

/** What somebody said takes nobody but them back in; a move or an answer has no page of its own. */
const OWN_WORDS: readonly Kind[] = ['comment', 'reflection', 'account', 'stepping'];
const UNTOLD: readonly Kind[] = ['score', 'answer', 'move', 'report'];

export function removed(
  running: Running,
  { space: id }: Ask<'removed'>,
): Promise<Outcome<Commands['removed']['answer']>> {
  const found = running.spaces.get(id);
  if (!found) return Promise.resolve(refuse('not-found'));
  const { reading, items } = shownReading(found);
  const views = items.flatMap((item) => removedView(reading, item) ?? []);
  return Promise.resolve(done({ removed: views.sort((a, b) => b.by.at - a.by.at) }));
}

function removedView(reading: Reading, item: Item): RemovedView | undefined {
  if (!item.isGone || UNTOLD.includes(item.kind)) return undefined;
  const { doc, me } = reading.space;
  const maker = author(reading, item.created).person;
  if (OWN_WORDS.includes(item.kind) && (me.person === '' || maker !== me.person)) return undefined;
  const last = marksIn(itemMap(doc, item), 'd').sort((a, b) => b.at - a.at)[0];
  if (!last) return undefined;
  const title = TITLES.map((field) => item.texts.get(field)).find((text) => text) ?? '';
  return { kind: item.kind, id: item.id, title, by: author(reading, last) };
}
