/* What the bodies of statements say, as decoded, and their limits; those about
 * proposals are in statement_votes.h, those about keys in statement_keys.h.
 *
 * Spans and pointers are borrowed from the message and its arena. Only the form of
 * what stands here has been checked (WIRE2 to WIRE8). */
#ifndef CORE_STATEMENT_BODIES_H
#define CORE_STATEMENT_BODIES_H

#include "base/bytes.h"

#define HASH_SIZE 32u
#define KEY_SIZE 32u
#define PERSON_ID_SIZE 16u
#define SIGNATURE_SIZE 64u
#define SEALED_KEY_SIZE 80u
#define WRAPPED_KEY_SIZE 72u
#define GENESIS_MAX_PARTIES 8u
#define GENESIS_MAX_SECTORS 16u
#define GENESIS_MAX_RULES 16u
#define INVITE_MAX_CARD_BYTES 1024u

enum act {
	ACT_ADMIT_PARTY = 1,
	ACT_REMOVE_PARTY = 2,
	ACT_SET_RULES = 3,
	ACT_SET_SECTORS = 4,
	ACT_REST_PARTY = 5,
	ACT_REPLACE_PARTY = 6,
	ACT_MOVE_SERVER = 7,
	ACT_CLOSE = 8,
	/* From here on a party decides alone. */
	ACT_END_DEVICES = 9,
	ACT_SET_SIGNERS = 10,
	ACT_LEAVE = 11,
	ACT_CLEAR_RECOVERY = 12,
};

struct device_keys {
	uint8_t sign_key[KEY_SIZE];
	uint8_t box_key[KEY_SIZE];
};

struct founding_party {
	uint32_t sector;
	uint32_t signer_rule;
	uint8_t person[PERSON_ID_SIZE];
	struct device_keys device;
};

struct rule {
	enum act act;
	uint32_t parties;
	uint32_t sectors;
	uint32_t notice_days;
};

struct rule_list {
	const struct rule *items;
	size_t count;
};

struct sector_list {
	const uint32_t *items;
	size_t count;
};

struct genesis {
	uint8_t server_key[KEY_SIZE];
	struct sector_list sectors;
	struct rule_list rules;
	const struct founding_party *parties;
	size_t party_count;
};

struct sealed_key {
	uint32_t room;
	uint8_t epoch[HASH_SIZE];
	uint8_t box_key[KEY_SIZE];
};

struct invite {
	uint32_t party; /* 0: a new one */
	uint32_t sector;
	struct device_keys keys;
	uint64_t expires; /* seconds since 1970, as every time here */
	const struct sealed_key *sealed;
	size_t sealed_count;
	bool has_person; /* for a further device of this one; otherwise zeros */
	uint8_t person[PERSON_ID_SIZE];
	uint32_t replaces; /* party whose place a new one would take; 0: none */
};

struct join {
	uint8_t invitation[KEY_SIZE];
	uint8_t person[PERSON_ID_SIZE];
	struct device_keys device;
};

struct confirm {
	uint8_t person[PERSON_ID_SIZE];
};

/* The last commit of a device that ends. */
struct cut {
	uint32_t device;
	uint64_t seq; /* 0: it sent nothing */
	uint8_t core_hash[HASH_SIZE];
};

struct retire {
	struct cut cut;
};

struct revoke {
	uint8_t invitation[KEY_SIZE];
};

#endif
