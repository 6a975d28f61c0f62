/* What stands in a charter's lists, for core/charter*.c alone; proposals and stances are in
 * charter_decide.h, whoever holds a key in charter_holders.h. */
#ifndef CORE_CHARTER_RECORDS_H
#define CORE_CHARTER_RECORDS_H

#include "core/charter.h"

struct charter_party {
	uint32_t sector;
	uint32_t signer_rule;
	uint64_t admitted_height; /* of the entry that admitted it */
	uint64_t heard_height;    /* of the last entry that a device or recovery of it signed */
	uint32_t device_total;    /* indices it was ever given */
	bool is_gone;             /* removed, replaced, or it left */
	bool is_resting;
};

struct charter_person {
	uint8_t id[PERSON_ID_SIZE];
	uint32_t party;
	uint32_t active_devices;
	uint32_t device_total; /* indices it was ever given */
	bool is_confirmed;
};

/* Said of a person that was not confirmed yet. */
struct charter_confirmation {
	uint32_t by; /* person */
	uint32_t person;
};

/* Was admitted while the sleeper rested, and is not yet accepted by it (CHARTER31). */
struct charter_stranger {
	uint32_t sleeper; /* party */
	uint32_t party;
};

/* A key of room 0, in order: the last one is the current. */
struct charter_epoch {
	uint8_t hash[HASH_SIZE];
	bool is_reported;
};

struct charter_rules {
	struct rule items[GENESIS_MAX_RULES];
	size_t count;
};

struct charter_sectors {
	uint32_t items[GENESIS_MAX_SECTORS];
	size_t count;
};

/* Where the log is, or is to be (CHARTER34). */
struct charter_server {
	uint8_t key[KEY_SIZE];
	uint32_t address_size; /* 0: the genesis says no address */
	uint8_t address[MOVE_MAX_ADDRESS_BYTES];
};

struct charter_entry_hash {
	uint8_t bytes[HASH_SIZE];
};

#endif
