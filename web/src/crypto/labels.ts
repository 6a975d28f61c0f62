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
  | 'aloud';
export type SignatureKind = 'statement' | 'core' | 'head' | 'request';
export type AdKind = 'record-ad' | 'grant-ad' | 'wrap-ad' | 'card-ad' | 'reason-ad';

export function label(kind: HashKind | SignatureKind | AdKind | 'statements'): Uint8Array {
  return utf8(`${PREFIX}${kind}\0`);
}
