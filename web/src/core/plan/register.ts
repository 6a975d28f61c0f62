/**
 * What each device says of an item, under a key that names the device: nobody speaks for another.
 *
 * A key is `PREFIXdevice`, or `PREFIXdevice/about` where one device says several things. Its
 * value is `[count, at, …words]`. Whatever was said earlier stays readable in the document, so
 * a chain of what a device said is also its history.
 */
import type * as Y from 'yjs';
import {
  deviceOfClient,
  itemMap,
  isCount,
  timeIn,
  wordingsIn,
  type FieldValue,
  type ItemRef,
  type Wording,
} from './document';
import type { PlaceOf } from './log_order';
import { isUnconfirmed } from './unconfirmed';

export type Prefix = 'was' | 'yes' | 'stance' | 'minutes' | 'open' | 'hold';

export interface Said {
  readonly device: number;
  /** Of the same device under the same key, from 1 on. */
  readonly count: number;
  readonly at: number;
  /** '' where a device says one thing only. */
  readonly about: string;
  readonly words: readonly FieldValue[];
}

interface Found {
  readonly said: Said;
  readonly wording: Wording;
}

/** Which counter of which device somebody had seen, where it matters what came before. */
export type SeenWords = readonly (readonly [device: number, count: number])[];

export function say(
  doc: Y.Doc,
  item: ItemRef,
  prefix: Prefix,
  at: number,
  words: readonly FieldValue[],
  about = '',
): void {
  const device = deviceOfClient(doc.clientID);
  const map = itemMap(doc, item);
  const key = `${prefix}${device}${about === '' ? '' : `/${about}`}`;
  const count = chainOf(map, key, device).at(-1)?.said.count ?? 0;
  map.set(key, [count + 1, at, ...words]);
}

/** The last that each device said, by device. */
export function saidIn(map: Y.Map<FieldValue>, prefix: Prefix): Said[] {
  return chains(map, prefix).flatMap((chain) => chain.at(-1)?.said ?? []);
}

/** All that was ever said, by device and in its order. */
export function allSaid(map: Y.Map<FieldValue>, prefix: Prefix): Said[] {
  return chains(map, prefix).flatMap((chain) => chain.map(({ said }) => said));
}

/** As above, what came into the log first before what came later; by the clocks where it has not come. */
export function saidInOrder(map: Y.Map<FieldValue>, prefix: Prefix, placeOf: PlaceOf): Said[] {
  return chains(map, prefix)
    .flat()
    .map(({ said, wording }) => ({ said, place: placeOf(wording.client, wording.clock) }))
    .sort((a, b) => byPlace(a.place, b.place) || byClock(a.said, b.said))
    .map(({ said }) => said);
}

function byPlace(a: number, b: number): number {
  return a === b ? 0 : a - b; // two that are not there yet, too
}

function byClock(a: Said, b: Said): number {
  return a.at - b.at || a.device - b.device || a.count - b.count;
}

function chains(map: Y.Map<FieldValue>, prefix: Prefix): Found[][] {
  const found: { device: number; about: string; chain: Found[] }[] = [];
  const pattern = new RegExp(`^${prefix}([1-9]\\d{0,8})(?:/([0-9a-z-]{1,64}))?$`);
  for (const key of map._map.keys()) {
    const [, index, about = ''] = key.startsWith(prefix) ? (pattern.exec(key) ?? []) : [];
    if (index === undefined) continue;
    const device = Number(index);
    found.push({ device, about, chain: chainOf(map, key, device, about) });
  }
  found.sort((a, b) => a.device - b.device || (a.about < b.about ? -1 : 1));
  return found.map(({ chain }) => chain);
}

/** Only what the device named in the key wrote itself; anything else is not there. */
function chainOf(map: Y.Map<FieldValue>, key: string, device: number, about = ''): Found[] {
  const chain: Found[] = [];
  for (const wording of wordingsIn(map, key)) {
    const isTheirs = wording.device === device && !isUnconfirmed(map, wording);
    const said = isTheirs ? readSaid(about, wording) : undefined;
    if (said) chain.push({ said, wording });
  }
  // Oldest first, also where an old state that was put back counted the same again.
  return chain.reverse().sort((a, b) => a.said.count - b.said.count);
}

function readSaid(about: string, { device, value }: Wording): Said | undefined {
  if (!Array.isArray(value)) return undefined;
  const [count, at, ...words] = value as FieldValue[];
  if (!isCount(count) || !isCount(at)) return undefined;
  return { device, about, count, at: timeIn(at), words };
}

/** The last counter of each device, for whoever answers what it has seen. */
export function countsOf(said: readonly Said[]): SeenWords {
  return said.map(({ device, count }) => [device, count]);
}

export function readCounts(value: FieldValue | undefined): SeenWords {
  const pairs = Array.isArray(value) ? (value as unknown[]) : [];
  return pairs.filter(
    (pair): pair is [number, number] =>
      Array.isArray(pair) && pair.length === 2 && pair.every(isCount),
  );
}
