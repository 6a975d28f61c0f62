/** What stands in an item, read as what it must be; anything else is not there. */
import { isOrderKey } from '../order_key';
import { MAX_SHORT, type Author, type Item } from './items';
import { isClock, isDay } from './schema';

export interface Written {
  readonly id: string;
  readonly created: Author;
  readonly edited: Author;
  readonly returned: boolean;
}

export function written({ id, created, edited, returned }: Item): Written {
  return { id, created, edited, returned };
}

export function textIn(item: Item, field: string): string {
  return item.texts.get(field) ?? '';
}

export function shortIn(item: Item, field: string): string {
  const value = item.fields.get(field);
  return typeof value === 'string' ? value.slice(0, MAX_SHORT) : '';
}

export function oneIn<T extends string>(
  item: Item,
  field: string,
  known: readonly T[],
): T | undefined {
  return known.find((one) => one === item.fields.get(field));
}

/** YYYY-MM-DD; '' where it is open. */
export function dayIn(item: Item, field: string): string {
  const value = shortIn(item, field);
  return isDay(value) ? value : '';
}

export function clockIn(item: Item, field: string): string {
  const value = shortIn(item, field);
  return isClock(value) ? value : '';
}

export function numberIn(item: Item, field: string): number | null {
  const value = item.fields.get(field);
  return typeof value === 'number' && Number.isSafeInteger(value) ? value : null;
}

/** 0 where it is of no group. */
export function partyIn(item: Item): number {
  return partyOf(item.fields.get('party'));
}

export function partyOf(value: unknown): number {
  return Number.isSafeInteger(value) ? Number(value) : 0;
}

/** So that what belongs together is found without looking through all of it each time. */
export function groupedBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}

export function isSet(item: Item, field: string): boolean {
  return item.fields.get(field) === 1;
}

export function orderIn(item: Item): string {
  const value = item.fields.get('order');
  return isOrderKey(value) ? value : '';
}

/** Texts under `FAMILY/NUMBER`, by number; empty ones are not there. */
export function numberedTexts(item: Item, family: string): { number: number; text: string }[] {
  return [...item.texts]
    .flatMap(([field, text]) => {
      const number = numberAfter(family, field);
      return number === undefined || text === '' ? [] : [{ number, text }];
    })
    .sort((a, b) => a.number - b.number);
}

/** Fields under `FAMILY/NUMBER` that hold a number. */
export function numberedFields(item: Item, family: string): [number: number, value: number][] {
  return [...item.fields.keys()]
    .flatMap((field): [number, number][] => {
      const [number, value] = [numberAfter(family, field), numberIn(item, field)];
      return number === undefined || value === null ? [] : [[number, value]];
    })
    .sort(([a], [b]) => a - b);
}

function numberAfter(family: string, name: string): number | undefined {
  const [, own, number] = /^([a-z]+)\/([1-9]\d{0,3})$/.exec(name) ?? [];
  return own === family ? Number(number) : undefined;
}

export function byOrder(a: Item, b: Item): number {
  const [x, y] = [`${orderIn(a)}/${a.id}`, `${orderIn(b)}/${b.id}`];
  return x < y ? -1 : x > y ? 1 : 0;
}

export function byMade(a: Item, b: Item): number {
  return a.created.at - b.created.at || (a.id < b.id ? -1 : 1);
}
