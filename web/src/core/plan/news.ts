/**
 * What has come into the document since somebody last looked: by what had arrived then, not by
 * anybody's clock. What was written offline long ago is news on the day that it comes.
 */
import * as Y from 'yjs';
import { deviceOfClient, timeIn, type Kind } from './document';
import { readBehalf, type Behalf } from './items';

/** Next clock per client id, as it was when somebody looked. */
export type Looked = ReadonlyMap<number, number>;

export const NEWS = ['made', 'changed', 'yes', 'stance', 'opened', 'removed'] as const;

export interface News {
  readonly kind: Kind;
  readonly id: string;
  readonly what: (typeof NEWS)[number];
  readonly device: number;
  readonly at: number;
  /** Of `changed`: which field. Of `yes`: '' where it was taken back. Of `stance`: which. */
  readonly word: string;
  /** Whose word a stance is, where somebody wrote it down for them. */
  readonly behalf?: Behalf | undefined;
}

export function lookedNow(doc: Y.Doc): Looked {
  return Y.decodeStateVector(Y.encodeStateVector(doc));
}

/** In no order. What people answer apart is no news before it is opened, and single scores never are. */
export function newsSince(doc: Y.Doc, looked: Looked): News[] {
  const news: News[] = [];
  for (const name of doc.share.keys()) {
    const [, kind, id] = /^i\/([a-z]+)\/([0-9a-z-]{1,64})$/.exec(name) ?? [];
    if (kind === undefined || id === undefined || kind === 'score' || kind === 'answer') continue;
    for (const [key, last] of doc.getMap(name)._map) {
      const what = whatOf(key);
      if (what === undefined) continue;
      for (const { device, value } of since(last, looked)) {
        const found = read(what, value);
        // Under another device's key nobody says anything.
        const isOwn = what === 'made' || Number(/[1-9]\d*/.exec(key)?.[0]) === device;
        if (found && isOwn) news.push({ kind: kind as Kind, id, what, device, ...found });
      }
    }
  }
  return news;
}

function whatOf(key: string): News['what'] | undefined {
  if (key === 'made') return 'made';
  const [, family] = /^(was|yes|stance|open|d)[1-9]\d{0,8}(\/|$)/.exec(key) ?? [];
  if (family === 'was') return 'changed';
  if (family === 'yes' || family === 'stance') return family;
  if (family === 'open') return 'opened';
  return family === 'd' ? 'removed' : undefined;
}

interface Wording {
  readonly device: number;
  readonly value: unknown;
}

/** What was written under a key and had not come yet; Yjs joins what one device wrote in a row. */
function since(last: Y.Item, looked: Looked): Wording[] {
  const fresh: Wording[] = [];
  for (let item: Y.Item | null = last; item; item = item.left) {
    const { client, clock } = item.id;
    const values = item.content instanceof Y.ContentAny ? (item.content.arr as unknown[]) : [];
    const known = Math.max(0, (looked.get(client) ?? 0) - clock);
    const device = deviceOfClient(client);
    for (const value of values.slice(known)) fresh.push({ device, value });
  }
  return fresh;
}

function read(
  what: News['what'],
  value: unknown,
): Pick<News, 'at' | 'word' | 'behalf'> | undefined {
  if (what === 'made')
    return typeof value === 'number' ? { at: timeIn(value), word: '' } : undefined;
  if (!Array.isArray(value)) return undefined;
  const [, at, word, , , ...whose] = value as unknown[];
  if (typeof at !== 'number') return undefined;
  const behalf = what === 'stance' ? readBehalf(whose) : undefined;
  return { at, word: typeof word === 'string' ? word : '', behalf };
}
