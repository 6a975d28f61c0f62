/**
 * Every hash, signature and associated data starts with a label, so that bytes made for
 * one use mean nothing in another. The prefix is frozen: changing it orphans every space.
 */
import { utf8 } from '../core/bytes';

const PREFIX = 'samskap/1/';

export type HashKind =
  | 'statement'
  | 'entry'
  | 'core'
  | 'record'
  | 'subject'
  | 'grants'
  | 'leaf'
  | 'node'
  | 'empty'
  | 'body'
  | 'commitment'
  | 'space'
  | 'grant-key'
  | 'wrap-key'
  | 'invite-sign'
  | 'invite-box'
  | 'invite-card'
  | 'lane'
  | 'words'
  | 'recover-sign'
  | 'recover-box'
  | 'locator'
  | 'recovery-tag'
  | 'charter-state'
  | 'aloud'
  | 'slip';
export type SignatureKind = 'statement' | 'core' | 'head' | 'request' | 'hand';
export type AdKind = 'record-ad' | 'grant-ad' | 'wrap-ad' | 'card-ad' | 'reason-ad';

type Kind = HashKind | SignatureKind | AdKind | 'statements' | 'hand-file';

const written = new Map<Kind, Uint8Array>();

/** To be read only: it is the same array every time. */
export function label(kind: Kind): Uint8Array {
  const bytes = written.get(kind) ?? utf8(`${PREFIX}${kind}\0`);
  written.set(kind, bytes);
  return bytes;
}
