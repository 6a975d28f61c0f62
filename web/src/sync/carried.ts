/** What others said and gave along by hand: delivered, each after what it answers. */
import { charterApply } from '../core/charter/apply';
import type { CharterState } from '../core/charter/state';
import type { Result } from '../core/errors';
import { hash } from '../crypto/hash';
import { decodeStatement } from '../proto/charter';
import { dropCarried, type Carried } from './records';
import type { Space } from './space';

/** What a device says for itself, or what rests on the log as one device holds it. */
export const BY_LINE_ONLY: readonly string[] = [
  'genesis',
  'join',
  'recover',
  'enact',
  'rekey',
  'retire',
  'bad-rekey',
];

export async function forgetCarried(space: Space, { hash: gone }: Carried): Promise<Result<null>> {
  const written = await space.store.write([dropCarried(space.id, gone)]);
  if (written.ok) space.carried = space.carried.filter((one) => one.hash !== gone);
  return written;
}

/** Each after what it answers: a yes before its proposal would be refused, and lost. */
export function inOrder(space: Space): readonly Carried[] {
  const { charter } = space.log;
  return charter ? expect(charter, space.carried).order : space.carried;
}

/** The agreement with all of it in, as far as it fits; what does not stands last. */
export function expect<S extends Pick<Carried, 'signed'>>(
  charter: CharterState,
  said: readonly S[],
  now = charter.time,
): { readonly state: CharterState; readonly order: readonly S[] } {
  let state = charter;
  let left = said;
  const order: S[] = [];
  for (let isNews = true; isNews;) {
    const before = left;
    left = left.filter((one) => {
      const next = place(state, one.signed, now);
      if (!next) return true;
      state = next;
      order.push(one);
      return false;
    });
    isNews = left.length < before.length;
  }
  return { state, order: [...order, ...left] };
}

function place(state: CharterState, signed: Uint8Array, now: bigint): CharterState | undefined {
  const decoded = decodeStatement(signed, hash);
  if (!decoded.ok) return undefined;
  const { statement } = decoded.value;
  const time = now > state.time ? now : state.time; // CHARTER2
  // The place's own hash is not known before a server gives one: the statement's stands for it.
  const ids = { hash: statement.hash, previous: state.head, statement: statement.hash };
  const position = { ...ids, height: state.height + 1n, time };
  const facts = { isVerified: true, doCutsFit: true, isSilent: true };
  const next = charterApply(state, { position, statement }, facts);
  return next.ok ? next.value : undefined;
}
