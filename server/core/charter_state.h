/* What a charter consists of, for core/charter*.c alone. Parties, persons and devices are numbered
 * from 1; number n is item n − 1 of its list, and never moves. */
#ifndef CORE_CHARTER_STATE_H
#define CORE_CHARTER_STATE_H

#include "base/shared_list.h"
#include "core/charter_records.h"

/* No item of a list is larger. */
#define CHARTER_ITEM_MAX 512u

enum charter_list {
	LIST_PARTIES,
	LIST_PERSONS,
	LIST_DEVICES,
	LIST_INVITATIONS,
	LIST_RECOVERIES,
	LIST_CONFIRMATIONS,
	LIST_STRANGERS,
	LIST_EPOCHS,
	LIST_PROPOSALS,
	LIST_STANCES,
	LIST_ENTRIES, /* hashes, by height */
	LIST_COUNT,
};

struct charter {
	uint8_t space[HASH_SIZE];
	uint8_t head[HASH_SIZE];
	uint8_t constitution[HASH_SIZE];
	struct charter_server server;
	uint64_t time;
	struct charter_sectors sectors;
	struct charter_rules rules;
	bool awaits_rekey; /* room 0 */
	bool is_closed;
	bool is_spoilt; /* a change found no memory */
	struct shared_list lists[LIST_COUNT];
	/* Where changes go that found no memory. */
	_Alignas(8) uint8_t spoilt_item[CHARTER_ITEM_MAX];
};

static inline size_t charter_count(const struct charter *charter, enum charter_list list)
{
	return charter->lists[list].count;
}

/* By place from 0, which is below charter_count(). */
static inline const void *charter_item(const struct charter *charter, enum charter_list list,
				       size_t index)
{
	return shared_list_at(&charter->lists[list], index);
}

/* The same to be changed, and a new last one, zeroed. What was read of the item before is of the
 * charter that this one was cloned from, and stays as it was. Never NULL: without memory the
 * charter is spoilt, and charter_apply() ends with ERR_NO_MEMORY. */
void *charter_change(struct charter *charter, enum charter_list list, size_t index);
void *charter_push(struct charter *charter, enum charter_list list);
void charter_truncate(struct charter *charter, enum charter_list list, size_t count);

/* Items by number from 1; NULL or 0 outside. */
const struct charter_party *charter_party_at(const struct charter *charter, uint32_t number);
const struct charter_person *charter_person_at(const struct charter *charter, uint32_t number);
const struct charter_device *charter_device_at(const struct charter *charter, uint32_t number);
uint32_t charter_person_number(const struct charter *charter, const uint8_t id[PERSON_ID_SIZE]);
uint32_t charter_invitation_number(const struct charter *charter, const uint8_t sign_key[KEY_SIZE]);

/* The same to be changed, where there is one. */
struct charter_party *charter_change_party(struct charter *charter, uint32_t number);
struct charter_person *charter_change_person(struct charter *charter, uint32_t number);
struct charter_device *charter_change_device(struct charter *charter, uint32_t number);
struct charter_invitation *charter_change_invitation(struct charter *charter, uint32_t number);

/* Adds a person of a party, and a device of a person. */
uint32_t charter_add_person(struct charter *charter, const uint8_t id[PERSON_ID_SIZE],
			    uint32_t party, bool is_confirmed);
struct charter_device *charter_add_device(struct charter *charter, const struct device_keys *keys,
					  uint32_t party, uint32_t person);

/* One per statement type; each leaves the charter untouched when it refuses. */
typedef enum result charter_rule_function(struct charter *, const struct charter_entry *);
charter_rule_function charter_apply_genesis, charter_apply_invite, charter_apply_join,
	charter_apply_confirm, charter_apply_propose, charter_apply_consent, charter_apply_enact,
	charter_apply_rekey, charter_apply_retire, charter_apply_object, charter_apply_withdraw,
	charter_apply_revoke, charter_apply_set_recovery, charter_apply_recover, charter_apply_wake,
	charter_apply_bad_rekey;

#endif
