/**
 * Which check stops which row, and what a client without it consists of. Where two checks stop the
 * same, both have a line and the attack removes both.
 */
import type { Removal } from './support/bundle';

const APPLY = 'core/charter/apply.ts';
const PEOPLE = 'core/charter/people.ts';
const KEYS = 'core/charter/keys.ts';
const STANCE = 'core/charter/stance.ts';

/** CHARTER3: E01, E04, E18, E20. */
export const SIGNATURES: Removal = {
  file: APPLY,
  text: "if (!facts.isVerified) return 'signature';",
  by: '',
};

/** CHARTER1: E04, E07. */
export const SPACE_OF_STATEMENT: Removal = {
  file: APPLY,
  text: "if (state && statement.space !== state.space) return 'malformed';",
  by: '',
};

/** KEYS5, LOG5: E07. The id is the genesis's hash. */
export const SPACE_OF_GENESIS: Removal = {
  file: 'sync/log.ts',
  text: "if (next.value.space !== space) return refuse('malformed');",
  by: '',
};

/** CHARTER12: E01. */
export const CERTIFICATE: Removal = {
  file: 'core/charter/enact.ts',
  text: "if (certificate !== 'ok' || !proposal) return certificate;",
  by: 'if (!proposal) return certificate;',
};

/** CHARTER12: E03. */
export const SECTORS_COUNTED: Removal = {
  file: 'core/charter/certificate.ts',
  text: ' || sectors.size < needed.sectors',
  by: '',
};

/** CHARTER11: E03. */
export const ONE_CONSENT_EACH: Removal = {
  file: STANCE,
  text: "if (stanceOf(draft, proposal, author.person, position.time)) return 'conflict';",
  by: '',
};

/** CHARTER11: E04. */
export const SUBJECT_OF_CONSENT: Removal = {
  file: STANCE,
  text: "if (body.subject !== proposal.subjectHash) return 'malformed';",
  by: '',
};

/** CHARTER8: E02, E09. */
export const ENTRANCE_ONCE: Removal = {
  file: PEOPLE,
  text: 'const over = whyOver(invitation, time);\n  if (over) return over;',
  by: '',
};

/** CHARTER8: E02 (with ENTRANCE_ONCE), E06. */
export const KEYS_NEW: Removal = {
  file: PEOPLE,
  text: 'return isMeant && areKeysNew(state, comer.device) ?',
  by: 'return isMeant ?',
};

/** CHARTER8: E05, and with the two before E02. */
export const PERSON_NEW: Removal = {
  file: PEOPLE,
  text: "invitation.person === '' ? isNew : comer.person === invitation.person;",
  by: 'true || isNew;',
};

/** CHARTER8: E09. */
export const ENTRANCE_EXPIRES: Removal = {
  file: 'core/charter/state.ts',
  text: "return expires > time ? undefined : 'expired';",
  by: 'return undefined;',
};

/** KEYS10: E06. */
export const WORDS_OF_ENTRY: Removal = {
  file: 'app/recovery_commands.ts',
  text: 'aloud(entry.position.hash)',
  by: 'aloud(ask.person)',
};

/** KEYS6: E08. What stands after `#` is nobody's but the browser's. */
export const SECRET_UNSENT: Removal = {
  file: 'crypto/invitation.ts',
  text: 'return `${origin}${PATH}#${code}`;',
  by: 'return `${origin}${PATH}?${code}`;',
};

/** CHARTER16: E10 (with KEY_FITS and BAD_KEY_REPORTED). */
export const GRANTS_SIGNED: Removal = {
  file: KEYS,
  text: "if (body.grantsHash !== body.heldHash) return 'malformed';",
  by: '',
};

/** KEYS4: E10 (with GRANTS_SIGNED and BAD_KEY_REPORTED). */
export const KEY_FITS: Removal = {
  file: 'crypto/epoch_key.ts',
  text: 'return commitmentOf(room, key) === commitment ? key : undefined;',
  by: 'return key;',
};

/** COMMIT2: E15 (with PLACE_SEALED and CLOCKS_FOLLOW). */
export const RECORDS_SIGNED: Removal = {
  file: 'proto/commit.ts',
  text: 'if (!isVoid && !doRecordsFit(core.records, signed.payload, hashRecord))',
  by: 'if (false as boolean)',
};

/** COMMIT4: E15 (with RECORDS_SIGNED and CLOCKS_FOLLOW). */
export const PLACE_SEALED: Removal = {
  file: 'crypto/record.ts',
  text: `    u32(context.device),
    u64(context.seq),
    u32(context.index),
    unhex(context.lane),
    u8(context.kind),
    unhex(context.previous),
    unhex(context.charterHead),
`,
  by: '',
};

/** EDIT2: E15 (with the two before). */
export const CLOCKS_FOLLOW: Removal = {
  file: 'core/plan/inspect.ts',
  text: ' || !isNext || ',
  by: ' || ',
};

/** WIRE8: E16, in heads. */
export const HEAD_VERSION: Removal = {
  file: 'proto/sync.ts',
  text: "if (value.version !== 1) return refuse('unsupported');",
  by: '',
};

/** WIRE8: E16, in what a server says of itself. */
export const SERVER_VERSION: Removal = {
  file: 'proto/sync.ts',
  text: "if (protocol !== 1) return refuse('unsupported');",
  by: '',
};

/** CHARTER28: E18. */
export const OLD_WORDS_SIGN: Removal = {
  file: 'core/charter/recovery.ts',
  text: "if (replaces !== (person.recovery?.signKey ?? '')) return 'conflict';",
  by: '',
};

/** CHARTER16: E20. */
export const REKEY_PAUSE: Removal = {
  file: KEYS,
  text: "if (isTooSoon(author, position.time) && !draft.awaitsRekey) return 'quota';",
  by: '',
};

/** CHARTER16: E20. */
export const GRANTS_FOR_ALL: Removal = {
  file: KEYS,
  text: "if (!doGrantsFit(draft, body.grants, position.time)) return 'malformed';",
  by: '',
};

/** CHARTER32: E20, and E10 (with GRANTS_SIGNED and KEY_FITS). */
export const BAD_KEY_REPORTED: Removal = {
  file: 'sync/duties.ts',
  text: 'if (doesKeyFit(space, current)) return;',
  by: 'return;',
};

/** COMMIT3: E21. */
export const NONCE_DRAWN: Removal = {
  file: 'crypto/record.ts',
  text: 'const nonce = random(NONCE_BYTES);',
  by: 'const nonce = new Uint8Array(NONCE_BYTES);',
};

/** COMMIT8: E22. */
export const ENDED_SAYS_NOTHING: Removal = {
  file: 'sync/log.ts',
  text: "if (device.cut && core.seq > device.cut.seq) return 'ended';",
  by: '',
};

/** COMMIT6: E25. */
export const ONE_CORE_A_SEQ: Removal = {
  file: 'sync/log.ts',
  text: "if (seq <= last) return 'conflict';",
  by: 'if (seq <= last) return "ok";',
};

/** LOG5: E25. */
export const FORKS_NOTED: Removal = {
  file: 'sync/replay.ts',
  text: 'if (known !== undefined && known !== head.root) space.isForked = true;',
  by: '',
};

/** WIRE9: E26. */
export const NO_SMALL_ORDER: Removal = {
  file: 'crypto/verify.ts',
  text: ' && !point.isSmallOrder()',
  by: '',
};

/** A bomb. */
export const REPLY_LIMIT: Removal = {
  file: 'sync/transport.ts',
  text: 'if (size <= MAX_REPLY_BYTES) continue;',
  by: 'continue;',
};
