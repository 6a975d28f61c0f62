/**
 * proto/strict.ts where the same bytes are read once: for simulations of thousands of plans alone. All devices of a
 * plan read the same messages, and none of them changes what it has read.
 */
import type { Result } from '../../core/errors';
import { nameOf, once } from '../../core/testing/once';
import type { Schema } from '../codec';
import { Form } from '../form';
import type * as Strict from '../strict';
import type { Counts } from '../strict';

type Remember = ReturnType<typeof once<Result<unknown>>>;

export function readOnce(strict: typeof Strict): typeof Strict {
  const known = new Map<unknown, Remember>();
  function decodeStrict<T>(schema: Schema<T>, bytes: Uint8Array, counts?: Counts): Result<T> {
    const message = known.get(schema) ?? once<Result<unknown>>();
    known.set(schema, message);
    const decode = (): Result<T> => strict.decodeStrict(schema, bytes.slice(), counts);
    return message(nameOf(bytes), decode) as Result<T>; // by this schema
  }
  const read: typeof strict.read = (schema, bytes, counts, convert) => {
    const decoded = decodeStrict(schema, bytes, counts);
    if (!decoded.ok) return decoded;
    const form = new Form();
    const value = convert(decoded.value, form);
    return form.isSound ? strict.accept(value) : strict.refuse('malformed');
  };
  return { ...strict, decodeStrict, read };
}
