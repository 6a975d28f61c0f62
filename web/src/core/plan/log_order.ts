/**
 * In which order what people wrote came into the log: the same on every device, and by nobody's
 * clock. What is not in the log yet comes after all that is.
 */
import type * as Y from 'yjs';
import { deviceOfClient } from './document';
import type { Clocks } from './inspect';

/** The place of one written thing; Infinity where the log does not have it yet. */
export type PlaceOf = (client: number, clock: number) => number;

/** Up to which clock a client had come, record by record; both grow. */
interface Step {
  readonly end: number;
  readonly place: number;
}

export const NOT_IN_THE_LOG: PlaceOf = () => Infinity;

const places = new WeakMap<Y.Doc, PlaceOf>();

/** Of the log that the document is read from, from now on. */
export function placeIn(doc: Y.Doc, placeOf: PlaceOf): void {
  places.set(doc, placeOf);
}

export function placesOf(doc: Y.Doc): PlaceOf {
  return places.get(doc) ?? NOT_IN_THE_LOG;
}

/** What the log tells of a document, and the document does not tell of itself. */
export interface LogFacts {
  readonly placeOf: PlaceOf;
  readonly whoseIs: (device: number) => Whose;
}

export interface Whose {
  readonly person: string;
  readonly isConfirmed: boolean;
  /** Has a device left, in a group that is in the plan. */
  readonly isHere: boolean;
}

/** Of a document alone: each device a person, here and confirmed. */
export const NO_LOG: LogFacts = {
  placeOf: NOT_IN_THE_LOG,
  whoseIs: (device) => ({ person: String(device), isConfirmed: true, isHere: true }),
};

export class LogOrder {
  readonly #steps = new Map<number, Step[]>();
  #count = 0;

  /** One record of a device was taken over, and brought its clients to `clocks`. */
  take(device: number, clocks: Clocks): void {
    this.#count++;
    for (const [client, end] of clocks) {
      if (deviceOfClient(client) !== device) continue;
      const steps = this.#steps.get(client) ?? [];
      if (end > (steps.at(-1)?.end ?? 0)) steps.push({ end, place: this.#count });
      this.#steps.set(client, steps);
    }
  }

  readonly placeOf: PlaceOf = (client, clock) => {
    const step = this.#steps.get(client)?.find(({ end }) => clock < end);
    return step?.place ?? Infinity;
  };
}
