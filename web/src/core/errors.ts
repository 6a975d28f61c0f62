/** The names of proto/errors.proto as they are used in problem types: lower case, dashes, no prefix. */
export const ERROR_NAMES = [
  'ok',
  'malformed',
  'too-large',
  'unauthorized',
  'stale-time',
  'forbidden',
  'not-found',
  'conflict',
  'gap',
  'stale-epoch',
  'stale-charter',
  'ended',
  'quota',
  'busy',
  'ahead',
  'unsupported',
  'expired',
  'used',
  'no-consent',
  'notice',
  'limit',
  'signature',
  'method',
  'full',
  'io',
  'no-memory',
  'moved',
] as const;

export type ErrorName = (typeof ERROR_NAMES)[number];

/** A refusal, or the value: expected failures are returned, a throw is a bug. */
export type Result<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: ErrorName };
