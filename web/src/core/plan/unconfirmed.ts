/**
 * FILE6: what somebody else wrote, came by hand, and is not in the log yet. It can be read, and
 * decides nothing: no yes, no stop, no answer and no opening counts until the log has it.
 *
 * It goes with the document, and not as one of `LogFacts`: those are handed to whoever asks for them,
 * and whoever forgot to would count what has not come. Of a document that no hand has touched, all counts.
 */
import type * as Y from 'yjs';
import { wordingsIn, type FieldValue, type Wording } from './document';

type Test = (client: number, clock: number) => boolean;

const tests = new WeakMap<Y.Doc, Test>();

/** `isIt` is asked for each written thing of the document, from now on. */
export function markUnconfirmed(doc: Y.Doc, isIt: Test): void {
  tests.set(doc, isIt);
}

export function isUnconfirmed(
  { doc }: Y.Map<FieldValue>,
  { client, clock }: Pick<Wording, 'client' | 'clock'>,
): boolean {
  return doc !== null && tests.get(doc)?.(client, clock) === true;
}

/** What stands under a key without what has not come, and of one device only where it is told. */
export function confirmedIn(map: Y.Map<FieldValue>, key: string, by?: number): unknown {
  const isIt = (one: Wording): boolean =>
    (by === undefined || one.device === by) && !isUnconfirmed(map, one);
  return wordingsIn(map, key).find(isIt)?.value;
}

/** The item as a whole: whoever made it did so in what has not come. */
export function isMadeUnconfirmed(map: Y.Map<FieldValue>): boolean {
  const first = map.doc && tests.has(map.doc) ? wordingsIn(map, 'made').at(-1) : undefined;
  return first !== undefined && isUnconfirmed(map, first);
}
