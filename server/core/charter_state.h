/* What a charter consists of, for core/charter*.c alone. Parties, persons and devices are numbered
 * from 1; number n is item n − 1 of its list, and never moves. */
#ifndef CORE_CHARTER_STATE_H
#define CORE_CHARTER_STATE_H

#include "core/charter.h"

struct charter_party {
	uint32_t sector;
	uint32_t signer_rule;
	uint64_t admitted_height; /* of the entry that admitted it */
	uint32_t device_total;    /* indices it was ever given */
	bool is_removed;
};

struct charter_person {
	uint8_t id[PERSON_ID_SIZE];
	uint32_t party;
	bool is_confirmed;
};

struct charter_rules {
	struct rule items[GENESIS_MAX_RULES];
	size_t count;
};

struct charter_sectors {
	uint32_t items[GENESIS_MAX_SECTORS];
	size_t count;
};

struct charter_room {
	bool has_epoch;
	bool awaits_rekey;
	uint8_t epoch[HASH_SIZE];
};

struct charter_entry_hash {
	uint8_t bytes[HASH_SIZE];
};

enum charter_list {
	LIST_PARTIES,
	LIST_PERSONS,
	LIST_DEVICES,
	LIST_INVITATIONS,
	LIST_PROPOSALS,
	LIST_STANCES,
	LIST_ENTRIES, /* hashes, by height */
	LIST_COUNT,
};

struct list {
	void *items;
	size_t count;
	size_t cap;
};

struct charter {
	uint8_t space[HASH_SIZE];
	uint8_t head[HASH_SIZE];
	uint8_t constitution[HASH_SIZE];
	uint8_t server_key[KEY_SIZE];
	uint64_t time;
	struct charter_sectors sectors;
	struct charter_rules rules;
	struct charter_room room; /* number 0: everybody */
	struct list lists[LIST_COUNT];
};

/* Room for `extra` more, so that no push after it fails (PURE1). ERR_NO_MEMORY. */
MUST_CHECK enum result charter_reserve(struct charter *charter, enum charter_list list,
				       size_t extra);
/* The new last item, zeroed; its place was reserved. */
void *charter_push(struct charter *charter, enum charter_list list);

/* Items by number from 1; NULL or 0 outside. The caller knows whether he may write. */
struct charter_party *charter_party_at(const struct charter *charter, uint32_t number);
struct charter_person *charter_person_at(const struct charter *charter, uint32_t number);
struct charter_device *charter_device_at(const struct charter *charter, uint32_t number);
struct charter_invitation *charter_invitation_by_key(const struct charter *charter,
						     const uint8_t sign_key[KEY_SIZE]);
uint32_t charter_person_number(const struct charter *charter, const uint8_t id[PERSON_ID_SIZE]);

bool charter_has_sector(const struct charter *charter, uint32_t sector);
/* True where neither key is any device's, invitation's or proposal's, as either. */
bool charter_are_keys_new(const struct charter *charter, const struct device_keys *keys);
bool charter_is_person_new(const struct charter *charter, const uint8_t id[PERSON_ID_SIZE]);
bool charter_is_invitation_live(const struct charter_invitation *invitation, uint64_t time);
/* Active devices and live invitations: the pool of CHARTER18. */
size_t charter_holder_count(const struct charter *charter, uint64_t time);
bool charter_has_active_device(const struct charter *charter, uint32_t person);
/* How many distinct signers act for the party (CHARTER6): at least 1. */
uint32_t charter_signers_needed(const struct charter *charter, uint32_t party);
/* Whether the author and cosigners act for the author's party. */
bool charter_party_acts(const struct charter *charter, const struct statement *statement);
/* Adds a person of a party, and a device of a person; places were reserved. */
uint32_t charter_add_person(struct charter *charter, const uint8_t id[PERSON_ID_SIZE],
			    uint32_t party, bool is_confirmed);
void charter_add_device(struct charter *charter, const struct device_keys *keys, uint32_t party,
			uint32_t person);

/* One per statement type; each leaves the charter untouched when it refuses. */
typedef enum result charter_rule_function(struct charter *, const struct charter_entry *);
charter_rule_function charter_apply_genesis, charter_apply_invite, charter_apply_join,
	charter_apply_confirm, charter_apply_propose, charter_apply_consent, charter_apply_enact,
	charter_apply_rekey, charter_apply_retire, charter_apply_object, charter_apply_withdraw,
	charter_apply_revoke;

#endif
