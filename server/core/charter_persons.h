/* Who is there, who signs and who holds a key, for core/charter*.c alone (CHARTER6 to 9, 18,
 * 28). None of these changes a charter but those that say so. */
#ifndef CORE_CHARTER_PERSONS_H
#define CORE_CHARTER_PERSONS_H

#include "core/charter_state.h"

bool charter_has_sector(const struct charter *charter, uint32_t sector);
/* True where neither key is any device's, invitation's, recovery's or proposal's, as either. */
bool charter_are_keys_new(const struct charter *charter, const struct device_keys *keys);
bool charter_is_person_new(const struct charter *charter, const uint8_t id[PERSON_ID_SIZE]);
bool charter_is_invitation_live(const struct charter_invitation *invitation, uint64_t time);
/* Whether CHARTER18 leaves the person, and its party, a number for one more device. */
bool charter_has_device_number(const struct charter *charter, uint32_t party, uint32_t person);
/* Active devices, live invitations and recoveries: the pool of CHARTER18. */
size_t charter_holder_count(const struct charter *charter, uint64_t time);
/* The keys that an invitation or a recovery carries along: room 0's current one for this box
 * key where there is one. Their form alone: ERR_MALFORMED. */
MUST_CHECK enum result charter_check_carried_key(const struct charter *charter,
						 const struct sealed_key *sealed, size_t count,
						 const uint8_t box_key[KEY_SIZE]);
/* And that they are of the current epoch. */
bool charter_is_key_current(const struct charter *charter, const struct sealed_key *sealed,
			    size_t count);

/* The device's person is a confirmed one. */
bool charter_is_author_confirmed(const struct charter *charter, const struct charter_entry *entry);
/* Whether the person signs for its party now (CHARTER6). */
bool charter_is_signer(const struct charter *charter, uint32_t person);
uint32_t charter_signer_count(const struct charter *charter, uint32_t party);
/* How many distinct signers are enough for the party: at least 1. */
uint32_t charter_signers_needed(const struct charter *charter, uint32_t party);
/* Whether the party has a signer once so many devices of the person have ended. */
bool charter_keeps_signer(const struct charter *charter, uint32_t party, uint32_t person,
			  size_t ending);

/* Changes the charter: the device that the cut names ends there. */
void charter_end_device(struct charter *charter, const struct cut *cut);
/* Changes the charter: whoever had the device may have the link to another. */
void charter_revoke_further_devices(struct charter *charter, uint32_t person, uint64_t time);

/* How many persons have a recovery. */
size_t charter_recovery_total(const struct charter *charter);
/* The person's recovery; NULL where it has none. */
const struct charter_recovery *charter_recovery_of(const struct charter *charter, uint32_t person);
/* Changes the charter: neither has one any more. */
void charter_end_recovery(struct charter *charter, uint32_t person);
void charter_end_recoveries_of_party(struct charter *charter, uint32_t party);

/* CHARTER26; changes the charter: a room without a key has nothing to change. */
void charter_await_rekey(struct charter *charter);

#endif
