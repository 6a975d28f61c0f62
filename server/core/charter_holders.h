/* Who holds a key of a charter: devices, invitations, recoveries.
 *
 * Only structs; core/charter.h gives them out, read-only. */
#ifndef CORE_CHARTER_HOLDERS_H
#define CORE_CHARTER_HOLDERS_H

#include "core/statement.h"

struct charter_device {
	struct device_keys keys;
	uint32_t party;       /* index from 1 */
	uint32_t person;      /* index from 1 */
	uint64_t counter;     /* of its last statement */
	uint64_t rekeyed_at;  /* or reported a key */
	uint64_t trial_until; /* 0: never on trial */
	bool has_rekeyed;     /* or reported a key */
	bool is_ended;
	struct cut cut; /* once ended: no commit after this one */
};

struct charter_invitation {
	struct device_keys keys;
	uint32_t party;    /* 0: a new one */
	uint32_t sector;   /* of the new one */
	uint32_t replaces; /* party whose place the new one would take; 0: none */
	uint32_t person;   /* for a further device of this one; 0: for a new person */
	uint32_t inviter;  /* party */
	uint32_t inviter_device;
	uint64_t expires;
	bool is_used;
	bool is_revoked;
};

/* The keys of a person's twelve words. */
struct charter_recovery {
	struct device_keys keys;
	uint8_t tag[RECOVERY_TAG_SIZE];
	uint32_t person;
	bool is_over; /* replaced, cleared, or its party is gone */
};

#endif
