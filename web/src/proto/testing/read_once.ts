/**
 * proto/strict.ts where the same bytes are read once: for simulations of thousands of plans alone. All devices of a
 * plan read the same messages, and none of them changes what it has read.
 */
import type { Result } from '../../core/errors';
import type { Schema } from '../codec';
import { Form } from '../form';
import type * as Strict from '../strict';
import type { Counts } from '../strict';

const MOST_KEPT = 4000;

export function readOnce(strict: typeof Strict): typeof Strict {
  const known = new Map<unknown, Map<string, Result<unknown>>>();
  function decodeStrict<T>(schema: Schema<T>, bytes: Uint8Array, counts?: Counts): Result<T> {
    const messages = known.get(schema) ?? new Map<string, Result<unknown>>();
    known.set(schema, messages);
    const name = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
    const message = messages.get(name) ?? strict.decodeStrict(schema, bytes.slice(), counts);
    if (messages.size > MOST_KEPT) messages.clear();
    messages.set(name, message);
    return message as Result<T>; // by this schema
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
