/**
 * sync/log.ts where each leaf is taken once: for simulations of thousands of plans alone. The devices of a plan
 * all read the same leaves, and what follows from a state and a leaf is the same for each (LogState is read only).
 */
import type { Result } from '../../core/errors';
import type { Frame } from '../../proto/frames';
import type { Hex } from '../../core/bytes';
import { nameOf } from '../../core/testing/once';
import type * as Log from '../log';
import type { LogState, Step, Trust } from '../log';

/** What follows upon a state, by the leaf; of more histories than these the older ones are taken anew. */
const MOST_NEXT = 16;

export function sharedLog(log: typeof Log): typeof Log {
  const next = new WeakMap<LogState, Map<string, Result<Step>>>();
  const takeLeaf = (state: LogState, frame: Frame, space: Hex, trust: Trust): Result<Step> => {
    const known = next.get(state) ?? new Map<string, Result<Step>>();
    next.set(state, known);
    const name = `${space} ${frame.type} ${nameOf(frame.payload)}`;
    // What was verified is what it would be without; never the other way.
    const verified = trust === 'trusted' ? known.get(`verify ${name}`) : undefined;
    const step =
      verified ?? known.get(`${trust} ${name}`) ?? log.takeLeaf(state, frame, space, trust);
    if (known.size >= MOST_NEXT) known.clear();
    if (!verified) known.set(`${trust} ${name}`, step);
    return step;
  };
  return { ...log, takeLeaf };
}
