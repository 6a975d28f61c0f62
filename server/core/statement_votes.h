/* What is put to the parties, said to it, and done about it, as decoded.
 *
 * Spans and pointers are borrowed from the message and its arena. Only the form of
 * what stands here has been checked (WIRE2 to WIRE8). */
#ifndef CORE_STATEMENT_VOTES_H
#define CORE_STATEMENT_VOTES_H

#include "core/statement_bodies.h"

#define OBJECT_MAX_REASON_BYTES 2048u
#define ENACT_MAX_CUTS 1000u
#define WAKE_MAX_ACCEPTS 64u
#define MOVE_MAX_ADDRESS_BYTES 256u

struct admit_party {
	uint8_t invitation[KEY_SIZE];
	uint32_t sector;
	uint32_t signer_rule;
	uint8_t person[PERSON_ID_SIZE];
	struct device_keys device;
	uint32_t replaces; /* party; 0 in an admission */
};

/* The address may be too long or no address: CHARTER20 tells. */
struct move_server {
	uint8_t server_key[KEY_SIZE];
	struct bytes address;
};

struct end_devices {
	uint8_t person[PERSON_ID_SIZE];
	uint32_t device; /* 0: all of them */
};

struct propose {
	enum act act;
	struct bytes subject; /* exact bytes, for its hash */
	union {
		struct admit_party admit; /* or one in another's place */
		uint32_t party;           /* to remove, or to rest */
		struct rule_list rules;
		struct sector_list sectors;
		struct move_server move;
		struct end_devices ending;
		uint32_t signer_rule;
		uint8_t person[PERSON_ID_SIZE]; /* whose recovery is cleared */
	};
	uint64_t expires;
};

struct consent {
	uint8_t proposal[HASH_SIZE];
	uint8_t subject[HASH_SIZE];
	uint8_t constitution[HASH_SIZE];
	uint64_t expires;
};

struct enact {
	uint8_t proposal[HASH_SIZE];
	const struct sealed_key *sealed;
	size_t sealed_count;
	const struct cut *cuts;
	size_t cut_count;
};

/* The reason is for devices alone: its form is checked and it is left in the entry. */
struct object {
	uint8_t proposal[HASH_SIZE];
};

struct withdraw {
	uint8_t statement[HASH_SIZE];
};

struct wake {
	const uint32_t *accepts; /* parties */
	size_t accept_count;
};

#endif
