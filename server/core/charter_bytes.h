// clang-format off
/* A charter's state as bytes: what two programs compare, and what a server keeps beside its log.
 *
 * The *state* is everything that charter_apply() reads later, and nothing else, so that two
 * charters of one hash answer every later entry alike. web/src/core/testing/state_bytes.ts writes
 * the same bytes. Numbers are big-endian; a list is a u32 count and its items; "keys" are a sign
 * key and a box key; a flag byte sums 1 and 2 for what is true of the two things named. Parties,
 * persons, devices and proposals are numbered from 1 in the order in which they came; 0 is nobody.
 *
 *   u8 version (2) · space · server · head · constitution · u64 entries · u64 time ·
 *   u8 flags (awaits a rekey, closed)
 *   server          key · u16 size of the address · address
 *   sectors         u32
 *   rules           u32 act · u32 parties · u32 sectors · u32 notice days
 *   parties         u32 sector · u32 signer rule · u64 height of its admission · u8 flags (gone,
 *                   rests)
 *   persons         id · u32 party · u8 confirmed · list of who confirmed it so far (u32 person),
 *                   empty once it is confirmed
 *   devices         keys · u32 person · u64 counter · u8 flags (ended, has rekeyed or reported) ·
 *                   u64 when it did · u64 on trial until · u64 seq and hash of its cut
 *   invitations     keys · u32 party · u32 sector · u32 replaces · u32 person · u32 inviting party ·
 *                   u32 inviting device · u64 expires · u8 flags (used, revoked)
 *   recoveries      u32 person · keys · tag; of those that have one, rising
 *   spent keys      a key; those of recoveries that are over, rising
 *   strangers       u32 party · u32 sleeper; both active, rising
 *   epochs          hash · u8 reported
 *   proposals       hash · subject's hash · u32 act · u32 party · u32 person · u64 height ·
 *                   u64 time · u64 expires · u8 enacted or withdrawn · what it would do, by act:
 *                   entrance: invitation · u32 sector · u32 signer rule · person's id · keys ·
 *                   u32 replaces; removal, rest: u32 party; rules, sectors, server: as above;
 *                   end devices: u32 person · u32 device; set signers: u32; clear recovery:
 *                   u32 person
 *   stances         u32 proposal · u32 person · u8 objection · u64 expires · hash; the live ones on
 *                   open proposals, by proposal and then as they came
 *
 * Left out, as nothing later depends on it: expired, voided and withdrawn stances, and those on
 * proposals that are over; confirmations of the confirmed; the debt of strangers to who is gone.
 * Left out as it follows: counts of devices, a device's party, the set of all keys.
 *
 * What is *kept* is u32 size and bytes of the state, what the server alone asks about (per party
 * u64 height of the last entry it signed; every recovery there was, in order: u32 person · u8 over
 * · keys · tag), and H(charter-state, all that). The hashes of the entries stand in the log. */
// clang-format on
#ifndef CORE_CHARTER_BYTES_H
#define CORE_CHARTER_BYTES_H

#include "base/bytes.h"
#include "base/result.h"
#include "core/charter.h"

#define CHARTER_BYTES_VERSION 2u
/* No charter that anybody fills by hand comes near. */
#define CHARTER_MAX_BYTES (256u << 20)

/* The state; see buffer_result(). */
void charter_append_state(const struct charter *charter, struct buffer *out);
/* H(charter-state, state). Expected failures: ERR_TOO_LARGE, ERR_NO_MEMORY. */
MUST_CHECK enum result charter_state_hash(const struct charter *charter,
					  uint8_t hash_out[HASH_SIZE]);

/* What is kept. */
void charter_append_kept(const struct charter *charter, struct buffer *out);
/* True for what an older version kept: that is of no use, and not wrong. */
bool charter_is_kept_older(struct bytes kept);
/* What was kept, and the hashes of its entries, HASH_SIZE each: owned, free with charter_free().
 * Takes only the very bytes that charter_append_kept() would write. Expected failures:
 * ERR_MALFORMED, ERR_NO_MEMORY. */
MUST_CHECK enum result charter_read_kept(struct bytes kept, struct bytes entry_hashes,
					 struct charter **charter_out);

#endif
